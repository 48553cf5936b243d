"""bilat evaluate: the published measures."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bilat import printing
from bilat.commands.options import (
    AsJson,
)
from bilat.errors import BadArgument
from bilat.evaluation import MEASURES
from bilat.evaluation import evaluate as measure_by
from bilat.predictors import predictor


def evaluate(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help=f"One of {', '.join(MEASURES)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The gold file, in the measure's form.")],
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="A model that tools/train_model.py wrote.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the coder on a gold file: shares are in per cent.

    Example: bilat evaluate articles gold.jsonl --json
    """
    if measure not in MEASURES:
        raise BadArgument(f"there is no measure {measure!r}", hint=f"one of {', '.join(MEASURES)}")
    figures = measure_by(measure, file, predictor(measure, model))
    typer.echo(json.dumps(figures) if as_json else printing.figures_text(figures))
