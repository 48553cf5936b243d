"""The network: a small BERT encoder and the heads that read events off it.

One pass over a sentence gives, for every word: whether it names an act and of which type, the act's status and
issues, and for every pair of words whether the second is actor, recipient, speaker or object of the act that the
first names (a biaffine score, Dozat and Manning 2017). With a source and a target marked (an added embedding, as BERT
adds its segment's) it gives the act between them.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from training.shape import ARC_WIDTH, ARCS, EPSILON, HEADS, INNER, ISSUES, ROLES, STATUSES, TYPES, WIDTH


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT's are."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_1 = nn.LayerNorm(WIDTH, EPSILON)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_2 = nn.LayerNorm(WIDTH, EPSILON)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """``x`` [batch, pieces, width]; ``bias`` [batch, 1, 1, pieces] is minus infinity where there is no piece."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
        if bias is not None:
            scores = scores + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm_1(x + self.drop(self.out(mixed)))
        halved: Tensor = self.norm_2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return halved


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, layers: int, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.roles = nn.Embedding(ROLES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.kind = nn.Linear(WIDTH, 1 + len(TYPES))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.issues = nn.Linear(WIDTH, len(ISSUES))
        self.arc_from = nn.Linear(WIDTH, len(ARCS) * ARC_WIDTH)
        self.arc_to = nn.Linear(WIDTH, len(ARCS) * ARC_WIDTH)
        self.arc_bias = nn.Linear(WIDTH, len(ARCS))
        self.pair = nn.Linear(3 * WIDTH, WIDTH)
        self.pair_type = nn.Linear(WIDTH, len(TYPES))
        self.pair_status = nn.Linear(WIDTH, len(STATUSES))
        nn.init.zeros_(self.roles.weight)

    def embed(self, ids: Tensor, roles: Tensor) -> Tensor:
        """The pieces' vectors before the first layer [batch, pieces, width]."""
        at = torch.arange(ids.shape[1], device=ids.device)
        found: Tensor = self.drop(self.norm(self.words(ids) + self.places(at)[None] + self.roles(roles)))
        return found

    def encode(self, ids: Tensor, roles: Tensor, mask: Tensor | None) -> Tensor:
        """The pieces' vectors [batch, pieces, width]."""
        x = self.embed(ids, roles)
        bias = None if mask is None else (~mask)[:, None, None, :].to(x.dtype) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def of_words(self, x: Tensor, first: Tensor) -> Tensor:
        """Each word's vector: that of its first piece. ``first`` [batch, words]."""
        found: Tensor = x.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        return self.drop(found)

    def arcs(self, acts: Tensor, words: Tensor) -> Tensor:
        """Scores [batch, acts, words, arcs] of the words being parties of the acts."""
        b, n, _ = acts.shape
        left = self.arc_from(acts).view(b, n, len(ARCS), ARC_WIDTH).permute(0, 2, 1, 3)
        right = self.arc_to(words).view(b, -1, len(ARCS), ARC_WIDTH).permute(0, 2, 3, 1)
        scores = (left @ right / math.sqrt(ARC_WIDTH)).permute(0, 2, 3, 1)
        found: Tensor = scores + self.arc_bias(words)[:, None]
        return found

    def judge_pair(self, x: Tensor, roles: Tensor) -> tuple[Tensor, Tensor]:
        """Type [batch, types] and status [batch, statuses] of the act between the marked words."""
        source, target = (_mean(x, ((roles == side) | (roles == ROLES - 1)).to(x.dtype)) for side in (1, 2))
        whole = self.drop(F.gelu(self.pair(torch.cat([x[:, 0], source, target], -1))))
        return self.pair_type(whole), self.pair_status(whole)


def _mean(x: Tensor, where: Tensor) -> Tensor:
    return (x * where[:, :, None]).sum(1) / where.sum(1, keepdim=True).clamp(min=1)


def from_minilm(weights: Path, layers: Sequence[int]) -> Reader:
    """A Reader whose encoder has the given layers of a MiniLM (``model.safetensors``)."""
    w = load_file(weights)
    net = Reader(len(layers), w["embeddings.word_embeddings.weight"].shape[0])
    net.words.weight.data.copy_(w["embeddings.word_embeddings.weight"])
    net.places.weight.data.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
    _copy(net.norm, w, "embeddings.LayerNorm")
    for layer, number in zip(net.layers, layers, strict=True):
        assert isinstance(layer, Layer)
        root = f"encoder.layer.{number}"
        parts = [f"{root}.attention.self.{part}" for part in ("query", "key", "value")]
        layer.qkv.weight.data.copy_(torch.cat([w[f"{p}.weight"] for p in parts]))
        layer.qkv.bias.data.copy_(torch.cat([w[f"{p}.bias"] for p in parts]))
        _copy(layer.out, w, f"{root}.attention.output.dense")
        _copy(layer.norm_1, w, f"{root}.attention.output.LayerNorm")
        _copy(layer.up, w, f"{root}.intermediate.dense")
        _copy(layer.down, w, f"{root}.output.dense")
        _copy(layer.norm_2, w, f"{root}.output.LayerNorm")
    return net


def _copy(module: nn.Linear | nn.LayerNorm, w: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(w[f"{name}.weight"])
    module.bias.data.copy_(w[f"{name}.bias"])
