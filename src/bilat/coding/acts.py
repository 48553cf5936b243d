"""Acts in a parsed sentence: verbs and nouns of the lexicon with the parties that stand in their frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from bilat.coding.frames import (
    carrying_verb,
    children,
    governors,
    has_to,
    is_passive,
    is_verb,
    objects,
    prepositional,
    subjects,
)
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader, conjuncts
from bilat.lexicon import Act, Lexicon
from bilat.model import EventType, Mode, Party, sector_of, state_of

HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST, EventType.SANCTION})
# Words that promise, ask, threaten or refuse: what they govern is their content, not an event beside them.
CONTENT_TAKERS = frozenset({EventType.AGREE, EventType.REQUEST, EventType.THREATEN, EventType.REJECT})
# What ending an act amounts to, by the type of the act that is ended.
ENDED = {
    EventType.CONSULT: EventType.REJECT,
    EventType.AID: EventType.SANCTION,
    EventType.COOPERATE: EventType.SANCTION,
    EventType.SUPPORT: EventType.SANCTION,
    EventType.SANCTION: EventType.CONCEDE,
    EventType.COERCE: EventType.CONCEDE,
    EventType.ASSAULT: EventType.RETREAT,
    EventType.MOBILIZE: EventType.RETREAT,
    EventType.PROTEST: EventType.CONCEDE,
}
_UNPOLITICAL = frozenset({"CVL", "BUS", "EDU", "REL", "MED", "NGO", ""})


@dataclass(slots=True)
class Candidate:
    """An act found, with its parties; ``verb`` is the word whose tense and modality tell whether it took place."""

    sentence: Sentence
    act: Act
    type: EventType
    mode: Mode | None
    token: Token
    start: int
    end: int
    verb: Token | None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Both sides."""
        return self.actors + self.recipients


def find_acts(sentence: Sentence, lexicon: Lexicon, reader: PartyReader) -> list[Candidate]:
    """The acts of a sentence, in the order of their triggers."""
    nouns = [c for token in sentence.doc if token.tag_.startswith("NN") and (c := _noun(sentence, token, lexicon, reader))]
    carried = {carrier.i: c for c in nouns if (carrier := carrying_verb(c.token)) is not None}
    verbs = [c for token in sentence.doc if is_verb(token) and (c := _verb(sentence, token, lexicon, reader, carried))]
    superseded = {id(carried[v.token.i]) for v in verbs if v.token.i in carried and _covers(v, carried[v.token.i])}
    found = sorted([n for n in nouns if id(n) not in superseded] + verbs, key=lambda c: c.token.i)
    return _without_content(found)


def _covers(verb: Candidate, noun: Candidate) -> bool:
    """Whether a verb's entry names the noun as its object ("sign an agreement"): the two are one act."""
    return bool(verb.act.objects) and sentence_lemma(noun) in verb.act.objects


def sentence_lemma(candidate: Candidate) -> str:
    """The lemma of a candidate's trigger."""
    return candidate.sentence.lemma(candidate.token)


# Verbs


def _verb(
    sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader, carried: dict[int, Candidate]
) -> Candidate | None:
    if token.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return None
    entries = lexicon.verbs.get(sentence.lemma(token))
    if not entries:
        return None
    noun = carried.get(token.i)
    best: tuple[tuple[float, ...], Candidate] | None = None
    for act in entries:
        matched = _words_after(sentence, token, act.words[1:])
        if matched is None or not _object_fits(sentence, token, act):
            continue
        if noun is not None and not act.objects:
            continue  # a light verb: the noun is the act
        candidate = _verb_candidate(sentence, token, act, matched, reader)
        if not fits(candidate):
            continue
        rank = (len(act.words), bool(act.objects), act.weight, len(candidate.recipients) > 0, len(candidate.actors) > 0)
        if best is None or rank > best[0]:
            best = rank, candidate
    return best[1] if best else None


def _words_after(sentence: Sentence, token: Token, wanted: Sequence[str]) -> int | None:
    """The end of the particle or preposition that an entry asks for after its verb; None if it is not there."""
    end = token.i + 1
    for word in wanted:
        near = [t for t in sentence.doc[end : min(end + 7, len(sentence.doc))] if t.lower_ == word]
        hung = [t for t in near if t.head.i == token.i or t.head.head.i == token.i or t.i == end]
        if not hung:
            return None
        end = hung[0].i + 1 if hung[0].i == end else end
    return end


