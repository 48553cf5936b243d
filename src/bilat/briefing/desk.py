"""From happenings to statements: which sentence speaks for one, and what is cited beside it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from math import sqrt

from bilat.briefing import wording
from bilat.briefing.brief import Quote, Statement
from bilat.briefing.citations import Citer, Line
from bilat.briefing.turned import Turned
from bilat.briefing.wording import Names
from bilat.model import Event, Issue, Party, Status
from bilat.record import Dyad, DyadEvent, Story
from bilat.record.dates import reach
from bilat.relations import SCORES, Happening, History, Visit, texts
from bilat.relations.outlook import Outlook

HALF_LIFE = 180
"""Days in which a happening's weight for what is on the two sides' minds falls to a half."""
YEAR = 365
RETOLD = 2 * YEAR
"""Days within which a story must have been told to be looked through for what its sources differ on."""
MOST_RETOLD = 200
"""Stories that are looked through, those of the most articles."""
LIKE = 0.7
"""The share of two sentences' words from which on the one is taken for a reprint of the other."""
LEAST = 1 / 3
"""The confidence below which an assertion is no ground for a line: fewer than one coder in three would have written it."""
LIKELY = 0.5
"""The confidence from which the coder is rather sure of an act: as many coders as not would have written it."""

_EASY = range(40, 320)
"""Lengths of sentence that are read at a glance."""


def trusted(dyad: Dyad) -> Dyad:
    """A pair's slice without the events whose confidence is known to be below :data:`LEAST`; they are counted as unsure.

    The slice's own ``least`` stays as it was asked for: an event without a confidence is not one of a low confidence.
    """
    kept = tuple(entry for entry in dyad.events if _is_sure(entry.event))
    others = tuple(event for event in dyad.others if _is_sure(event))
    unsure = dyad.unsure + len(dyad.events) - len(kept)
    return replace(dyad, events=kept, others=others, unsure=unsure)


def retold(dyad: Dyad) -> list[str]:
    """An event of each story that several articles of the last years tell, the most told ones: what may be told differently."""
    articles: defaultdict[str, set[str]] = defaultdict(set)
    events: dict[str, str] = {}
    days = [found[1] for head in dyad.articles.values() if (found := reach(head.date))]
    day = dyad.as_of or max(days, default=None)
    since = (date.fromisoformat(day) - timedelta(days=RETOLD)).isoformat() if day else ""
    for entry in dyad.events:
        told = reach(dyad.articles[entry.event.article_id].date)
        if entry.story is not None and (told is None or told[1] >= since):
            articles[entry.story].add(entry.event.article_id)
            events.setdefault(entry.story, entry.event.id)
    ranked = sorted(
        (story for story in articles if len(articles[story]) > 1), key=lambda one: (-len(articles[one]), one)
    )
    return [events[story] for story in ranked[:MOST_RETOLD]]


def _is_sure(event: Event) -> bool:
    return event.confidence is None or event.confidence >= LEAST


