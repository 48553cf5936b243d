"""Names of undertakings: what each says, and whether two of them can be, or must be, one matter's.

A name is read into what it is told apart by: its proper names, what it is about, its part or number, its year. Two names
*conflict* where both fill one of these and agree in nothing of it: the gas line and the oil line, the treaty on extradition and
the one on water. They are *alike* where they share something and neither has what the other gainsays. What lies between, a
bare "pipeline" beside the gas pipeline, says nothing by itself; joining.py settles it by what else is open between the two.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from bilat.relations.matters.words import CARRIED, DEALS, HEADS, IDLE, OUTER, PAPERS, PARTS, SAME, SHORT, SUMS, WORKS

_SPLIT = re.compile(
    r"\b(?:on|for|to|of|in|about|over|regarding|concerning|aimed|against|from|with|between|through|via)\b"
)
_WORD = re.compile(r"[^\W_]+(?:[.,’'][^\W_]+)*")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_POSSESSIVE = re.compile(r"['’]s\b|['’](?=\s|$)")
_INSIDE = re.compile(r"\(([^()]+)\)")
_SHORT = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, SHORT))})(?!\w)", re.IGNORECASE)
_LEAST = 4  # letters from which on words may differ in their ending
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a name says, the names of the parties left out.

    Attributes:
        head: The class of its head noun, or the noun itself.
        proper: Its proper names; topic: other words about the head; extra: those of what follows ("on water sharing").
        part: "second", "phase ii"; year: the one that it is known by, "" for none; numbers: other figures in it.
    """

    head: str
    proper: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    year: str = ""
    numbers: frozenset[str] = frozenset()

    @property
    def bare(self) -> bool:
        """Whether it is no more than its head."""
        return not (self.proper or self.topic or self.extra or self.year)

    @property
    def sum(self) -> frozenset[str]:
        """The figures by which a loan or a target is known, none for others."""
        return self.numbers if self.head in SUMS else frozenset()

    @property
    def weight(self) -> int:
        """How much it tells."""
        return 3 * len(self.proper) + 2 * len(self.topic) + len(self.extra) + 2 * bool(self.year)


