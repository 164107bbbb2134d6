"""Any sentence-transformers model as an encoder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from matcher.encoders import Vectors
from matcher.errors import EncoderError, MissingPackageError

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

    `model` is a folder, or a name that sentence-transformers knows. Models that want a prompt before
    queries or passages get the one of their own configuration, else that of their family. Code in a model's folder
    is never run.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._model = _load(model)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EncoderError(f"model {model!r} does not tell its dimension; use a sentence embedding model")
        self.dimension = int(dimension)
        self._prompts = _prompts(self._model, model)
        self.fingerprint = _fingerprint(self._model, self._prompts)

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


def _load(name: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  8 seconds
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415  comes with the former
    except ModuleNotFoundError as error:
        raise MissingPackageError(f"the model {name!r}", "sentence-transformers") from error
    disable_progress_bar()  # type: ignore[no-untyped-call]  # the library is silent
    try:
        model = SentenceTransformer(name, device="cpu", trust_remote_code=False)
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EncoderError(
            f"model {name!r} cannot be loaded: {reason}; MATCHER_MODEL takes `bundled`, or the name or folder of a"
            " sentence-transformers model"
        ) from error
    model.eval()
    return model


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
