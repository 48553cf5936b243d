"""The undertakings of an article: standing joint matters of two or more parties, each told once."""

from collections.abc import Sequence

from bilat.coding.headline import Headline, read_headline
from bilat.coding.matters import Matter, gather, status_of_hindered
from bilat.coding.mention_parties import PartyFinder
from bilat.coding.naming import name_of, year_of
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.sameness import holds
from bilat.coding.standing import settle
from bilat.lexicon import Lexicon
from bilat.model import Article, Event, EventType, Undertaking, UndertakingKind, UndertakingStatus, undertaking_id

_MADE_BY = frozenset({EventType.SUPPORT, EventType.AGREE})
_HELD_UP = frozenset({UndertakingKind.PROJECT, UndertakingKind.NEGOTIATION})


def find_undertakings(
    article: Article, sentences: Sequence[Sentence], events: Sequence[Event], lexicon: Lexicon, reader: PartyReader
) -> tuple[Undertaking, ...]:
    """The undertakings that an article tells of, in the order of their first mention.

    Args:
        sentences: The article's parsed sentences, already read by ``reader``.
        events: The acts coded in them; a signing gives an agreement its parties.

    Returns:
        One entry for each matter; all spans lie in ``article.text``.
    """
    finder = PartyFinder(sentences, events, lexicon, reader)
    headline = read_headline(article.title, lexicon, finder)
    finder.titled = headline.parties
    matters = gather(sentences, lexicon, finder, headline)
    return tuple(_undertaking(article, matter, lexicon, headline, events) for matter in matters)


def _made_in(matter: Matter, events: Sequence[Event], day: str | None) -> str:
    """The earlier year in which an agreement was made, by its own phrase or the act of its sentence; empty if none is told."""
    if matter.kind is not UndertakingKind.AGREEMENT or not day:
        return ""
    spans = {m.sentence.span.start for m in matter.mentions}
    acts = [e for e in events if e.sentence.start in spans and e.type in _MADE_BY and e.date]
    years = [*(year_of(m) for m in matter.mentions), *((e.date or "")[:4] for e in acts)]
    return min((year for year in years if year and year < day[:4]), default="")


def _undertaking(
    article: Article, matter: Matter, lexicon: Lexicon, headline: Headline, events: Sequence[Event]
) -> Undertaking:
    first = matter.first
    status, status_reason = settle(matter.cued, matter.kind, first.noun.status, first.known, article.date)
    made = _made_in(matter, events, article.date)
    if made and status in {UndertakingStatus.AGREED, UndertakingStatus.UNKNOWN}:
        status, status_reason = UndertakingStatus.IN_FORCE, f"made in {made}, and no word tells that it ended"
    if status is UndertakingStatus.UNKNOWN and any(holds(m) for m in matter.mentions):
        status, status_reason = UndertakingStatus.IN_FORCE, "spoken of as one that holds"
    if matter.ended:
        status, status_reason = UndertakingStatus.ENDED, "the sanctions are said to be lifted"
    if matter.hindered and matter.kind in _HELD_UP and status_of_hindered(status) is not status:
        status, status_reason = status_of_hindered(status), "something is said to hold it up"
    name = name_of(matter.mentions, matter.parties, lexicon, headline.cores.get(matter.kind, ""))
    reasons = {
        "name": f"known by “{first.span.text}”" if first.known else f"built from “{first.span.text}”",
        "parties": _BASES[first.basis] + (f", {first.known.source}" if first.known else ""),
        "kind": f"“{first.span.text}”",
        "issue": matter.issue_reason,
        "status": status_reason,
        "mentions": str(len(matter.mentions)),
    }
    return Undertaking(
        id=undertaking_id(article.id, first.span.start, name),
        article_id=article.id,
        name=name,
        kind=matter.kind,
        parties=matter.parties,
        issue=matter.issue,
        status=status,
        obstacles=tuple(matter.obstacles[key] for key in sorted(matter.obstacles)),
        sentence=first.sentence.span,
        mention=first.span,
        reasons=tuple(reasons.items()),
    )


_BASES = {
    "name": "who made it, by its name",
    "phrase": "named in its phrase",
    "works": "named in the clause on building it",
    "title": "who the title says have a part in it",
    "line": "who, in this article, have a part of it or what it carries",
    "act": "who act in the act on it",
    "subject": "its phrase, and who the sentence says deals with it",
    "sentence": "the two sides that its sentence names",
    "article": "the two states that the article names most",
}
