"""BERT as a sentence encoder, written as an ONNX graph: token ids to unit vectors.

BERT (Devlin et al. 2019) with the mean of the token vectors, scaled to length 1 (Sentence-BERT, Reimers and Gurevych
2019). The operators of the domain `com.microsoft` are ONNX Runtime's own: each does what its optimiser would
otherwise put together at every start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import onnx
from onnx import TensorProto, helper

from matcher.encoders.weight_file import FileWeight

_INPUTS = {
    "ids": (TensorProto.INT32, ["rows", "width"]),
    "types": (TensorProto.INT32, ["rows", "width"]),
    "positions": (TensorProto.INT32, ["rows", "width"]),
    "mask": (TensorProto.INT32, ["rows", "width", "width"]),
    "tokens_of_texts": (TensorProto.FLOAT, ["texts", "tokens"]),
}
OUTPUT = "vectors"  # shape (texts, dimension), float32
_RUNTIME = "com.microsoft"
_ONNX_VERSION = 17
_FILE_VERSION = 9
_ALL_TOKENS = "all_tokens"


@dataclass(frozen=True)
class BertShape:
    """What the weights' own shapes do not tell; `epsilon` is that of the layer norms."""

    layers: int
    heads: int
    dimension: int
    epsilon: float


def bert_graph(shape: BertShape, weights: Mapping[str, FileWeight]) -> bytes:
    """Return the serialised model over weights that stay in their file, by the names of Hugging Face's BertModel.

    It reads what `packing.pack` gives: rows of tokens, in each of which several texts may stand.
    """
    nodes = _Nodes()
    hidden = _embed(nodes, shape)
    for number in range(shape.layers):
        hidden = _layer(nodes, shape, f"encoder.layer.{number}", hidden)
    _pool(nodes, hidden)
    asked = {name for node in nodes.made for name in node.input}
    graph = helper.make_graph(
        nodes.made,
        "sentence_encoder",
        [helper.make_tensor_value_info(name, *kind) for name, kind in _INPUTS.items()],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", shape.dimension])],
        [helper.make_tensor(_ALL_TOKENS, TensorProto.INT64, [2], [-1, shape.dimension])]
        + [_outside(weight) for name, weight in weights.items() if name in asked],
    )
    versions = [helper.make_opsetid("", _ONNX_VERSION), helper.make_opsetid(_RUNTIME, 1)]
    return bytes(helper.make_model(graph, opset_imports=versions, ir_version=_FILE_VERSION).SerializeToString())


@dataclass(frozen=True)
class _Nodes:
    """The nodes so far, each named after what it gives."""

    made: list[onnx.NodeProto] = field(default_factory=list)

    def add(self, operator: str, inputs: Sequence[str], gives: str, domain: str = "", **settings: Any) -> str:
        self.made.append(helper.make_node(operator, inputs, [gives], name=gives, domain=domain, **settings))
        return gives

    def times(self, hidden: str, name: str, gives: str) -> str:
        """Multiply by a weight as it lies in the file, (out, in)."""
        return self.add("FusedMatMul", [hidden, f"{name}.weight"], gives, _RUNTIME, transB=1)

    def add_and_normalise(self, change: str, hidden: str, block: str, epsilon: float) -> str:
        """Add a block's bias and what came in, then normalise."""
        norm = [f"{block}.LayerNorm.weight", f"{block}.LayerNorm.bias", f"{block}.dense.bias"]
        gives = f"{block}.normalised"
        return self.add("SkipLayerNormalization", [change, hidden, *norm], gives, _RUNTIME, epsilon=epsilon)


def _embed(nodes: _Nodes, shape: BertShape) -> str:
    tables = [f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type")]
    norm = ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"]
    no_mask = ""
    inputs, outputs = ["ids", "types", *tables, *norm, no_mask, "positions"], ["embedded", "unused_mask_index"]
    nodes.made.append(
        helper.make_node("EmbedLayerNormalization", inputs, outputs, domain=_RUNTIME, epsilon=shape.epsilon)
    )
    return outputs[0]


def _layer(nodes: _Nodes, shape: BertShape, layer: str, hidden: str) -> str:
    attention, wide, narrow = f"{layer}.attention", f"{layer}.intermediate", f"{layer}.output"
    changed = nodes.times(_attend(nodes, shape, attention, hidden), f"{attention}.output.dense", f"{attention}.change")
    hidden = nodes.add_and_normalise(changed, hidden, f"{attention}.output", shape.epsilon)
    widened = nodes.times(hidden, f"{wide}.dense", f"{wide}.product")
    activated = nodes.add("BiasGelu", [widened, f"{wide}.dense.bias"], f"{wide}.activated", _RUNTIME)
    narrowed = nodes.times(activated, f"{narrow}.dense", f"{narrow}.change")
    return nodes.add_and_normalise(narrowed, hidden, narrow, shape.epsilon)


def _attend(nodes: _Nodes, shape: BertShape, attention: str, hidden: str) -> str:
    parts = [f"{attention}.self.{part}" for part in ("query", "key", "value")]
    projected = [nodes.times(hidden, part, f"{part}.product") for part in parts]
    biases = nodes.add("Concat", [f"{part}.bias" for part in parts], f"{attention}.biases", axis=0)
    inputs = [*projected, biases, "mask"]
    return nodes.add("MultiHeadAttention", inputs, f"{attention}.attended", _RUNTIME, num_heads=shape.heads)


def _pool(nodes: _Nodes, hidden: str) -> None:
    """Add up the vectors of each text's tokens: scaled to length 1, their sum is their mean."""
    tokens = nodes.add("Reshape", [hidden, _ALL_TOKENS], "tokens")
    sums = nodes.add("MatMul", ["tokens_of_texts", tokens], "sums")
    nodes.add("LpNormalization", [sums], OUTPUT, axis=1, p=2)


def _outside(weight: FileWeight) -> onnx.TensorProto:
    """Declare a weight that stays in its file."""
    tensor = TensorProto(
        name=weight.name, data_type=TensorProto.FLOAT, dims=weight.shape, data_location=TensorProto.EXTERNAL
    )
    for key, value in (("location", weight.file), ("offset", weight.offset), ("length", weight.length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor
