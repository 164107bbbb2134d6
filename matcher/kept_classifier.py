"""The classifier of an earlier generation, where fitting would give the same again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from matcher import classifier
from matcher.classifier import CapabilityClassifier
from matcher.encoders import Encoder
from matcher.errors import DamagedGenerationError, MissingGenerationError
from matcher.generations import FORMAT_VERSION, check_files, generations, read_manifest
from matcher.taxonomy import Taxonomy

CLASSIFIER_FILE = "classifier.npz"


def classifier_key(taxonomy: Taxonomy, encoder: Encoder) -> str:
    """Return the SHA-256 of all that decides a classifier: the taxonomy, the encoder and the code that fits."""
    fits = hashlib.sha256(Path(classifier.__file__).read_bytes()).hexdigest()
    return hashlib.sha256("\n".join((taxonomy.model_dump_json(), encoder.fingerprint, fits)).encode()).hexdigest()


def kept_classifier(root: Path, key: str) -> CapabilityClassifier | None:
    """Return the classifier with this key from the newest sound generation under `root`, or None."""
    try:
        folders = generations(root)
    except MissingGenerationError:
        return None
    for folder in folders:
        try:
            manifest = read_manifest(folder)
            if (manifest.format, manifest.classifier) != (FORMAT_VERSION, key):
                continue
            expected = {name: digest for name, digest in manifest.files.items() if name == CLASSIFIER_FILE}
            check_files(folder, manifest.model_copy(update={"files": expected}))
            return CapabilityClassifier.load(folder / CLASSIFIER_FILE)
        except DamagedGenerationError:
            continue  # opening it tells of the damage; here it only has to be fitted anew
    return None
