"""All acts of a parsed sentence: those of its nouns and verbs, each told once, without what is only another's content."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bilat.coding.candidates import HOSTILE, Candidate, fits, keys, party_key, political, settle_sides
from bilat.coding.frames import carrying_verb, children, governors, has_to, prepositional
from bilat.coding.nouns import PARTICLE_VERBS, noun_act
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.reaching import between, reach_out
from bilat.coding.tokens import Token
from bilat.coding.verbs import CONTENT_TAKERS, verb_act
from bilat.lexicon import Act, Lexicon
from bilat.model import EventType, Mode, Status, state_of

_RETALIATE = frozenset({"retaliate", "avenge", "respond", "revenge", "punish"})
_OF_GAMES = frozenset({EventType.ASSAULT, EventType.MOBILIZE})  # "the attack", "beat", "the squad"
_ATTACKS = frozenset({"attack", "attacks", "assault", "broadside"})
_DUTY = frozenset({"should", "must", "ought"})
_DUTY_ACT = Act(words=("should",), type=EventType.REQUEST, status=Status.ACTUAL)
_LEAVING = frozenset({"killing", "injuring", "wounding"})
_RELATIONS = frozenset({EventType.COOPERATE, EventType.SUPPORT})
_TALK = frozenset({"discuss", "review", "examine", "explore", "negotiate", "deliberate", "brief"})
_SPOKEN = frozenset(
    {"calling", "accusing", "branding", "describing", "dubbing", "labelling", "labeling", "saying", "claiming"}
)
_SCORE = re.compile(
    r"\b\d{1,2}[-–]\d{1,2}\b(?! (?:of|January|February|March|April|May|June|July|August|September|October|November|December))"
)


def find_acts(sentence: Sentence, lexicon: Lexicon, reader: PartyReader) -> list[Candidate]:
    """The acts of a sentence, in the order of their triggers; some may wait for parties from earlier sentences."""
    nouns = [c for t in sentence.nouns if (c := noun_act(sentence, t, lexicon, reader))]
    carried = {verb.i: c for c in nouns if (verb := _carrier(c, lexicon)) is not None}
    verbs = [c for t in sentence.verbs if (c := verb_act(sentence, t, lexicon, reader, carried.get(t.i)))]
    found = _merged(sorted([*nouns, *verbs], key=lambda c: c.token.i))
    found += _told_to(sentence, found, reader)
    found.sort(key=lambda c: c.token.i)
    for candidate in found:
        _hear(candidate)
    found = _without_content(found)
    for candidate in found:
        reach_out(sentence, candidate, reader)
        between(candidate, found)
    if any(c.type in _OF_GAMES for c in found) and _about_sport(sentence, lexicon):
        return [c for c in found if c.type not in _OF_GAMES]
    return found


def _told_to(sentence: Sentence, found: list[Candidate], reader: PartyReader) -> list[Candidate]:
    """What a party says that another should or must do, whatever it is: a request."""
    speaker, taken = reader.speaker, {c.token.i for c in found}
    if speaker is None or not political(speaker) or not state_of(speaker.code):
        return []
    asked = []
    for modal in sentence.among(_DUTY):
        verb = modal.head
        if modal.dep_ != "aux" or not verb.is_verb or verb.i in taken:
            continue
        told = [p for t in children(verb, "nsubj") for p in reader.resolve_all(sentence, t) if political(p)]
        if not told or verb.lower_ == "be" or state_of(speaker.code) in {state_of(p.code) for p in told}:
            continue
        candidate = Candidate(sentence, _DUTY_ACT, EventType.REQUEST, None, verb, modal.i, verb.i + 1, None)
        candidate.reasons["type"] = f"“{modal.text}”, said of another, is a request"
        candidate.strong = True
        settle_sides(candidate, [speaker], told)
        asked.append(candidate)
    return asked


def _hear(candidate: Candidate) -> None:
    """An attack that goes on in words ("launched an attack on the minister, calling him a liar") is an accusation."""
    verb, trigger = candidate.verb, candidate.sentence.tokens[candidate.start : candidate.end]
    words = {candidate.lemma, *(t.lower_ for t in trigger)}
    if candidate.type is not EventType.ASSAULT or verb is None or not words & _ATTACKS:
        return
    spoken = next((c for c in children(verb, "advcl", "xcomp") if c.tag_ == "VBG" and c.lower_ in _SPOKEN), None)
    if spoken is not None:
        candidate.type = EventType.ACCUSE
        candidate.reasons["type"] += f"; “{spoken.text}”: an attack in words, ACCUSE"


def _about_sport(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence tells of a game, in the words of war."""
    nouns = lexicon.grammar["sport_nouns"]
    return any(t.lemma_ in nouns for t in sentence.nouns) or bool(_SCORE.search(sentence.span.text))


