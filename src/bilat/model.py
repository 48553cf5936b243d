"""The words of bilat as values: frozen, slotted records and the closed lists.

Names and codes are PLOVER's (Political Language Ontology for Verifiable Event Records, 1.3) where PLOVER has one, ISO 3166-1
alpha-3 for states. Offsets are characters of :attr:`Article.text`, end exclusive, and ``text[start:end] == span.text`` holds
for every span that an article's coding carries.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Quad(StrEnum):
    """The four quad categories of PLOVER."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"


class EventType(StrEnum):
    """The sixteen event types of PLOVER, in its order from the most cooperative to the most hostile."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"

    @property
    def quad(self) -> Quad:
        """The quad category that the type belongs to."""
        return QUADS[self]


QUADS = {
    **dict.fromkeys(
        (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE), Quad.VERBAL_COOPERATION
    ),
    **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.RETREAT), Quad.MATERIAL_COOPERATION),
    **dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), Quad.VERBAL_CONFLICT),
    **dict.fromkeys(
        (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT),
        Quad.MATERIAL_CONFLICT,
    ),
}


class Mode(StrEnum):
    """How a CONSULT took place; null elsewhere."""

    VISIT = "visit"
    PHONE = "phone"
    MULTILATERAL = "multilateral"
    THIRD_PARTY = "third-party"


class Status(StrEnum):
    """Whether the act took place."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    HISTORICAL = "historical"


class Issue(StrEnum):
    """What a relation is about."""

    DIPLOMACY = "diplomacy"
    SECURITY = "security"
    TERRORISM = "terrorism"
    BORDER = "border"
    TERRITORY = "territory"
    MILITARY = "military"
    NUCLEAR = "nuclear"
    TRADE = "trade"
    FINANCE = "finance"
    ENERGY = "energy"
    CONNECTIVITY = "connectivity"
    AGRICULTURE = "agriculture"
    WATER = "water"
    AID = "aid"
    HEALTH = "health"
    MIGRATION = "migration"
    SANCTIONS = "sanctions"
    JUSTICE = "justice"
    HUMAN_RIGHTS = "human-rights"
    CULTURE = "culture"
    ENVIRONMENT = "environment"
    POLITICS = "politics"
    TECHNOLOGY = "technology"


class Sector(StrEnum):
    """Who within a state, or beside it, a party is."""

    GOV = "GOV"
    MIL = "MIL"
    COP = "COP"
    JUD = "JUD"
    LEG = "LEG"
    SPY = "SPY"
    OPP = "OPP"
    PTY = "PTY"
    REB = "REB"
    MED = "MED"
    BUS = "BUS"
    EDU = "EDU"
    REL = "REL"
    NGO = "NGO"
    CVL = "CVL"
    UAF = "UAF"


class UndertakingKind(StrEnum):
    """What kind of standing joint matter an undertaking is."""

    AGREEMENT = "agreement"
    PROJECT = "project"
    MECHANISM = "mechanism"
    COMMITMENT = "commitment"
    NEGOTIATION = "negotiation"
    SANCTIONS_REGIME = "sanctions-regime"


class UndertakingStatus(StrEnum):
    """Where an undertaking stands, as an article says."""

    PROPOSED = "proposed"
    UNDER_NEGOTIATION = "under-negotiation"
    AGREED = "agreed"
    IN_FORCE = "in-force"
    UNDER_CONSTRUCTION = "under-construction"
    OPERATING = "operating"
    STALLED = "stalled"
    SUSPENDED = "suspended"
    ENDED = "ended"
    VIOLATED = "violated"
    UNKNOWN = "unknown"


class ObstacleKind(StrEnum):
    """What holds an undertaking up."""

    SANCTIONS = "sanctions"
    FINANCE = "finance"
    SECURITY = "security"
    DISPUTE = "dispute"
    POLITICS = "politics"
    TECHNICAL = "technical"
    LEGAL = "legal"
    OTHER = "other"


class DateBasis(StrEnum):
    """Where an article's date comes from."""

    GIVEN = "given"
    METADATA = "metadata"
    URL = "url"
    TEXT = "text"
    CRAWL = "crawl"
    """The day on which a crawler fetched the page: the article is from that day or earlier."""


