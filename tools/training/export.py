"""The trained network as the files that ship: ONNX with 8-bit weights, its vocabulary and its facts."""

import math
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from training.graph import Array, build, save
from training.network import Layer, Reader
from training.shape import ARC_WIDTH, ARCS


def export(net: Reader, folder: Path, vocabulary: list[str], facts: dict[str, Any]) -> None:
    """Write ``model.onnx``, ``vocabulary.txt`` and ``model.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    save(build(weights_of(net.eval())), folder, facts)


def weights_of(net: Reader) -> dict[str, Array]:
    """A network's weights in 8 bits, as :func:`.graph.build` takes them."""
    found: dict[str, Array] = {}
    for name in ("words", "places", "roles"):
        found |= _named(name, _table(_array(getattr(net, name).weight)))
    found |= _norm("norm", net.norm)
    for n, layer in enumerate(net.layers):
        assert isinstance(layer, Layer)
        root, (weight, bias) = f"layers.{n}", _linear(layer.qkv)
        for part, w, b in zip(("query", "key", "value"), np.split(weight, 3, axis=1), np.split(bias, 3), strict=True):
            found |= _layer(f"{root}.{part}", w, b)
        for part in ("out", "up", "down"):
            found |= _layer(f"{root}.{part}", *_linear(getattr(layer, part)))
        found |= _norm(f"{root}.norm_1", layer.norm_1) | _norm(f"{root}.norm_2", layer.norm_2)
    for part in ("pair", "pair_type", "pair_status"):
        found |= _layer(part, *_linear(getattr(net, part)))
    return found | _layer("heads", *_heads_over_words(net))


def _heads_over_words(net: Reader) -> tuple[Array, Array]:
    """All heads over words beside each other, in the order of :data:`.graph.WORD_HEADS`.

    An arc's bias, which hangs on the word that it leads to, is one more column of that word's side, and meets a column of
    the act's side that is always the root of the width, by which the product is divided.
    """
    weight, bias = _linear(net.arc_from)
    acts = _wider(weight, np.zeros((len(weight), len(ARCS)))), _wider(bias, np.full(len(ARCS), math.sqrt(ARC_WIDTH)))
    words = tuple(_wider(a, b) for a, b in zip(_linear(net.arc_to), _linear(net.arc_bias), strict=True))
    parts = [_linear(net.kind), _linear(net.status), _linear(net.issues), acts, words]
    weights, biases = zip(*parts, strict=True)
    return np.concatenate(weights, axis=-1), np.concatenate(biases, axis=-1)


def _wider(columns: Array, more: Array) -> Array:
    """Columns of arcs [..., arcs x width] with one more for each arc [..., arcs]."""
    lead = columns.shape[:-1]
    parted = columns.reshape(*lead, len(ARCS), ARC_WIDTH)
    whole: Array = np.concatenate([parted, more[..., None]], axis=-1, dtype=np.float32).reshape(*lead, -1)
    return whole


def _array(values: Any) -> Array:
    found: Array = values.detach().numpy()
    return found


def _linear(layer: nn.Linear) -> tuple[Array, Array]:
    return _array(layer.weight).T, _array(layer.bias)


def _norm(name: str, norm: nn.LayerNorm) -> dict[str, Array]:
    return {f"{name}.weight": _array(norm.weight), f"{name}.bias": _array(norm.bias)}


def _named(name: str, parts: dict[str, Array]) -> dict[str, Array]:
    return {f"{name}.{part}": values for part, values in parts.items()}


def _layer(name: str, weight: Array, bias: Array) -> dict[str, Array]:
    """A linear layer, each column with a scale of its own; zero is zero."""
    most = np.abs(weight).max(axis=0).astype(np.float64)
    scale = np.where(most > 0, most / 127, 1).astype(np.float32)
    small = np.rint(weight / scale).astype(np.int8)
    return _named(name, {"weight": small, "scale": scale, "bias": bias.astype(np.float32)})


def _table(weight: Array) -> dict[str, Array]:
    """A table of vectors with one scale and one zero."""
    low, high = float(min(weight.min(), 0)), float(max(weight.max(), 0))
    step = (high - low) / 255
    scale, zero = np.float32(step), np.uint8(round(-low / step))
    small = np.clip(np.rint(weight / scale) + zero, 0, 255).astype(np.uint8)
    return {"weight": small, "scale": np.array(scale), "zero": np.array(zero)}
