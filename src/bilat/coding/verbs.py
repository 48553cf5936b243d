"""Acts that verbs tell."""

from collections.abc import Sequence

from bilat.coding.candidates import HOSTILE, Candidate, fits, keys, party_key, settle_sides
from bilat.coding.frames import children, has_to, is_passive, objects, prepositional, subjects
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.phrases import conjuncts
from bilat.coding.tokens import Token
from bilat.lexicon import Act, Lexicon
from bilat.model import EventType, Party, state_of

# Words that promise, ask, threaten or refuse: what they govern is their content, not an event beside them.
CONTENT_TAKERS = frozenset({EventType.AGREE, EventType.REQUEST, EventType.THREATEN, EventType.REJECT})
# Where a type's recipient stands, if not where the entry says.
_ALSO = {
    EventType.SUPPORT: ("object", "for", "to"),
    EventType.AGREE: ("with", "to"),
    EventType.REQUEST: ("object", "from", "of", "to"),
    EventType.ACCUSE: ("object", "of", "against"),
    EventType.THREATEN: ("object", "against"),
    EventType.AID: ("to", "for", "object"),
    EventType.SANCTION: ("on", "against", "with", "to"),
}
_DEEDS = frozenset({EventType.ASSAULT, EventType.COERCE})
_PLACES = frozenset({"in", "at", "near", "along"})
_NEAR = 9  # so many words on, a verb's particle or preposition is no longer its own
# With an infinitive of one's own, these are intentions and not requests: "seeks to increase".
_OWN_WISHES = frozenset({"seek", "want", "ask", "wish", "look", "need"})


def verb_act(
    sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader, noun: Candidate | None
) -> Candidate | None:
    """The act that a verb tells, by the entry that fits best; null where none does.

    Args:
        noun: The act that the verb's object tells: where there is one, only an entry that names this object counts.
    """
    if token.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return None
    entries = lexicon.verbs.get(token.lemma_)
    if entries is None:
        return None
    best: tuple[tuple[float, ...], Candidate] | None = None
    # What all entries of a verb ask for alike is read once.
    heads = [h for o in objects(token) for h in conjuncts(o)]
    alone = _lemmas_of(sentence, heads)
    following = sentence.tokens[token.i + 1 : token.i + _NEAR]
    said = {t.lower_ for t in following}
    doers: list[Party] | None = None
    for act in entries:
        particles = act.words[1:]
        if (noun is not None and not act.objects) or not said.issuperset(particles):
            continue
        end, lemmas = token.i + 1, alone
        if particles:
            after = _words_after(following, token, particles, infinitive=act.type in CONTENT_TAKERS)
            if after is None:
                continue
            end = after
            if act.objects or act.excluded:
                further = [h for o in prepositional(token, particles) for h in conjuncts(o)]
                lemmas = alone | _lemmas_of(sentence, further)
        if act.objects.isdisjoint(lemmas) if act.objects else not act.excluded.isdisjoint(lemmas):
            continue
        if _own_wish(token, act):
            continue
        if doers is None:
            doers = doers_of(sentence, token, reader)
        candidate = _candidate(sentence, token, act, end, reader, doers)
        if not fits(candidate) or _driven_by_things(candidate) or (act.own and _of_others(candidate, reader)):
            continue
        rank = (len(act.words), bool(act.objects), act.weight, len(candidate.recipients) > 0, len(candidate.actors) > 0)
        if best is None or rank > best[0]:
            best = rank, candidate
    return best[1] if best else None


def _of_others(candidate: Candidate, reader: PartyReader) -> bool:
    """Whether the forces that are ordered, sent or moved are another state's: "ordered French troops to leave"."""
    moved = {state_of(p.code) for p in _object_parties(candidate.sentence, candidate.token, reader)} - {""}
    mine = {state_of(p.code) for p in candidate.actors} - {""}
    return bool(moved and mine) and not moved & mine


def _driven_by_things(candidate: Candidate) -> bool:
    """Whether the subject of an active hostile verb is a thing or person outside politics: a cyclone, locusts, a star."""
    if candidate.actors or candidate.type not in HOSTILE or candidate.act.swap or is_passive(candidate.token):
        return False
    heads = subjects(candidate.token)
    if candidate.token.dep_ == "acl" and candidate.token.head.dep_ != "dobj" and not heads:
        heads = [candidate.token.head]
    return bool(heads) and all(h.tag_ in {"NN", "NNS"} for h in heads)


def doers_of(sentence: Sentence, verb: Token, reader: PartyReader) -> list[Party]:
    """The parties that do what a verb says, those that own its noun included ("the U.S. decision to withdraw")."""
    found = [p for t in subjects(verb) for p in reader.resolve_all(sentence, t)]
    if not found and is_passive(verb):
        found = _means(sentence, verb, reader)
    if not found and not children(verb, "nsubj", "nsubjpass", "csubj"):
        # A state's name straight before its verb is its subject, whatever the parse says.
        found = [
            p
            for t in verb.lefts
            if t.dep_ in {"advmod", "npadvmod", "dep", "nmod", "intj"} and t.i in sentence.name_at
            for p in reader.resolve_all(sentence, t)
        ]
    if not found and verb.dep_ == "acl" and has_to(verb):
        found = reader.adjectives(sentence, verb.head)
    return found


def _means(sentence: Sentence, verb: Token, reader: PartyReader) -> list[Party]:
    """Whose blow it was, where a passive names no agent: "killed in Israeli airstrikes", "hit by a Russian missile"."""
    blows = [t for t in prepositional(verb, ("in", "during", "by", "from")) if t.is_noun]
    hostile = reader.lexicon.nouns
    for noun in blows:
        lemma = noun.lemma_
        before = sentence.tokens[noun.i - 1].lower_ if noun.i else ""
        entries = hostile.get((before, lemma)) or hostile.get((lemma,)) or ()
        if any(act.type is EventType.ASSAULT and not act.symmetric for act in entries):
            return reader.adjectives(sentence, noun)
    return []


