"""Whether an act took place: actual, planned, hypothetical, negated or historical, with the words that say so."""

from bilat.coding.candidates import Candidate
from bilat.coding.frames import children, governors, has_to, is_passive
from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.model import EventType, Status

_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAY = frozenset({"may", "might", "can", "could", "should", "must", "ought", "ca"})
_RANKS = frozenset({"first", "second", "third", "only", "last", "latest"})
_READY = frozenset(
    {"set", "due", "scheduled", "slated", "poised", "expected", "supposed", "about", "going", "planned", "bound"}
)
_UNSURE = frozenset({"likely", "possible", "unlikely", "probable", "able", "eager", "keen", "interested"})
_SCHEDULED = frozenset({"plan", "schedule", "expect", "slate", "set", "arrange", "propose"})
_AMID = frozenset({"during", "in", "on", "at"})
_BE = frozenset({"is", "are", "was", "were"})
_NEEDED = frozenset(
    {
        "necessary",
        "important",
        "essential",
        "crucial",
        "vital",
        "needed",
        "imperative",
        "possible",
        "key",
        "difficult",
        "impossible",
    }
)
_AHEAD_ADJECTIVES = frozenset(
    {"upcoming", "forthcoming", "planned", "scheduled", "next", "future", "coming", "expected", "imminent", "pending"}
)
_UNREAL_ADJECTIVES = frozenset(
    {"possible", "potential", "proposed", "alleged", "hypothetical", "any", "eventual", "probable", "would-be"}
)
_PAST_ADJECTIVES = frozenset({"past", "previous", "former", "earlier", "historic", "old", "decades-long", "then"})
_NOBODY = frozenset({"no", "neither", "none", "nobody"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "once", "should"})
_LONG_AGO = (
    *(
        "in recent years",
        "over the years",
        "for years",
        "for decades",
        "decades ago",
        "years ago",
        "over the past decade",
    ),
    *(
        "in the past,",
        "in the past.",
        "in past years",
        "in the past few years",
        "in the past years",
        "in the last decade",
    ),
    *("the previous government", "in the 19", "over the last few years", "during the cold war"),
)
_AHEAD_PREPOSITIONS = frozenset({"ahead", "before"})
_SPOKEN = frozenset({"ccomp", "parataxis"})


def judge(candidate: Candidate, lexicon: Lexicon, *, value: str | None, day: str | None) -> tuple[Status, str]:
    """The status of an act and the words that decided it.

    Args:
        value: The date that the sentence gives the act, day: the article's; ISO text.
    """
    if candidate.act.status is not None:
        return candidate.act.status, f"entry {candidate.act.name}"
    sentence, token = candidate.sentence, candidate.token
    noun = not token.is_verb
    verdict = _noun_words(sentence, token, candidate, lexicon) if noun else None
    if verdict is None and (candidate.verb is not None):
        verdict = _clause(sentence, candidate.verb, lexicon, candidate.type)
    elif verdict is None:
        verdict = _carried(sentence, token, lexicon, candidate.type)
    if verdict is not None and verdict[0] is not Status.ACTUAL:
        return verdict
    long_ago = _long_ago(sentence, value, day)
    if long_ago:
        return Status.HISTORICAL, long_ago
    return verdict or (Status.ACTUAL, "told as done, nothing says otherwise")


def _noun_words(sentence: Sentence, token: Token, candidate: Candidate, lexicon: Lexicon) -> tuple[Status, str] | None:
    for child in sentence.tokens[candidate.start : token.i]:
        if child.lower_ in _AHEAD_ADJECTIVES:
            return Status.PLANNED, f"“{child.text}”"
    for child in token.lefts:
        low = child.lower_
        if child.dep_ == "det" and low in {"no", "neither"}:
            return Status.NEGATED, f"“{child.text}”"
        if low in _AHEAD_ADJECTIVES:
            return Status.PLANNED, f"“{child.text}”"
        if low in _UNREAL_ADJECTIVES:
            return Status.HYPOTHETICAL, f"“{child.text}”"
        if low in _PAST_ADJECTIVES and child.dep_ == "amod":
            return Status.HISTORICAL, f"“{child.text}”"
    for prep in [token.head] if token.dep_ == "pobj" else []:
        if prep.lower_ == "before" or (prep.lower_ == "of" and prep.head.lower_ == "ahead"):
            return Status.PLANNED, f"“{prep.head.text} {prep.text}”" if prep.lower_ == "of" else f"“{prep.text}”"
        if prep.lower_ == "without":
            return Status.NEGATED, "“without”"
        if prep.lower_ == "of" and prep.head.lower_ in {"brink", "verge"}:
            return Status.HYPOTHETICAL, f"“{prep.head.text} of”"
        if prep.lower_ in _AMID and candidate.type is EventType.CONSULT and _ahead(prep.head):
            return Status.PLANNED, f"“{prep.head.text}” ahead"
        if prep.lower_ in {"for", "of", "to", "in", "about", "on"} and _frames(prep.head, lexicon):
            return Status.HYPOTHETICAL, f"“{prep.head.text} {prep.text}”"
    return None


