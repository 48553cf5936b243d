"""What an act is about: the issues that its sentence's words tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.lexicon import Lexicon
from bilat.model import EventType, Issue

# Where no word tells an issue: what acts of a type are about as a rule.
DEFAULTS = {
    EventType.ASSAULT: Issue.SECURITY,
    EventType.MOBILIZE: Issue.MILITARY,
    EventType.SANCTION: Issue.SANCTIONS,
    EventType.COERCE: Issue.JUSTICE,
    EventType.AID: Issue.AID,
    EventType.PROTEST: Issue.POLITICS,
    EventType.RETREAT: Issue.SECURITY,
}


@dataclass(frozen=True, slots=True)
class IssueHit:
    """An issue word found at a token."""

    issue: Issue
    weak: bool
    at: int
    word: str


def issue_hits(sentence: Sentence, lexicon: Lexicon) -> list[IssueHit]:
    """The issue words of a sentence, in order."""
    forms = [(t.lower_, lexicon.lemma(t.text, "n"), lexicon.lemma(t.text, "v")) for t in sentence.doc]
    found = []
    for i in range(len(forms)):
        for length in (3, 2, 1):
            if i + length > len(forms):
                continue
            head = tuple(f[0] for f in forms[i : i + length - 1])
            key = next((k for last in forms[i + length - 1] if (k := (*head, last)) in lexicon.issues), None)
            if key is not None:
                found += [IssueHit(w.issue, w.weak, i, " ".join(key)) for w in lexicon.issues[key]]
                break
    return found


def judge_issues(
    hits: Sequence[IssueHit], at: int, kind: EventType, given: Sequence[Issue]
) -> tuple[tuple[Issue, ...], str]:
    """The issues of an act whose trigger is token ``at``, nearest words first, and the words that told them."""
    near: dict[Issue, IssueHit] = {}
    for hit in sorted((h for h in hits if not h.weak), key=lambda h: abs(h.at - at)):
        near.setdefault(hit.issue, hit)
    chosen = list(near.values())[:4]
    found = list(dict.fromkeys([*given, *(hit.issue for hit in chosen)]))
    words = [f"{hit.issue}: “{hit.word}”" for hit in chosen] + [f"{issue}: the act itself" for issue in given]
    if found:
        return tuple(found), "; ".join(words)
    closest = min((h for h in hits if h.weak), key=lambda h: abs(h.at - at), default=None)
    if closest is not None:
        return (closest.issue,), f"{closest.issue}: “{closest.word}”"
    issue = DEFAULTS.get(kind, Issue.DIPLOMACY)
    return (issue,), f"{issue}: as a rule for {kind}"