def _own_wish(token: Token, act: Act) -> bool:
    if act.type is not EventType.REQUEST or token.lemma_ not in _OWN_WISHES:
        return False
    own = any(c.dep_ == "xcomp" and not any(g.dep_ == "nsubj" for g in c.children) for c in token.children)
    return own and not objects(token)


def _words_after(following: Sequence[Token], token: Token, wanted: Sequence[str], *, infinitive: bool) -> int | None:
    """The end of the particle or preposition that an entry asks for after its verb; None if it is not there.

    Args:
        following: The words after the verb, as far as one may stand.
        infinitive: Whether the "to" of an infinitive counts ("refuse to"), and not only the preposition.
    """
    end = token.i + 1
    for word in wanted:
        hung = next(
            (
                t
                for t in following
                if t.lower_ == word
                and (infinitive or t.tag_ != "TO")
                and (
                    t.head is token or (t.head.head is token and t.head.dep_ in {"prep", "prt", "advmod"}) or t.i == end
                )
            ),
            None,
        )
        if hung is None:
            return None
        end = hung.i + 1 if hung.i == end else end
    return end


def _lemmas_of(sentence: Sentence, heads: Sequence[Token]) -> set[str]:
    """The lemmas of some nouns and of those after their "of", each also with the word before it."""
    if not heads:
        return set()
    whole = [*heads, *(inner for h in heads for inner in prepositional(h, ("of",)))]
    lemmas = {h.lemma_ for h in whole}
    return lemmas | {f"{sentence.tokens[h.i - 1].lower_} {h.lemma_}" for h in whole if h.i}


def _candidate(
    sentence: Sentence, token: Token, act: Act, end: int, reader: PartyReader, doers: Sequence[Party]
) -> Candidate:
    candidate = Candidate(sentence, act, act.type, act.mode, token, token.i, max(end, token.i + 1), token)
    candidate.reasons["type"] = f"verb entry {act.name}"
    candidate.strong = act.type in CONTENT_TAKERS and any(
        c.dep_ in {"xcomp", "advcl"} and has_to(c) for c in token.children
    )
    done_to = _recipients(sentence, token, act, reader, doers)
    if is_passive(token) and (act.swap or act.symmetric):
        done_to = done_to or _object_parties(sentence, token, reader)
    settle_sides(candidate, doers, done_to)
    return candidate


def _object_parties(sentence: Sentence, token: Token, reader: PartyReader) -> list[Party]:
    return [p for t in objects(token) for p in reader.resolve_all(sentence, t)]


def _recipients(sentence: Sentence, token: Token, act: Act, reader: PartyReader, doers: Sequence[Party]) -> list[Party]:
    """The parties in a verb's recipient slots: the first slot that holds any who are not the doers; last, the object's owner."""
    mine = keys(doers)
    if act.type is EventType.ACCUSE and (deeds := _deeds(sentence, token, reader)):
        found = [p for deed in deeds for p in _who_did(sentence, deed, reader) if party_key(p) not in mine]
        return found  # who suffered the deed is not who is condemned for it
    slots = (*act.recipient, *(s for s in _ALSO.get(act.type, ()) if s not in act.recipient)) or ("object",)
    if act.objects and "object" not in slots:  # the object's owner comes before the place of the act
        slots = (*(s for s in slots if s not in _PLACES), "object", *(s for s in slots if s in _PLACES))
    for slot in slots:
        if slot == "object":
            named = slot in act.recipient or not act.objects
            found = [
                p
                for t in objects(token)
                for h in conjuncts(t)
                if named or not reader.resolve(sentence, h).guess  # "join forces" names nobody's forces
                for p in reader.resolve(sentence, h).parties
            ]
        else:
            heads = prepositional(token, (slot,))
            heads += [h for o in objects(token) for h in prepositional(o, (slot,))]
            found = [
                p
                for h in heads
                for p in reader.resolve_all(sentence, h)
                if slot != "in" or reader.resolve(sentence, h).place
            ]
        found = [p for p in found if party_key(p) not in mine]
        if found:
            return found
    return _told_to_act(sentence, token, reader, mine) if act.type is EventType.REQUEST else []


def _deeds(sentence: Sentence, verb: Token, reader: PartyReader) -> list[Token]:
    """The hostile acts that a verb's object tells: "condemned the arrest of the reporters"."""
    nouns = reader.lexicon.nouns
    return [
        head
        for t in objects(verb)
        for head in conjuncts(t)
        if head.is_noun
        and head.i not in sentence.name_at
        and any(a.type in _DEEDS for a in nouns.get((head.lemma_,), ()))
    ]


def _who_did(sentence: Sentence, deed: Token, reader: PartyReader) -> list[Party]:
    """Whose deed it was: its owner that is no person, the adjective before it, "by"."""
    owners = [p for t in children(deed, "poss") for p in reader.resolve_all(sentence, t) if not p.name]
    owners = owners or list(reader.adjectives(sentence, deed))
    return owners or [p for t in prepositional(deed, ("by",)) for p in reader.resolve_all(sentence, t)]


def _told_to_act(sentence: Sentence, token: Token, reader: PartyReader, mine: set[str]) -> list[Party]:
    """Who is to do what is asked: "demanded that Washington apologise", "asked for NATO to act"."""
    for clause in children(token, "ccomp", "advcl", "xcomp"):
        found = [p for t in subjects(clause) for p in reader.resolve_all(sentence, t) if party_key(p) not in mine]
        if found and children(clause, "nsubj"):
            return found
    return []
