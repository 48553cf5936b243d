"""A matter over time, as plain values that keep the ids they rest on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bilat.model import Issue, ObstacleKind, Status, UndertakingKind, UndertakingStatus
from bilat.relations.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One article's word on the matter; ``date`` is the article's.

    Attributes:
        name: As the coder calls it there; words: as the article does, where it first names it.
        stated: Whether words of the article tell the status; else it is what holds of such a matter as a rule.
    """

    undertaking_id: str
    article_id: str
    date: str | None
    name: str
    words: str
    status: UndertakingStatus
    stated: bool


class Step(StrEnum):
    """What may happen to a matter."""

    SIGNED = "signed"
    RATIFIED = "ratified"
    STARTED = "started"
    INAUGURATED = "inaugurated"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    EXTENDED = "extended"
    DEADLINE = "deadline"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated step of a matter, with all that tells it.

    Attributes:
        status: Actual for what was done, planned for what lies ahead when it was told, negated for what is denied.
        date: ISO day, month or year, null where neither an act nor a sentence nor an article dates it.
        basis: ``event`` where an act of the record has the date, ``sentence`` where the sentence does, ``article`` where the
            step is dated only by the first article that tells it: it was done by then.
        words: The words that tell the step; sentence: the first sentence with them.
        by: Why it is of this matter: the sentence names it, or the act is of a story whose sentence does.
        event_ids: The acts that tell it; may be none, where the sentence holds no act that was coded.
        undertaking_ids: The mentions of the matter in the same articles; article_ids: all articles that tell it.
    """

    step: Step
    status: Status
    date: str | None
    basis: Literal["event", "sentence", "article"] | None
    words: str
    sentence: str
    by: Literal["named", "story"]
    event_ids: tuple[str, ...]
    undertaking_ids: tuple[str, ...]
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in which an obstacle was told of.

    Attributes:
        first: Date of the article that first tells it; last: of the one that last does.
        removed: Date from which it is told to be gone, null where nothing says so.
        how: What says that it is gone, in words; null with ``removed``.
        removed_by: Ids of the events or undertakings that say so.
        since: How many articles told of the matter after ``last``, without it.
    """

    first: str | None
    last: str | None
    undertaking_ids: tuple[str, ...]
    removed: str | None = None
    how: str | None = None
    removed_by: tuple[str, ...] = ()
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What holds the matter up, of one kind, as all articles put it; ``first`` and ``last`` are dates of articles.

    Attributes:
        texts: In the articles' words, the most used first.
        evidence: For each of ``texts``, the sentences with these words, by date; where an obstacle is told apart from its
            undertaking, and no text was read for it, the undertaking's sentence.
        spells: When it rose and fell, the first first.
    """

    kind: ObstacleKind
    texts: tuple[str, ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    first: str | None
    last: str | None
    undertaking_ids: tuple[str, ...]
    spells: tuple[Spell, ...] = ()

    @property
    def latest(self) -> Evidence:
        """The sentence that last tells of it."""
        return max((some[-1] for some in self.evidence), key=lambda one: one.date or "")

    @property
    def standing(self) -> bool:
        """Whether nothing tells that it is gone."""
        return not self.spells or self.spells[-1].removed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How long a matter was not told of.

    Attributes:
        since: Date of the last article that tells of it.
        days: From then to the newest article of the pair.
        articles: How many articles of the pair were read from between, that say nothing of it.
    """

    since: str
    days: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One undertaking, from all articles that tell of it.

    Attributes:
        id: The id of its earliest mention, by which it is found again.
        name: The name that is used most; ``aliases`` are the others, the most used first, also the articles' own words.
        status: The latest stated one; where no article states one, what holds as a rule; ``unknown`` where nothing does.
        status_date: The date of the article that states it first in the latest row of equal ones.
        history: The mentions at which the stated status changed, oldest first; undated articles are left out.
        mentions: All, by date, undated first.
        milestones: By date, undated last.
        obstacles: By when they were last told of, the latest first.
        due: What lies ahead of the newest article: planned steps and deadlines, the next first.
        silence: Null where no article that tells of it has a date.
        followed: Whether texts were read for its steps and the ends of its obstacles; else there are none of these here.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: UndertakingKind
    issue: Issue
    parties: tuple[str, ...]
    status: UndertakingStatus
    status_date: str | None
    history: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    milestones: tuple[Milestone, ...]
    obstacles: tuple[Hindrance, ...]
    due: tuple[Milestone, ...]
    silence: Silence | None
    followed: bool
    first: str | None
    last: str | None
    undertaking_ids: tuple[str, ...]
    article_ids: tuple[str, ...]
