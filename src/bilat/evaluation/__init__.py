"""The published measures, so that anyone can check them: ``bilat evaluate NAME FILE``.

Each measure is a module of three things: a reader of its file's form, the protocol of the predictor that it needs,
and pure functions over gold and predictions. :data:`MEASURES` lists them; :func:`evaluate` reads, predicts,
measures and adds ``n``, ``per_second`` and ``data_digest``. All shares are in per cent.
"""

from bilat.evaluation.folding import Act
from bilat.evaluation.table import MEASURES, Measure, evaluate

__all__ = ["MEASURES", "Act", "Measure", "evaluate"]
