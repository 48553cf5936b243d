"""The network's ONNX graph, written node by node.

It holds onnxruntime's own fused 8-bit products, with what the exporter of torch would not find: the attention's heads
are read as strides and never moved, all heads over words are one product, and the head over a marked pair is run only
when it is asked for.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from training.shape import ARC_WIDTH, ARCS, EPSILON, HEADS, ISSUES, STATUSES, TYPES, WIDTH

Array = npt.NDArray[Any]
Weights = Mapping[str, Array]
"""By name: 8-bit tables of vectors ("words", "places", "roles") have ".weight", ".scale" and ".zero"; 8-bit layers ".weight"
[in, out], ".scale" and ".bias" [out]; norms ".weight" and ".bias"."""

WORD_HEADS = (1 + len(TYPES), len(STATUSES), len(ISSUES), len(ARCS) * (ARC_WIDTH + 1), len(ARCS) * (ARC_WIDTH + 1))
"""The columns of the one product over words: types, statuses, issues, an act's side of the arcs, a word's side."""
_ONNX, _OURS = 18, "com.microsoft"


class _Graph:
    """Nodes and the numbers that they use."""

    def __init__(self, weights: Weights, prefix: str = "") -> None:
        self.weights, self.used, self.prefix = weights, dict[str, Array](), prefix
        self.nodes: list[NodeProto] = []

    def number(self, name: str, values: list[int]) -> str:
        """A constant of the graph's own."""
        self.used[self.prefix + name] = np.array(values, dtype=np.int64)
        return self.prefix + name

    def weight(self, name: str) -> str:
        """A weight, by its name."""
        self.used[name] = self.weights[name]
        return name

    def several(self, op: str, inputs: list[str], outputs: int, *, domain: str = "", **attributes: Any) -> list[str]:
        """A node of several outputs."""
        name = f"{self.prefix}{op}_{len(self.nodes)}"
        found = [f"{name}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, found, name=name, domain=domain, **attributes))
        return found

    def node(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node of one output."""
        return self.several(op, list(inputs), 1, domain=domain, **attributes)[0]

    def ours(self, op: str, *inputs: str, **attributes: Any) -> str:
        """A node that only onnxruntime knows."""
        return self.node(op, *inputs, domain=_OURS, **attributes)

    def rows(self, table: str, at: str) -> str:
        """Rows of an 8-bit table, as floats."""
        found = self.node("Gather", self.weight(f"{table}.weight"), at, axis=0)
        return self.node("DequantizeLinear", found, self.weight(f"{table}.scale"), self.weight(f"{table}.zero"))

    def norm(self, name: str, x: str) -> str:
        """Layer normalisation."""
        return self.node(
            "LayerNormalization", x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), axis=-1, epsilon=EPSILON
        )

    def product(self, name: str, x: str) -> str:
        """A linear layer of 8-bit weights over floats."""
        weight, scale, bias = (self.weight(f"{name}.{part}") for part in ("weight", "scale", "bias"))
        return self.ours("DynamicQuantizeMatMul", x, weight, scale, "", bias)

    def shrunk(self, x: str) -> list[str]:
        """Floats as 8-bit numbers, with their scale and zero, for more than one product."""
        return self.several("DynamicQuantizeLinear", [x], 3)

    def product_of(self, name: str, shrunk: list[str]) -> str:
        """A linear layer of 8-bit weights over what was shrunk before."""
        weight, scale, bias = (self.weight(f"{name}.{part}") for part in ("weight", "scale", "bias"))
        x, x_scale, x_zero = shrunk
        return self.ours("MatMulIntegerToFloat", x, weight, x_scale, scale, x_zero, "", bias)

    def named(self, output: str, name: str) -> None:
        """Call a node's output by the name that the caller asks for."""
        for node in self.nodes:
            node.output[:] = [name if o == output else o for o in node.output]


def build(weights: Weights) -> ModelProto:
    """The model that coding/classifier.py runs.

    Inputs: ``ids`` [pieces]; ``roles`` [pieces], of the marked pair; ``first`` [words], the piece that each begins
    with; ``pair``, whether the pair is asked about.
    Outputs: ``types``, ``statuses``, ``issues`` [words, classes], ``arcs`` [arcs, words, words], ``pair_types``,
    ``pair_statuses`` [classes], empty where no pair is asked about.
    """
    g = _Graph(weights)
    x = _embedded(g)
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    for n in range(layers):
        x = _layer(g, f"layers.{n}", x)
    outputs = _of_words(g, x)
    outputs |= _of_pair(g, x)
    for name, output in outputs.items():
        g.named(output, name)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [None]) for name in ("ids", "roles", "first")]
    inputs.append(helper.make_tensor_value_info("pair", TensorProto.BOOL, []))
    ranks = {name: 3 if name == "arcs" else 1 if name.startswith("pair") else 2 for name in outputs}
    graph = _graph("bilat", g.nodes, inputs, ranks, g.used)
    versions = [helper.make_opsetid("", _ONNX), helper.make_opsetid(_OURS, 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9, producer_name="bilat")


def save(model: ModelProto, folder: Path, facts: Mapping[str, Any]) -> str:
    """Write ``model.onnx`` and its card, ``model.json``, which begins with its digest; returned is that digest."""
    graph = model.SerializeToString()
    digest = hashlib.sha256(graph).hexdigest()
    (folder / "model.onnx").write_bytes(graph)
    card = {"sha256": digest, **{name: fact for name, fact in facts.items() if name != "sha256"}}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return digest


def weights_of(model: ModelProto) -> dict[str, Array]:
    """The weights of a model that :func:`build` made."""
    inner = [a.g for node in model.graph.node for a in node.attribute if a.name == "then_branch"]
    held = [n for graph in (model.graph, *inner) for n in graph.initializer]
    return {n.name: numpy_helper.to_array(n) for n in held}


def _embedded(g: _Graph) -> str:
    """The pieces' vectors before the first layer [pieces, width]."""
    pieces = g.node("Shape", "ids")
    start, axis = g.number("start", [0]), g.number("axis", [0])
    places = g.node("Slice", g.weight("places.weight"), start, pieces, axis)
    places = g.node("DequantizeLinear", places, g.weight("places.scale"), g.weight("places.zero"))
    x = g.node("Add", g.rows("words", "ids"), places)
    return g.norm("norm", g.node("Add", x, g.rows("roles", "roles")))


def _layer(g: _Graph, name: str, x: str) -> str:
    """One transformer layer."""
    shrunk = g.shrunk(x)
    shape, flat = g.number("of heads", [0, HEADS, WIDTH // HEADS]), g.number("flat", [0, WIDTH])
    parts = (g.product_of(f"{name}.{part}", shrunk) for part in ("query", "key", "value"))
    query, key, value = (g.node("Reshape", part, shape) for part in parts)
    # The heads stand in the middle and are taken as they stand.
    scale = (WIDTH // HEADS) ** -0.5
    shares = g.ours("FusedMatMul", query, key, transBatchA=1, transBatchB=1, transB=1, alpha=scale)
    mixed = g.ours("FusedMatMul", g.node("Softmax", shares, axis=-1), value, transBatchB=1)
    mixed = g.node("Reshape", g.node("Transpose", mixed, perm=[1, 0, 2]), flat)
    x = g.norm(f"{name}.norm_1", g.node("Add", x, g.product(f"{name}.out", mixed)))
    inner = g.ours("Gelu", g.product(f"{name}.up", x))
    return g.norm(f"{name}.norm_2", g.node("Add", x, g.product(f"{name}.down", inner)))


def _of_words(g: _Graph, x: str) -> dict[str, str]:
    """What is asked of every word, as probabilities."""
    all_heads = g.product_of("heads", g.shrunk(g.node("Gather", x, "first", axis=0)))
    sizes = g.number("heads' columns", list(WORD_HEADS))
    types, statuses, issues, acts, words = g.several("Split", [all_heads, sizes], len(WORD_HEADS), axis=1)
    shape = g.number("of arcs", [0, len(ARCS), ARC_WIDTH + 1])
    acts, words = (g.node("Reshape", side, shape) for side in (acts, words))
    arcs = g.ours("FusedMatMul", acts, words, transBatchA=1, transBatchB=1, transB=1, alpha=ARC_WIDTH**-0.5)
    return {
        "types": g.node("Softmax", types, axis=-1),
        "statuses": g.node("Softmax", statuses, axis=-1),
        "issues": g.node("Sigmoid", issues),
        "arcs": g.node("Sigmoid", arcs),
    }


def _of_pair(g: _Graph, x: str) -> dict[str, str]:
    """The act between the marked words, in a branch that is not entered where nobody asks."""
    asked = _Graph(g.weights, "pair ")
    sides = []
    for side in (1, 2):
        ours, both = asked.number(f"side {side}", [side]), asked.number("both sides", [3])
        is_it = asked.node("Or", asked.node("Equal", "roles", ours), asked.node("Equal", "roles", both))
        part = asked.node("Cast", is_it, to=TensorProto.FLOAT)
        row = asked.node("Unsqueeze", part, asked.number("one row", [0]))
        least = asked.node("Cast", asked.number("one", [1]), to=TensorProto.FLOAT)
        words = asked.node("Max", asked.node("ReduceSum", part, keepdims=1), least)
        sides.append(asked.node("Div", asked.node("MatMul", row, x), words))
    whole = asked.node("Concat", asked.node("Gather", x, asked.number("begin", [0]), axis=0), *sides, axis=-1)
    judged = asked.shrunk(asked.ours("Gelu", asked.product("pair", whole)))
    found = [asked.product_of(f"pair_{part}", judged) for part in ("type", "status")]
    shares = [asked.node("Softmax", asked.node("Squeeze", f), axis=-1) for f in found]
    nothing = helper.make_tensor("nothing", TensorProto.FLOAT, [0], [])
    unasked = [helper.make_node("Constant", [], [f"unasked_{n}"], value=nothing) for n in range(2)]
    types, statuses = g.several(
        "If", ["pair"], 2,
        then_branch=_graph("asked", asked.nodes, [], dict.fromkeys(shares, 1), asked.used),
        else_branch=_graph("unasked", unasked, [], {"unasked_0": 1, "unasked_1": 1}, {}),
    )  # fmt: skip
    return {"pair_types": types, "pair_statuses": statuses}


def _graph(
    name: str, nodes: list[NodeProto], inputs: list[ValueInfoProto], outputs: Mapping[str, int], numbers: Weights
) -> GraphProto:
    """A graph; of its outputs, all floats, the rank is told."""
    floats = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * rank) for name, rank in outputs.items()]
    held = [numpy_helper.from_array(np.ascontiguousarray(values), key) for key, values in numbers.items()]
    return helper.make_graph(nodes, name, inputs, floats, held)
