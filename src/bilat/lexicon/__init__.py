"""What words mean, and when: states, offices, groups, acts, issues.

The sources are the readable files of ``resources/``; ``tools/build_lexicon.py`` compiles them into ``data/lexicon.json.gz``.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from sys import intern
from typing import Any

from rapidfuzz import fuzz, process

from bilat.errors import UnknownParty
from bilat.lexicon.acts import Act, act_from
from bilat.lexicon.kept import Kept
from bilat.lexicon.names import Name, NameIndex
from bilat.lexicon.undertakings import UndertakingWords, words_from
from bilat.model import Issue, Sector, state_of

__all__ = ["Act", "Lexicon", "Name", "Role"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role, body or people word: its sector, what it is (person, body, people), and its rank where it has one."""

    word: str
    sector: Sector | None
    kind: str
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class IssueWord:
    """An issue that a term tells; a weak term counts only where no other issue is told."""

    issue: Issue
    weak: bool


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All that the coder knows before it reads: immutable, shared by every article."""

    digest: str
    names: NameIndex
    labels: Mapping[str, str]
    roles: Mapping[tuple[str, ...], Role]
    titles: Mapping[tuple[str, ...], Sector | None]
    verbs: Mapping[str, tuple[Act, ...]]
    nouns: Mapping[tuple[str, ...], tuple[Act, ...]]
    issues: Mapping[tuple[str, ...], tuple[IssueWord, ...]]
    grammar: Mapping[str, frozenset[str]]
    lemmas: Mapping[str, Mapping[str, str]] = field(repr=False)
    undertakings: UndertakingWords = field(repr=False)

    @staticmethod
    def load() -> "Lexicon":
        """The lexicon that ships with the package (read once in a process)."""
        return _load()

    def lemma(self, word: str, pos: str) -> str:
        """The lemma of a word as verb ("v") or noun ("n"); unknown nouns lose a plain plural s."""
        return self.forms(word)[1 if pos == "n" else 2]

    @cached_property
    def forms(self) -> Callable[[str], tuple[str, str, str]]:
        """A word in lower case, its lemma as a noun and its lemma as a verb."""
        return Kept(self._find_forms).__getitem__

    def _find_forms(self, word: str) -> tuple[str, str, str]:
        low = word.lower()
        return intern(low), intern(self._find_lemma(low, "n")), intern(self._find_lemma(low, "v"))

    def _find_lemma(self, low: str, pos: str) -> str:
        known = self.lemmas[pos].get(low)
        if known is not None:
            return known
        if pos == "n" and len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
            return low[:-1]
        return low

    @cached_property
    def issue_openers(self) -> frozenset[str]:
        """The first words of all issue terms of several words."""
        return frozenset(key[0] for key in self.issues if len(key) > 1)

    @cached_property
    def issue_starts(self) -> frozenset[str]:
        """All words at which an issue term can begin: the first of several, or any form of one that stands alone."""
        alone = {key[0] for key in self.issues if len(key) == 1}
        spelt = {form for lemmas in self.lemmas.values() for form, lemma in lemmas.items() if lemma in alone}
        return self.issue_openers | alone | spelt | {word + "s" for word in alone}

    @cached_property
    def noun_heads(self) -> frozenset[str]:
        """The last words of all nouns that tell acts."""
        return frozenset(key[-1] for key in self.nouns)

    @cached_property
    def role_words(self) -> Mapping[str, Role]:
        """All roles of one word."""
        return {key[0]: role for key, role in self.roles.items() if len(key) == 1}

    @cached_property
    def role_openers(self) -> frozenset[str]:
        """The first words of all roles and titles of several words."""
        return frozenset(key[0] for key in (*self.roles, *self.titles) if len(key) > 1)

    @cached_property
    def title_ends(self) -> frozenset[str]:
        """The last words of all titles."""
        return frozenset(key[-1] for key in self.titles)

    def label(self, code: str) -> str:
        """The usual name of a state, IGO or group code; the code itself where there is none."""
        return self.labels.get(code) or self.labels.get(state_of(code), code)

    def party_code(self, text: str) -> str:
        """The code of the state, IGO or group that a user means by a code or a name.

        Raises:
            UnknownParty: with the nearest names as its hint.
        """
        wanted = text.strip()
        if wanted.upper() in self.labels:
            return wanted.upper()
        table = self._typed
        found = table.get(wanted.casefold())
        if found:
            return found
        near = process.extract(wanted.casefold(), list(table), scorer=fuzz.ratio, limit=12, score_cutoff=60)
        # States before armed groups: a desk asks for pairs of states.
        ranked = sorted(near, key=lambda hit: (-round(hit[1] / 10), len(table[hit[0]]) != 3, -hit[1]))
        best = list(dict.fromkeys(f"{self.label(table[name])} ({table[name]})" for name, _, _ in ranked))[:3]
        hint = f"did you mean {' or '.join(best)}?" if best else "give a state's name or its ISO 3166 alpha-3 code"
        raise UnknownParty(f"no state or body is known as {wanted!r}", hint=hint)

    @property
    def _typed(self) -> dict[str, str]:
        kinds = {"state", "demonym", "capital", "igo", "group"}
        table: dict[str, str] = {}
        for name in self.names:
            if name.kind in kinds:
                code = name.code if name.kind in {"igo", "group"} else state_of(name.code)
                table.setdefault(name.text.casefold(), code)
        return table


@cache
def _load() -> Lexicon:
    content = _content()
    return from_compiled(json.loads(content), digest=_digest(content))


@cache
def shipped_digest() -> str:
    """The digest of the lexicon that ships: known without making it, which takes a second."""
    return _digest(_content())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _content() -> bytes:
    return gzip.decompress(resources.files("bilat.lexicon").joinpath("data/lexicon.json.gz").read_bytes())


def from_compiled(raw: Mapping[str, Any], *, digest: str) -> Lexicon:
    """The lexicon from its compiled form, see ``tools/build_lexicon.py``."""
    return Lexicon(
        digest=digest,
        names=NameIndex(_names(raw["names"])),
        labels=raw["labels"],
        roles={tuple(r["word"].split()): _role(r) for r in raw["roles"]},
        titles={tuple(k.split()): Sector(v) if v else None for k, v in raw["titles"].items()},
        verbs={k: tuple(map(act_from, v)) for k, v in raw["verbs"].items()},
        nouns={tuple(k.split()): tuple(map(act_from, v)) for k, v in raw["nouns"].items()},
        issues=_issue_words(raw["issues"]),
        grammar={k: frozenset(v) for k, v in raw["grammar"].items()},
        lemmas=raw["lemmas"],
        undertakings=words_from(raw.get("undertakings", {})),
    )


def _names(rows: Iterable[list[Any]]) -> Iterable[Name]:
    for text, code, kind, label, since, until, office, source in rows:
        yield Name(text=text, code=code, kind=kind, label=label, since=since, until=until, office=office, source=source)


def _role(raw: Mapping[str, Any]) -> Role:
    return Role(raw["word"], Sector(raw["sector"]) if raw["sector"] else None, raw["kind"], raw.get("rank"))


def _issue_words(raw: Mapping[str, Mapping[str, list[str]]]) -> dict[tuple[str, ...], tuple[IssueWord, ...]]:
    table: dict[tuple[str, ...], tuple[IssueWord, ...]] = {}
    for issue, parts in raw.items():
        for part, terms in parts.items():
            for term in terms:
                key = tuple(term.split())
                table[key] = (*table.get(key, ()), IssueWord(Issue(issue), part == "weak"))
    return table