def _ahead(verb: Token) -> bool:
    """Whether what happens during talks or a visit lies ahead, and with it they: "during his trip he will discuss"."""
    return verb.is_verb and any(c.lower_ in _WILL for c in children(verb, "aux"))


def _frames(noun: Token, lexicon: Lexicon) -> bool:
    return noun.is_noun and noun.lemma_ in lexicon.grammar["frame_nouns"]


def _carried(sentence: Sentence, token: Token, lexicon: Lexicon, kind: EventType) -> tuple[Status, str] | None:
    """A noun with no verb of its own: framed by a gerund or infinitive above it, else as the clause has it."""
    for head, dep in governors(token):
        if dep == "dobj" and head.is_verb and head.dep_ != "pcomp":
            own = _auxiliaries(head, sentence)
            if head.lemma_ in {
                "propose",
                "consider",
                "discuss",
                "seek",
                "mull",
                "suggest",
                "demand",
                "want",
                "urge",
                "request",
            }:
                return Status.HYPOTHETICAL, f"“{head.text}”"
            if (
                head.lemma_ in {"plan", "schedule", "expect", "await", "announce"}
                and kind is EventType.CONSULT
            ):
                return own or (Status.PLANNED, f"“{head.text}”")
        if (
            head.tag_ in {"VBG", "VB"}
            and dep in {"pobj", "dobj", "prep"}
            and head.dep_ in {"pcomp", "csubj", "xcomp", "acl"}
        ):
            return _clause(sentence, head, lexicon, kind)
        if head.is_verb:
            return None
    return None


def _clause(sentence: Sentence, verb: Token, lexicon: Lexicon, kind: EventType) -> tuple[Status, str] | None:
    """The status that a verb has by its own auxiliaries, then by what governs it, up to the clause that reports it."""
    own = _auxiliaries(verb, sentence)
    if own is not None:
        return own
    if verb.dep_ == "ROOT" and verb.tag_ == "VB" and has_to(verb):
        return Status.PLANNED, "“to” in a headline"
    if verb.dep_ in {"xcomp", "advcl"} and has_to(verb) and verb.head.lower_ in _BE and children(verb.head, "acomp"):
        return Status.HYPOTHETICAL, f"“{children(verb.head, 'acomp')[0].text} to”"
    if verb.dep_ == "xcomp" and has_to(verb) and verb.head.lower_ in _BE and not children(verb.head, "attr"):
        return Status.PLANNED, f"“{verb.head.text} to”"
    if is_passive(verb) and verb.lemma_ in _SCHEDULED:
        return Status.PLANNED, f"“{verb.text}”"
    if verb.dep_ in {"csubj", "csubjpass"} or (verb.tag_ == "VBG" and verb.dep_ == "nsubj"):
        needed = next((c for c in verb.head.children if c.dep_ in {"acomp", "attr"} and c.lower_ in _NEEDED), None)
        if needed is not None:
            return Status.HYPOTHETICAL, f"“{needed.text}”"
    token = verb
    for head, dep in governors(verb):
        verdict = _governed(token, head, dep, lexicon)
        if verdict is not None:
            return verdict
        if dep in _SPOKEN and head.is_verb and head.lemma_ in lexicon.grammar["speech_verbs"]:
            return _wished(head)
        if dep in {"relcl", "advcl", "nsubj", "nsubjpass", "parataxis"}:
            return None
        if head.is_verb:
            up = _auxiliaries(head, sentence)
            if up is not None and dep in {"xcomp", "conj", "dobj", "prep"}:
                return up
        token = head
    return None


def _wished(verb: Token) -> tuple[Status, str] | None:
    if verb.lemma_ in {"hope", "suggest", "wish"}:
        return Status.HYPOTHETICAL, f"“{verb.text}”"
    return None


