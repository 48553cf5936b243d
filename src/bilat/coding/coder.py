"""An article to its events, undertakings and facts: a pure function of the article, the lexicons and the model."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bilat.coding.acts import find_acts
from bilat.coding.attribution import Quotes, main_speaker, speaker_of, speech_verbs
from bilat.coding.candidates import SURE, Candidate, fits, keys, political, seen
from bilat.coding.classifier import Classifier, Reading
from bilat.coding.confidence import confidence, stands
from bilat.coding.conventions import planned_before, settle
from bilat.coding.dating import date_of
from bilat.coding.facts import find_facts
from bilat.coding.issues import IssueHit, issue_hits, judge_issues, signs_of
from bilat.coding.judging import issues_of, review, status_of
from bilat.coding.location import place_of
from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.places import PlaceMention, find_places
from bilat.coding.sentences import DATELINE, split_sentences
from bilat.coding.status import judge
from bilat.coding.stories import lemma_of, number_stories
from bilat.coding.times import TimeMention, resolve_dates
from bilat.coding.undertakings import find_undertakings
from bilat.coding.whereabouts import note_places, places_of
from bilat.errors import TooLarge
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import (
    Article,
    Coding,
    Event,
    EventType,
    Mode,
    Party,
    Place,
    Span,
    Status,
    event_id,
    sector_of,
    state_of,
)

_HOME_SENTENCES = 4
_ELECTED = re.compile(
    r"-elect\b|\belection as\b|\b(?:election|electoral|presidential) (?:win|victory)\b|\bnewly elected\b", re.I
)
_SEATED = ("-based", "-born", "-backed", "-made", "-led")
_RELATIONAL = frozenset({EventType.COOPERATE, EventType.SUPPORT})
# Told of a place in another's land, these are aimed at that land's state where nobody else is named. Not force: who is
# struck on foreign soil is as often a group, and pairs of states came out wrong.
_ON_SOIL = frozenset({EventType.MOBILIZE, EventType.PROTEST, EventType.RETREAT, EventType.CONCEDE})
_FORCE = frozenset({EventType.ASSAULT, EventType.COERCE})
_OF_THE_PLACE = frozenset({"CVL", "COP", "MED", "EDU", "REL", "JUD", "LEG", "OPP"})
_MAX_SENTENCE = 1_200  # characters; longer ones are tables or lists, not prose
_MOST_SENTENCES = 4_000  # of one article; more are no report, and each costs a parse, however short


def code_article(article: Article, lexicon: Lexicon, gazetteer: Gazetteer, classifier: Classifier) -> Coding:
    """Code one article.

    Args:
        article: Its ``date``, where there is one, settles who held which office and what "last month" means.
        classifier: The trained model.

    Returns:
        The coding; every span lies in ``article.text`` and equals it there.

    Raises:
        TooLarge: It has more sentences than any report; time grows with their number, and with nothing faster.
    """
    drafts, parsed, reader = draft_events(article, lexicon, gazetteer, classifier)
    numbers = number_stories([d.event for d in drafts], [d.lemma for d in drafts])
    events = tuple(replace(d.event, story=n) for d, n in zip(drafts, numbers, strict=True))
    return Coding(
        article=article,
        sentences=split_sentences(article.text),
        events=events,
        undertakings=find_undertakings(article, parsed, events, lexicon, reader),
        facts=find_facts(article, parsed, lexicon, reader),
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """An event with the candidate that it comes from."""

    event: Event
    candidate: Candidate

    @property
    def lemma(self) -> str:
        """What the act is called, for telling stories apart."""
        return lemma_of(self.candidate)


def draft_events(
    article: Article, lexicon: Lexicon, gazetteer: Gazetteer, classifier: Classifier
) -> tuple[list[Draft], list[Sentence], PartyReader]:
    """The events of an article before they are joined to stories, its parsed sentences, and who is who in it."""
    spans = split_sentences(article.text)
    if len(spans) > _MOST_SENTENCES:
        what = f"the article has {len(spans):,} sentences, over the {_MOST_SENTENCES:,} that are coded"
        raise TooLarge(what, where=article.origin, hint="split it: each article in a file or line of its own")
    readable = [(i, span) for i, span in enumerate(spans) if len(span.text) <= _MAX_SENTENCE]
    memory = Memory(home=_home(article.text, spans, lexicon), elections=_of_elections(article.text))
    reader = PartyReader(lexicon, article.date, memory)
    quotes = Quotes()
    day = date.fromisoformat(article.date) if article.date and len(article.date) == 10 else None
    mentions = find_places(article.text, gazetteer, hint_countries=(memory.home,) if memory.home else ())
    memory.home = memory.home or _where(mentions)
    drafts: list[Draft] = []
    parsed = list(parse(readable, lexicon))
    note_places(parsed, mentions)
    for sentence in parsed:
        speaker = main_speaker(sentence, lexicon, reader)
        reader.speaker = speaker or quotes.speaker
        reader.read(sentence)
        quoted = quotes.covers(sentence.span.text)
        found = find_acts(sentence, lexicon, reader)
        if not found and not sentence.names_two:
            quotes.step(sentence.span.text, speaker)
            continue
        reading = classifier.read([t.text for t in sentence.tokens])
        candidates = [_refer(c, drafts, memory) for c in review(sentence, found, reading, reader)]
        hits = issue_hits(sentence, lexicon) if candidates else []
        times = resolve_dates(sentence.span.text, day) if candidates else []
        places = places_of(sentence, mentions, gazetteer, lexicon, memory.home) if candidates else ()
        for candidate in candidates:
            place = place_of(candidate, places)
            _host(candidate, place[0])
            _struck_at(candidate, place[0])
            if not (fits(candidate) or seen(candidate)) or not stands(candidate, classifier.card):
                continue
            said_by = quotes.speaker if quoted else None
            event = _event(
                article, candidate, lexicon, reader, reading, classifier.card, hits, times, place, said_by, drafts
            )
            _add(drafts, Draft(event, candidate))
        quotes.step(sentence.span.text, speaker)
    return drafts, parsed, reader


def _add(drafts: list[Draft], new: Draft) -> None:
    """Add an act, once where two entries tell it by the same word: of "lifting" and "lifting of sanctions" the longer stays."""
    for i, old in enumerate(drafts):
        if old.event.id == new.event.id:
            if len(new.event.trigger.text) > len(old.event.trigger.text):
                drafts[i] = new
            return
    drafts.append(new)


def _of_elections(text: str) -> bool:
    """Whether an article tells of somebody elected."""
    low = text.lower()
    return ("elect" in low or "presidential" in low) and _ELECTED.search(text) is not None


def _home(text: str, spans: tuple[Span, ...], lexicon: Lexicon) -> str | None:
    """The state in which an article is at home: a dateline's, else the one that its first sentences name most."""
    counts: Counter[str] = Counter()
    filed = DATELINE.match(text.lstrip())
    pieces = [(filed["place"].title(), 3)] if filed else []
    for piece, weight in [*pieces, *((span.text, 1) for span in spans[:_HOME_SENTENCES])]:
        for hit in lexicon.names.of_text(piece):
            if piece[hit.end :].startswith(_SEATED):
                continue  # a "London-based" group is at home elsewhere
            state = next((state_of(n.code) for n in hit.names if n.kind in {"state", "capital", "demonym"}), "")
            if state and not state.startswith("IGO"):
                counts[state] += weight
    return counts.most_common(1)[0][0] if counts else None


