"""What verbs and nouns say that parties did: the lexicon of acts, with its frames."""

from collections.abc import Mapping
from dataclasses import dataclass

from bilat.model import EventType, Issue, Mode, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One reading of a verb or noun.

    Attributes:
        words: The lemma, and the particle or preposition that must follow a verb ("call", "for").
        actor, recipient: Where the parties stand, in order: "object", "poss", "adj", "between", or a preposition.
        objects: Lemmas one of which must head the object; excluded: lemmas that must not.
        needs: Which sides must be political parties: "any", "actor", "recipient" or "both".
        swap: The subject is the recipient, the other side the actor ("host a visitor").
    """

    words: tuple[str, ...]
    type: EventType
    mode: Mode | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    needs: str = "any"
    symmetric: bool = False
    swap: bool = False
    own: bool = False
    plural: bool = False
    status: Status | None = None
    issues: tuple[Issue, ...] = ()
    weight: float = 1.0

    @property
    def name(self) -> str:
        """The entry as a reader would look it up."""
        return f"{' '.join(self.words)} ({self.type})"


def act_from(raw: Mapping[str, object]) -> Act:
    """An act from its compiled form (plain JSON values)."""

    def strings(key: str) -> tuple[str, ...]:
        value = raw.get(key) or ()
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value)  # type: ignore[attr-defined]

    mode, status, weight = raw.get("mode"), raw.get("status"), raw.get("weight", 1.0)
    return Act(
        words=tuple(str(raw["lemma"]).split()),
        type=EventType(str(raw["type"])),
        mode=Mode(str(mode)) if mode else None,
        actor=strings("actor"),
        recipient=strings("recipient"),
        objects=frozenset(strings("object")),
        excluded=frozenset(strings("not_object")),
        needs=str(raw.get("needs") or "any"),
        symmetric=bool(raw.get("symmetric")),
        swap=bool(raw.get("swap")),
        own=bool(raw.get("own")),
        plural=bool(raw.get("plural_only")),
        status=Status(str(status)) if status else None,
        issues=tuple(Issue(item) for item in strings("issues")),
        weight=float(weight) if isinstance(weight, int | float) else 1.0,
    )