def _carrier(noun: Candidate, lexicon: Lexicon) -> Token | None:
    """The verb that only carries a noun's act: it is its object, or a light verb's."""
    verb = carrying_verb(noun.top or noun.token)
    if verb is None or (not fits(noun) and not noun.definite):
        return None
    lemma = verb.lemma_
    if lemma in PARTICLE_VERBS and not children(verb, "prt"):
        return None  # "call for an embargo" carries no embargo, "call off talks" does
    return verb if lemma in lexicon.grammar["light_verbs"] | lexicon.grammar["end_verbs"] else None


def _merged(found: list[Candidate]) -> list[Candidate]:
    """One candidate for each act: a verb and the noun that it carries, "a raid that killed", are told once."""
    dropped: set[int] = set()
    for a in found:
        for b in found:
            if a is b or id(a) in dropped or id(b) in dropped:
                continue
            kept = _one_act(a, b)
            if kept is not None:
                other = b if kept is a else a
                _take_over(kept, other)
                dropped.add(id(other))
    return [c for c in found if id(c) not in dropped]


def _one_act(a: Candidate, b: Candidate) -> Candidate | None:
    """Which of two candidates stands for both, where ``a`` is a verb and ``b`` a noun that tells the same act."""
    if a.token.is_verb and b.token.is_verb:
        joined = (
            b.token.dep_ == "conj"
            and b.token.head.i == a.token.i
            and a.type is b.type
            and a.act.objects
            and b.act.objects
        )
        led = (
            a.type is b.type is EventType.CONSULT
            and b.symmetric
            and any(h.i == a.token.i for h, _ in governors(b.token))
        )
        blow = a.type is b.type is EventType.ASSAULT and b.token.lower_ in _LEAVING and fits(a)
        if blow and any(h.i == a.token.i for h, _ in governors(b.token)):
            return a  # "struck the column, killing nine"
        # A visit and a meeting during it are two events; so are two verbs in a row.
        led = led and b.token.dep_ != "conj" and a.mode is not Mode.VISIT
        led = led and (len(keys(b.parties)) < 2 or keys(b.parties) <= keys(a.parties))
        return a if joined or led else None
    if not a.token.is_verb or b.token.is_verb:
        return None
    carrier = carrying_verb(b.top or b.token)
    if a.type is b.type is EventType.ASSAULT and a.recipients and b.token.dep_ == "pobj":
        return a if carrier is not None and carrier.i == a.token.i else None  # "killed two men in a shootout"
    visit = a.mode is Mode.VISIT and b.mode is not Mode.VISIT and b.token.dep_ == "pobj"
    if carrier is not None and carrier.i == a.token.i and not visit:
        named = bool(a.act.objects) and (
            {b.lemma, f"{b.sentence.tokens[b.token.i - 1].lower_} {b.lemma}"} & a.act.objects
        )
        if a.mode is Mode.THIRD_PARTY:
            return None
        if a.type is EventType.AGREE and fits(a):
            return a  # to offer aid is a promise
        if a.type is EventType.REJECT and fits(a) and b.actors and not keys(a.actors) & keys(b.actors):
            return a  # what is refused is another's
        if a.type is not b.type and not named and a.type not in {EventType.CONSULT, EventType.AGREE}:
            return None
        compound = b.start < b.token.i and b.type is not a.type
        if (b.act.mode is not None or compound) and fits(a) and not fits(b):
            return a  # "received a phone call from"
        if b.act.mode is not None or compound or (a.type is b.type and fits(b)):
            return b
        return a if named else None
    if a.type is b.type is EventType.ASSAULT:
        if b.token.dep_ in {"nsubj", "nsubjpass"} and b.token.head.i == a.token.i:
            return a
        if b.token.i in {t.i for t in prepositional(a.token, ("in", "during", "by", "for"))} and len(b.parties) < 2:
            return a
    return None


