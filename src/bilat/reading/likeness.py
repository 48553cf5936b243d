"""Whether two articles are one text, judged from their signatures alone.

What tells a copy from a report that only has much in common with another (the same background paragraphs, the same form
with other figures) is not how much they share but how it is spread: a copy shares evenly, from the lead on, and where it
shares, its numbers and names are the other's too.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bilat.model import Signature
from bilat.reading.signature import FACT, NUMBER, PLACE, SAID

BLOCK = 14
"""Pairs of content words in a block: some 25 words, a sentence."""

FEWEST = 12
"""Pairs below which only the very same words are a copy: two short notices of one form are too easily alike."""

NEWS_DAYS = 7
"""A report is news for days; one as like that is weeks older or younger is of the same form, unless it is the very same."""

VERBATIM = 0.96
"""Share of pairs from which on a text is taken over and not reworded."""

LEAST = 0.22
"""Share of the longer one's pairs that the shorter has at the least: a brief that ends up in a long report is no copy of it."""

LEAST_LEAD = 0.2
"""Share of the lead's pairs that a reworded text keeps at the least."""

SAME_LEAD = 0.8
"""Share of the lead's pairs from which on two texts begin alike."""

LONGEST_RUN = 60
"""Pairs in a row that a reworded text leaves as they were; more is a background paragraph that both took over."""

Prints = NDArray[np.uint16]
Facts = NDArray[np.uint32]
Bits = NDArray[np.bool_]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """What a signature keeps of a text, to be compared."""

    prints: Prints
    facts: Facts

    @cached_property
    def has(self) -> Bits:
        """Whether each print that there may be stands in the text; worked out once for a text that is held against several."""
        has = np.zeros(1 << 16, dtype=np.bool_)
        has[self.prints] = True
        return has


@dataclass(frozen=True, slots=True)
class Side:
    """How much of one article stands in the other.

    One piece that the other lacks may be an added paragraph, or what was cut off there: the longest run of blocks with
    fewer than two shared pairs is the ``gap``, and ``covered``, ``dense`` and ``uneven`` are of the rest.

    Attributes:
        hit: Share of its pairs that stand in the other; lead: of those of its first two blocks.
        gap: Share of its blocks in the gap; covered: share of the others that have two shared pairs or more.
        dense: Share of the pairs of the covered blocks.
        uneven: How much of what there is of difference lies between the blocks: 0 where all share alike, 1 where each
            shares all or nothing (the correlation ratio, Fisher 1925).
        run: The longest run of shared pairs.
        numbers: In covered blocks, those that the other lacks and those that it has; names likewise.
    """

    hit: float
    lead: float
    gap: float
    covered: float
    dense: float
    uneven: float
    run: int
    numbers: tuple[int, int]
    names: tuple[int, int]


def likeness(a: Text, b: Text, *, days: int | None) -> float | None:
    """Which part of the one contained in the other stands there, null where the two are not one text.

    Args:
        days: How far apart the two were published, null where that is not known.
    """
    its_hits = a.has[b.prints]
    if _share(its_hits) < LEAST:
        return None  # as nearly all that are held against each other
    hits = b.has[a.prints]
    if _share(hits) < LEAST:
        return None
    old = days is not None and days > NEWS_DAYS
    if max(_share(hits), _share(its_hits)) < VERBATIM and (
        old or min(_share(hits[: 2 * BLOCK]), _share(its_hits[: 2 * BLOCK])) < LEAST_LEAD
    ):
        return None
    one, other = _side(hits, a.facts, b.facts), _side(its_hits, b.facts, a.facts)
    inner, outer = (one, other) if (one.hit, other.gap) >= (other.hit, one.gap) else (other, one)
    return inner.hit if _is_copy(inner, outer, old=old) else None


def text_of(signature: Signature) -> Text:
    """A signature's text, as it is compared."""
    return Text(np.array(signature.prints, dtype=np.uint16), np.array(signature.facts, dtype=np.uint32))


def overlap(a: Text, b: Text) -> float:
    """Which share of the pairs of the one stands in the other, of the two the larger share; 0 where one has none."""
    if not len(a.prints) or not len(b.prints):
        return 0.0
    return max(_share(b.has[a.prints]), _share(a.has[b.prints]))


