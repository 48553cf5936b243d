"""What else bears a name or an office: in the articles that were read, and in the lexicon on other days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bilat.learning.variants import Parts, alike, parts
from bilat.lexicon import Lexicon, Name
from bilat.model import Introduction, NameKind, state_of

_SHORTEST = 4  # letters of a surname that may stand alone
_TERMS = 2  # of one person's earlier offices that are told


class Beside:
    """The other persons met, and those of the lexicon, by surname, state and office."""

    def __init__(self, introductions: Iterable[Introduction], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._met: defaultdict[str, set[Parts]] = defaultdict(set)
        self._known: defaultdict[str, set[str]] = defaultdict(set)
        self._by_state: defaultdict[str, dict[str, Parts]] = defaultdict(dict)
        self._by_office: defaultdict[tuple[str, str], dict[str, Name]] = defaultdict(dict)
        for one in introductions:
            if one.kind is NameKind.PERSON:
                self._met[parts(one.name)[-1]].add(parts(one.name))
        for name in lexicon.names:
            if name.kind == "person":
                self._add(name)

    def _add(self, name: Name) -> None:
        key = parts(name.text)
        self._known[key[-1]].add(name.label)
        self._by_state[state_of(name.code)][name.label] = parts(name.label)
        if name.office:
            self._by_office[name.office, name.code][f"{name.label} {name.since}"] = name

    def bare_surname(self, name: str, names: Sequence[tuple[str, int]]) -> str | None:
        """The last word of a name, where nobody else met or known bears it and it means nothing else.

        Args:
            names: All forms of the name that were met.
        """
        surname = name.split()[-1]
        key = parts(surname)[-1:]
        if len(surname) < _SHORTEST or not key or self._known[key[0]] or self._lexicon.names.exact(surname):
            return None
        return surname if self._met[key[0]] <= {parts(form) for form, _ in names} else None

    def remarks(
        self, kind: NameKind, name: str, also: Iterable[str], office: str, code: str | None, since: str | None
    ) -> Iterator[str]:
        """Sentences on what the lexicon has of this name, of a name like it, and of this office."""
        if kind is not NameKind.PERSON:
            return
        meanings = [meaning for form in (name, *also) for meaning in self._lexicon.names.exact(form)]
        same = {meaning.label for meaning in meanings if meaning.kind == "person"}
        for label in sorted(same):
            yield self._told(label, since)
        if code is None:
            return
        for label, key in self._by_state[state_of(code)].items():
            if label not in same and len(key) > 1 and alike(parts(name), key):
                same.add(label)
                yield f"{self._told(label, since)}: another spelling of one name?"
        holder = self._holder(office, code, since)
        if holder is not None and holder.label not in same:
            yield f"the lexicon has {self._term(holder)}: a successor?"

    def _told(self, label: str, since: str | None) -> str:
        """A person of the lexicon with the latest offices before a day, or the first ones after it."""
        terms = {t.since: t for t in self._lexicon.names.exact(label) if t.label == label and t.kind == "person"}
        ordered = sorted(terms.values(), key=lambda t: t.since or "")
        before = [t for t in ordered if since is None or (t.since or "") <= since] or ordered
        told = ", and ".join(self._office(t) for t in before[-_TERMS:])
        return f"the lexicon has {label} as {told}"

    def _holder(self, office: str, code: str, since: str | None) -> Name | None:
        """Who the lexicon says held the office last before the name was seen in it."""
        held = self._by_office.get((office, code), {}).values()
        before = [name for name in held if since is None or (name.since or "") <= since]
        return max(before, key=lambda name: name.since or "", default=None)

    def _term(self, name: Name) -> str:
        return f"{name.label} as {self._office(name)}"

    def _office(self, name: Name) -> str:
        """ "foreign minister of Iran, 2021-08-25 to 2024-05-20"."""
        when = f"{name.since or '?'} to {name.until}" if name.until else f"from {name.since or '?'} on"
        return f"{name.office or 'a person'} of {self._lexicon.label(name.code)}, {when}"
