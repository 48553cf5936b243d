"""Mentions of undertakings in many articles become matters: which names are one matter's.

Three steps, each on what the one before left:

1. Names that tell something join the group that they are most alike, where they conflict with none of its names (names.py), or
   that a sentence says is called so ("the IP pipeline, once known as the peace pipeline"). Where two groups that are not one are
   as near, the name is left for step 3.
2. Two groups of works between the same parties, of which one is known by its load and the other by a name, are one where each is
   the only such one: the gas pipeline is the Peace Pipeline where the two have no other.
3. A bare name ("the pipeline", "the agreement") is that of the one matter that is open between the parties. Of papers and talks,
   of which a pair has many, that must also be on the same issue and have been told of in the weeks around.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from bilat.model import Issue, UndertakingStatus
from bilat.record.dates import reach
from bilat.relations.matters.names import Name, Own, conflict, likeness, read, split, stem, with_words
from bilat.relations.matters.telling import Telling, also_called, surface
from bilat.relations.matters.words import CARRIED, PAPERS, WORKS
from bilat.relations.sides import key_of

WEEKS = 60
"""Days within which a bare name of a paper goes back to one that was told of."""

RECENT = 150
"""Days within which a bare name of a work goes back to the one of several that was told of."""

_CLEAR = 0.5  # of likeness, between the best and the next
_KEYED = 4  # letters by which words are looked up; names.alike needs no fewer


@dataclass(slots=True)
class _Key:
    """A name as used of some parties, with its mentions."""

    name: Name
    plain: str
    parties: frozenset[str]
    issuer: str
    issue: Issue | None
    known: bool = False
    called: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    told: list[Telling] = field(default_factory=list)


class _Group:
    """The keys that are one matter's."""

    def __init__(self, keys: list[_Key]) -> None:
        self.keys: list[_Key] = []
        self._days: defaultdict[Issue | None, list[int]] = defaultdict(list)
        for key in keys:
            self.add(key)

    def add(self, key: _Key) -> None:
        """Takes in a key with its mentions."""
        self.keys.append(key)
        for one in key.told:
            if (day := _day(one.date)) is not None:
                insort(self._days[one.issue], day)
                insort(self._days[None], day)

    @property
    def head(self) -> str:
        """The class of its head noun, as its first key has it."""
        return next((key.name.head for key in self.keys if key.name.head != "project"), "project")

    @property
    def parties(self) -> frozenset[str]:
        """Those of its first key."""
        return self.keys[0].parties

    def told(self) -> Iterator[Telling]:
        """Its mentions, key after key."""
        return (one for key in self.keys for one in key.told)

    def told_near(self, date_: str | None, days: int, issue: Issue | None = None) -> bool:
        """Whether it was told of, on an issue if one is given, within so many days of a date."""
        day, known = _day(date_), self._days[issue]
        if day is None:
            return False
        at = bisect_left(known, day - days)
        return at < len(known) and known[at] <= day + days

    def ended_by(self, date_: str | None) -> bool:
        """Whether the last status that is stated before a date is that it ended."""
        stated = [one for one in self.told() if one.stated and one.date]
        before = [one for one in stated if date_ and (one.date or "") < date_]
        last = max(before, key=_order, default=None)
        return last is not None and last.status is UndertakingStatus.ENDED


def join(told: Sequence[Telling], own: Own, stories: Mapping[str, str] | None = None) -> list[list[Telling]]:
    """The mentions by matter; within each by date, undated first.

    Args:
        told: The mentions.
        own: The names of all parties.
        stories: By article, the story that it tells as a whole, where that is known.
    """
    keys = _keys(told, own)
    groups, loose = _telling(keys)
    groups = _name_and_load(groups)
    _bare(groups, loose, stories or {})
    return [sorted(group.told(), key=_order) for group in groups]


def _order(one: Telling) -> tuple[str, str, str]:
    return one.date or "", one.article_id, one.id


def head_of(group: Sequence[Telling], own: Own) -> str:
    """The class of the head noun of a matter's first name."""
    return read(split(group[0].name)[0], own).head


