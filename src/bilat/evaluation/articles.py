"""``bilat evaluate articles``: whole articles against articles that were coded by hand.

- detect: an event of the same type in the same sentence. quad: of the same quad category there. dyad: detected, and
  the states of actors and recipients match. coded: detected, and the full codes match.
- link: the set of (pair of states, quad category) of an article's actual events, which is what a dyad's series is
  built on.
- status, issues, date, place, story: on the detected events. status_majority is the share of the most common gold
  status.
- undertakings: by overlap of names and by issue; their status on the matched ones.
- by_type: F1 of detection for each type.

All in per cent to one digit; precision, recall and F1 come with the numbers of gold and coded items that they are
over.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Protocol, TypeVar

from bilat.evaluation.figures import percent
from bilat.evaluation.matching import (
    Assertion,
    CodedArticle,
    from_coding,
    from_row,
    links,
    matched,
    same_parties,
    same_undertaking,
    sentence_ranges,
    together,
)
from bilat.evaluation.readers import Row, build, read_jsonl
from bilat.evaluation.stories import gold_article
from bilat.model import Article, Coding, EventType

T = TypeVar("T")
Pair = tuple[int, int]
Test = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article as the coder gets it, and how it was coded by hand."""

    article: Article
    coded: CodedArticle


class Code(Protocol):
    """Codes one article."""

    def __call__(self, article: Article) -> Coding: ...


def read(path: Path) -> list[GoldArticle]:
    """The hand-coded articles of a JSON lines file."""
    return build(read_jsonl(path, "articles"), _gold)


def _gold(row: Row) -> GoldArticle:
    if "events" not in row:
        raise KeyError("events")
    coded = from_row(row)
    for event in coded.assertions:
        EventType(event.type or "")
    return GoldArticle(gold_article(row), coded)


def predict(gold: Sequence[GoldArticle], code: Code) -> dict[str, CodedArticle]:
    """The coder's articles by id."""
    return {g.article.id: from_coding(code(g.article)) for g in gold}


@dataclass(slots=True)
class _Tally:
    """Counts over articles: hits, gold items and coded items of each measure, and of types."""

    hit: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    coded: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str | None] = field(default_factory=Counter)
    type_hit: Counter[str | None] = field(default_factory=Counter)
    type_gold: Counter[str | None] = field(default_factory=Counter)
    type_coded: Counter[str | None] = field(default_factory=Counter)

    def add(self, name: str, hit: int, gold: int, coded: int) -> None:
        """Adds one article's counts of a measure."""
        self.hit[name] += hit
        self.gold[name] += gold
        self.coded[name] += coded

    def sets(self, name: str, gold: Iterable[object], coded: Iterable[object]) -> None:
        """Adds two sets: what both have is a hit."""
        g, c = set(gold), set(coded)
        self.add(name, len(g & c), len(g), len(c))

    def prf(self, name: str) -> dict[str, float | int]:
        """Precision, recall and F1 of a measure."""
        return prf(self.hit[name], self.coded[name], self.gold[name])

    def share(self, name: str) -> float | None:
        """The hits among gold items."""
        return percent(self.hit[name], self.gold[name], 1)


