"""The trained network as the files that ship: ONNX with 8-bit weights, its vocabulary and its facts."""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from training.network import HEADS, Layer, Reader


class Attend(torch.autograd.Function):
    """Self-attention as the one node that onnxruntime has for it (com.microsoft.Attention)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """Only its shape matters: the graph that is written holds the node."""
        return x.clone()

    @staticmethod
    def symbolic(g: Any, x: Any, weight: Any, bias: Any) -> Any:
        """The node."""
        return g.op("com.microsoft::Attention", x, weight, bias, num_heads_i=HEADS).setType(x.type())


def _fused(layer: Layer, x: Tensor) -> Tensor:
    mixed = Attend.apply(x, layer.qkv.weight.t().contiguous(), layer.qkv.bias)
    x = layer.norm_1(x + layer.out(mixed))
    ready: Tensor = layer.norm_2(x + layer.down(F.gelu(layer.up(x))))
    return ready


class Sentence(nn.Module):
    """One sentence at a time, probabilities out: what coding/classifier.py calls."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, roles: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        net = self.net
        x = net.embed(ids[None], roles[None])
        for layer in net.layers:
            assert isinstance(layer, Layer)
            x = _fused(layer, x)
        words = net.of_words(x, first[None])
        kind, status = net.judge_pair(x, roles[None])
        return (
            net.kind(words)[0].softmax(-1), net.status(words)[0].softmax(-1), net.issues(words)[0].sigmoid(),
            net.arcs(words, words)[0].sigmoid(), kind[0].softmax(-1), status[0].softmax(-1),
        )  # fmt: skip


OUTPUTS = ["types", "statuses", "issues", "arcs", "pair_types", "pair_statuses"]


def export(net: Reader, folder: Path, vocabulary: list[str], facts: dict[str, Any]) -> None:
    """Write ``model.onnx``, ``vocabulary.txt`` and ``model.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    ids = torch.tensor([101, *range(2000, 2010), 102])
    example = (ids, torch.zeros_like(ids), torch.arange(1, 11))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            Sentence(net), example, str(whole), dynamo=False, opset_version=17,
            input_names=["ids", "roles", "first"], output_names=OUTPUTS,
            dynamic_axes={
                "ids": {0: "pieces"}, "roles": {0: "pieces"}, "first": {0: "words"},
                "types": {0: "words"}, "statuses": {0: "words"}, "issues": {0: "words"}, "arcs": {0: "words", 1: "words"},
            },
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather", "Attention"],
        )  # fmt: skip
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps({"sha256": digest, **facts}, indent=1) + "\n", "utf-8")