def _keys(told: Iterable[Telling], own: Own) -> list[_Key]:
    """The names in use, the most used first, of these the most telling."""
    told = list(told)
    texts = {text for one in told for text in (one.name, one.mention)}
    common = {word for text in texts for word in text.replace("-", " ").split() if word.islower()}
    known: dict[str, Name] = {}

    def reading(text: str) -> Name:
        return known.get(text) or known.setdefault(text, read(text, own, common))

    plain = cache(partial(_plain, own=own))
    keys: dict[tuple[object, ...], _Key] = {}
    for one in told:
        first, *inside = split(one.name)
        name = reading(first) if one.known else with_words(reading(first), reading(surface(one.mention)))
        issue = one.issue if name.bare and name.head in PAPERS else None
        called = one.name.casefold() if one.known else plain(one.name)
        parties = frozenset(key_of(code) for code in one.parties)
        new = _Key(name, called, parties, one.issuer, issue, known=one.known)
        key = keys.setdefault((name, called, parties, one.issuer, issue), new)
        key.told.append(one)
        key.short |= {stem(text) for text in inside if text.isupper()}
        for text in (*inside, surface(one.mention), *also_called(one.mention, one.sentence)):
            if not _says_nothing(reading(text)):
                key.called.add(plain(text))
    return sorted(keys.values(), key=lambda key: (-len(key.told), -key.name.weight, key.plain, sorted(key.parties)))


def _plain(text: str, own: Own) -> str:
    words = " ".join(re.sub(r"[^\w$€£.,'’&]+", " ", own.out(surface(text))).casefold().split())
    return words.strip(" .,'’")


def _says_nothing(name: Name) -> bool:
    """Whether a name is too little to know a matter by in another article."""
    return not name.proper and not name.topic


def _is_loose(name: Name) -> bool:
    """Whether a name alone never makes two mentions one matter."""
    return name.bare and not name.sum and (name.head in PAPERS or name.head in WORKS or name.head == "project")


def _telling(keys: Sequence[_Key]) -> tuple[list[_Group], list[_Key]]:
    """Step 1: the groups, and the keys that are left."""
    groups: list[_Group] = []
    index: defaultdict[str, list[_Group]] = defaultdict(list)
    loose: list[_Key] = []
    for key in keys:
        if not key.known and _is_loose(key.name):
            loose.append(key)
            continue
        places = {id(group): group for word in _index_words(key) for group in index[word]}
        rated = sorted(((_nearness(group, key), n, group) for n, group in enumerate(places.values())), key=_by_nearness)
        rated = [line for line in rated if line[0] > 0]
        if len(rated) > 1 and rated[0][0] - rated[1][0] < _CLEAR and _apart(rated[0][2], rated[1][2]):
            loose.append(key)
            continue
        if rated:
            group = rated[0][2]
            group.add(key)
        else:
            group = _Group([key])
            groups.append(group)
        for word in _index_words(key):
            if group not in index[word]:
                index[word].append(group)
    return groups, loose


def _by_nearness(line: tuple[float, int, _Group]) -> tuple[float, int]:
    return -line[0], line[1]


def _index_words(key: _Key) -> set[str]:
    """What a key is looked up by: beginnings of its words, and the names that it is called by."""
    name = key.name
    words = {word[:_KEYED] for word in name.proper | name.topic | name.extra}
    return {*words, *key.short, *name.proper, *key.called, key.plain, *(() if words else (name.head,))}


def _nearness(group: _Group, key: _Key) -> float:
    """How near a key is to a group; 0 where it cannot be of it."""
    if any(one.issuer != key.issuer for one in group.keys):
        return 0.0
    known = (key.known or bool(key.name.proper)) and any(key.plain == one.plain for one in group.keys)
    if not known and not _parties_fit(group.parties, key.parties):
        return 0.0
    if known or any(key.called & {*one.called, one.plain} or key.plain in one.called for one in group.keys):
        return 50.0
    if any(one.short & key.name.proper or key.short & one.name.proper for one in group.keys):
        return 40.0
    if any(conflict(one.name, key.name) for one in group.keys):
        return 0.0
    return max(likeness(one.name, key.name) for one in group.keys)


