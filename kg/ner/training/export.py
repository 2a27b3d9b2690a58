"""The trained network as kg.ner.network runs it: tables in bytes, layers as an ONNX graph in whole numbers."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from kg.ner.tags import COUNT
from kg.ner.training.student import Layer, Student

Arrays = dict[str, NDArray[Any]]


def exported(model: Student) -> Arrays:
    """What kg.ner.network.Network is made from."""
    found: Arrays = {"layers": np.frombuffer(_in_bytes(graph_of(model)), np.uint8)}
    found["reach"] = np.array(sum(layer.dilation * (len(layer.kernel) // 2) for layer in model.layers))
    for name, table in (("characters", model.characters.weight), ("bigrams", model.bigrams.weight)):
        found[name], found[name + ".scale"] = _table(_array(table))
    return found


def graph_of(model: Student) -> Any:
    """The layers as an ONNX model from `x`, the inputs of each character, to the log-probabilities of its tags."""
    from onnx import TensorProto, helper

    graph = Graph()
    x = graph.linear("x", model.enter.weight, model.enter.bias)
    for layer in model.layers:
        x = graph.layer(x, layer)
    scores = graph.linear(graph.normal(x, model.recipe.width), model.leave.weight, model.leave.bias)
    graph.add("LogSoftmax", [scores], axis=-1)
    graph.nodes[-1].output[0] = "scores"
    ends = (("x", model.enter.in_features), ("scores", COUNT))
    given, wanted = ([helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, size])] for name, size in ends)
    body = helper.make_graph(graph.nodes, "tagger", given, wanted, graph.constants)
    made = helper.make_model(body, opset_imports=[helper.make_opsetid("", 18)])
    made.ir_version = 9
    return made


class Graph:
    """Nodes and constants of an ONNX graph, in the order in which they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, operation: str, inputs: Sequence[str], outputs: int = 1, **attributes: object) -> str:
        """Add a node; the name of its first output (the others have numbers in place of the 0)."""
        from onnx import helper

        names = [f"{operation}{len(self.nodes)}.{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operation, inputs, names, **attributes))
        return names[0]

    def constant(self, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def linear(self, x: str, weight: Tensor, bias: Tensor) -> str:
        product = self.add("MatMul", [x, self.constant(_array(weight).T)])
        return self.add("Add", [product, self.constant(_array(bias))])

    def normal(self, x: str, width: int) -> str:
        return self.add("LayerNormalization", [x, self.constant(np.ones(width, np.float32))], axis=-1)

    def layer(self, x: str, layer: Layer) -> str:
        """x + value * sigmoid(opening), both from each column's convolution with its own kernel."""
        taps, width = layer.kernel.shape
        reach, batch = layer.dilation * (taps // 2), self.constant(np.array([0]))
        columns = self.add("Transpose", [self.normal(x, width)], perm=[1, 0])
        kernel = self.constant(_array(layer.kernel).T[:, None])
        near = self.add(
            "Conv",
            [self.add("Unsqueeze", [columns, batch]), kernel],
            group=width,
            dilations=[layer.dilation],
            pads=[reach, reach],
            kernel_shape=[taps],
        )
        rows = self.add("Transpose", [self.add("Squeeze", [near, batch])], perm=[1, 0])
        gated = self.linear(rows, layer.gate.weight, layer.gate.bias)
        value = self.add("Split", [gated], outputs=2, axis=1, num_outputs=2)
        opening = self.add("Sigmoid", [value[:-1] + "1"])
        return self.add("Add", [x, self.add("Mul", [value, opening])])


def _in_bytes(model: Any) -> bytes:
    """The model with the weights of its products in 7 bits: no sum overflows, on any processor."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        onnx.save(model, plain)
        quantize_dynamic(
            plain,
            small,
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
        return small.read_bytes()


def _table(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A table in bytes, and the scale of its columns."""
    scale = np.maximum(np.abs(table).max(0), 1e-6) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().numpy(), np.float32)
