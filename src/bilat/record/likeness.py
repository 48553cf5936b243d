"""How like a telling is to a story: what must not differ, and what speaks for one happening, each with its words.

The score is the cosine of the sentence's words and the story's, weighted by their rarity (Salton and Buckley 1988), plus
the stated amounts below for what agrees, less those for what does not. The amounts and :data:`JOIN` were set by hand on
pairs of the project's own reports and of a year of one newspaper's, read one by one; docs/stories.md tells how they did.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import fsum, log, sqrt

from bilat.model import EventType, Mode, Quad, Status
from bilat.record.tellings import Kind, OpenStory, Sides, Telling
from bilat.record.vocabulary import Weights

JOIN = 0.32
"""Least score to join a story."""

JOIN_WORDS = 0.50
"""The same for what is done in words alone: two of a day's praises, promises and appeals are alike in all but their words."""

SURE = 0.60
"""So much is enough, with the same kind and word, for two that their article tells apart: it told one thing twice."""

FOLLOWS = 0.20
"""So much less is enough for an event that its article tells as one with an event that joins."""

LEAST_TEXT = 0.12
"""Least cosine of the words, but for a visit of the same person."""

SAME_DAY, SAME_TIME = 0.15, 0.05
SAME_PERSON, OTHER_PERSON = 0.10, -0.15
SAME_VISIT = 0.12  # a state's people seldom go to another twice in a week
SAME_PLACE, OTHER_COUNTRY = 0.05, -0.10
SAME_REPORT = 0.05
SAME_WORD = 0.05
FEWER_PARTIES, TURNED = -0.10, -0.10
OTHER_KIND = -0.10
OTHER_DAY = -0.20
LATER = -0.02  # a day, from the third on
NEAR_DAYS = 7
"""Days between two reports, beyond which one that has no date of its own is not taken for the other."""

_AHEAD = 21  # days before it that a visit or a meeting is announced
_SLACK = 10  # days that two stated dates of one happening may lie apart, by slips of reporters and of the coder
_E = EventType
# Types by which the papers, and the coder, call one act now so and now so; what lies ahead is AGREE in many.
_ALIKE: frozenset[frozenset[EventType]] = frozenset(
    frozenset(pair)
    for pair in (
        (_E.AGREE, _E.CONSULT),
        (_E.AGREE, _E.SUPPORT),
        (_E.AGREE, _E.COOPERATE),
        (_E.SUPPORT, _E.COOPERATE),
        (_E.COOPERATE, _E.AID),
        (_E.RETREAT, _E.AID),
        (_E.RETREAT, _E.CONCEDE),
        (_E.ACCUSE, _E.REJECT),
        (_E.ACCUSE, _E.REQUEST),
        (_E.ACCUSE, _E.THREATEN),
        (_E.SANCTION, _E.REJECT),
        (_E.SANCTION, _E.COERCE),
        (_E.COERCE, _E.ASSAULT),
        (_E.MOBILIZE, _E.ASSAULT),
    )
)

_FREE = 2  # days between two reports of one happening, as a rule
_STAY = 3  # days that a visit lasts: a report dates it by any of them
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score and what made it, in words."""

    score: float
    reason: str


def needed(one: Telling) -> float:
    """The least score with which a telling joins a story."""
    return JOIN_WORDS if one.kind[0] in _IN_WORDS else JOIN


def least_shared(one: Telling, least: float) -> float:
    """The least that the words of a telling and of a story can have in common where the two reach a score.

    It is a bound of the words' cosine, for all else that speaks for one happening is taken to agree.
    """
    visits = one.kind[1] is Mode.VISIT
    agreed = [
        SAME_REPORT,
        SAME_WORD,
        SAME_PERSON if one.names else 0.0,
        SAME_PLACE if one.place is not None else 0.0,
        SAME_VISIT if visits else 0.0,
        (SAME_DAY if one.day is not None else SAME_TIME) if one.own else 0.0,
    ]
    wanted = least - fsum(agreed)
    return wanted if visits and one.names else max(wanted, LEAST_TEXT)


class Words:
    """A telling's words with their weights, among the reports of its time."""

    __slots__ = ("length", "squares", "weights", "words")

    def __init__(self, one: Telling, weights: Weights) -> None:
        self.weights = weights
        self.words = {word: weights[word] for word in one.words}
        self.squares = {word: x * x for word, x in self.words.items()}
        self.length = sqrt(fsum(self.squares.values()))


