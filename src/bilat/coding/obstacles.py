"""What holds an undertaking up: "hampered by X", "because of X", "lack of X", "X as the main hurdle"."""

import re
from collections.abc import Iterator

from bilat.coding.obstacle_phrases import antecedent, before_relative, parts
from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon.undertakings import UndertakingWords
from bilat.model import Obstacle, ObstacleKind

_CAUSES = frozenset({"because", "due", "owing", "amid", "amidst", "despite"})
_AFTER_PASSIVE = _CAUSES | {"over", "after", "by"}
_WORD = re.compile(r"[a-z]+")


_RELATIVE = frozenset({"which", "whom", "whose"})
_SAYS_NOTHING = """
    the a an any some other two both countries country sides side nations parties neighbours neighbors governments they it
    this that these those them
    """
_NOBODY = frozenset(_SAYS_NOTHING.split())
_OBJECTS = frozenset({"pobj", "pcomp"})
_CALLED_OFF = frozenset({"cancel", "stop", "abandon", "end", "cease", "scrap", "drop", "change"})
_NONE = frozenset({"neither", "no", "none", "nobody"})
_LIFTED = frozenset({"lift", "ease", "remove", "end", "relax", "waive"})
_UNSURE = frozenset({"could", "may", "might", "would"})
_AHEAD = frozenset({"if", "when", "until", "unless", "once"})


def find_obstacles(sentence: Sentence, vocabulary: UndertakingWords) -> list[tuple[Obstacle, int, bool]]:
    """The obstacles of a sentence, each with the token of its cue and whether the cue says plainly that it hinders."""
    found: dict[tuple[int, int], tuple[Obstacle, int, bool]] = {}
    for thing, cue, firm in _things(sentence, vocabulary):
        for start, whole in parts(thing):
            end = before_relative(sentence, thing, whole)
            if any(t.lower_ in _RELATIVE for t in sentence.tokens[start:end]):
                start, end = antecedent(sentence, thing, start)
                if start == end:
                    continue
            if _legal_step(sentence, thing.i, vocabulary):
                end = thing.i + 1
            span = sentence.piece(start, end)
            if set(_WORD.findall(span.text.lower())) <= _NOBODY:
                continue
            kind = kind_of(span.text, vocabulary)
            if not firm and kind is ObstacleKind.OTHER:
                continue
            found.setdefault((span.start, span.end), (Obstacle(text=span.text, kind=kind, span=span), cue, firm))
    inner = [key for key in found if not any(key != k and key[0] <= k[0] and k[1] <= key[1] for k in found)]
    return [found[key] for key in sorted(inner)]


def kind_of(text: str, vocabulary: UndertakingWords) -> ObstacleKind:
    """The kind that the first telling word of an obstacle gives: a dispute over tariffs is a dispute."""
    lowered = _WORD.findall(text.lower())
    for i in range(len(lowered)):
        for kind, cues in vocabulary.obstacles:
            if any(cue.at(lowered, i) for cue in cues):
                return kind
    return ObstacleKind.OTHER


def _things(sentence: Sentence, vocabulary: UndertakingWords) -> Iterator[tuple[Token, int, bool]]:
    for token in sentence.tokens:
        low = token.lower_
        if token.is_verb:
            yield from _of_hardship(sentence, token, vocabulary)
            yield from _of_condition(sentence, token)
        elif _legal_step(sentence, token.i, vocabulary):
            yield token, token.i, True
        if token.is_verb and _stem(token, vocabulary.hinder) and not _negated(token):
            yield from _of_verb(token)
        elif token.is_verb and _stem(token, vocabulary.blame):
            yield from ((c, token.i, True) for c in token.rights if c.dep_ == "dobj" and _as_hurdle(token, vocabulary))
        elif low in _CAUSES and not _denied(token, vocabulary):
            firm = _holds(token.head, vocabulary)
            yield from ((o, token.i, firm) for o in _objects(token))
        elif token.is_noun and _stem(token, vocabulary.hurdles):
            yield from _of_hurdle(token)
            if any(c.dep_ in {"amod", "compound"} for c in token.lefts) and token.dep_ in {"pobj", "dobj"}:
                yield token, token.i, False
        elif (
            token.is_noun
            and low in vocabulary.wanting
            and any(c.lower_ in {"of", "that"} for c in token.children)
        ):
            yield token, token.i, low in {"lack", "shortage", "absence"}


def _of_hardship(sentence: Sentence, verb: Token, vocabulary: UndertakingWords) -> Iterator[tuple[Token, int, bool]]:
    """ "Sanctions make the project impossible", "sanctions kept it from building its section"."""
    lemma = verb.lemma_
    after = sentence.tokens[verb.i + 1 : verb.i + 9]
    hard = lemma in {"make", "render"} and any(t.lower_ in vocabulary.hard for t in after)
    kept = lemma in vocabulary.keep and any(
        t.lower_ == "from" and any(c.tag_ == "VBG" for c in t.children) for t in after if t.dep_ == "prep"
    )
    words = vocabulary.parts | vocabulary.generic.keys()
    if not (hard or kept) or (verb.dep_ == "relcl" and verb.head.lower_ not in words):
        return
    yield from ((c, verb.i, True) for c in verb.lefts if c.dep_ == "nsubj" and not _person(c))