def prf(hit: int, coded: int, gold: int) -> dict[str, float | int]:
    """Precision, recall and F1 in per cent, 0 where there is nothing, with the two numbers."""
    p, r = hit / coded if coded else 0.0, hit / gold if gold else 0.0
    both = round(200 * p * r / (p + r), 1) if p + r else 0.0
    return {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": both, "gold": gold, "coded": coded}


def measure(gold: Sequence[CodedArticle], coded: Mapping[str, CodedArticle]) -> dict[str, object]:
    """All figures of the module's list. A gold article that was not coded counts as coded with nothing in it."""
    tally = _Tally()
    for article in gold:
        answer = coded.get(article.id) or CodedArticle(article.id, article.text)
        _tally_events(tally, article, answer)
        tally.sets("link", links(article.assertions), links(answer.assertions))
        _tally_undertakings(tally, article, answer)
    return _report(tally, len(gold), sum(article.id in coded for article in gold))


def _tally_events(tally: _Tally, gold: CodedArticle, coded: CodedArticle) -> None:
    ge, ce = gold.assertions, coded.assertions
    # Both are looked for in gold's text: a coder may have been given a cleaned copy.
    gold_at, coded_at = sentence_ranges(ge, gold.text), sentence_ranges(ce, gold.text)

    def test(agrees: Callable[[Assertion, Assertion], bool]) -> Test:
        return lambda i, j: together(gold_at[i], coded_at[j]) and agrees(ge[i], ce[j])

    everything = list(range(len(ge))), list(range(len(ce)))
    by_states = matched(*everything, test(lambda a, b: a.type == b.type and same_parties(a, b, "states")))
    by_codes = matched(*everything, test(lambda a, b: a.type == b.type and same_parties(a, b, "codes")))
    by_quad = matched(*everything, test(lambda a, b: a.quad == b.quad))
    # Where a sentence has several events of one type, those whose parties agree belong together.
    pairs = by_states + matched(*_left(everything, by_states), test(lambda a, b: a.type == b.type))
    for name, found in (("detect", pairs), ("quad", by_quad), ("dyad", by_states), ("coded", by_codes)):
        tally.add(name, len(found), len(ge), len(ce))
    tally.type_gold.update(e.type for e in ge)
    tally.type_coded.update(e.type for e in ce)
    tally.type_hit.update(ge[i].type for i, _ in pairs)
    for i, j in pairs:
        _tally_pair(tally, ge[i], ce[j])
    _tally_stories(tally, [(ge[i].story, ce[j].story) for i, j in pairs])


def right(gold: CodedArticle, coded: CodedArticle) -> tuple[list[bool], list[bool]]:
    """Of each coded event whether gold tells it (in that sentence, of that type), and whether between those states too."""
    exact, alike = paired(gold, coded)
    same, found = {j for _, j in exact}, {j for _, j in (*exact, *alike)}
    return [j in found for j in range(len(coded.assertions))], [j in same for j in range(len(coded.assertions))]


def paired(gold: CodedArticle, coded: CodedArticle) -> tuple[list[Pair], list[Pair]]:
    """Gold and coded events of one sentence and type, by their numbers: those between the same states, and the others."""
    ge, ce = gold.assertions, coded.assertions
    gold_at, coded_at = sentence_ranges(ge, gold.text), sentence_ranges(ce, gold.text)
    everything = list(range(len(ge))), list(range(len(ce)))

    def told(i: int, j: int) -> bool:
        return together(gold_at[i], coded_at[j]) and ge[i].type == ce[j].type

    exact = matched(*everything, lambda i, j: told(i, j) and same_parties(ge[i], ce[j], "states"))
    return exact, matched(*_left(everything, exact), told)


def _left(everything: tuple[list[int], list[int]], pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    gold, coded = everything
    return [i for i in gold if i not in {p[0] for p in pairs}], [j for j in coded if j not in {p[1] for p in pairs}]


def _tally_pair(tally: _Tally, gold: Assertion, coded: Assertion) -> None:
    tally.statuses[gold.status] += 1
    tally.add("status", gold.status == coded.status, 1, 1)
    tally.sets("issues", gold.issues, coded.issues)
    if len(gold.date) >= 7:  # a bare year is too coarse to be right or wrong about
        found = coded.date.startswith(gold.date) or (len(gold.date) == 10 and coded.date[:10] == gold.date)
        tally.add("date", found, 1, 1)
    if gold.country:
        tally.add("place", gold.country == coded.country, 1, 1)


def _tally_stories(tally: _Tally, stories: Sequence[tuple[int | None, int | None]]) -> None:
    for (gold_a, coded_a), (gold_b, coded_b) in combinations(stories, 2):
        same_gold = gold_a is not None and gold_a == gold_b
        same_coded = coded_a is not None and coded_a == coded_b
        tally.add("story", same_gold and same_coded, same_gold, same_coded)


def _tally_undertakings(tally: _Tally, gold: CodedArticle, coded: CodedArticle) -> None:
    pairs = matched(gold.undertakings, coded.undertakings, same_undertaking)
    tally.add("undertakings", len(pairs), len(gold.undertakings), len(coded.undertakings))
    tally.add("undertaking_status", sum(a.status == b.status for a, b in pairs), len(pairs), len(pairs))


def _report(tally: _Tally, articles: int, articles_coded: int) -> dict[str, object]:
    types = sorted({*tally.type_gold, *tally.type_coded}, key=str)
    return {
        "articles": articles,
        "articles_coded": articles_coded,
        **{name: tally.prf(name) for name in ("detect", "quad", "dyad", "coded", "link")},
        "status": tally.share("status"),
        "status_majority": percent(max(tally.statuses.values(), default=0), tally.hit["detect"], 1),
        "issues": tally.prf("issues"),
        "date": tally.share("date"),
        "place": tally.share("place"),
        "story": tally.prf("story"),
        "undertakings": {**tally.prf("undertakings"), "status": tally.share("undertaking_status")},
        "by_type": {t: prf(tally.type_hit[t], tally.type_coded[t], tally.type_gold[t])["f1"] for t in types},
    }


def run(gold: Sequence[GoldArticle], code: Code) -> dict[str, object]:
    """Predicts and measures."""
    return measure([g.coded for g in gold], predict(gold, code))
