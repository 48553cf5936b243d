"""What an import asks of those who know the codes of other datasets; the lexicon's :class:`Datasets` answers it."""

from collections.abc import Sequence
from typing import Protocol

Act = tuple[str | None, str | None, tuple[str, ...], str | None, bool, bool]
"""Type, mode, issues and reason; whether neither side is said to have begun; whether the one that is named second did it."""
Spell = tuple[str | None, str | None, str, str]
"""A party's code, the reason, and the first and last ISO day on which it was that."""


class Codes(Protocol):
    """The meaning of codes and names in a dataset of a form ("gdelt", "icews", ...)."""

    @property
    def digest(self) -> str:
        """Tells these meanings from others."""
        ...

    def act(self, form: str, key: Sequence[str]) -> Act:
        """What was done."""
        ...

    def country(self, form: str, text: str) -> str | None:
        """The state that a place is in."""
        ...

    def parties(self, form: str, fields: Sequence[str]) -> Sequence[Spell]:
        """Who an actor is; the spells leave no day out."""
        ...
