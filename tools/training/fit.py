"""Training: what is drawn, what is lost, in what order. Seeds settle all of it on one machine."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from bilat.coding.wordpiece import WordPieces
from bilat.evaluation.folding import Act as Folded
from bilat.evaluation.folding import fold
from training.network import Reader
from training.samples import Pair, Sample
from training.shape import ARCS, STATUSES, TYPES
from training.targets import targets

_BATCH = 24


def half() -> torch.autocast:
    """Half precision where the processor has it; where it only imitates it, it is a hundred times slower."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 4
    rate: float = 4e-4
    head_rate: float = 1.5e-3
    seed: int = 7
    last_rate: float = 0.0  # what share of the rates the last step has
    pair_share: float = 0.6  # of the sentences with marked pairs, how many a pass shows so
    drop_side: float = 0.12  # how often a marked side is hidden: sets leave sides unmarked


@dataclass(slots=True)
class Batch:
    """Sentences of like length, padded."""

    ids: Tensor
    mask: Tensor
    first: Tensor
    counts: list[int]
    roles: Tensor


def lay(samples: Sequence[Sample], pieces: WordPieces, pairs: Sequence[Pair] | None = None) -> Batch:
    """The tensors of some sentences; with a marked pair each, or none."""
    coded = [pieces.encode(s.words) for s in samples]
    p, w = max(len(ids) for ids, _ in coded), max(max(len(first) for _, first in coded), 1)
    b = len(samples)
    batch = Batch(
        torch.zeros(b, p, dtype=torch.long), torch.zeros(b, p, dtype=torch.bool), torch.zeros(b, w, dtype=torch.long),
        [len(first) for _, first in coded], torch.zeros(b, p, dtype=torch.long),
    )  # fmt: skip
    for i, (ids, first) in enumerate(coded):
        batch.ids[i, : len(ids)] = torch.from_numpy(ids)
        batch.mask[i, : len(ids)] = True
        batch.first[i, : len(first)] = torch.from_numpy(first)
        if pairs:
            ends = [*first[1:].tolist(), len(ids) - 1] if len(first) else []
            for side, words in ((1, pairs[i].source), (2, pairs[i].target)):
                for word in words:
                    if word < len(first):
                        batch.roles[i, int(first[word]) : ends[word]] += side
    return batch


def fit(samples: Sequence[Sample], net: Reader, pieces: WordPieces, plan: Plan, say: Any = print) -> None:
    """Train a network in place.

    Args:
        samples: What it learns from; sentences with acts, with marked pairs, or both.
        say: Called with a line after each pass.
    """
    random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    net.words.weight.requires_grad_(False)
    encoder = {id(p) for m in (net.layers, net.norm, net.places) for p in m.parameters()}
    trained = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for _, p in trained if id(p) in encoder], "lr": plan.rate},
            {"params": [p for _, p in trained if id(p) not in encoder], "lr": plan.head_rate},
        ],
        weight_decay=0.01,
    )
    steps = plan.epochs * sum(1 for _ in _draw(samples, plan, random.Random(0)))
    fall = (1 - plan.last_rate) / steps
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.06 * steps), 1 - fall * s))
    rng = random.Random(plan.seed)
    for epoch in range(plan.epochs):
        net.train()
        begun, lost, n = time.monotonic(), 0.0, 0
        for chosen, pairs in _draw(samples, plan, rng):
            batch = lay(chosen, pieces, pairs)
            with half():
                loss = _pair_loss(net, batch, pairs) if pairs else _tag_loss(net, batch, chosen)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
            optimiser.step()
            rates.step()
            lost, n = lost + float(loss.detach()), n + 1
        say(f"pass {epoch + 1} of {plan.epochs}: loss {lost / max(n, 1):.3f}, {time.monotonic() - begun:.0f} s")


def _draw(
    samples: Sequence[Sample], plan: Plan, rng: random.Random
) -> Iterator[tuple[list[Sample], list[Pair] | None]]:
    """One pass over the samples in batches of like length: tagged ones, and ones with a marked pair."""
    todo: list[list[tuple[Sample, Pair | None]]] = []
    tagged = [(s, None) for s in samples if s.tagged]
    paired: list[tuple[Sample, Pair | None]] = []
    for s in samples:
        if s.pairs and (not s.tagged or rng.random() < plan.pair_share):
            paired.append((s, _hidden(rng.choice(s.pairs), plan, rng)))
    for some in (tagged, paired):
        order = sorted(some, key=lambda item: len(item[0].words) + 6 * rng.random())
        todo += [list(order[i : i + _BATCH]) for i in range(0, len(order), _BATCH)]
    rng.shuffle(todo)
    for batch in todo:
        pairs = [pair for _, pair in batch if pair is not None]
        yield [s for s, _ in batch], pairs or None


def _hidden(pair: Pair, plan: Plan, rng: random.Random) -> Pair:
    if pair.source and pair.target and rng.random() < plan.drop_side:
        return Pair(pair.source, (), pair.type, pair.status, pair.root, pair.taught)
    return pair