def _where(mentions: Sequence[PlaceMention]) -> str | None:
    """The country of most of an article's places: its home where it names no state."""
    counts = Counter(m.entry.country for m in mentions if m.entry.country)
    return counts.most_common(1)[0][0] if counts else None


def _refer(candidate: Candidate, drafts: list[Draft], memory: Memory) -> Candidate:
    """Give "the talks", "the attack" the parties of the act of that kind told before, else those of the latest pair."""
    few = len(candidate.parties) < 2 if candidate.symmetric else not (candidate.actors and candidate.recipients)
    mine = keys(candidate.parties)
    if (
        few
        and not candidate.definite
        and candidate.symmetric
        and (candidate.type in _RELATIONAL or _surely_talks(candidate))
        and mine
        and mine <= keys(memory.pair)
    ):
        candidate.actors = memory.pair
        candidate.reasons["parties"] = f"“{candidate.token.text}” of the pair named last"
    if not (candidate.definite and few) or (candidate.type is EventType.ASSAULT and not mine):
        return candidate  # an attack mentioned in passing is coded where its sentence names a party to it
    for event in (d.event for d in reversed(drafts)):
        told = event.actors + event.recipients
        if (
            event.type is candidate.type
            and event.mode is candidate.mode
            and len(told) > len(mine)
            and keys(candidate.actors) <= keys(event.actors if not candidate.symmetric else told)
            and keys(candidate.recipients) <= keys(event.recipients if not candidate.symmetric else told)
        ):
            candidate.actors, candidate.recipients = event.actors, event.recipients
            candidate.reasons["parties"] = f"“{candidate.token.text}” goes back to “{event.trigger.text}”"
            return candidate
    if candidate.symmetric and candidate.type in _RELATIONAL | {EventType.CONSULT} and mine <= keys(memory.pair):
        candidate.actors = memory.pair
        candidate.reasons["parties"] = f"“{candidate.token.text}” of the pair named last"
    return candidate