class FurnitureKind(StrEnum):
    """What a piece of text was that reading cut from an article."""

    LINK = "link"
    FORM = "form"
    BYLINE = "byline"
    NEWSLETTER = "newsletter"
    CREDIT = "credit"


class CopyKind(StrEnum):
    """What an article is to an earlier-read one with the same text."""

    EXACT = "exact"
    NEAR = "near"
    TRUNCATED = "truncated"
    EXTENDED = "extended"


class CorrectionKind(StrEnum):
    """How an article takes another's place."""

    CORRECTION = "correction"
    RETRACTION = "retraction"
    UPDATE = "update"


class CorrectionBasis(StrEnum):
    """By what the article that is corrected was found."""

    ID = "id"
    URL = "url"
    COPY = "copy"
    TITLE = "title"


class NameKind(StrEnum):
    """What bears a name that an article introduces."""

    PERSON = "person"
    GROUP = "group"


def content_id(*parts: str) -> str:
    """The id of a value from its content: 16 hexadecimal digits of the BLAKE2b digest of its parts."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return digest.hexdigest()


def event_id(article: str, at: int, kind: EventType, actors: Iterable[str], recipients: Iterable[str]) -> str:
    """An event's id: from its article, where its trigger starts, its type and the codes of its parties."""
    return content_id(article, str(at), kind.value, *actors, ">", *recipients)


def undertaking_id(article: str, at: int, name: str) -> str:
    """An undertaking's id: from its article, where its first mention starts, and its name."""
    return content_id(article, "undertaking", str(at), name)


def fact_id(article: str, at: int, unit: str) -> str:
    """A fact's id: from its article, where it starts, and its unit."""
    return content_id(article, "fact", str(at), unit)


def _portable(kind: type[T]) -> type[T]:
    """Lets slotted records be handed from process to process in half the time: a dataclass asks for its fields at each one."""
    names = fields(cast(Any, kind))
    read = attrgetter(*(one.name for one in names))
    puts = [vars(kind)[one.name].__set__ for one in names]

    def restore(self: T, values: tuple[Any, ...]) -> None:
        for put, value in zip(puts, values, strict=True):
            put(self, value)

    made = cast(Any, kind)
    made.__getstate__, made.__setstate__ = lambda self: read(self), restore  # a function is bound to its value
    return kind


