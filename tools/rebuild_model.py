"""Writes the shipped model's graph anew, its weights as they are: after a change of tools/training/graph.py, without training.

    python tools/rebuild_model.py [--model DIR]

Needs onnx (``pip install -e ".[train]"``). docs/model.md, the README and docs/errors.md name the digest that it prints.
"""

import argparse
import json
from pathlib import Path

import onnx
from training.graph import build, save, weights_of

from bilat.trained import SHIPPED


def main() -> int:
    """Rebuild and say the digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=SHIPPED, metavar="DIR", help="the model's folder (default: the package's)")
    folder: Path = parser.parse_args().model
    facts = json.loads((folder / "model.json").read_text("utf-8"))
    print(save(build(weights_of(onnx.load(folder / "model.onnx"))), folder, facts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