def _object_fits(sentence: Sentence, token: Token, act: Act) -> bool:
    if not act.objects and not act.excluded:
        return True
    heads = [h for o in objects(token) for h in conjuncts(o)]
    if len(act.words) > 1:
        heads += [h for o in prepositional(token, act.words[1:]) for h in conjuncts(o)]
    lemmas = {sentence.lemma(h) for h in heads} | {
        f"{sentence.doc[h.i - 1].lower_} {sentence.lemma(h)}" for h in heads if h.i
    }
    if act.objects:
        return bool(lemmas & act.objects)
    return not lemmas & act.excluded


def _verb_candidate(sentence: Sentence, token: Token, act: Act, end: int, reader: PartyReader) -> Candidate:
    doers = [p for t in subjects(token) for p in reader.resolve_all(sentence, t)]
    done_to = _slots(sentence, token, act, reader, doers)
    passive = is_passive(token)
    if act.swap and not passive:
        doers, done_to = done_to, doers
    elif act.swap:
        doers, done_to = done_to or _objects_parties(sentence, token, reader), doers
    doers, done_to = _apart(doers, done_to)
    candidate = Candidate(
        sentence, act, act.type, act.mode, token, token.i, max(end, token.i + 1), token, tuple(doers), tuple(done_to)
    )
    candidate.reasons["type"] = f"verb entry {act.name}"
    _symmetry(candidate, plural_subject=len({_key(p) for p in doers}) > 1)
    if act.symmetric and passive and not doers:
        candidate.actors, candidate.recipients = tuple(_objects_parties(sentence, token, reader)), ()
    return candidate


def _objects_parties(sentence: Sentence, token: Token, reader: PartyReader) -> list[Party]:
    return [p for t in objects(token) for p in reader.resolve_all(sentence, t)]


def _slots(sentence: Sentence, token: Token, act: Act, reader: PartyReader, doers: Sequence[Party]) -> list[Party]:
    """The parties in a verb's recipient slots: the first slot that holds any."""
    slots = act.recipient or ("object",)
    for slot in slots:
        if slot == "object":
            heads = objects(token)
            if act.objects:  # the object is the thing; whom it concerns is its owner or stands after a preposition
                found = [p for h in heads for p in reader.resolve_all(sentence, h)]
            else:
                found = [p for h in heads for p in reader.resolve_all(sentence, h)]
        else:
            heads = prepositional(token, (slot,))
            heads += [h for o in objects(token) for h in prepositional(o, (slot,))]
            found = [p for h in heads for p in reader.resolve_all(sentence, h)]
        found = [p for p in found if _key(p) not in {_key(d) for d in doers}] if not act.symmetric else found
        if found:
            return found
    return []


# Nouns


def _noun(sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader) -> Candidate | None:
    if token.dep_ in {"compound", "nmod"} or token.i in sentence.name_at and token.tag_.startswith("NNP"):
        return None
    entries, start = _noun_entries(sentence, token, lexicon)
    for act in entries:
        if act.plural and token.tag_ != "NNS":
            continue
        candidate = _noun_candidate(sentence, token, start, act, lexicon, reader)
        if fits(candidate):
            return candidate
    return None


def _noun_entries(sentence: Sentence, token: Token, lexicon: Lexicon) -> tuple[Sequence[Act], int]:
    lemma = sentence.lemma(token)
    for length in (2, 1, 0):
        start = token.i - length
        if start < 0:
            continue
        before = [t.lower_ for t in sentence.doc[start : token.i]]
        entries = lexicon.nouns.get((*before, lemma)) or lexicon.nouns.get((*before, token.lower_))
        if entries:
            return entries, start
    return (), token.i


def _noun_candidate(
    sentence: Sentence, token: Token, start: int, act: Act, lexicon: Lexicon, reader: PartyReader
) -> Candidate:
    carrier = carrying_verb(token)
    light = carrier is not None and sentence.lemma(carrier) in lexicon.grammar["light_verbs"] | lexicon.grammar["end_verbs"]
    predicate = token.head if token.dep_ in {"nsubj", "nsubjpass"} and is_verb(token.head) else None
    verb = carrier or predicate
    doers = _noun_actors(sentence, token, act, reader)
    done_to = _noun_recipients(sentence, token, act, reader, verb)
    if not doers and carrier is not None and light:
        doers = [p for t in subjects(carrier) for p in reader.resolve_all(sentence, t)]
    elif act.mode is Mode.VISIT or act.symmetric:
        doers = doers + _companions(sentence, token, act, reader, doers, done_to)
    if act.swap:
        doers, done_to = done_to, doers
    doers, done_to = _apart(doers, done_to)
    candidate = Candidate(
        sentence, act, act.type, act.mode, token, start, token.i + 1, verb, tuple(doers), tuple(done_to)
    )
    candidate.reasons["type"] = f"noun entry {act.name}"
    if carrier is not None and sentence.lemma(carrier) in lexicon.grammar["end_verbs"] and token.dep_ in {"dobj", "nsubjpass", "conj"}:
        _ended(candidate, sentence.lemma(carrier), carrier)
    elif predicate is not None and is_passive(predicate) and sentence.lemma(predicate) in lexicon.grammar["end_verbs"]:
        _ended(candidate, sentence.lemma(predicate), predicate)
    _symmetry(candidate, plural_subject=len({_key(p) for p in doers}) > 1)
    return candidate


