"""What the codes and names of other event datasets are in the record's own terms.

The sources are the readable files of ``resources/datasets/``; ``tools/build_lexicon.py`` compiles them into
``data/datasets.json.gz``.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from bilat.lexicon import Lexicon
from bilat.lexicon.dataset_parties import Parties, Spell
from bilat.model import EventType


class Act(NamedTuple):
    """What an act of another dataset is to PLOVER.

    Attributes:
        type, mode, issues: Null and none where it is no act of PLOVER's.
        reason: Why, or why it was taken otherwise than it stands.
        both: Neither side is said to have begun; swap: the one that the dataset names second did it.
    """

    type: str | None
    mode: str | None = None
    issues: tuple[str, ...] = ()
    reason: str | None = None
    both: bool = False
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Datasets:
    """The tables, and the lexicon that names are looked up in.

    Attributes:
        digest: Tells these tables from others.
    """

    digest: str
    tables: Mapping[str, Any]
    named: Parties

    @staticmethod
    def load() -> "Datasets":
        """The tables that ship with the package (read once in a process)."""
        return _load()

    def act(self, form: str, key: Sequence[str]) -> Act:
        """An act.

        Args:
            form: gdelt, icews, polecat, acled, ucdp-ged or phoenix.
            key: The dataset's own code; for POLECAT type, mode and contexts, for ACLED event type and sub-event type.
        """
        if form == "polecat":
            return self._plover(*key)
        if form in ("acled", "ucdp-ged"):
            return self._listed("ucdp" if form == "ucdp-ged" else form, key)
        return self._cameo(key[0])

    def country(self, form: str, text: str) -> str | None:
        """The state of a place: of a FIPS code in GDELT, of a name or an ISO code elsewhere."""
        if form == "gdelt":
            found: str | None = self.tables["countries"]["fips"].get(text)
            return found
        return self.named.state(text)

    def parties(self, form: str, fields: Sequence[str]) -> tuple[Spell, ...]:
        """Who an actor is, by the time in which it was that."""
        return self.named.of(form, fields)

    def _cameo(self, code: str) -> Act:
        table, names = self.tables["cameo"], self.tables["cameo_names"]
        asked = code.strip()
        named = names.get(asked.casefold())
        known = next((one for one in _candidates(named or asked) if one in table), None)
        if known is None:
            return Act(None, reason=f"the act {asked!r} is none of CAMEO's" if asked else "the source names no act")
        name, kind, mode, issues = table[known]
        if kind is None:
            return Act(None, reason=f"CAMEO {known} ({name}) is no act of PLOVER's")
        other = known not in (named, asked)
        return Act(kind, mode, tuple(issues), f"CAMEO {asked} is taken as {known} ({name})" if other else None)

    def _plover(self, kind: str, mode: str, contexts: str) -> Act:
        table = self.tables["plover"]
        wanted = table["types"].get(kind.strip().upper(), kind.strip().upper())
        if wanted not in EventType.__members__:
            return Act(None, reason=f"the type {kind!r} is none of PLOVER's" if kind else "the source names no act")
        named = [one.strip().casefold().replace(" ", "_") for one in contexts.replace(",", ";").split(";")]
        issues = dict.fromkeys(table["contexts"][one] for one in named if one in table["contexts"])
        return Act(wanted, mode.strip().casefold().replace("_", "-") or None, tuple(issues))

    def _listed(self, form: str, key: Sequence[str]) -> Act:
        acts = self.tables[form]
        told = "/".join(one for one in key if one)
        for one in reversed(key):
            if found := acts.get(one.strip()):
                issues = tuple(found.get("issues", ()))
                flags = found.get("both", False), found.get("swap", False)
                return Act(found["type"], found.get("mode"), issues, None, *flags)
        return Act(None, reason=f"{told!r} is no act of PLOVER's" if told else "the source names no act")


def _candidates(code: str) -> list[str]:
    """The code, with a zero before it that a spreadsheet took, and the codes that it is part of."""
    padded = code if len(code) > 1 else f"0{code}"
    return [code, padded, f"0{code}", code[:3], code[:2]] if code.isdigit() else [code]


@cache
def _load() -> Datasets:
    packed = resources.files("bilat.lexicon").joinpath("data/datasets.json.gz").read_bytes()
    content = gzip.decompress(packed)
    tables = json.loads(content)
    lexicon = Lexicon.load()
    digest = hashlib.sha256(content + lexicon.digest.encode()).hexdigest()[:16]
    return Datasets(digest, tables, Parties(lexicon, tables["countries"], tables["actors"]))