@_portable
@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text, ``text[start:end] == span.text``."""

    start: int
    end: int
    text: str


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A piece that reading cut from the text; ``at`` is the offset in :attr:`Article.text` where it stood."""

    at: int
    text: str
    kind: FurnitureKind


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A related report that the page points at: its headline, and its address where the page gives one."""

    text: str
    url: str | None = None


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news report.

    Attributes:
        id: The source's own id where it has one, else :func:`content_id` of title and text.
        date: ISO date of publication, null where nothing tells it.
        date_basis: Where ``date`` comes from; null with ``date``.
        date_reason: The text or field that gave the date, or why there is none.
        origin: Where it was read: a path, with ``#line`` or ``!member`` for one of many in a file.
        input: A digest of what it was made of, null for one made in the program: no part of what the article says.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    date_basis: DateBasis | None = None
    date_reason: str = "no date in metadata, address or text"
    language: str | None = None
    url: str | None = None
    origin: str = "<memory>"
    links: tuple[Link, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    input: str | None = field(default=None, compare=False, repr=False)


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who acts or is acted on.

    Attributes:
        text: The words that name the party, verbatim: in the event's sentence, or in its antecedent's.
        code: State (alpha-3) and sector, an IGO's code, a bare sector, or "" for a party that cannot be named.
        span: Where ``text`` stands in the article; for a pronoun or short form, the antecedent's place.
        mention: What the sentence itself has, where that differs from ``text`` ("he", "both countries").
        name: The person's or body's name, role: the office or role, each where the text gives it.
        reason: Which entry or rule gave the code.
    """

    text: str
    code: str
    span: Span | None = None
    mention: Span | None = None
    name: str | None = None
    role: str | None = None
    reason: str = ""


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """A name that an article introduces with a role and a state, and that the lexicon does not know on its day.

    Attributes:
        kind: Whether it is a person's or an armed group's.
        name: As the article writes it; role: the word for its role; code: what the words about it give.
        sentence: The sentence that introduces it; span: where the name stands.
    """

    article_id: str
    date: str | None
    outlet: str | None
    kind: NameKind
    name: str
    role: str
    code: str
    sentence: Span
    span: Span


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of an article's text to know it when it comes again.

    Attributes:
        words: How many words the text has.
        keys: Hashes (32 bits) by which it is looked up; the first is that of all its words.
        prints: Hashes (16 bits) of its pairs of content words, in their order.
        facts: Hashes of its numbers and names with their places among the pairs, as reading/signature.py packs them.
    """

    words: int
    keys: tuple[int, ...]
    prints: tuple[int, ...]
    facts: tuple[int, ...]


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """That an article is the same text as one that was read before it.

    Attributes:
        of: The earlier-read article's id.
        kind: What the later-read one is to it: truncated where it is the shorter.
        similarity: Which part of the one that is contained in the other stands in the other, 0 to 1.
    """

    article_id: str
    of: str
    kind: CopyKind
    similarity: float


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """That an article corrects, updates or retracts another.

    Attributes:
        replaces: Id of the article whose place it takes; null where the record has none that it could be.
        basis: By what that was found; null with it.
        said: The words of the article, or of its headline, that say so; null for an update that only its id or address tells.
        span: Where in its text they stand; null for those of a headline.
    """

    article_id: str
    replaces: str | None
    kind: CorrectionKind
    basis: CorrectionBasis | None
    said: str | None
    span: Span | None


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event took place; coordinates are WGS 84 degrees."""

    text: str
    country: str | None
    span: Span | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    reason: str = ""


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One assertion, in one sentence, that parties did something of a PLOVER type.

    Attributes:
        story: Within the article, the same number for assertions of the same happening.
        date: ISO date, month or year of the act; null where the sentence gives none.
        confidence: Calibrated probability that the line is right; null until a calibrated model judges it.
        reasons: Field name to the words or rule that decided it.
    """

    id: str
    article_id: str
    sentence: Span
    trigger: Span
    type: EventType
    mode: Mode | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    status: Status
    issues: tuple[Issue, ...]
    attributed_to: Party | None = None
    date: str | None = None
    place: Place | None = None
    story: int = 0
    confidence: float | None = None
    reasons: tuple[tuple[str, str], ...] = ()


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What holds an undertaking up, in the article's words."""

    text: str
    kind: ObstacleKind
    span: Span


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """A standing joint matter of two or more parties, as one article tells of it."""

    id: str
    article_id: str
    name: str
    kind: UndertakingKind
    parties: tuple[str, ...]
    issue: Issue
    status: UndertakingStatus
    obstacles: tuple[Obstacle, ...]
    sentence: Span
    mention: Span
    reasons: tuple[tuple[str, str], ...] = ()


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A stated quantity of a pair or a party ("a 900-kilometer border")."""

    id: str
    article_id: str
    text: str
    quantity: float
    unit: str
    subject: str
    parties: tuple[str, ...]
    sentence: Span
    span: Span
    reason: str = ""


@_portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What the coder found in one article."""

    article: Article
    sentences: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    facts: tuple[Fact, ...] = ()

    def at_least(self, confidence: float) -> "Coding":
        """The coding without the events below a confidence, and without those that have none; 0 leaves none out."""
        if confidence <= 0:
            return self
        kept = tuple(e for e in self.events if e.confidence is not None and e.confidence >= confidence)
        return replace(self, events=kept)


@lru_cache(maxsize=20_000)
def state_of(code: str) -> str:
    """The state (alpha-3) or IGO that a party's code belongs to, "" where it has none.

    >>> state_of("IRNGOV"), state_of("IGOUN"), state_of("REB")
    ('IRN', 'IGOUN', '')
    """
    if code.startswith("IGO"):
        return code
    return "" if code in Sector.__members__ else code[:3]


@lru_cache(maxsize=20_000)
def sector_of(code: str) -> str:
    """The sector of a party's code, "" for a bare state or an IGO.

    >>> sector_of("IRNGOV"), sector_of("IRN"), sector_of("REB")
    ('GOV', '', 'REB')
    """
    if code.startswith("IGO"):
        return ""
    return code if code in Sector.__members__ else code[3:]