def _surely_talks(candidate: Candidate) -> bool:
    """Whether the model is sure that a word tells of talks, though its sentence names one side alone."""
    found = candidate.evidence
    return candidate.type is EventType.CONSULT and found is not None and found.type >= SURE


def is_armed(candidate: Candidate) -> bool:
    """Whether an armed group is a party to an act."""
    return any(sector_of(p.code) == "REB" for p in candidate.parties)


def _host(candidate: Candidate, place: Place | None) -> None:
    """Where a visit, talks of one side, or an act on foreign soil name no other, the state of the place is it."""
    alone = len(keys(candidate.parties)) == 1 and not candidate.recipients
    abroad = candidate.type in _ON_SOIL and bool(candidate.actors) and not candidate.recipients
    if not (abroad or (candidate.type is EventType.CONSULT and alone)) or place is None or not place.country:
        return
    if place.country in {state_of(p.code) for p in candidate.parties} or not any(map(political, candidate.actors)):
        return
    host = Party(text=place.text, code=place.country, span=place.span, reason=f"host: {place.reason}")
    if abroad or candidate.mode is Mode.VISIT:
        candidate.recipients = (host,)
    elif candidate.symmetric:
        candidate.actors = (*candidate.actors, host)


def _struck_at(candidate: Candidate, place: Place | None) -> None:
    """People of no told state who are struck or held are of the land where it happens: "12 civilians were killed in Kharkiv"."""
    if candidate.type not in _FORCE or place is None or not place.country:
        return
    candidate.recipients = tuple(
        replace(p, code=place.country + p.code, reason=f"{p.reason}; of the place, {place.text}")
        if p.code in _OF_THE_PLACE
        else p
        for p in candidate.recipients
    )


def _event(
    article: Article,
    candidate: Candidate,
    lexicon: Lexicon,
    reader: PartyReader,
    reading: Reading,
    card: Mapping[str, Any],
    hits: list[IssueHit],
    times: list[TimeMention],
    where: tuple[Place | None, str],
    quoted: Party | None,
    drafts: list[Draft],
) -> Event:
    sentence = candidate.sentence
    value, date_reason = date_of(candidate, times, ahead=False)
    status, status_reason = judge(candidate, lexicon, value=value, day=article.date)
    status, changed = status_of(candidate, status, reading, dated=value is not None)
    status_reason = "; ".join(filter(None, (status_reason, changed)))
    said = speaker_of(sentence, candidate.token, lexicon, reader)
    speaker = said[0] if said else quoted
    status, status_reason, speaker = settle(candidate, status, status_reason, speaker)
    status, status_reason = planned_before(candidate, status, status_reason, [d.event for d in drafts])
    if status is Status.PLANNED:
        value, date_reason = date_of(candidate, times, ahead=True, speech=speech_verbs(sentence, lexicon))
    place, place_reason = where
    armed = is_armed(candidate)
    issues, issue_reason = judge_issues(hits, candidate.token.i, candidate.type, candidate.act.issues, armed=armed)
    signs = signs_of(hits, candidate.token.i, candidate.type, candidate.act.issues, armed=armed)
    issues, changed = issues_of(candidate, issues, signs, reading, card)
    issue_reason = "; ".join(filter(None, (issue_reason, changed)))
    sure, evidence = confidence(candidate, card)
    reasons = {
        **candidate.reasons,
        "status": status_reason,
        "issues": issue_reason,
        "date": date_reason,
        "place": place_reason,
        "attributed_to": said[1] if said else "an open quotation" if quoted else "nobody is named as its source",
        "confidence": evidence,
    }
    trigger = sentence.piece(candidate.start, candidate.end)
    codes = [p.code for p in candidate.actors], [p.code for p in candidate.recipients]
    return Event(
        id=event_id(article.id, trigger.start, candidate.type, *codes),
        article_id=article.id,
        sentence=sentence.span,
        trigger=trigger,
        type=candidate.type,
        mode=candidate.mode,
        actors=candidate.actors,
        recipients=candidate.recipients,
        status=status,
        issues=issues,
        attributed_to=speaker,
        date=value,
        place=place,
        confidence=sure,
        reasons=tuple(reasons.items()),
    )