class Desk:
    """What all sections are written with: the pair, its history, its stories, the names, and the citations so far.

    Attributes:
        visits: As the slice has them: without assertions that it left out.
        day: From which the brief looks back and ahead; null where no article has a date.
        weeks: By its Monday, how many articles of the whole record are dated to a week.
    """

    def __init__(
        self,
        dyad: Dyad,
        history: History,
        names: Names,
        *,
        stories: Sequence[Story] = (),
        weeks: Mapping[str, int] | None = None,
        outlook: Callable[[], Outlook] | None = None,
        turns: Callable[[], Turned] | None = None,
    ) -> None:
        self.dyad = dyad
        self.history = history
        self.names = names
        self.stories = stories
        self.weeks = weeks
        self._outlook = outlook
        self._turns = turns
        self.day = dyad.as_of or history.newest
        self.citer = Citer(dyad, history)
        self.visits = tuple(one for visit in history.visits if (one := self._known(visit)).event_ids)
        self._dates = {entry.event.id: (entry.date or "", entry.date_basis) for entry in dyad.events}
        self._weights: dict[tuple[str, ...], float] = {}
        self._issues: dict[tuple[str, ...], tuple[Issue, ...]] = {}

    def _known(self, visit: Visit) -> Visit:
        return replace(visit, event_ids=tuple(filter(self.citer.knows, visit.event_ids)))

    def outlook(self) -> Outlook | None:
        """The pair's outlook, worked out now; null where nothing can."""
        return self._outlook() if self._outlook is not None else None

    def turns(self) -> Turned | None:
        """The pair's turns, worked out now; null where nothing can."""
        return self._turns() if self._turns is not None else None

    def event(self, id: str) -> Event:
        """The event of this id."""
        found = self.citer.line(id)
        if not isinstance(found, Event):
            raise TypeError(f"{id} is no event")
        return found

    def state(self, code: str) -> str:
        """A code's name; of a kind of actor without a state, what it is."""
        kind = wording.SECTORS.get(code)
        return f"{kind} of no state told" if kind else self.names(code)

    def before(self, days: int) -> str:
        """The day so many days before the brief's, "" where no article has a date."""
        return (date.fromisoformat(self.day) - timedelta(days=days)).isoformat() if self.day else ""

    def recent(self) -> str:
        """The first day of the last twelve months before the brief's day, "" where no article has a date."""
        return self.before(YEAR)

    @cached_property
    def by_article(self) -> Mapping[str, tuple[DyadEvent, ...]]:
        """The pair's events by the article that tells them."""
        found: defaultdict[str, list[DyadEvent]] = defaultdict(list)
        for entry in self.dyad.events:
            found[entry.event.article_id].append(entry)
        return {id: tuple(entries) for id, entries in found.items()}

    @cached_property
    def done(self) -> tuple[Happening, ...]:
        """What took place, by date: no act that is dated after all reports of it, and none without a date."""
        return tuple(one for one in self.of(Status.ACTUAL) if one.date and not self.is_early(one))

    @cached_property
    def lately(self) -> tuple[Happening, ...]:
        """What took place in the last twelve months."""
        since = self.recent()
        return tuple(one for one in self.done if since and day_of(one) >= since)

    @cached_property
    def early(self) -> tuple[Happening, ...]:
        """What is told as done, but is dated after every report of it: it lay ahead when it was told."""
        return tuple(one for one in self.of(Status.ACTUAL) if self.is_early(one))

    def is_early(self, one: Happening) -> bool:
        """Whether an act is dated after the last day on which it was told."""
        return one.date_basis == "event" and bool(told := self.told(one)) and day_of(one) > told

    def told(self, one: Happening) -> str:
        """The day of the newest article that tells of a happening, "" where none has a date."""
        return self.newest(one.article_ids)

    def newest(self, articles: Iterable[str]) -> str:
        """The day of the newest of some articles, "" where none has a date."""
        return max((days[1] for id in articles if (days := reach(self.dyad.articles[id].date))), default="")

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

    def worded(self, one: Happening) -> str:
        """A happening in words, as :meth:`happening` has it."""
        ids = self.speaking(one.event_ids)
        text = wording.told(self.event(ids[0]), self.names, speakers=self._speakers(ids))
        return f"Told before its date: {lowered(text)}" if self.is_early(one) and one.status is Status.ACTUAL else text

    def happening(
        self,
        one: Happening,
        *,
        tags: Sequence[str] | None = None,
        label: str = "",
        status: str = "",
        quoted: bool = True,
    ) -> Statement:
        """A happening as a statement."""
        named = tuple(wording.issue(issue) for issue in self.issues(one))
        return self.stated(
            self.worded(one),
            self.speaking(one.event_ids),
            when=wording.when(one.date, one.date_basis),
            date=one.date,
            tags=named if tags is None else tags,
            label=label,
            status=status,
            quoted=quoted,
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
        label: str = "",
        status: str = "",
        short: str = "",
        under: Sequence[Statement] = (),
    ) -> Statement:
        """A statement on these lines, the first of them quoted."""
        given = list(ids)
        numbers, more = self.citer.cite(given)
        quote = self._quote(self.citer.line(given[0]), numbers[0]) if quoted else None
        return Statement(
            text=text,
            citations=numbers,
            when=when,
            date=date,
            tags=tuple(tags),
            quote=quote,
            more=more,
            label=label,
            status=status,
            short=short,
            under=tuple(under),
        )

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
        """How much a happening stands out: how many texts and outlets tell of it, how grave its type, how sure the coder."""
        known = self._weights.get(one.event_ids)
        if known is None:
            known = self._weights[one.event_ids] = self._weigh(one)
        return known

    def _weigh(self, one: Happening) -> float:
        told = texts(one.article_ids, self.dyad.articles)
        outlets = {self.dyad.articles[id].outlet for id in told}
        grave: float = abs(SCORES[one.type]) + (4.0 if one.mode == "visit" else 0.0)
        # What only a report's date places may be an old matter that the report comes back to.
        known = 1.0 if one.date_basis == "event" else 0.6
        return grave * known * self.sure(one) * sqrt(len(told) + len(outlets))

    def sure(self, one: Happening) -> float:
        """The confidence of the assertion of a happening that the coder is surest of; a half where none has one."""
        return max((c for id in one.event_ids if (c := self.event(id).confidence) is not None), default=0.5)

    def present(self, one: Happening) -> float:
        """A happening's weight as of the brief's day: halved with every :data:`HALF_LIFE` days that have passed."""
        return self.weight(one) * float(0.5 ** (self.age(one) / HALF_LIFE))

    def age(self, one: Happening) -> int:
        """Days from a happening to the brief's day, 0 for one that lies ahead."""
        return self.days_since(day_of(one))

    def days_since(self, day: str) -> int:
        """Days from a day to the brief's, 0 for one ahead or none."""
        if not self.day or not day:
            return 0
        return max(0, (date.fromisoformat(self.day) - date.fromisoformat(day)).days)

    def of(self, *statuses: Status) -> list[Happening]:
        """The happenings of these statuses, by date."""
        return [one for one in self.history.happenings if one.status in statuses]

    def issues(self, one: Happening) -> tuple[Issue, ...]:
        """The issues that words of a happening's sentences name."""
        known = self._issues.get(one.event_ids)
        if known is None:
            named = {issue for id in one.event_ids for issue in self.named_issues(self.event(id))}
            known = self._issues[one.event_ids] = tuple(issue for issue in one.issues if issue in named)
        return known

    def fresh(self, some: Iterable[Happening], most: int) -> list[Happening]:
        """The first so many that do not tell in like words what one before them tells."""
        chosen: list[Happening] = []
        told: list[frozenset[str]] = []
        for one in some:
            words = _words(self.event(self.speaking(one.event_ids)[0]).sentence.text)
            if not any(_alike(words, other) for other in told):
                chosen.append(one)
                told.append(words)
            if len(chosen) == most:
                break
        return chosen

    def named_issues(self, event: Event) -> tuple[Issue, ...]:
        """The issues that words of an event's sentence name, without those that its type has as a rule."""
        reason = dict(event.reasons).get("issues", "")
        return tuple(one for one in event.issues if f"{one.value}: as a rule" not in reason)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= LIKE * len(one | other)


