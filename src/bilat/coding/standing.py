"""Where an undertaking stands: the cue words near its mentions, later sentences over earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.lexicon.undertakings import Known, UndertakingWords
from bilat.model import UndertakingKind, UndertakingStatus

_REACH = 9  # words between a mention and a cue that speaks of it
_WEAK = frozenset({UndertakingStatus.PROPOSED, UndertakingStatus.UNDER_NEGOTIATION})
# What cannot be said of a kind: talks are not "in force", a commission is not "agreed" once it meets.
_UNFIT = {
    UndertakingKind.NEGOTIATION: frozenset(
        {UndertakingStatus.AGREED, UndertakingStatus.IN_FORCE, UndertakingStatus.OPERATING}
    ),
    UndertakingKind.MECHANISM: frozenset({UndertakingStatus.AGREED, UndertakingStatus.IN_FORCE}),
    UndertakingKind.PROJECT: frozenset({UndertakingStatus.IN_FORCE}),
}
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
    """The status cues within reach of token ``at``, those that win first."""
    lowered = [t.lower_ for t in sentence.doc]
    found = []
    for rank, (status, cues) in enumerate(vocabulary.status):
        for cue in cues:
            for i in range(max(0, at - reach), min(len(lowered), at + reach + 1)):
                # The matter's own noun tells no status of it ("the nuclear agreement").
                after = lowered[i + len(cue.words) : i + len(cue.words) + 1]
                if i == at or (after == ["of"] and at < i):  # "suspension of X" speaks of X
                    continue
                if cue.at(lowered, i) and _speaks(sentence, i):
                    words = " ".join(t.text for t in sentence.doc[i : i + len(cue.words)])
                    found.append((rank, abs(i - at), Cued(status, i, sentence.index, words, abs(i - at))))
    return [cued for _, _, cued in sorted(found, key=lambda f: (f[0], f[1]))]


def _speaks(sentence: Sentence, i: int) -> bool:
    """Whether a cue word is one: a noun or a verb without a "not" that turns it round."""
    token = sentence.doc[i]
    if token.tag_ in {"NNP", "NNPS"} and i > 0:
        return False
    return not any(c.dep_ == "neg" for c in token.children)


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
        if cue.status in unfit:
            continue
        best.setdefault(cue.sentence, cue)
    if best:
        strong = [c for c in best.values() if c.status not in _WEAK]
        chosen = max(strong or list(best.values()), key=lambda c: c.sentence)
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
    token = sentence.doc[at]
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or sentence.lemma(verb) not in _LIFTING:
        return False
    ahead = any(c.tag_ in {"MD", "TO"} or c.dep_ == "neg" for c in verb.children)
    return verb.tag_ in {"VBD", "VBN"} and not ahead
