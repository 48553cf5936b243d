"""What parties are called, and who a user means: the lexicon as the explorer asks it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from bilat.briefing.wording import SECTORS
from bilat.lexicon import Lexicon, Name
from bilat.lexicon.gazetteer import Gazetteer
from bilat.record.rows import side_key


class Naming:
    """Names and offices, by the code of a state, IGO or group."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def label(self, code: str) -> str:
        """A party's usual name; its code where it has none. A bare sector is one of a state that is not told."""
        known = self.lexicon.label(code)
        return f"{SECTORS[code]} (no state told)" if known == code and code in SECTORS else known

    def code(self, text: str) -> str:
        """The code that a user means by a code or a name.

        Raises:
            UnknownParty: With the nearest names.
        """
        wanted = text.strip()
        upper = wanted.upper()
        return upper if upper in self.lexicon.labels or upper in SECTORS else self.lexicon.party_code(wanted)

    def place(self, latitude: float, longitude: float) -> str:
        """What the place of these WGS 84 degrees is called; the degrees themselves where the gazetteer has none there."""
        return Gazetteer.load().name_at(latitude, longitude) or f"{latitude:g}, {longitude:g}"

    def offices(self, code: str) -> Sequence[Name]:
        """Who held offices of a state or body, each person once for each name."""
        return self._offices.get(code, ())

    def spoken(self, code: str) -> Sequence[str]:
        """The other names of a state, body or group."""
        return self._spoken.get(code, ())

    @cached_property
    def _offices(self) -> Mapping[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in self.lexicon.names:
            if name.kind == "person" and name.office:
                found.setdefault(side_key(name.code), []).append(name)
        return found

    @cached_property
    def _spoken(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.lexicon.names:
            if name.kind in ("state", "demonym", "igo", "group"):
                found.setdefault(name.code, []).append(name.text)
        return found