def alike(one: str, other: str) -> bool:
    """Whether two sentences share so many of their words that they are one sentence, printed twice."""
    return _alike(_words(one), _words(other))


def apart(some: Iterable[Happening]) -> Iterator[Happening]:
    """The happenings without those that may be one already given: the same type and direction, on days that overlap."""
    given: list[Happening] = []
    for one in some:
        days = reach(one.date)
        same = (reach(other.date) for other in given if (other.type, other.direction) == (one.type, one.direction))
        if not any(days and span and days[0] <= span[1] and span[0] <= days[1] for span in same):
            given.append(one)
            yield one


def day_of(one: Happening) -> str:
    """The first day that a happening's date reaches over, "" without one."""
    days = reach(one.date)
    return days[0] if days else ""


def latest(some: Iterable[Happening]) -> list[Happening]:
    """The happenings, newest first, undated last."""
    return sorted(some, key=lambda one: (day_of(one), one.event_ids), reverse=True)


def lowered(text: str) -> str:
    """A template's text as it goes on within a line; a name at its beginning keeps its capital.

    >>> lowered("Visit by Iran to Pakistan"), lowered("“Border” market")
    ('visit by Iran to Pakistan', '“Border” market')
    """
    return text[:1].lower() + text[1:]


def left(number: int, what: str = "more in the record") -> tuple[str, ...]:
    """The note on what a list leaves out, none where that is nothing."""
    return (f"{number:,} {what}.",) if number > 0 else ()


def _backwards(date: str) -> str:
    """A key that sorts later dates first."""
    return "".join(chr(ord("9") - ord(sign)) if sign.isdecimal() else sign for sign in date) or "~"
