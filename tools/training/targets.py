"""What the network's answers for a sentence should be: certain ones from labels, or a teacher's probabilities."""

from dataclasses import dataclass

import torch
from torch import Tensor

from training.network import Reader
from training.samples import Act, Sample
from training.shape import ARCS, ISSUES, STATUSES, TYPES

_TAUGHT_FROM = 0.25
"""A teacher's probability of an act from which its status, issues and parties are taught too."""


@dataclass(slots=True)
class ActTarget:
    """An act at a word: status [statuses], issues [issues], arcs and whether they are known [words, arcs]."""

    at: int
    weight: float
    status: Tensor
    issues: Tensor
    arcs: Tensor
    known: Tensor


@dataclass(slots=True)
class Targets:
    """A sentence: types [words, 1 + types], which words count [words], and its acts."""

    types: Tensor
    seen: Tensor
    acts: list[ActTarget]


def targets(sample: Sample, words: int) -> Targets:
    """The targets of the first words of a sample: its teacher's where it has one, else its labels'."""
    if isinstance(sample.taught, Targets):
        return sample.taught
    types, seen = torch.zeros(words, 1 + len(TYPES)), torch.ones(words)
    types[:, 0] = 1.0
    for act in sample.acts:
        for word in act.words:
            if word < words:
                seen[word] = 0.0
    made = []
    for act in sample.acts:
        if act.at < words:
            types[act.at] = 0.0
            types[act.at, 1 + act.type] = 1.0
            seen[act.at] = 1.0
            made.append(_of_label(act, words))
    return Targets(types, seen, made)


def _of_label(act: Act, words: int) -> ActTarget:
    status, issues = torch.zeros(len(STATUSES)), torch.zeros(len(ISSUES))
    status[act.status] = 1.0
    issues[list(act.issues)] = 1.0
    arcs, known = torch.zeros(words, len(ARCS)), torch.ones(words, len(ARCS))
    known[act.at] = 0.0
    for r, name in enumerate(ARCS):
        parties = act.arcs[name]
        if parties is None:
            known[:, r] = 0.0
            continue
        for word in (word for party in parties for word in party if word < words):
            arcs[word, r] = 1.0
    return ActTarget(act.at, 1.0, status, issues, arcs, known)


def of_teachers(nets: list[Reader], ids: Tensor, first: Tensor) -> Targets:
    """What some networks say of a sentence on average: ``ids`` [1, pieces], ``first`` [1, words]."""
    with torch.no_grad():
        heard = []
        for net in nets:
            words = net.of_words(net.encode(ids, torch.zeros_like(ids), None), first)
            heard.append(
                (net.kind(words)[0].softmax(-1), net.status(words)[0].softmax(-1), net.issues(words)[0].sigmoid(),
                 net.arcs(words, words)[0].sigmoid())
            )  # fmt: skip
        types, statuses, issues, arcs = (torch.stack(part).mean(0) for part in zip(*heard, strict=True))
    acts = [
        ActTarget(w, p, statuses[w].clone(), issues[w].clone(), arcs[w].clone(), torch.ones_like(arcs[w]))
        for w in range(types.shape[0])
        if (p := float(1 - types[w, 0])) >= _TAUGHT_FROM
    ]
    return Targets(types, torch.ones(types.shape[0]), acts)