def likeness(
    one: Telling, words: Words, lead: str, story: OpenStory, least: float, *, follows: bool = False
) -> Likeness | None:
    """How like a telling is to a story; null where something says that they are two, or where the score is below the least.

    Args:
        words: The telling's.
        lead: The story of the telling's article as a whole.
        follows: Whether its article tells it as one with an event of the story.
    """
    signs = _signs(one, story)
    if signs is None:
        return None
    if lead in story.leads:
        signs.append((SAME_REPORT, "reports on one happening"))
    counted = fsum([amount for amount, _ in signs])
    shared = one.words & story.words.keys()
    if counted + _most(words, shared) < least:
        return None
    text = _cosine(words, shared, story)
    known = {SAME_VISIT, SAME_PERSON} <= {amount for amount, _ in signs}
    if text < LEAST_TEXT and not (known or follows):
        return None
    score = round(text + counted, 4)
    if score < least:
        return None
    told = f"words {text:.2f} ({', '.join(_telling(words, shared)) or 'none'})"
    return Likeness(score, "; ".join([told, *(f"{why} {amount:+.2f}" for amount, why in signs)]))


_IN_WORDS = frozenset({_E.AGREE, _E.SUPPORT, _E.COOPERATE, _E.REQUEST, _E.ACCUSE, _E.REJECT, _E.THREATEN})


Sign = tuple[float, str]


def _signs(one: Telling, story: OpenStory) -> list[Sign] | None:
    # Nine in ten of the stories asked about are others: written out, and what tells most of them apart first.
    kind = NOTHING if one.kind in story.kinds else _kind(one, story)
    if kind is None:
        return None
    parties = _parties(one, story)
    if parties is None or not _stands(one, story):
        return None
    time = _time(one, story)
    if time is None:
        return None
    return [*(sign for sign in (kind, parties, time) if sign[1]), *_details(one, story)]


NOTHING: Sign = (0.0, "")


@cache
def kinds_like(one: Kind) -> frozenset[Kind]:
    """The kinds that may be one act's with a kind; a story that has none of them is another's."""
    every = ((type, mode) for type in EventType for mode in (None, *Mode))
    return frozenset(kind for kind in every if kind == one or _alike(one, kind))


def _kind(one: Telling, story: OpenStory) -> Sign | None:
    like = kinds_like(one.kind)
    alike = next((kind for kind in story.kinds if kind in like), None)
    return (OTHER_KIND, f"{one.kind[0]} there {alike[0]}") if alike else None


def _alike(one: Kind, other: Kind) -> bool:
    """Whether two kinds may be one act's; a visit is no meeting, nor is a call."""
    if one[0] is other[0]:
        return {one[1], other[1]} == {None, Mode.MULTILATERAL}
    return frozenset((one[0], other[0])) in _ALIKE


def _parties(one: Telling, story: OpenStory) -> Sign | None:
    """The best that a telling's sides agree with any that the story has."""
    directed = _directed(one.kind)
    if len(story.sides) == 1:
        return _sides(one.sides, *story.sides, directed)
    best: Sign | None = None
    for sides in sorted(story.sides, key=_sides_text):
        sign = _sides(one.sides, sides, directed)
        if sign is not None and (best is None or sign[0] > best[0]):
            best = sign
    return best


@cache
def _directed(kind: Kind) -> bool:
    return kind[0].quad not in (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION) or kind[1] is Mode.VISIT


@lru_cache(maxsize=1 << 16)  # the news has few sides at a time, which meet again and again
def _sides(one: Sides, other: Sides, directed: bool) -> Sign | None:
    mine, theirs = one[0] | one[1], other[0] | other[1]
    both = mine & theirs
    if not both or not (mine <= theirs or theirs <= mine):
        return None
    turned = bool(one[0] & other[1] or one[1] & other[0]) and not (one[0] & other[0] or one[1] & other[1])
    if turned and one[1] and other[1]:
        return None  # a strike and the strike that answers it
    if turned and directed:
        return TURNED + (
            FEWER_PARTIES if mine != theirs else 0.0
        ), f"{_text_of(both)} acts in one, is acted on in the other"
    if mine != theirs:
        return FEWER_PARTIES, f"only {_text_of(both)} in both"
    return NOTHING


def _text_of(parties: frozenset[str]) -> str:
    return ", ".join(sorted(parties))


