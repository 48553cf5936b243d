"""The trained model's files, and how they are read: docs/model.md is its card."""

import hashlib
import json
from functools import cache
from pathlib import Path
from platform import machine

from bilat.coding.classifier import Classifier
from bilat.errors import BadArgument

SHIPPED = Path(__file__).parent
FILES = ("model.onnx", "model.json", "vocabulary.txt")


@cache
def load_model(folder: Path = SHIPPED) -> Classifier:
    """The shipped model, or that of another folder; read once a process.

    Raises:
        BadArgument: The folder does not hold ``model.onnx``, ``model.json`` and ``vocabulary.txt``, or what it holds is no model.
    """
    where, hint = str(folder), "name a folder that tools/train_model.py wrote"
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BadArgument(f"no model: {', '.join(missing)} missing", where=where, hint=hint)
    graph, card, vocabulary = (folder / name for name in FILES)
    try:
        return Classifier(
            graph.read_bytes(),
            json.loads(card.read_text("utf-8")),
            vocabulary.read_text("utf-8").split("\n"),
            full_sums=not sums_in_full(),
        )
    except ValueError as error:
        raise BadArgument(f"no model: {error}", where=where, hint=hint) from error


@cache
def digests_of(folder: Path = SHIPPED) -> tuple[str, str]:
    """The first 16 digits of the SHA-256 of a folder's model and of the weights beside it, without loading them.

    Codings change with either: ``model.onnx`` is the network, ``model.json`` has what weighs its answers.
    """
    graph, card = (hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16] for name in FILES[:2])
    return graph, card


def sums_in_full(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor itself sums products of 8-bit numbers in full: one with VNNI, or not of Intel's kind.

    Where the system does not tell (no ``/proc/cpuinfo``), it is taken not to.
    """
    if machine().lower() not in {"x86_64", "amd64"}:
        return True
    try:
        flags = cpuinfo.read_text("ascii", errors="replace").partition("flags")[2].partition("\n")[0].split()
    except OSError:
        return False
    return bool({"avx512_vnni", "avx_vnni"} & set(flags))
