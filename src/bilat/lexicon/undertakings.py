"""The words of undertakings: what heads their names, where they stand, what holds them up, and the well-known ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bilat.lexicon.names import Name, NameIndex
from bilat.model import Issue, ObstacleKind, UndertakingKind, UndertakingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterNoun:
    """What an undertaking's head noun tells.

    Attributes:
        family: Mentions of one family may be one matter.
        issue: What the noun alone tells, null where it tells nothing.
        status: What a mention without any cue says, null where it says nothing.
        weak: Whether the parties must stand in the noun's own phrase.
        needs: Words of which its phrase must hold one; empty for none.
    """

    family: str
    kind: UndertakingKind
    issue: Issue | None
    status: UndertakingStatus | None
    weak: bool
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A well-known standing matter.

    Attributes:
        multilateral: Only the parties that an article names are given, where there are two.
        strict: It counts only where its own sentence names two of its parties.
        only: Codes that the article must name for the names to mean this matter.
        short: Forms that mean it where its first party is among those that the article names most.
    """

    name: str
    parties: tuple[str, ...]
    issue: Issue
    kind: UndertakingKind
    status: UndertakingStatus | None
    signed: str | None
    ended: str | None
    source: str
    multilateral: bool
    strict: bool
    only: tuple[str, ...]
    core: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words in a row; a word that ends in "*" is the beginning of one."""

    words: tuple[str, ...]

    def at(self, lowered: Sequence[str], i: int) -> bool:
        """Whether the cue stands at word ``i``."""
        if i + len(self.words) > len(lowered):
            return False
        for k, word in enumerate(self.words, i):
            if lowered[k] != word and not (word[-1] == "*" and lowered[k].startswith(word[:-1])):
                return False
        return True


@dataclass(frozen=True, kw_only=True)
class FactWords:
    """The words of stated quantities: units with their factors, and what may be measured or counted."""

    units: Mapping[str, tuple[str, float]]
    number_words: Mapping[str, int]
    economic: frozenset[str]
    extended: frozenset[str]
    counted: frozenset[str]
    persons: frozenset[str]
    killed: frozenset[str]
    injured: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class UndertakingWords:
    """All words of undertakings, compiled from ``resources/undertakings.yaml``.

    Attributes:
        noun_starts: First words of ``nouns``, each with the lengths to try, the longest first, and 1 always.
        parts: What a joint work is spoken of by ("its section"); doing: what is done to it; building: doing it in earnest.
        raising: What is done to trade up to a target.
        carry: What a line does for those whom it joins; carried: what it does it with.
        status: By a cue's first two letters, its rank (the lower wins), the status and the cue.
        object_status: What a verb tells of its object alone, by the verb's lemma.
        hard: What a hold-up makes a thing; keep: verbs of keeping somebody from it.
        proceedings: Last words of legal steps; open_proceedings: what is done to take them.
    """

    nouns: Mapping[tuple[str, ...], MatterNoun]
    planned_works: frozenset[str]
    generic: Mapping[str, frozenset[UndertakingKind]]
    continues: frozenset[str]
    parts: frozenset[str]
    doing: frozenset[str]
    building: frozenset[str]
    raising: frozenset[str]
    carry: frozenset[str]
    carried: frozenset[str]
    noun_starts: Mapping[str, tuple[int, ...]]
    status: Mapping[str, tuple[tuple[int, UndertakingStatus, Cue], ...]]
    object_status: Mapping[str, UndertakingStatus]
    obstacles: Sequence[tuple[ObstacleKind, tuple[Cue, ...]]]
    hinder: frozenset[str]
    hurdles: frozenset[str]
    blame: frozenset[str]
    wanting: frozenset[str]
    hard: frozenset[str]
    keep: frozenset[str]
    proceedings: frozenset[tuple[str, ...]]
    open_proceedings: frozenset[str]
    short_names: Mapping[str, str]
    facts: FactWords
    known: tuple[Known, ...]
    known_names: NameIndex

    @cached_property
    def spelt_starts(self) -> frozenset[str]:
        """:attr:`noun_starts`, in the plural too."""
        plurals = {f"{word}s" for word in self.noun_starts} | {f"{word[:-1]}ies" for word in self.noun_starts}
        return frozenset(self.noun_starts) | plurals

    @cached_property
    def ends_of_proceedings(self) -> frozenset[str]:
        """The last words of :attr:`proceedings`."""
        return frozenset(words[-1] for words in self.proceedings)


_LISTS = (
    *("continues", "parts", "doing", "building", "raising", "carry", "carried"),
    *("hinder", "hurdles", "blame", "wanting", "hard", "keep", "open_proceedings"),
)


def words_from(raw: Mapping[str, Any]) -> UndertakingWords:
    """The words from their compiled form; an empty form gives words that find nothing."""
    known = tuple(_known(entry, raw.get("default_source", "")) for entry in raw.get("known", ()))
    nouns = dict(_nouns(raw.get("nouns", ())))
    return UndertakingWords(
        nouns=nouns,
        planned_works=frozenset(raw.get("planned_works", ())),
        generic=_generic(raw.get("generic", {})),
        noun_starts=_starts(nouns),
        object_status={
            verb: UndertakingStatus(status) for status, verbs in raw.get("object_status", {}).items() for verb in verbs
        },
        status=_by_letters(raw.get("status", ())),
        obstacles=[(ObstacleKind(key), _cues(value)) for key, value in _pairs(raw.get("obstacles", ()))],
        proceedings=frozenset(tuple(item.split()) for item in raw.get("proceedings", ())),
        short_names=raw.get("short_names", {}),
        facts=_fact_words(raw.get("facts", {})),
        known=known,
        known_names=NameIndex(_aliases(raw.get("known", ()), known)),
        **{key: frozenset(raw.get(key, ())) for key in _LISTS},
    )


_FACT_LISTS = ("economic", "extended", "counted", "persons", "killed", "injured")


def _fact_words(raw: Mapping[str, Any]) -> FactWords:
    lists = {
        key: frozenset(raw.get(key, ())) for key in ("economic", "extended", "counted", "persons", "killed", "injured")
    }
    units = {word: (str(unit), float(factor)) for word, (unit, factor) in raw.get("units", {}).items()}
    return FactWords(units=units, number_words=raw.get("number_words", {}), **lists)


def _pairs(raw: Any) -> Iterable[tuple[str, list[str]]]:
    """The items of an ordered mapping, which the compiled form keeps as a list of pairs."""
    return raw.items() if isinstance(raw, Mapping) else ((key, value) for key, value in raw)


def _by_letters(raw: Any) -> dict[str, tuple[tuple[int, UndertakingStatus, Cue], ...]]:
    table: dict[str, tuple[tuple[int, UndertakingStatus, Cue], ...]] = {}
    for rank, (status, items) in enumerate(_pairs(raw)):
        # The parser takes a hyphen for a word of its own.
        for cue in _cues(item.replace("-", " - ") for item in items):
            letters = cue.words[0][:2]
            table[letters] = (*table.get(letters, ()), (rank, UndertakingStatus(status), cue))
    return table


def _nouns(groups: Iterable[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, ...], MatterNoun]]:
    for group in groups:
        noun = MatterNoun(
            family=group["family"],
            kind=UndertakingKind(group["kind"]),
            issue=Issue(group["issue"]) if group.get("issue") else None,
            status=UndertakingStatus(group["status"]) if group.get("status") else None,
            weak=bool(group.get("weak", False)),
            needs=frozenset(group.get("needs", ())),
        )
        for word in group["words"]:
            # The parser takes a hyphen for a word of its own.
            yield tuple(word.replace("-", " - ").split()), noun


def _starts(nouns: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for key in nouns:
        lengths.setdefault(key[0], {1}).add(len(key))
    return {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}


def _generic(raw: Mapping[str, list[str]]) -> dict[str, frozenset[UndertakingKind]]:
    table: dict[str, frozenset[UndertakingKind]] = {}
    for kind, words in raw.items():
        for word in words:
            table[word] = table.get(word, frozenset()) | {UndertakingKind(kind)}
    return table


def _cues(items: Iterable[str]) -> tuple[Cue, ...]:
    return tuple(Cue(tuple(str(item).split())) for item in items)


def _known(entry: Mapping[str, Any], source: str) -> Known:
    return Known(
        name=entry["name"],
        parties=tuple(entry["parties"]),
        issue=Issue(entry["issue"]),
        kind=UndertakingKind(entry["kind"]),
        status=UndertakingStatus(entry["status"]) if entry.get("status") else None,
        signed=str(entry["signed"]) if entry.get("signed") else None,
        ended=str(entry["ended"]) if entry.get("ended") else None,
        source=entry.get("source") or source,
        multilateral=bool(entry.get("multilateral", False)),
        strict=bool(entry.get("strict", False)),
        only=tuple(entry.get("only", ())),
        core=tuple(entry.get("core", ())),
        short=tuple(entry.get("short", ())),
    )


def _aliases(raw: Iterable[Mapping[str, Any]], known: Sequence[Known]) -> Iterator[Name]:
    for number, (entry, matter) in enumerate(zip(raw, known, strict=True)):
        for kind, texts in (("known", entry["aliases"]), ("short", matter.short)):
            for text in dict.fromkeys(texts):
                yield Name(text=text, code=str(number), kind=kind, label=matter.name, source=matter.source)