def _tag_loss(net: Reader, batch: Batch, samples: Sequence[Sample]) -> Tensor:
    x = net.encode(batch.ids, batch.roles, batch.mask)
    words = net.of_words(x, batch.first)
    aims = [targets(s, batch.counts[i]) for i, s in enumerate(samples)]
    shape = batch.first.shape
    types, seen = torch.zeros(*shape, 1 + len(TYPES)), torch.zeros(shape)
    for i, aim in enumerate(aims):
        types[i, : batch.counts[i]], seen[i, : batch.counts[i]] = aim.types, aim.seen
    lost = -(types * net.kind(words).float().log_softmax(-1)).sum(-1) * seen
    loss = 4 * lost.sum() / seen.sum().clamp(min=1)
    at = [(i, act) for i, aim in enumerate(aims) for act in aim.acts]
    if not at:
        return loss
    acts = torch.stack([words[i, act.at] for i, act in at])
    weight = torch.tensor([act.weight for _, act in at])
    status = torch.stack([act.status for _, act in at])
    lost = -(status * net.status(acts).float().log_softmax(-1)).sum(-1)
    loss = loss + 0.5 * (lost * weight).sum() / weight.sum()
    issues = torch.stack([act.issues for _, act in at])
    lost = F.binary_cross_entropy_with_logits(net.issues(acts).float(), issues, reduction="none").mean(-1)
    loss = loss + 4 * (lost * weight).sum() / weight.sum()
    scores = net.arcs(acts[:, None], words[torch.tensor([i for i, _ in at])])[:, 0].float()
    wanted, known = torch.zeros_like(scores), torch.zeros_like(scores)
    for n, (i, act) in enumerate(at):
        wanted[n, : batch.counts[i]] = act.arcs
        known[n, : batch.counts[i]] = act.known * act.weight
    lost = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * known
    return loss + 12 * lost.sum() / known.sum().clamp(min=1)


def _pair_loss(net: Reader, batch: Batch, pairs: Sequence[Pair]) -> Tensor:
    x = net.encode(batch.ids, batch.roles, batch.mask)
    types, statuses = net.judge_pair(x, batch.roles)
    folded = [n for n, p in enumerate(pairs) if p.root]
    told = [n for n, p in enumerate(pairs) if not p.root]
    loss = x.new_zeros((), dtype=torch.float32)
    if folded:
        wanted = torch.tensor([ROOTS.index(str(pairs[n].root)) for n in folded])
        loss = loss + F.nll_loss(root_scores(types[folded].float(), statuses[folded].float()), wanted)
    if told:
        kind = torch.stack([_certain(pairs[n], 0, len(TYPES)) for n in told])
        status = torch.stack([_certain(pairs[n], 1, len(STATUSES)) for n in told])
        loss = loss - (kind * types[told].float().log_softmax(-1)).sum(-1).mean()
        loss = loss - 0.5 * (status * statuses[told].float().log_softmax(-1)).sum(-1).mean()
    return loss


def _certain(pair: Pair, part: int, n: int) -> Tensor:
    """The probabilities that a pair teaches: its teacher's, else its label."""
    if pair.taught is not None:
        return pair.taught[part]
    return F.one_hot(torch.tensor((pair.type, pair.status)[part]), n).float()


ROOTS = tuple(dict.fromkeys(fold(Folded(t)) for t in TYPES))
_FOLD = torch.zeros(len(TYPES), len(STATUSES), len(ROOTS))
for _t, _type in enumerate(TYPES):
    for _s, _status in enumerate(STATUSES):
        _FOLD[_t, _s, ROOTS.index(fold(Folded(_type, _status)))] = 1.0


def root_scores(types: Tensor, statuses: Tensor) -> Tensor:
    """Log-probabilities [batch, roots] of the folded roots, from scores of type and status."""
    both = types.softmax(-1)[:, :, None] * statuses.softmax(-1)[:, None, :]
    return torch.einsum("bts,tsr->br", both, _FOLD).clamp(min=1e-9).log()


def rates_of(samples: Sequence[Sample], net: Reader, pieces: WordPieces) -> dict[str, float]:
    """Figures on held-out sentences, in per cent: F1 of acts, issues and party words; shares of statuses and pairs right."""
    net.eval()
    hits: Counter[str] = Counter()
    made: Counter[str] = Counter()
    gold: Counter[str] = Counter()

    def note(name: str, found: set[Any], wanted: set[Any]) -> None:
        hits[name] += len(found & wanted)
        made[name] += len(found)
        gold[name] += len(wanted)

    with torch.no_grad():
        for n, sample in enumerate(samples):
            batch = lay([sample], pieces)
            words = net.of_words(net.encode(batch.ids, batch.roles, None), batch.first)
            _note_acts(sample, batch.counts[0], words, net, note)
            for pair in sample.pairs[:1]:
                marked = lay([sample], pieces, [pair])
                kind, status = net.judge_pair(net.encode(marked.ids, marked.roles, None), marked.roles)
                best = ROOTS[int(root_scores(kind, status)[0].argmax())]
                note("pair_roots", {(n, best)}, {(n, pair.root or fold(Folded(TYPES[pair.type], STATUSES[pair.status])))})
    return {name: round(200 * hits[name] / max(made[name] + gold[name], 1), 1) for name in gold}


def _note_acts(sample: Sample, n: int, words: Tensor, net: Reader, note: Callable[[str, set[Any], set[Any]], None]) -> None:
    """Count what a network says of the first ``n`` words of a sample; ``words`` [1, words, width]."""
    best = net.kind(words)[0].argmax(-1).tolist()
    acts = {act.at: act for act in sample.acts if act.at < n}
    spare = {word for act in sample.acts for word in act.words} - set(acts)
    note(
        "acts",
        {(w, best[w] - 1) for w in range(n) if best[w] and w not in spare},
        {(w, act.type) for w, act in acts.items()},
    )
    for w, act in acts.items():
        note("status", {int(net.status(words[0, w]).argmax())}, {act.status})
        note("issues", set((net.issues(words[0, w]) > 0).nonzero().flatten().tolist()), set(act.issues))
        arcs = net.arcs(words[:, w : w + 1], words)[0, 0] > 0
        for r, name in enumerate(ARCS[:2]):
            wanted = {word for party in act.arcs[name] or () for word in party}
            note("party_words", set(arcs[:n, r].nonzero().flatten().tolist()), wanted)
