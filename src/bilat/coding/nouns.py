"""Acts that nouns tell: "the visit of X to Y", "U.S. sanctions on", "the exchange of strikes between"."""

from collections.abc import Sequence

from bilat.coding.candidates import Candidate, fits, keys, party_key, political, settle_sides
from bilat.coding.frames import (
    carrying_verb,
    children,
    governors,
    is_passive,
    objects,
    prepositional,
    subjects,
)
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.coding.verbs import doers_of
from bilat.lexicon import Act, Lexicon
from bilat.model import EventType, Mode, Party, sector_of, state_of

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
# "The suspension of aid": the act of which these are said is over.
_END_NOUNS = frozenset(
    {
        "suspension",
        "cancellation",
        "halt",
        "end",
        "lifting",
        "easing",
        "removal",
        "cessation",
        "freeze",
        "termination",
        "postponement",
        "cut",
    }
)
# Nouns that say how often or in what row acts came, or that they ended; the parties hang on them as well as on the act.
_SERIES = _END_NOUNS | {
    "exchange",
    "round",
    "series",
    "wave",
    "spate",
    "string",
    "campaign",
    "number",
    "act",
    "cycle",
    "barrage",
    "flurry",
    "spell",
    "bout",
    "period",
    "sign",
    "resumption",
    "continuation",
    "start",
    "beginning",
    "level",
    "state",
    "process",
    "wake",
}
# Verbs that end an act only with their particle: "call off", "break off".
PARTICLE_VERBS = frozenset({"call", "break", "cut", "drop"})
# Verbs that say no more of an act than that it takes place.
_OCCUR = frozenset(
    {
        "take",
        "happen",
        "occur",
        "hold",
        "begin",
        "start",
        "continue",
        "resume",
        "last",
        "follow",
        "come",
        "go",
        "open",
        "end",
        "be",
        "include",
        "conclude",
        "expect",
        "schedule",
        "set",
        "plan",
    }
)
# What is done to the person whose it is, where no "of" says otherwise: "his arrest", "the minister's assassination".
_SUFFERED = frozenset(
    {
        "arrest",
        "detention",
        "imprisonment",
        "incarceration",
        "capture",
        "conviction",
        "deportation",
        "expulsion",
        "abduction",
        "kidnapping",
        "disappearance",
        "assassination",
        "murder",
        "killing",
        "death",
        "martyrdom",
        "execution",
        "beheading",
    }
)
_PEOPLE = frozenset({"CVL", "MED", "OPP", "PTY", "EDU", "REL", "BUS", "NGO"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such", "both", "his", "her", "their", "its"})
_ALONGSIDE = frozenset({"in", "during", "at", "on", "after", "before", "for", "following", "upon", "amid", "with"})
_SPOKEN_OF = frozenset({EventType.COOPERATE, EventType.SUPPORT, EventType.CONSULT})


def noun_act(sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader) -> Candidate | None:
    """The act that a noun tells, by the first entry that fits; also one whose parties only earlier sentences can give."""
    if token.dep_ in {"compound", "nmod"} or (token.i in sentence.name_at and token.tag_.startswith("NNP")):
        return None
    entries, start = _entries(sentence, token, lexicon)
    pending = None
    for act in entries:
        if act.plural and token.tag_ != "NNS":
            continue
        candidate = _candidate(sentence, token, start, act, lexicon, reader)
        if fits(candidate):
            return candidate
        if pending is None and (candidate.definite or candidate.symmetric) and len(keys(candidate.parties)) < 2:
            pending = candidate
    return pending


def _entries(sentence: Sentence, token: Token, lexicon: Lexicon) -> tuple[Sequence[Act], int]:
    lemma = token.lemma_
    if lemma not in lexicon.noun_heads and token.lower_ not in lexicon.noun_heads:
        return (), token.i
    for length in (2, 1, 0):
        start = token.i - length
        if start < 0:
            continue
        before = [t.lower_ for t in sentence.tokens[start : token.i]]
        entries = lexicon.nouns.get((*before, lemma)) or lexicon.nouns.get((*before, token.lower_))
        if entries:
            return entries, start
    return (), token.i


def _candidate(
    sentence: Sentence, token: Token, start: int, act: Act, lexicon: Lexicon, reader: PartyReader
) -> Candidate:
    top = _series(token)
    carrier = carrying_verb(top)
    predicate = token.head if token.dep_ in {"nsubj", "nsubjpass"} and token.head.is_verb else None
    light = carrier is not None and _light(carrier, token, lexicon)
    occurs = predicate is not None and (predicate.lemma_ in _OCCUR or act.type is EventType.CONSULT)
    verb = carrier if light else predicate if occurs else None
    candidate = Candidate(sentence, act, act.type, act.mode, token, min(start, top.i), token.i + 1, verb, top=top)
    candidate.reasons["type"] = f"noun entry {act.name}"
    candidate.definite = any(c.lower_ in _POINTING for c in [*token.lefts, *top.lefts])
    _maybe_ended(candidate, carrier, predicate, top, lexicon)
    doers = _actors(sentence, token, top, act, reader)
    done_to = _recipients(sentence, token, top, act, reader, carrier or predicate)
    if not done_to and token.lemma_ in _SUFFERED and _owned_by_persons(sentence, token, doers, reader):
        doers, done_to = [], doers
    if act.type is EventType.REQUEST and not done_to:
        done_to = _at_whose_request(token, reader, sentence, doers)
    if carrier is not None and light and (not doers or candidate.type is not act.type):
        own = doers_of(sentence, carrier, reader)
        done_to = (
            done_to or [p for p in doers if party_key(p) not in keys(own)]
            if own and candidate.type is not act.type
            else done_to
        )
        doers = own or doers
    if act.symmetric or act.mode is Mode.VISIT:
        doers = doers + _companions(sentence, token, act, reader, doers, done_to)
    if act.symmetric and candidate.type in _SPOKEN_OF and len(keys([*doers, *done_to])) == 1:
        doers = doers + _speaker_side(sentence, token, lexicon, reader, [*doers, *done_to])
    settle_sides(candidate, doers, done_to)
    return candidate


def _owned_by_persons(sentence: Sentence, token: Token, doers: Sequence[Party], reader: PartyReader) -> bool:
    """Whether who owns "arrest" or "murder" is a person, who then suffered it ("his arrest"): what a state owns, it did."""
    owners = [p for t in children(token, "poss") for p in reader.resolve_all(sentence, t)]
    return bool(owners) and owners == list(doers) and all(p.name or sector_of(p.code) in _PEOPLE for p in owners)


def _at_whose_request(token: Token, reader: PartyReader, sentence: Sentence, doers: Sequence[Party]) -> list[Party]:
    """ "At the request of X, Y sent troops": it was Y that was asked."""
    if token.dep_ != "pobj" or token.head.lower_ not in {"at", "upon", "on"}:
        return []
    above = next((h for h, _ in governors(token.head) if h.is_verb), None)
    heads = [] if above is None else children(above, "nsubjpass") or subjects(above)
    return [p for t in heads for p in reader.resolve_all(sentence, t) if party_key(p) not in keys(doers)]


def _light(verb: Token, token: Token, lexicon: Lexicon) -> bool:
    lemma = verb.lemma_
    if token.dep_ == "pobj":
        return lemma in {
            "engage",
            "participate",
            "take",
            "carry",
            "involve",
            "join",
            "embark",
            "go",
            "enter",
            "claim",
            "attend",
        }
    return lemma in lexicon.grammar["light_verbs"] or lemma in lexicon.grammar["end_verbs"]


def _series(token: Token) -> Token:
    """The noun of which an act is counted: "exchange" in "an exchange of strikes"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in _SERIES:
        return token.head.head
    return token


def _maybe_ended(
    candidate: Candidate, carrier: Token | None, predicate: Token | None, top: Token, lexicon: Lexicon
) -> None:
    """Turn an act round that the sentence says was ended, lifted or called off."""
    ends = lexicon.grammar["end_verbs"]
    if candidate.type in ENDED and top.i != candidate.token.i and top.lemma_ in _END_NOUNS:
        candidate.type, candidate.mode = ENDED[candidate.type], None
        candidate.reasons["type"] += f", ended by “{top.text}”: {candidate.type}"
        return
    verb = carrier if carrier is not None and candidate.token.dep_ in {"dobj", "conj"} else None
    if predicate is not None and is_passive(predicate):
        verb = predicate
    if verb is None or verb.lemma_ not in ends or candidate.type not in ENDED:
        return
    if verb.lemma_ in PARTICLE_VERBS and not children(verb, "prt"):
        return
    candidate.type, candidate.mode = ENDED[candidate.type], None
    candidate.reasons["type"] += f", ended by “{verb.text}”: {candidate.type}"
    candidate.start, candidate.end = min(verb.i, candidate.start), max(candidate.token.i, verb.i) + 1


def _actors(sentence: Sentence, token: Token, top: Token, act: Act, reader: PartyReader) -> list[Party]:
    found: list[Party] = []
    nouns = (token,) if top is token else (token, top)
    for slot in act.actor or ("poss", "adj", "by", "of", "between"):
        here = [p for noun in nouns for p in _slot(sentence, noun, slot, reader)]
        if here and (not found or act.symmetric):
            found += [p for p in here if party_key(p) not in keys(found)]
    if not found and "between" not in act.actor:
        found = [p for noun in nouns for p in _slot(sentence, noun, "between", reader)]
    agents = _slot(sentence, token, "by", reader)
    if not agents:  # the parse often hangs "by Y" on X in "the arrest of X by Y"
        agents = [
            p
            for x in prepositional(token, ("of",))
            for y in prepositional(x, ("by",))
            for p in reader.resolve_all(sentence, y)
        ]
    if agents and "of" in act.recipient:
        return agents  # "the arrest of X by Y"
    if not found and token.dep_ == "conj" and token.head.is_noun:
        found = [p for t in children(token.head, "poss") for p in reader.resolve_all(sentence, t)]
    return found


def _slot(sentence: Sentence, noun: Token, slot: str, reader: PartyReader) -> list[Party]:
    if slot == "poss":
        return [p for t in children(noun, "poss") for p in reader.resolve_all(sentence, t)]
    if slot == "adj":
        return reader.adjectives(sentence, noun)
    found = [p for t in prepositional(noun, (slot,)) for p in reader.resolve_all(sentence, t)]
    if slot == "by":  # "an attack carried out by X"
        found += [
            p
            for a in children(noun, "acl")
            if is_passive(a)
            for t in subjects(a)
            for p in reader.resolve_all(sentence, t)
        ]
    return found


def _recipients(
    sentence: Sentence, token: Token, top: Token, act: Act, reader: PartyReader, verb: Token | None
) -> list[Party]:
    for slot in act.recipient:
        if slot in {"poss", "adj"}:
            continue
        heads = [h for noun in dict.fromkeys((token, top)) for h in prepositional(noun, (slot,))]
        if not heads and verb is not None and slot in {"to", "with", "on", "against", "between", "at"}:
            heads = [h for h in prepositional(verb, (slot,)) if h.i > token.i or is_passive(verb)]
        if not heads:
            heads = [h for a in children(token, "acl") for h in prepositional(a, (slot,))]
        found = [
            p
            for t in heads
            for p in reader.resolve_all(sentence, t)
            if slot != "in" or reader.resolve(sentence, t).place
        ]
        if found:
            return found
    if verb is not None and verb.lemma_ == "engage" and verb.i < token.i:  # "engaged the guards in a firefight"
        return [p for t in objects(verb) for p in reader.resolve_all(sentence, t)]
    return []


def _companions(
    sentence: Sentence, token: Token, act: Act, reader: PartyReader, doers: Sequence[Party], done_to: Sequence[Party]
) -> list[Party]:
    """Who else takes part: "talks were held between X and Y", "in a meeting with X, Y said", "on a visit to X, Y met"."""
    found: list[Party] = []
    known = keys([*doers, *done_to])
    if act.symmetric:
        for verb in [
            v
            for v in (carrying_verb(token), token.head if token.dep_ in {"nsubj", "nsubjpass"} else None)
            if v is not None
        ]:
            if verb.is_verb:
                heads = prepositional(verb, ("between", "with", "among"))
                found += [p for t in heads for p in reader.resolve_all(sentence, t)]
    prep = token.head if token.dep_ == "pobj" else None
    alone = (act.symmetric and len(known) < 2) or (act.mode is Mode.VISIT and not doers)
    if not found and alone and prep is not None and prep.lower_ in _ALONGSIDE:
        above = next((h for h, _ in governors(prep) if h.is_verb), None)
        if above is not None:
            heads = children(above, "nsubjpass") or subjects(above)
            found = [p for t in heads for p in reader.resolve_all(sentence, t) if political(p)]
    return [p for p in found if party_key(p) not in known]


def _speaker_side(
    sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader, known: Sequence[Party]
) -> list[Party]:
    """The speaker's own state as the other side: "he noted the importance of cooperation with Pakistan"."""
    if not prepositional(token, ("with",)):
        return []
    for head, _ in governors(token):
        if head.is_verb and head.lemma_ in lexicon.grammar["speech_verbs"]:
            for party in (p for t in subjects(head) for p in reader.resolve_all(sentence, t)):
                state = state_of(party.code)
                if (
                    state
                    and not state.startswith("IGO")
                    and political(party)
                    and state not in {state_of(p.code) for p in known}
                ):
                    return [reader.on_behalf(party)]
            return []
    return []
