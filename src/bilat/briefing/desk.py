"""From happenings to statements: which sentence speaks for one, and what is cited beside it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import sqrt

from bilat.briefing import wording
from bilat.briefing.brief import Quote, Statement
from bilat.briefing.citations import Citer, Line
from bilat.briefing.wording import Names
from bilat.model import Event, Party, Status
from bilat.record import Dyad
from bilat.record.dates import reach
from bilat.relations import SCORES, Happening, History, texts

_EASY = range(40, 320)
"""Lengths of sentence that are read at a glance."""


class Desk:
    """What all sections are written with: the pair, its history, the names, and the citations so far."""

    def __init__(self, dyad: Dyad, history: History, names: Names) -> None:
        self.dyad = dyad
        self.history = history
        self.names = names
        self.citer = Citer(dyad, history.triads)
        self._dates = {entry.event.id: (entry.date or "", entry.date_basis) for entry in dyad.events}

    def event(self, id: str) -> Event:
        """The event of this id."""
        found = self.citer.line(id)
        if not isinstance(found, Event):
            raise TypeError(f"{id} is no event")
        return found

    def state(self, code: str) -> str:
        """A code's name."""
        return self.names(code)

    def recent(self) -> str:
        """The first day of the last twelve months before the newest article, "" where no article has a date."""
        newest = self.history.newest
        return (date.fromisoformat(newest) - timedelta(days=365)).isoformat() if newest else ""

    def speaking(self, ids: Iterable[str]) -> list[str]:
        """The assertions with the one first that tells the most: dated, with persons, not a claim, easily read."""
        given = list(ids)
        best = min(given, key=lambda id: self._rank(self.event(id)))
        return [best, *(id for id in given if id != best)]

    def _rank(self, event: Event) -> tuple[bool, bool, int, bool, str]:
        named = sum(party.name is not None for party in (*event.actors, *event.recipients))
        return (
            event.attributed_to is not None,
            len(event.sentence.text) not in _EASY,
            -named - (event.place is not None) - (event.date is not None),
            not event.recipients,
            # Of equals the latest report is taken, since it knows the most.
            _backwards(self._dates.get(event.id, ("", None))[0]),
        )

    def happening(self, one: Happening, *, tags: Sequence[str] | None = None) -> Statement:
        """A happening as a statement."""
        ids = self.speaking(one.event_ids)
        text = wording.told(self.event(ids[0]), self.names, speakers=self._speakers(ids))
        named = tuple(wording.issue(issue) for issue in one.issues)
        return self.stated(
            text, ids, when=wording.when(one.date, one.date_basis), date=one.date, tags=named if tags is None else tags
        )

    def _speakers(self, ids: Iterable[str]) -> list[Party]:
        """Who says so, where nobody tells it as plain fact."""
        speakers = [self.event(id).attributed_to for id in ids]
        known = [one for one in speakers if one is not None]
        return known if len(known) == len(speakers) else []

    def stated(
        self,
        text: str,
        ids: Iterable[str],
        *,
        when: str = "",
        date: str | None = None,
        tags: Sequence[str] = (),
        quoted: bool = True,
    ) -> Statement:
        """A statement on these lines, the first of them quoted."""
        given = list(ids)
        numbers, more = self.citer.cite(given)
        quote = self._quote(self.citer.line(given[0]), numbers[0]) if quoted else None
        return Statement(text=text, citations=numbers, when=when, date=date, tags=tuple(tags), quote=quote, more=more)

    def _quote(self, line: Line, number: int) -> Quote:
        span = (
            line.trigger if isinstance(line, Event) else getattr(line, "mention", None) or getattr(line, "span", None)
        )
        sentence = line.sentence
        mark = None
        if span is not None and sentence.start <= span.start < span.end <= sentence.end:
            mark = (span.start - sentence.start, span.end - sentence.start)
        language = self.citer.articles[line.article_id].language
        return Quote(text=sentence.text, mark=mark, citation=number, language=language)

    def weight(self, one: Happening) -> float:
        """How much a happening stands out: how many texts, by how many outlets, tell of it, how grave its type."""
        told = texts(one.article_ids, self.dyad.articles)
        outlets = {self.dyad.articles[id].outlet for id in told}
        grave = abs(SCORES[one.type]) + (4.0 if one.mode == "visit" else 0.0)
        # What only a report's date places may be an old matter that the report comes back to.
        known = 1.0 if one.date_basis == "event" else 0.6
        return grave * known * sqrt(len(told) + len(outlets))

    def of(self, *statuses: Status) -> list[Happening]:
        """The happenings of these statuses, by date."""
        return [one for one in self.history.happenings if one.status in statuses]


def day_of(one: Happening) -> str:
    """The first day that a happening's date reaches over, "" without one."""
    days = reach(one.date)
    return days[0] if days else ""


def latest(some: Iterable[Happening]) -> list[Happening]:
    """The happenings, newest first, undated last."""
    return sorted(some, key=lambda one: (day_of(one), one.event_ids), reverse=True)


def _backwards(date: str) -> str:
    """A key that sorts later dates first."""
    return "".join(chr(ord("9") - ord(sign)) if sign.isdecimal() else sign for sign in date) or "~"