def _of_condition(sentence: Sentence, token: Token) -> Iterator[tuple[Token, int, bool]]:
    """ "So long as the sanctions last", "if sanctions were lifted": until then they stand in the way."""
    before = [t.lower_ for t in sentence.tokens[max(0, token.i - 12) : token.i]] if "long" in sentence.words else []
    lasting = any(before[i] in {"as", "so"} and before[i + 1 : i + 3] == ["long", "as"] for i in range(len(before) - 2))
    for child in token.children:
        if child.dep_ == "nsubj" and lasting and child.i > token.i - 6 and not _person(child):
            yield child, token.i, False
        if child.dep_ == "nsubjpass" and token.lemma_ in _LIFTED and _AHEAD & {c.lower_ for c in token.lefts}:
            yield child, token.i, False


def _legal_step(sentence: Sentence, i: int, vocabulary: UndertakingWords) -> bool:
    """Whether token ``i`` ends the words of a legal step that somebody takes: "notice of arbitration"."""
    if sentence.tokens[i].lower_ not in vocabulary.ends_of_proceedings:
        return False
    lowered = [t.lower_ for t in sentence.tokens[max(0, i - 2) : i + 1]]
    if not any(lowered[-len(words) :] == list(words) for words in vocabulary.proceedings):
        return False
    above = list(sentence.tokens[i].ancestors)[:4]
    unsure = any(c.lower_ in _UNSURE or c.dep_ == "neg" for t in above[:2] for c in t.children)
    aside = any(t.lower_ in {"entitled", "dropped", "withdrew", "withdrawn"} for t in above)
    return any(t.lemma_ in vocabulary.open_proceedings for t in above) and not unsure and not aside


def _denied(token: Token, vocabulary: UndertakingWords) -> bool:
    """ "Will not be cancelled because of": nothing is held up; "has not finished because of": something is."""
    return _negated(token.head) and token.head.lemma_ not in vocabulary.building


def _holds(verb: Token, vocabulary: UndertakingWords) -> bool:
    """Whether what has a cause is a hold-up: a work that was stopped, or one that was not finished."""
    lemma = verb.lemma_
    return lemma in _CALLED_OFF or (lemma in vocabulary.building and _negated(verb))


def _negated(verb: Token) -> bool:
    """Whether a verb, or the one that it completes, says "not", "neither" or "no"."""
    above = [verb, verb.head] if verb.dep_ in {"ccomp", "xcomp"} else [verb]
    subjects = [c for v in above for c in v.lefts if c.dep_ in {"nsubj", "nsubjpass"}]
    none = any(t.lower_ in _NONE for s in subjects for t in (s, *s.lefts))
    return none or any(c.dep_ == "neg" for c in verb.children)


def _stem(token: Token, lemmas: frozenset[str]) -> bool:
    low = token.lower_
    if low in lemmas:
        return True
    for ending in ("s", "es", "d", "ed", "ing"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            if (
                stem in lemmas
                or stem + "e" in lemmas
                or (len(stem) > 3 and stem[-1:] == stem[-2:-1] and stem[:-1] in lemmas)
            ):
                return True
    return low == "held" and "hold" in lemmas and any(c.dep_ == "prt" and c.lower_ == "up" for c in token.children)


def _of_verb(verb: Token) -> Iterator[tuple[Token, int, bool]]:
    """What hinders, by voice: the agent of a passive, the subject of an active verb."""
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or verb.dep_ in {"acl", "amod"}
    for child in verb.children:
        which = child.tag_ == "WDT" and verb.dep_ == "relcl" and child.dep_ == "nsubj"
        if which and verb.head.tag_ in {"NN", "NNS"} and any(c.dep_ == "dobj" for c in verb.children):
            yield verb.head, verb.i, False
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in _AFTER_PASSIVE and passive):
            joined = [c for c in child.children if c.dep_ == "conj" and c.tag_ == "IN"]
            yield from ((o, verb.i, True) for by in (child, *joined) for o in by.children if o.dep_ in _OBJECTS)
        elif (
            child.dep_ == "nsubj"
            and not passive
            and any(c.dep_ == "dobj" for c in verb.children)
            and not _person(child)
        ):
            yield child, verb.i, True


def _person(token: Token) -> bool:
    return token.tag_ in {"PRP", "NNP", "NNPS", "WDT", "WP", "DT"}


def _objects(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"pobj", "pcomp"} and child.is_noun:
            yield child
        elif child.dep_ in {"prep", "pcomp"} and child.lower_ in {"of", "to"}:
            yield from (o for o in child.children if o.dep_ == "pobj")


def _as_hurdle(verb: Token, vocabulary: UndertakingWords) -> bool:
    """Whether what a verb of blame has as its object is blamed for a hold-up."""
    below = list(verb.subtree)
    return any(_stem(t, vocabulary.hurdles) or _stem(t, vocabulary.hinder) for t in below)


def _of_hurdle(noun: Token) -> Iterator[tuple[Token, int, bool]]:
    """ "X is the main hurdle", "hurdles including X", "hurdles such as X"."""
    if noun.dep_ == "attr" and noun.head.is_verb:
        yield from (
            (c, noun.i, True) for c in noun.head.lefts if c.dep_ == "nsubj" and not _person(c) and c.lower_ != "there"
        )
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"including", "like", "as"}:
            yield from ((o, noun.i, True) for o in child.children if o.dep_ == "pobj")
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        yield from ((c, noun.i, True) for c in noun.head.head.children if c.dep_ == "dobj")
