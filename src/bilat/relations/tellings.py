"""The stories that make a turn: what was told in its time, the most told and the gravest first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bilat.model import EventType, Quad
from bilat.record import View
from bilat.record.codec import dump
from bilat.record.pair import LISTED, article_heads, events_between
from bilat.relations.scores import SCORES
from bilat.relations.turning.levels import Turn

_AROUND = timedelta(days=28)
"""How far before and after the likeliest day of a shift, and after its range, its stories are looked for."""

_LINES = f"""
SELECT coalesce(m.root, s.story), d.event_id, d.article_id, x.outlet, d.type, d.date_basis = 'event', d."first", x."first"
FROM event_dyads d JOIN story_events s ON s.event_id = d.event_id LEFT JOIN story_roots m ON m.story = s.story
JOIN articles x ON x.id = d.article_id
WHERE d.status = 'actual' AND d.event_id IN ({LISTED}) AND d."first" = d."last" AND d."first" IS NOT NULL
  AND d.article_id NOT IN (SELECT replaces_article FROM corrections WHERE replaces_article IS NOT NULL)
ORDER BY x."first", d.article_id, d."start"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A story of a pair and how much it weighs.

    Attributes:
        story: Its id.
        event: The id of its first report's assertion, whose sentence this is; article: that report, title its headline.
        day: As most tellings with a date of their own have it, else the first report's day.
        type: As most tellings have it.
        outlets, articles, assertions: How many tell of it.
        weight: These three, summed, times the absolute score of the type.
    """

    story: str
    event: str
    article: str
    title: str | None
    sentence: str
    day: date
    type: EventType
    outlets: int
    articles: int
    assertions: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A story without its words."""

    story: str
    event: str
    article: str
    day: date
    type: EventType
    told: tuple[int, int, int]

    @property
    def weight(self) -> float:
        return sum(self.told) * abs(SCORES[self.type])


class Tellings:
    """The stories of a pair that took place, asked for once."""

    def __init__(self, view: View, a: str, b: str) -> None:
        self._view = view
        groups: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        for story, *line in view.ask(_LINES, [dump(events_between(view.ask, a, b))]):
            groups[story].append(tuple(line))
        self._lines = [_line(story, lines) for story, lines in groups.items()]

    def between(self, first: date, last: date, types: Iterable[EventType], limit: int) -> tuple[Telling, ...]:
        """The heaviest stories of some types and days, the heaviest first."""
        wanted = frozenset(types)
        found = [line for line in self._lines if first <= line.day <= last and line.type in wanted]
        found.sort(key=lambda line: (-line.weight, line.day, line.story))
        kept: dict[tuple[str, str], Telling] = {}
        for line in found:
            if len(kept) == limit:
                break
            telling = self._telling(line)
            # What one sentence tells is shown once, though it be two stories.
            kept.setdefault((telling.article, telling.sentence), telling)
        return tuple(kept.values())

    def of(self, turn: Turn, limit: int) -> tuple[Telling, ...]:
        """The stories that make a turn.

        Of a rise, those of its own kind from its range on; of a fall, those of every kind, since what ended it may be of
        another, and it is told by what was told in its place.
        """
        first, last = turn.first, turn.last
        if turn.kind == "shift":
            first, last = max(first, turn.day - _AROUND), min(last, turn.day + _AROUND) + _AROUND
        return self.between(first, last, _types(turn), limit)

    def _telling(self, line: _Line) -> Telling:
        event = self._view.event(line.event)
        head = article_heads(self._view.ask, {line.article})[line.article]
        outlets, articles, assertions = line.told
        return Telling(
            story=line.story,
            event=line.event,
            article=line.article,
            title=head.title,
            sentence=" ".join(event.sentence.text.split()) if event else "",
            day=line.day,
            type=line.type,
            outlets=outlets,
            articles=articles,
            assertions=assertions,
            weight=round(line.weight, 1),
        )


def _types(turn: Turn) -> Iterable[EventType]:
    if turn.series not in set(Quad):  # a net: what draws it the way that it went
        return [type for type in EventType if (SCORES[type] > 0) == (turn.difference.value > 0)]
    if turn.difference.value > 0:
        return [type for type in EventType if type.quad == turn.series]
    return EventType


def _line(story: str, lines: list[tuple[object, ...]]) -> _Line:
    """One story from its assertions: (event, article, outlet, type, whether dated itself, its day, the article's)."""
    own = Counter(str(line[5]) for line in lines if line[4])
    days = own or Counter([str(lines[0][5])])
    event, article = str(lines[0][0]), str(lines[0][1])
    (kind, _), *_ = Counter(str(line[3]) for line in lines).most_common(1)
    day = min(days, key=lambda day: (-days[day], day))
    told = len({line[2] for line in lines}), len({line[1] for line in lines}), len({line[0] for line in lines})
    return _Line(story, event, article, date.fromisoformat(day), EventType(kind), told)
