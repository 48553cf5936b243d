"""Where an undertaking stands: the cue words near its mentions, later sentences over earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon.undertakings import Known, UndertakingWords
from bilat.model import UndertakingKind, UndertakingStatus

_REACH = 9  # words between a mention and a cue that speaks of it
_LONGEST = 6  # words of a cue
_WEAK = frozenset({UndertakingStatus.PROPOSED, UndertakingStatus.UNDER_NEGOTIATION})
# What cannot be said of a kind: talks are not "in force", a commission is not "agreed" once it meets.
_UNFIT = {
    UndertakingKind.NEGOTIATION: frozenset(
        {UndertakingStatus.AGREED, UndertakingStatus.IN_FORCE, UndertakingStatus.OPERATING}
        | {UndertakingStatus.UNDER_CONSTRUCTION}
    ),
    UndertakingKind.MECHANISM: frozenset({UndertakingStatus.AGREED, UndertakingStatus.IN_FORCE}),
    UndertakingKind.PROJECT: frozenset({UndertakingStatus.IN_FORCE}),
    UndertakingKind.AGREEMENT: frozenset({UndertakingStatus.UNDER_CONSTRUCTION}),
}
_OVERCOMING = frozenset({"remove", "overcome", "clear", "surmount", "resolve", "eliminate", "lift", "dismantle"})
_CONDITIONS = frozenset({"if", "unless", "until", "once", "when"})
# What is not so while it is only wanted: "demands that he scrap the pact", "may withdraw from it".
_DONE = frozenset({UndertakingStatus.ENDED, UndertakingStatus.SUSPENDED, UndertakingStatus.VIOLATED})
_PERHAPS = frozenset({"may", "might", "could", "would", "should", "can"})
_WANTING = frozenset({"demand", "urge", "call", "threaten", "threat", "want", "ask", "appeal", "press", "propose", "consider"})
_RUNNING_OUT = ("expir",)
_ENTERING = frozenset({"into force", "in force", "took effect"})
_PUTTING = frozenset({"put", "place"})
_SETTING_UP = frozenset({"to set up", "to establish", "to create", "to form"})
_DECIDING = frozenset({"agree", "decide", "resolve"})
_LIFTING = frozenset({"lift", "remove", "end", "scrap", "repeal", "drop"})


@dataclass(frozen=True, slots=True)
class Cued:
    """A status that a sentence tells, with the words that tell it."""

    status: UndertakingStatus
    at: int
    sentence: int
    words: str
    distance: int


def cues_near(sentence: Sentence, at: int, vocabulary: UndertakingWords, reach: int = _REACH) -> list[Cued]:
    """The status cues within reach of token ``at``, those that win first; of cues in one another, the longest."""
    found: list[tuple[int, int, Cued]] = []
    for i in range(max(0, at - reach), min(len(sentence.tokens), at + reach + 1)):
        hits = _cues_at(sentence, i, vocabulary) if i != at else []
        if not hits or not _speaks(sentence, i):
            continue
        longest = max(length for _, _, length in hits)
        for rank, status, length in hits:
            after = sentence.tokens[i + length].lower_ if i + length < len(sentence.tokens) else ""
            # "Suspension of X" speaks of X, not of what stands before it.
            if length < longest or (after == "of" and at < i) or not _so(sentence.tokens[i], status):
                continue
            words = " ".join(t.text for t in sentence.tokens[i : i + length])
            if words.lower() in _SETTING_UP and _decided(sentence.tokens[i]):
                rank, status = 0, UndertakingStatus.AGREED
            if words.lower() == "on hold" and any(t.lemma_ in _PUTTING for t in list(sentence.tokens[i].ancestors)[:2]):
                status = UndertakingStatus.SUSPENDED
            found.append((rank, length, Cued(status, i, sentence.index, words, abs(i - at))))
    clear = [(rank, cued) for rank, length, cued in found if not _covered(cued, length, found)]
    return [cued for _, cued in sorted(clear, key=lambda f: (f[0], f[1].distance))]


def _so(token: Token, status: UndertakingStatus) -> bool:
    """Whether a verb tells what is done: not what is wanted or may be, and not that a matter will run out one day."""
    if token.lower_.startswith(_RUNNING_OUT):
        return token.tag_ in {"VBD", "VBN", "JJ", "NN"}
    return status not in _DONE or not _wished(token)


def _wished(token: Token) -> bool:
    """Whether a verb stands under "may" or a demand: nothing is done yet."""
    if token.tag_ != "VB":
        return False
    above = next((t for t in token.ancestors if t.is_verb or t.is_noun), None)
    asked = above is not None and token.dep_ in {"xcomp", "ccomp", "acl"} and above.lemma_ in _WANTING
    return asked or any(c.lower_ in _PERHAPS for c in token.lefts)


def _decided(to: Token) -> bool:
    """Whether "to set up" is what was agreed or decided."""
    done = next((verb for verb in to.ancestors if verb.lemma_ in _DECIDING), None)
    return done is not None and done.tag_ in {"VBD", "VBN"} and not any(c.dep_ == "neg" for c in done.children)


def _cues_at(sentence: Sentence, i: int, vocabulary: UndertakingWords) -> list[tuple[int, UndertakingStatus, int]]:
    """Rank, status and length of the cues that begin at token ``i``."""
    cues = vocabulary.status.get(sentence.tokens[i].lower_[:2])
    if cues is None:
        return []
    lowered = [t.lower_ for t in sentence.tokens[i : i + _LONGEST]]
    return [(rank, status, len(cue.words)) for rank, status, cue in cues if cue.at(lowered, 0)]


def _covered(cued: Cued, length: int, found: Sequence[tuple[int, int, Cued]]) -> bool:
    """Whether a longer cue holds a cue: "sign" in "will sign"."""
    end = cued.at + length
    return any(n > length and other.at <= cued.at and end <= other.at + n for _, n, other in found)


def _speaks(sentence: Sentence, i: int) -> bool:
    """Whether a cue word is one: a noun or a verb without a "not" that turns it round."""
    token = sentence.tokens[i]
    if (token.tag_ in {"NNP", "NNPS"} and i > 0) or conditional(token):
        return False
    verb = token.head
    if token.is_noun and token.dep_ in {"dobj", "nsubjpass"} and verb.lemma_ in _OVERCOMING:
        return False  # a plan that "would remove obstacles" is not held up by them
    return not any(c.dep_ == "neg" for c in token.children)


def conditional(token: Token) -> bool:
    """Whether a word stands in an "if" clause, which says what would be and not what is."""
    for verb in [token, *list(token.ancestors)[:2]]:
        if any(c.lower_ in _CONDITIONS and c.dep_ in {"mark", "advmod"} and c.i < token.i for c in verb.children):
            return True
        if verb.dep_ in {"ccomp", "ROOT", "relcl"}:
            break
    return False


def of_object(sentence: Sentence, at: int, vocabulary: UndertakingWords) -> list[Cued]:
    """What a verb tells of its object alone: "dropped the loan"."""
    token = sentence.tokens[at]
    verb, role = _verb_on(token)
    particle = next((f" {c.lower_}" for c in verb.rights if c.dep_ == "prt"), "")
    status = vocabulary.object_status.get(verb.lemma_ + particle) if role in {"dobj", "nsubjpass"} else None
    if status is None or any(c.dep_ == "neg" or c.tag_ in {"MD", "TO"} for c in verb.children) or conditional(verb):
        return []
    return [Cued(status, verb.i, sentence.index, verb.text, abs(verb.i - at))]


def _verb_on(token: Token) -> tuple[Token, str]:
    """The verb that a matter is the object of, and how: its own, or that of "which it shut in March"."""
    # The parser may hang the clause on the last name of the phrase.
    for clause in token.subtree:
        gap = next((c for c in clause.lefts if c.tag_ == "WDT"), None) if clause.dep_ == "relcl" else None
        if gap is not None and gap.dep_ in {"dobj", "nsubjpass"}:
            return clause, gap.dep_
    return token.head, token.dep_


def settle(
    cued: Sequence[Cued],
    kind: UndertakingKind,
    fallback: UndertakingStatus | None,
    known: Known | None,
    day: str | None,
) -> tuple[UndertakingStatus, str]:
    """The status that the cues of all mentions tell, and why."""
    if kind is UndertakingKind.SANCTIONS_REGIME:
        return UndertakingStatus.IN_FORCE, "sanctions hold unless they are said to be lifted"
    best: dict[int, Cued] = {}
    unfit = set(_UNFIT.get(kind, ()))
    if known is not None and known.signed:
        unfit.add(UndertakingStatus.PROPOSED)
    if known is not None and known.multilateral:
        unfit.add(UndertakingStatus.ENDED)  # one side's leaving ends it for that side alone
    for cue in cued:
        if cue.status in unfit and cue.words.lower() not in _SETTING_UP:
            continue
        best.setdefault(cue.sentence, cue)
    if best:
        strong = [c for c in best.values() if c.status not in _WEAK]
        chosen = max(strong or list(best.values()), key=lambda c: c.sentence)
        if chosen.status is UndertakingStatus.AGREED:
            # A report on what is in force tells at the end when it was signed.
            chosen = next((c for c in strong if c.words.lower() in _ENTERING), chosen)
        return chosen.status, f"“{chosen.words}”"
    if known is not None and known.ended and day and known.ended <= day:
        return UndertakingStatus.ENDED, f"ended on {known.ended}"
    if fallback is not None:
        return fallback, "no cue; as a rule for such a matter"
    if known is not None and known.kind is UndertakingKind.AGREEMENT and known.signed and (day or "9") >= known.signed:
        return UndertakingStatus.IN_FORCE, f"no cue; signed on {known.signed}"
    if known is not None and known.kind in {UndertakingKind.MECHANISM, UndertakingKind.NEGOTIATION}:
        running = known.kind is UndertakingKind.MECHANISM
        return (
            UndertakingStatus.OPERATING if running else UndertakingStatus.UNDER_NEGOTIATION
        ), "no cue; it runs since it began"
    return UndertakingStatus.UNKNOWN, "no word tells where it stands"


def lifted(sentence: Sentence, at: int) -> bool:
    """Whether the sentence says that the sanctions at token ``at`` were lifted."""
    token = sentence.tokens[at]
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_ not in _LIFTING:
        return False
    ahead = any(c.tag_ in {"MD", "TO"} or c.dep_ == "neg" for c in verb.children)
    return verb.tag_ in {"VBD", "VBN"} and not ahead and not conditional(verb)
