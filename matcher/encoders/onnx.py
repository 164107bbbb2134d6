"""The bundled model on ONNX Runtime: no torch, and ready in a fraction of a second."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.encoders import BUNDLED, Vectors
from matcher.encoders.bundled import BUNDLED_WEIGHTS_SHA256, PACKAGE, bundled_folder, check_weights
from matcher.encoders.packing import pack
from matcher.encoders.weight_file import weights_in
from matcher.errors import EncoderError, MissingPackageError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH_TOKENS = 1024  # 512 to 2,048 are equally fast; the fewer, the less memory
LONGEST = 256  # tokens, as the model's sentence_bert_config.json has it; the tokenizer's file would cut at 128
_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"
_RECIPE = "BERT in fp32 on ONNX Runtime, 256 tokens, mean of tokens, length 1"


class OnnxEncoder:
    """all-MiniLM-L6-v2 from its packaged weights, equal to sentence-transformers within 1e-4 in each component.

    `threads` work on one batch; 0 means one for each core. Texts are encoded in batches of like length. A text's
    vector depends on what stands beside it by at most 1e-6: other texts are masked, but sums may run in another order.

    Nothing is exported or kept: the graph over the packaged weights is made anew at each start, which is as fast as
    reading an exported file and leaves no file that could be damaged, out of date or written twice.
    """

    name = BUNDLED

    def __init__(self, *, threads: int = 0) -> None:
        folder = bundled_folder()
        try:
            check_weights(folder / "model.safetensors")
            self.fingerprint = _fingerprint(folder)
            self._tokenizer = _tokenizer(folder / "tokenizer.json")
            self._session, self.dimension = _session(folder, threads)
        except (OSError, ValueError, KeyError) as error:
            message = f"the bundled model in {folder} cannot be read: {error}; install {PACKAGE} 0.1.0 anew"
            raise EncoderError(message) from error

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Encode goals and questions; the model wants no prompt."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Encode what is searched."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch_fast(texts)
        rows = sorted(range(len(texts)), key=lambda row: len(encodings[row]), reverse=True)
        for some in _batches(rows, [len(encodings[row]) for row in rows]):
            (vectors[some],) = self._session.run(None, pack([encodings[row].ids for row in some]))
        return vectors


def _batches(rows: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Divide rows in their order, each time as many as hold some BATCH_TOKENS tokens in all."""
    batches = (np.cumsum(lengths) - 1) // BATCH_TOKENS
    starts = np.flatnonzero(np.diff(batches, prepend=-1))
    for start, end in pairwise([*starts, len(rows)]):
        yield list(rows[start:end])


def _tokenizer(path: Path) -> Tokenizer:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  where texts are encoded
    except ModuleNotFoundError as error:
        raise MissingPackageError("the bundled model", "tokenizers") from error
    text = path.read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library knows no other kind
        raise ValueError(f"{path}: {error}") from error
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()  # the file asks for 128 tokens always; a batch is padded to its longest text
    return tokenizer


def _session(folder: Path, threads: int) -> tuple[Any, int]:
    """Load the weights into a session; return it with the number of components of its vectors."""
    try:
        import onnxruntime  # noqa: PLC0415  .1 s

        from matcher.encoders.bert_graph import BertShape, bert_graph  # noqa: PLC0415  onnx takes .2 s
    except ModuleNotFoundError as error:
        raise MissingPackageError("the bundled model", str(error.name).partition(".")[0]) from error
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = BertShape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        dimension=config["hidden_size"],
        epsilon=config["layer_norm_eps"],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry(_WEIGHTS_FOLDER, str(folder))  # mapped from there, not copied
    graph = bert_graph(shape, weights_in(folder / "model.safetensors"))
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]), shape.dimension


def _fingerprint(folder: Path) -> str:
    """Hash all that decides the vectors.

    It differs from what SentenceTransformerEncoder gives for the same folder: their vectors agree to 1e-4 but not to
    the last bit, and an index or a cache that holds both could not be built again as it was.
    """
    parts = [_RECIPE.encode(), bytes.fromhex(BUNDLED_WEIGHTS_SHA256)]
    parts += [hashlib.sha256((folder / name).read_bytes()).digest() for name in ("tokenizer.json", "config.json")]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()