def _take_over(kept: Candidate, other: Candidate) -> None:
    """Give the one that stays the parties that only the other has."""
    both = keys(kept.parties)
    if not kept.actors or (
        kept.type is EventType.ASSAULT and not other.token.is_verb and other.token.dep_ == "nsubj" and other.actors
    ):
        added = tuple(p for p in other.actors if party_key(p) not in keys(kept.recipients))
        kept.actors = added or kept.actors
    if not kept.recipients and not kept.symmetric and kept.type is other.type:
        kept.recipients = tuple(p for p in other.recipients if party_key(p) not in both)
    kept.start, kept.end = min(kept.start, kept.token.i), max(kept.end, kept.token.i + 1)


def _without_content(found: list[Candidate]) -> list[Candidate]:
    """Drop what is only the content of a promise, request, threat or refusal; its parties serve the act that holds it."""
    takers = {c.token.i: c for c in found if c.type in CONTENT_TAKERS and fits(c)}
    kept = []
    for candidate in found:
        taker = _taker(candidate, takers)
        if taker is None:
            if not _talked_of(candidate, found):
                kept.append(candidate)
            continue
        _colour(taker, candidate)
        mine = keys(taker.actors)
        if not taker.recipients and len(mine) < 2 and not taker.symmetric:
            taker.recipients = tuple(p for p in (candidate.recipients or candidate.actors) if party_key(p) not in mine)
            taker.reasons["recipients"] = f"from “{candidate.token.text}”, which it governs"
    return kept


def _talked_of(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether relations are only what is talked of: "discussed ways to strengthen cooperation", "talks on trade"."""
    if candidate.type not in _RELATIONS:
        return False
    talks = {c.token.i for c in found if c.type is EventType.CONSULT and c.mode is not Mode.VISIT and fits(c)}
    above = [candidate.token, *(head for head, _, _ in _path(candidate.token))]
    for below, head in pairwise(above):
        if head.lemma_ in _TALK and (
            head.i in talks or any(h.i in talks for h, _ in governors(head))
        ):
            return True
        if head.i in talks and not head.is_verb and below.lower_ in {"on", "about", "over", "regarding"}:
            return True
    return False


def _colour(taker: Candidate, content: Candidate) -> None:
    """A vow of force is a threat; a vow not to is a refusal."""
    if taker.type is not EventType.AGREE:
        return
    if any(c.dep_ == "neg" for c in content.token.children):
        taker.type = EventType.REJECT
    elif content.type in HOSTILE - {EventType.PROTEST} or content.lemma in _RETALIATE:
        taker.type = EventType.THREATEN
    else:
        return
    taker.reasons["type"] += f", of “{content.token.text}”: {taker.type}"


def _taker(candidate: Candidate, takers: dict[int, Candidate]) -> Candidate | None:
    own = keys([p for p in candidate.actors if political(p)])
    for head, dep, below in _path(candidate.token):
        taker = takers.get(head.i)
        if taker is None or taker is candidate:
            continue
        content = dep in {"xcomp", "ccomp", "acl", "pcomp", "prep", "dobj", "acomp"} or (
            dep == "advcl" and has_to(below) and taker.strong
        )
        foreign = own and not own & keys(taker.parties) and not candidate.token.is_verb and not has_to(candidate.token)
        if content and not foreign:
            return taker
    return None


def _path(token: Token) -> Iterator[tuple[Token, str, Token]]:
    """The governors of a token up to the clause that reports it, with what hangs on each and how.

    Of verbs joined under one governor, "to talk and to work with China", each hangs on it.
    """
    below = token
    for head, dep in governors(token):
        if dep == "conj" and below.tag_ == head.tag_ in {"VB", "VBG"}:
            below = head
            continue
        yield head, dep, below
        below = head
        if dep in {"advcl", "relcl", "parataxis", "nsubj", "nsubjpass", "conj"}:
            return