def _ended(candidate: Candidate, lemma: str, verb: Token) -> None:
    """Turn an act round that the sentence says was ended, lifted or called off."""
    ended = ENDED.get(candidate.type)
    if ended is None or (lemma in {"call", "break"} and not children(verb, "prt")):
        return
    candidate.reasons["type"] += f", ended by “{verb.text}”: {ended}"
    candidate.type, candidate.mode = ended, None
    candidate.start, candidate.end = min(verb.i, candidate.start), max(candidate.token.i, verb.i) + 1


def _noun_actors(sentence: Sentence, token: Token, act: Act, reader: PartyReader) -> list[Party]:
    found: list[Party] = []
    slots = act.actor or ("poss", "adj", "by", "of", "between")
    for slot in slots:
        if slot == "poss":
            here = [p for t in children(token, "poss") for p in reader.resolve_all(sentence, t)]
        elif slot == "adj":
            here = _adjectives(sentence, token, reader)
        else:
            here = [p for t in prepositional(token, (slot,)) for p in reader.resolve_all(sentence, t)]
            if slot == "by":
                here += [p for a in children(token, "acl") for t in subjects(a) if is_passive(a) for p in reader.resolve_all(sentence, t)]
        if here and (not found or act.symmetric):
            found += [p for p in here if _key(p) not in {_key(q) for q in found}]
    if not found and token.dep_ == "conj" and token.head.tag_.startswith("NN"):
        found = [p for t in children(token.head, "poss") for p in reader.resolve_all(sentence, t)]
    return found


def _adjectives(sentence: Sentence, token: Token, reader: PartyReader) -> list[Party]:
    """The parties that stand as adjectives before a noun: "Iranian attack", "U.S. sanctions", "Iran-Pakistan talks"."""
    left = min([c.left_edge.i for c in token.lefts if c.dep_ in {"amod", "compound", "nmod"}] or [token.i])
    found = []
    i = left
    while i < token.i:
        hit = sentence.name_at.get(i)
        if hit is None:
            i += 1
            continue
        owned = sentence.doc[hit[1]].tag_ == "POS" if hit[1] < len(sentence.doc) else False
        anti = hit[0] > 0 and sentence.doc[hit[0] - 1].text == "-" and sentence.doc[hit[0] - 2].lower_ in {"anti", "pro"}
        head = sentence.doc[hit[1] - 1].head
        if not owned and not anti and head.i == token.i or (head.dep_ in {"amod", "compound", "nmod"} and head.head.i == token.i):
            span = sentence.piece(hit[0], hit[1])
            name = reader.meaning(hit[2])
            if name is not None:
                found.append(Party(text=span.text, code=name.code, span=span, reason=f"{name.kind} name “{name.text}” before “{token.text}”"))
        i = max(hit[1], i + 1)
    return found


def _noun_recipients(sentence: Sentence, token: Token, act: Act, reader: PartyReader, verb: Token | None) -> list[Party]:
    for slot in act.recipient:
        if slot in {"poss", "adj"}:
            continue
        heads = prepositional(token, (slot,))
        if not heads and verb is not None and slot in {"to", "with", "on", "against", "between", "at"}:
            heads = [h for h in prepositional(verb, (slot,)) if h.i > token.i or is_passive(verb)]
        if not heads:
            heads = [h for a in children(token, "acl") for h in prepositional(a, (slot,))]
        found = [p for t in heads for p in reader.resolve_all(sentence, t)]
        if found:
            return found
    return []


def _companions(
    sentence: Sentence, token: Token, act: Act, reader: PartyReader, doers: Sequence[Party], done_to: Sequence[Party]
) -> list[Party]:
    """Who else takes part: "in a meeting with X, Y said", "on a visit to X, Y met", "talks were held between X and Y"."""
    found: list[Party] = []
    known = {_key(p) for p in [*doers, *done_to]}
    if act.symmetric:
        for verb in [v for v in (carrying_verb(token), token.head if token.dep_ in {"nsubj", "nsubjpass"} else None) if v is not None]:
            heads = prepositional(verb, ("between", "with", "among"))
            found += [p for t in heads for p in reader.resolve_all(sentence, t) if is_verb(verb)]
    prep = token.head if token.dep_ == "pobj" else None
    alone = (act.symmetric and len(known) < 2) or (act.mode is Mode.VISIT and not doers)
    if not found and alone and prep is not None and prep.lower_ in {"in", "during", "at", "on", "after", "before", "for", "following"}:
        above = next((h for h, _ in governors(prep) if is_verb(h)), None)
        if above is not None:
            found = [p for t in (children(above, "nsubjpass") or subjects(above)) for p in reader.resolve_all(sentence, t)]
    return [p for p in found if _key(p) not in known]