def _parties_fit(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the parties of one are all among the other's: a third that joins or leaves makes no new matter."""
    return one <= other or other <= one


def _apart(one: _Group, other: _Group) -> bool:
    return any(conflict(a.name, b.name) for a in one.keys for b in other.keys)


def _name_and_load(groups: list[_Group]) -> list[_Group]:
    """Step 2."""
    near: dict[int, list[_Group]] = {}
    for group in groups:
        if group.head in WORKS:
            near[id(group)] = [other for other in groups if other is not group and _completes(group, other)]
    gone: set[int] = set()
    for group in groups:
        others = near.get(id(group), [])
        if len(others) == 1 and near[id(others[0])] == [group] and id(others[0]) not in gone and id(group) not in gone:
            for key in others[0].keys:
                group.add(key)
            gone.add(id(others[0]))
    return [group for group in groups if id(group) not in gone]


def _completes(one: _Group, other: _Group) -> bool:
    """Whether one of two works is known by its load alone and the other by a name alone."""
    if one.head != other.head or one.parties != other.parties or _apart(one, other):
        return False
    sides = [(_all_loads(group), _named(group)) for group in (one, other)]
    return sorted(sides) == [(False, True), (True, False)]


def _all_loads(group: _Group) -> bool:
    return any(key.name.topic & CARRIED for key in group.keys)


def _named(group: _Group) -> bool:
    return any(key.name.proper or key.name.topic - CARRIED for key in group.keys)


def _bare(groups: list[_Group], loose: Sequence[_Key], stories: Mapping[str, str]) -> None:
    """Step 3: mention by mention, in the order of their dates; what finds no matter makes one."""
    mentions = sorted(((one, key) for key in loose for one in key.told), key=lambda pair: _order(pair[0]))
    fitting = {id(key): [group for group in groups if _fits(group, key)] for key in loose}
    bare: defaultdict[str, list[_Group]] = defaultdict(list)
    for one, key in mentions:
        fits = [group for group in fitting[id(key)] if _may_be(group, key, one)]
        group = _the_one(fits, one, stories) or next((g for g in bare[key.name.head] if _goes_on(g, key, one)), None)
        if group is None:
            group = _Group([])
            groups.append(group)
            bare[key.name.head].append(group)
        group.add(_Key(key.name, key.plain, key.parties, key.issuer, key.issue, told=[one]))


def _fits(group: _Group, key: _Key) -> bool:
    """Whether a bare name can be one of the group's matter, whenever it is used."""
    if group.head != key.name.head or not _parties_fit(group.parties, key.parties):
        return False
    return not any(k.issuer != key.issuer or conflict(k.name, key.name) for k in group.keys)


def _may_be(group: _Group, key: _Key, one: Telling) -> bool:
    """Whether a bare mention can go back to a group that its name fits: to a matter that is open then."""
    if key.name.head in PAPERS and not group.told_near(one.date, WEEKS, one.issue):
        return False
    return not group.ended_by(one.date)


def _the_one(fits: Sequence[_Group], one: Telling, stories: Mapping[str, str]) -> _Group | None:
    """The one matter that a bare mention can mean; of several, the one that its story tells of or that was told of lately."""
    if len(fits) < 2:
        return fits[0] if fits else None
    story = stories.get(one.article_id)
    told = [g for g in fits if story and any(stories.get(other.article_id) == story for other in g.told())]
    if len(told) == 1:
        return told[0]
    lately = [g for g in fits if g.told_near(one.date, RECENT)]
    return lately[0] if len(lately) == 1 else None


def _goes_on(group: _Group, key: _Key, one: Telling) -> bool:
    """Whether a group of bare mentions is what another bare one goes on with."""
    first = group.keys[0]
    same = (first.name, first.parties, first.issuer, first.issue) == (key.name, key.parties, key.issuer, key.issue)
    if not same or key.name.head not in PAPERS:
        return same
    return group.told_near(one.date, WEEKS)


def _day(date_: str | None) -> int | None:
    """The number of the first day that a date reaches."""
    span = reach(date_)
    return date.fromisoformat(span[0]).toordinal() if span else None