class Own:
    """The names of the parties, which tell nothing apart between them: taken out of a name before it is read.

    Args:
        names: As texts name them: "Iran", "United States", "Tehran", "the Islamic Republic".
    """

    def __init__(self, names: Iterable[str]) -> None:
        told = {re.sub(r"^the ", "", name.casefold()).strip(" .") for name in names}
        self._names = sorted((name for name in told if len(name) > 1), key=lambda name: (-len(name), name))
        self._initials = {name[0] for name in self._names}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        parts = [
            re.escape(name) + (r"(?:\w{0,4})" if len(name) >= _LEAST and name.isalpha() else "") for name in self._names
        ]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)\.?", re.IGNORECASE) if parts else None

    def out(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(" ", text) if self._pattern else text

    def initials(self, word: str) -> bool:
        """Whether a word is made of their initials alone: "IP" for Iran and Pakistan."""
        return (
            word.isupper() and len(word) > 1 and set(word.casefold()) <= self._initials and len(set(word)) == len(word)
        )


def split(text: str) -> list[str]:
    """A name and those that stand in brackets in it.

    >>> split("2015 nuclear deal (Joint Plan of Action, JPOA)")
    ['2015 nuclear deal', 'Joint Plan of Action', 'JPOA']
    """
    inside = [part.strip() for found in _INSIDE.findall(text) for part in found.split(",")]
    return [part for part in (_INSIDE.sub(" ", text).strip(), *inside) if part]


def read(text: str, own: Own, common: Collection[str] = frozenset()) -> Name:
    """What a name says.

    Args:
        common: Words that stand in small letters in other names: capitals do not make them proper names.
    """
    plain = own.out(_POSSESSIVE.sub("", text.replace("‑", "-").replace("–", "-")))
    plain = _SHORT.sub(lambda found: SHORT[found[0].casefold()], plain)
    cut = _SPLIT.search(plain, _after_head(plain))
    main, rest = (plain[: cut.start()], plain[cut.start() :]) if cut else (plain, "")
    words, extra = _words(main), _words(rest)
    head, at = _head(words)
    left = [word for n, word in enumerate(words) if n != at]
    proper = {stem(word) for word in (*left, *extra) if _is_proper(word, common) and not own.initials(word)}
    topic = {stem(word) for word in left if not own.initials(word)}
    more = {stem(word) for word in extra}
    idle = proper | IDLE | {""}
    figures = {word for word in topic | more if word[0:1].isdigit()}
    years = {figure for figure in figures if _YEAR.fullmatch(figure)}
    parts = (topic | more) & PARTS
    outer = OUTER if head in WORKS else frozenset({"project", "plan", "programme", "program"})
    telling = topic - idle - figures - parts - outer - {head} - _same_class(topic, head)
    return Name(
        head=head,
        proper=frozenset(proper - IDLE - PARTS - {head}),
        topic=frozenset(telling),
        extra=frozenset(more - idle - figures - parts - outer - {head} - _same_class(more, head)),
        part=frozenset(parts),
        year=min(years, default=""),
        numbers=frozenset(figures - years),
    )


def with_words(name: Name, words: Name) -> Name:
    """A name with what the article's own words add: the coder leaves places out of names, "the Yavan dam" is a dam to it."""
    if name.head != words.head:
        return name
    return replace(
        name,
        proper=name.proper | words.proper,
        topic=name.topic | (words.topic - name.extra),
        part=name.part | words.part,
        year=name.year or words.year,
        numbers=name.numbers | words.numbers,
    )


def _same_class(words: Collection[str], head: str) -> set[str]:
    return {word for word in words if HEADS.get(word) == head}


def _after_head(text: str) -> int:
    """Where to look for what follows the head: not in "memorandum of understanding"."""
    found = re.search(r"memorand\w+ of understanding|chamber of commerce|line of credit", text, re.IGNORECASE)
    return found.end() if found else 0


def _words(text: str) -> list[str]:
    return [word for word in (found.strip(".,") for found in _WORD.findall(text.replace("-", " "))) if word]


def stem(word: str) -> str:
    """A word in small letters and in the singular, under the one that stands for its like.

    >>> stem("Pipelines"), stem("crude"), stem("buses"), stem("treaties"), stem("100,000")
    ('pipeline', 'oil', 'bus', 'treaty', '100000')
    """
    low = word.casefold().replace(",", "") if word[:1].isdigit() else word.casefold()
    if low == "memoranda":
        low = "memorandum"
    if len(low) >= _LEAST and low.endswith("ies"):
        low = low[:-3] + "y"
    elif len(low) >= _LEAST and low.endswith(("sses", "shes", "ches", "xes", "buses")):
        low = low[:-2]
    elif len(low) >= _LEAST and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    return SAME.get(low, low)


def _head(words: list[str]) -> tuple[str, int]:
    """The class of the head noun and its place: the last noun that is one, a work's own before the paper on it."""
    stems = [stem(word) for word in words]
    known = [(n, HEADS[word]) for n, word in enumerate(stems) if word in HEADS]
    works = [
        (n, kind) for n, kind in known if kind in WORKS | DEALS and all(later in OUTER for later in stems[n + 1 :])
    ]
    if works:
        return works[-1][1], works[-1][0]
    if known:
        return known[-1][1], known[-1][0]
    if stems:
        return stems[-1], len(stems) - 1
    return "", -1


def _is_proper(word: str, common: Collection[str]) -> bool:
    low = word.casefold()
    return word[:1].isupper() and low not in common and stem(word) not in HEADS and stem(word) not in CARRIED


def alike(one: str, other: str) -> bool:
    """Whether two words are one but for their ending.

    >>> alike("bank", "banking"), alike("extradite", "extradition"), alike("transit", "transfer")
    (True, True, False)
    """
    if one == other:
        return True
    least = min(len(one), len(other))
    if least < _LEAST or one[0].isdigit():
        return False
    return one[: max(_LEAST, least - 1)] == other[: max(_LEAST, least - 1)]


def shared(some: Collection[str], others: Collection[str]) -> frozenset[str]:
    """The words of the one that stand, but for their ending, in the other."""
    return frozenset(word for word in some if any(alike(word, other) for other in others))


def conflict(one: Name, other: Name) -> bool:
    """Whether the two cannot be one matter's."""
    if one.head != other.head and not _is_project(one.head, other.head):
        return True
    if one.proper and other.proper and not shared(one.proper, other.proper):
        return True
    if one.part and other.part and one.part != other.part:
        return True
    if one.year and other.year and one.year != other.year:
        return True
    if one.sum and other.sum and not one.sum & other.sum:
        return True
    return _other_load(one, other) if one.head in WORKS else _other_topic(one, other)


def _is_project(one: str, other: str) -> bool:
    """Whether one is a work and the other called only a project."""
    return (one == "project" and other in WORKS) or (other == "project" and one in WORKS)


def _other_load(one: Name, other: Name) -> bool:
    """Works: what they carry differs, or what else their names say; a name and a load go together."""
    loads = one.topic & CARRIED, other.topic & CARRIED
    rest = one.topic - CARRIED, other.topic - CARRIED
    return any(a and b and not shared(a, b) for a, b in (loads, rest))


def _other_topic(one: Name, other: Name) -> bool:
    """Papers, talks and bodies: each is about something that the other is not."""
    first, second = one.topic | one.extra, other.topic | other.extra
    if not first or not second:
        return False
    common = shared(first, second)
    if not common and not shared(one.proper, other.proper):
        return True
    own = one.topic - shared(one.topic, second)
    theirs = other.topic - shared(other.topic, first)
    return bool(own and theirs) and jaccard(first, second) < _HALF


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """The part of all words of the two that both have."""
    both = len(shared(one, other))
    return both / (len(one) + len(other) - both) if both else 0.0


def likeness(one: Name, other: Name) -> float:
    """How much says that two names are one matter's: 0 where they conflict or nothing does."""
    if conflict(one, other):
        return 0.0
    if one == other:
        loose = one.bare and not one.sum and (one.head in PAPERS or one.head in WORKS or one.head == "project")
        return 0.0 if loose else 10.0
    names = len(shared(one.proper, other.proper))
    first, second = one.topic | one.extra, other.topic | other.extra
    about = len(shared(first, second))
    figures = len(one.numbers & other.numbers)
    if names:
        return 3.0 * names + about + figures
    if not about:
        return 0.0
    within = about == min(len(first), len(second))
    if within or jaccard(first, second) >= _HALF or about + figures >= 3:
        return about + figures + jaccard(first, second)
    return 0.0