def _auxiliaries(verb: Token, sentence: Sentence) -> tuple[Status, str] | None:
    words = {c.lower_: c for c in children(verb, "aux", "auxpass", "neg", "mark", "advmod", "det")}
    for low, token in words.items():
        if token.dep_ == "neg" or (low in {"never"} and token.dep_ != "mark"):
            if verb.tag_ == "VBN" and words.keys() & {"should", "ought"} and words.keys() & {"have", "'ve"}:
                return Status.ACTUAL, f"“{token.text} have {verb.text}”: it happened"
            modal = next((w for w in words.values() if w.lower_ in _WILL), None)
            return Status.NEGATED, f"“{modal.text + ' ' if modal is not None else ''}{token.text}”"
    for subject in children(verb, "nsubj", "nsubjpass"):
        for word in (subject, *children(subject, "det", "neg")):
            if word.lower_ in _NOBODY:
                return Status.NEGATED, f"“{word.text}”"
    for low, token in words.items():
        if token.dep_ == "mark" and low in {"if", "unless"}:
            return Status.HYPOTHETICAL, f"“{token.text}”"
        if low in _WILL:
            return Status.PLANNED, f"“{token.text}”"
        if low in _MAY:
            return Status.HYPOTHETICAL, f"“{token.text}”"
        if low in {"would", "'d"}:
            return _would(verb, token, sentence)
    if any(c.lower_ == "going" for c in children(verb, "aux")):
        return Status.PLANNED, "“going to”"
    return None


def _would(verb: Token, modal: Token, sentence: Sentence) -> tuple[Status, str]:
    """ "Would" is the future in reported speech, else a condition."""
    head = verb.head
    reported = (
        verb.dep_ == "ccomp"
        and head.tag_ in {"VBD", "VBN"}
        and head.lemma_ not in {"hope", "suggest", "wish", "think", "believe"}
    )
    if reported and "if" not in sentence.words:
        return Status.PLANNED, f"“{head.text} … {modal.text}”"
    return Status.HYPOTHETICAL, f"“{modal.text}”"


def _governed(token: Token, head: Token, dep: str, lexicon: Lexicon) -> tuple[Status, str] | None:
    grammar, lemma = lexicon.grammar, head.lemma_
    if dep in {"xcomp", "ccomp", "pcomp", "prep", "dobj"} and head.is_verb:
        if lemma in grammar["refuse_verbs"] and dep in {"xcomp", "pcomp"}:
            return Status.NEGATED, f"“{head.text}”"
        if head.lower_ in _READY and has_to(token):
            return Status.PLANNED, f"“{head.text} to”"
        if dep == "xcomp" and has_to(token):
            if lemma in grammar["wish_verbs"] and lemma not in {"want", "wish", "seek"}:
                return Status.HYPOTHETICAL, f"“{head.text} to”"
            if lemma in grammar["plan_verbs"]:
                return Status.PLANNED, f"“{head.text} to”"
        if lemma in {
            "consider",
            "mull",
            "propose",
            "suggest",
            "discuss",
            "explore",
            "weigh",
            "contemplate",
        } and dep in {"xcomp", "dobj"}:
            return Status.HYPOTHETICAL, f"“{head.text}”"
    if (
        dep == "xcomp"
        and head.dep_ in {"acomp", "attr", "ROOT", "oprd"}
        and head.lower_ in _READY | _UNSURE | {"ready", "willing"}
    ):
        status = Status.HYPOTHETICAL if head.lower_ in _UNSURE else Status.PLANNED
        return status, f"“{head.text}”"
    if dep in {"acl", "relcl"} and has_to(token) and head.is_noun:
        if lemma == "decision":
            return Status.PLANNED, f"“{head.text} to”"
        rank = next((c for c in head.lefts if c.lower_ in _RANKS), None)
        if rank is not None:
            # "He is the first leader to visit since the war" tells of a visit that takes place.
            return Status.PLANNED if _ahead(head.head) else Status.ACTUAL, f"“{rank.text} {head.text} to”"
        return Status.HYPOTHETICAL, f"“{head.text} to”"
    if dep == "advcl" and has_to(token):
        return Status.PLANNED, "purpose, “to …”"
    if dep == "pcomp" and head.dep_ == "prep" and _frames(head.head, lexicon):
        return Status.HYPOTHETICAL, f"“{head.head.text} {head.text}”"
    if dep == "pcomp" and head.lower_ in {"for", "on", "in", "towards", "toward"} and head.head.is_verb:
        return Status.HYPOTHETICAL, f"“{head.text}” with a gerund"
    if dep == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in token.children):
        return Status.HYPOTHETICAL, "condition"
    return None


def _long_ago(sentence: Sentence, value: str | None, day: str | None) -> str | None:
    """Why an act counts as background older than a year, if it does."""
    if value and day and value[:4].isdigit():
        years = int(day[:4]) - int(value[:4])
        if years > 1 or (years == 1 and len(value) >= 7 and value[5:7] < day[5:7]):
            return f"{value}, more than a year before {day}"
    low = sentence.span.text.lower()
    return next((f"“{phrase.strip()}”" for phrase in _LONG_AGO if phrase in low), None)