# Both


def _symmetry(candidate: Candidate, *, plural_subject: bool) -> None:
    """For acts of two sides, all are actors; a lone pair of subjects is one too ("Iran and Pakistan agreed")."""
    if candidate.act.symmetric or (candidate.type is EventType.CONSULT and candidate.mode is not Mode.VISIT and candidate.mode is not Mode.THIRD_PARTY):
        if not candidate.act.swap:
            candidate.actors, candidate.recipients = candidate.actors + candidate.recipients, ()
    elif plural_subject and not candidate.recipients and candidate.type not in HOSTILE | {EventType.ACCUSE}:
        candidate.reasons["sides"] = "two subjects and no object"


def _key(party: Party) -> str:
    return party.code[:-3] if len(party.code) == 6 and party.code.endswith("GOV") and not party.code.startswith("IGO") else party.code


def _apart(doers: Sequence[Party], done_to: Sequence[Party]) -> tuple[list[Party], list[Party]]:
    """The two sides with each party once, and none on both."""
    left: dict[str, Party] = {}
    for party in doers:
        left.setdefault(_key(party) or party.text, party)
    right: dict[str, Party] = {}
    for party in done_to:
        right.setdefault(_key(party) or party.text, party)
    return list(left.values()), [p for k, p in right.items() if k not in left]


def political(party: Party) -> bool:
    """Whether a party is a state or organ, an IGO, an armed group or a party: those that make an act political."""
    if party.code.startswith("IGO"):
        return True
    sector = sector_of(party.code)
    return bool(party.code) and (sector not in _UNPOLITICAL or (sector == "" and bool(state_of(party.code))))


def fits(candidate: Candidate) -> bool:
    """Whether a candidate has the parties that its entry asks for, one of them political."""
    actors, recipients = candidate.actors, candidate.recipients
    if not any(map(political, candidate.parties)):
        return False
    needs = candidate.act.needs
    if candidate.act.symmetric and needs in {"both", "recipient"}:
        return len({_key(p) for p in candidate.parties}) > 1
    if needs == "both":
        return bool(actors) and bool(recipients)
    if needs == "recipient":
        return bool(recipients)
    if needs == "actor":
        return bool(actors)
    return True


def _without_content(found: list[Candidate]) -> list[Candidate]:
    """Drop what is only the content of a promise, request, threat or refusal; its parties serve the act that holds it."""
    takers = {c.token.i: c for c in found if c.type in CONTENT_TAKERS and is_verb(c.token) or c.type is EventType.AGREE}
    kept = []
    for candidate in found:
        taker = _taker(candidate, takers)
        if taker is None:
            kept.append(candidate)
            continue
        if not taker.recipients:
            mine = {_key(p) for p in taker.actors}
            others = tuple(p for p in (candidate.recipients or candidate.actors) if _key(p) not in mine)
            if len(mine) < 2:
                taker.recipients = others
                taker.reasons["recipients"] = f"from “{candidate.token.text}”, which it governs"
    return kept


def _taker(candidate: Candidate, takers: dict[int, Candidate]) -> Candidate | None:
    own = {_key(p) for p in candidate.actors}
    for head, dep in _path(candidate.token):
        taker = takers.get(head.i)
        if taker is not None and taker is not candidate:
            infinitive = dep in {"xcomp", "ccomp", "acl", "pcomp", "prep", "dobj", "acomp"}
            foreign = own and not own & {_key(p) for p in taker.parties}
            if infinitive and not (foreign and not has_to(candidate.token) and not is_verb(candidate.token)):
                return taker
    return None


def _path(token: Token) -> Iterator[tuple[Token, str]]:
    """The governors of a token up to the clause that reports it."""
    for head, dep in governors(token):
        yield head, dep
        if dep in {"advcl", "relcl", "parataxis", "nsubj", "nsubjpass", "conj"}:
            return


def with_parties(candidate: Candidate, actors: tuple[Party, ...], recipients: tuple[Party, ...], why: str) -> Candidate:
    """A copy of a candidate with other parties, and the reason."""
    changed = replace(candidate, actors=actors, recipients=recipients, reasons={**candidate.reasons, "parties": why})
    return changed