def _share(hits: Bits) -> float:
    """Which share of some prints, at least one, stands in the other text."""
    return float(np.count_nonzero(hits) / len(hits))  # a third of the time of a mean


def _side(hits: Bits, facts: Facts, its_facts: Facts) -> Side:
    count = max(1, round(len(hits) / BLOCK))
    block = np.arange(len(hits)) * count // len(hits)
    sizes = np.bincount(block, minlength=count).astype(np.float64)
    shared = np.bincount(block, weights=hits, minlength=count).astype(np.float64)
    covered = shared >= 2
    first, last = _longest(~covered)
    rest = np.concatenate((np.arange(first), np.arange(last, count)))
    start, end = _longest(hits)
    said = facts[(facts & SAID > 0) & (facts >> PLACE < len(hits))]
    own = np.unique(said[covered[block[said >> PLACE]]] & FACT)
    known = np.isin(own, its_facts & FACT)
    number = own & NUMBER > 0
    return Side(
        hit=_share(hits),
        lead=_share(hits[: 2 * BLOCK]),
        gap=(last - first) / count,
        covered=float(covered[rest].mean()) if len(rest) else 0.0,
        dense=float(shared[covered].sum() / max(1, sizes[covered].sum())),
        uneven=_unevenness(shared[rest], sizes[rest]),
        run=end - start,
        numbers=(int((number & ~known).sum()), int((number & known).sum())),
        names=(int((~number & ~known).sum()), int((~number & known).sum())),
    )


def _unevenness(shared: Counts, sizes: Counts) -> float:
    mean = shared.sum() / max(1, sizes.sum())
    spread = ((shared / sizes - mean) ** 2).mean() if len(sizes) else 0.0
    # The little that is added keeps one changed word in a text from counting as uneven.
    return float(np.sqrt(spread / (mean * (1 - mean) + 0.004)))


def _longest(bits: Bits) -> tuple[int, int]:
    """Where the longest run of true bits is: first and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], bits, [False])).astype(np.int8)))
    if not len(edges):
        return 0, 0
    first, end = edges[::2], edges[1::2]
    at = int(np.argmax(end - first))
    return int(first[at]), int(end[at])


def _lacking(facts: tuple[int, int]) -> float:
    """Which share of one's names the other lacks."""
    return facts[0] / max(1, sum(facts))


def _is_copy(inner: Side, outer: Side, *, old: bool) -> bool:
    """Whether two articles are one text; what one leaves out is no difference, what each has for itself is."""
    if min(inner.numbers[0], outer.numbers[0]):
        return False
    names = sorted((_lacking(inner.names), _lacking(outer.names)))
    if old:
        return names[0] <= 0.03 and _is_reprint(inner, outer)
    if inner.hit >= VERBATIM:
        return names[0] <= 0.03 and min(inner.lead, outer.lead) >= 0.5
    return (names[0] <= 0.1 and _begins_so(inner, outer)) or (
        names[0] <= 0.04 and names[1] <= 0.15 and _is_reworded(inner, outer)
    )


def _is_reprint(inner: Side, outer: Side) -> bool:
    """Whether an article of another week is this one again: all of it, or all that is left of it from the first word on."""
    whole = inner.hit >= 0.97 and outer.hit >= 0.97
    return whole or (inner.hit >= 0.98 and min(inner.lead, outer.lead) >= 0.95)


def _begins_so(inner: Side, outer: Side) -> bool:
    """Whether the two begin alike and go on so for most of it: one that was cut, and another paragraph added to it."""
    return min(inner.lead, outer.lead) >= SAME_LEAD and inner.hit >= 0.6 and outer.hit >= 0.4


def _is_reworded(inner: Side, outer: Side) -> bool:
    """Whether the two share evenly but for one piece, from the lead on, and nothing for long without a change."""
    return (
        inner.hit >= 0.33
        and inner.dense >= 0.34
        and inner.gap <= 0.35
        and inner.covered >= 0.9
        and outer.covered >= 0.8
        and inner.uneven <= 0.6
        and outer.uneven <= 0.65
        and inner.run <= LONGEST_RUN
        and min(inner.lead, outer.lead) >= max(LEAST_LEAD, 0.45 * inner.dense)
    )
