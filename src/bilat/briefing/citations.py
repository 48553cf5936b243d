"""Citations: where each statement comes from, numbered in the order in which the brief uses them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from bilat.model import DateBasis, Event, Fact, Undertaking
from bilat.record import Dyad
from bilat.relations import Evidence, History

MOST = 6
"""Citations that a statement carries at most; it tells how many more there are."""

Line = Event | Undertaking | Fact | Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One sentence of one article.

    Attributes:
        ids: Of the events, undertakings and facts cited from it: ``bilat show ID`` prints each.
        start, end: Where the sentence stands in the article's text, in characters, end exclusive.
        date_basis: Where the article's date comes from, null with ``date``.
        sentence: Verbatim.
        origin: The file that the article was read from.
        copies: How many other articles of the record have the same text.
        corrects: What the article takes the place of: "correction of ID".
    """

    number: int
    ids: tuple[str, ...]
    article_id: str
    start: int
    end: int
    outlet: str | None
    date: str | None
    date_basis: DateBasis | None
    title: str | None
    sentence: str
    url: str | None
    origin: str
    language: str | None
    copies: int = 0
    corrects: tuple[str, ...] = ()


def shown(one: Evidence) -> str:
    """The key by which evidence is cited, with its own sentence and not that of the line it belongs to."""
    return f"{one.id}@{one.sentence.start}"


class Citer:
    """Numbers the sentences that are cited: one number for a sentence, whatever is cited from it."""

    def __init__(self, dyad: Dyad, history: History) -> None:
        self.articles = {**history.triads.articles, **dyad.articles}
        thirds = (one for triad in history.triads.lines for one in triad.evidence)
        held = (one for matter in history.undertakings for hindrance in matter.obstacles for one in hindrance.evidence)
        events = (*(entry.event for entry in dyad.events), *dyad.others)
        lines: tuple[Line, ...] = (*events, *dyad.undertakings, *dyad.facts)
        self._lines: dict[str, Line] = {}
        for one in thirds:
            # A matter is told in many sentences: the one that shows a third's part or an obstacle has a key of its own.
            self._lines[one.id] = self._lines[shown(one)] = one
        self._lines.update((shown(one), one) for one in chain.from_iterable(held))
        self._lines.update((one.id, one) for one in lines)
        self._found: dict[tuple[str, int, int], Citation] = {}

    def line(self, id: str) -> Line:
        """The event, undertaking or fact of this id, or the evidence of this key."""
        return self._lines[id]

    def knows(self, id: str) -> bool:
        """Whether the slice has a line of this id."""
        return id in self._lines

    def cite(self, ids: Iterable[str]) -> tuple[tuple[int, ...], int]:
        """The numbers for these lines, those of the first :data:`MOST` sentences, and how many sentences are left out.

        The first line's sentence comes first; after it, articles and outlets that are not cited yet go before others. A
        sentence that copies of one text have alike is cited from one of them.
        """
        sentences: dict[tuple[str, int, int], list[str]] = {}
        printed: dict[tuple[str, str], tuple[str, int, int]] = {}
        for id in dict.fromkeys(ids):
            line = self._lines[id]
            text = self.articles[line.article_id].copy_of or line.article_id
            place = line.article_id, line.sentence.start, line.sentence.end
            sentences.setdefault(printed.setdefault((text, line.sentence.text), place), []).append(id)
        chosen = self._spread(list(sentences))[:MOST]
        numbers = [self._number(key, sentences[key]) for key in chosen]
        return tuple(numbers), len(sentences) - len(chosen)

    def _spread(self, keys: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """The keys so that every outlet speaks before one speaks twice, and every article before one does."""
        seen: dict[object, int] = {}
        ranked = []
        for place, key in enumerate(keys):
            head = self.articles[key[0]]
            outlet, article = ("outlet", head.outlet), ("text", head.copy_of or head.id)
            ranked.append((seen.get(article, 0), seen.get(outlet, 0), place))
            seen[outlet], seen[article] = seen.get(outlet, 0) + 1, seen.get(article, 0) + 1
        return [keys[place] for *_, place in sorted(ranked)]

    def _number(self, key: tuple[str, int, int], ids: list[str]) -> int:
        known = self._found.get(key)
        if known is None:
            head, line = self.articles[key[0]], self._lines[ids[0]]
            known = Citation(
                number=len(self._found) + 1,
                ids=(),
                article_id=head.id,
                start=line.sentence.start,
                end=line.sentence.end,
                outlet=head.outlet,
                date=head.date,
                date_basis=head.date_basis,
                title=head.title,
                sentence=line.sentence.text,
                url=head.url,
                origin=head.origin,
                language=head.language,
                copies=head.copies,
                corrects=head.corrects,
            )
        own = (self._lines[id].id for id in ids)
        self._found[key] = replace(known, ids=tuple(dict.fromkeys((*known.ids, *own))))
        return known.number

    def citations(self) -> tuple[Citation, ...]:
        """All that were cited, by number."""
        return tuple(sorted(self._found.values(), key=lambda one: one.number))