@lru_cache(maxsize=1 << 12)
def _sides_text(sides: Sides) -> tuple[list[str], list[str]]:
    return sorted(sides[0]), sorted(sides[1])


def _stands(one: Telling, story: OpenStory) -> bool:
    """What is told as history and what is news are two, unless dated alike; what was not done is no act that was."""
    statuses = story.statuses
    alike = (one.status is Status.HISTORICAL) == (Status.HISTORICAL in statuses) and (
        one.status is Status.NEGATED
    ) == (Status.NEGATED in statuses)
    return alike or _meets(one, story)


def _meets(one: Telling, story: OpenStory) -> bool:
    own = one.own
    return own is not None and any(own[0] <= last and first <= own[1] for first, last in story.owns)


def _time(one: Telling, story: OpenStory) -> Sign | None:
    if one.own and story.owns:
        if one.day is not None and (one.day, one.day) in story.owns:
            return SAME_DAY, f"both on {date.fromordinal(one.day)}"
        if _meets(one, story):
            return SAME_TIME, "dates that agree"
        between = min(max(first - one.own[1], one.own[0] - last) for first, last in story.owns)
        if one.kind[1] is Mode.VISIT and between <= _STAY:
            return NOTHING
        return (OTHER_DAY, f"dates {between} days apart") if between <= _SLACK else None
    apart = _apart(one, story)
    if apart is None or apart > NEAR_DAYS:
        return None
    free = NEAR_DAYS if one.kind[1] is Mode.VISIT else _FREE
    return (LATER * (apart - _FREE), f"told {apart} days apart") if apart > free else NOTHING


def _apart(one: Telling, story: OpenStory) -> int | None:
    """Days between the two where one of them at least has no date of its own but its article's; null where unknown."""
    if not one.own and not story.owns:  # as a rule
        return min([abs(one.told - day) for day in story.told], default=None) if one.told is not None else None
    told = [(one.told, one.told)] if one.told is not None else []
    mine = [one.own] if one.own else told
    theirs = list(story.owns) or [(day, day) for day in story.told]
    gaps = [(first - last, begin - end) for begin, last in mine for first, end in theirs]
    if not gaps:
        return None
    # A plan's own day lies some weeks after the reports of it.
    ahead = _AHEAD if Status.PLANNED in (one.status, *story.statuses) else 0
    later, sooner = (0, ahead) if one.own else (ahead, 0)
    return max(0, min(max(after - later, before - sooner) for after, before in gaps))


def _details(one: Telling, story: OpenStory) -> list[Sign]:
    found: list[Sign] = []
    people = one.names & story.names
    if people:
        found.append((SAME_PERSON, f"{', '.join(sorted(people))} in both"))
    elif one.names and story.names and one.kind[0] is EventType.CONSULT:
        found.append((OTHER_PERSON, f"{', '.join(sorted(one.names))} there {', '.join(sorted(story.names))}"))
    if one.kind[1] is Mode.VISIT and one.sides[1] and one.sides in story.sides:
        found.append((SAME_VISIT, f"from {_text_of(one.sides[0])} to {_text_of(one.sides[1])}"))
    if one.place is not None and one.place in story.places:
        found.append((SAME_PLACE, f"in {one.place}"))
    elif one.country and story.countries and one.country not in story.countries:
        found.append((OTHER_COUNTRY, f"in {one.country}, not {', '.join(sorted(story.countries))}"))
    if one.trigger in story.triggers:
        found.append((SAME_WORD, f"“{one.trigger}…” in both"))
    return found


def _most(words: Words, shared: Set[str]) -> float:
    """What the cosine is at most, whatever else the story tells (by Cauchy and Schwarz)."""
    squares = words.squares
    return sqrt(fsum([squares[word] for word in shared])) / words.length if words.length else 0.0


def _cosine(words: Words, shared: Set[str], story: OpenStory) -> float:
    squares, weights, told = words.squares, words.weights, story.words
    # fsum: a set's order changes from process to process, and a plain sum with it.
    length = words.length * sqrt(fsum([((1 + log(n)) * weights[word]) ** 2 for word, n in told.items()]))
    both = fsum([squares[word] * (1 + log(told[word])) for word in shared])
    return both / length if length else 0.0


def _telling(words: Words, shared: Set[str]) -> list[str]:
    return sorted(shared, key=lambda word: (-words.words[word], word))[:_SHOWN]
