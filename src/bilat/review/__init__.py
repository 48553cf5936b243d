"""The desk's work on what people judge: what to judge next, how right the machine is, and sentences to learn from."""

from bilat.review.figures import Agreement, Figures, Pair, Precision, Sample, figures
from bilat.review.intervals import Share, alpha, kappa, wilson
from bilat.review.queue import Item, Wanted, check_sample, queue
from bilat.review.sentences import Labelled, Left, as_corpus, as_relations, as_sentence, labelled
from bilat.review.typed import corrections, known

__all__ = [
    "Agreement",
    "Figures",
    "Item",
    "Labelled",
    "Left",
    "Pair",
    "Precision",
    "Sample",
    "Share",
    "Wanted",
    "alpha",
    "as_corpus",
    "as_relations",
    "as_sentence",
    "check_sample",
    "corrections",
    "figures",
    "kappa",
    "known",
    "labelled",
    "queue",
    "wilson",
]
