"""What an act is about: the issues that its sentence's words tell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.model import EventType, Issue

_MOST = 4
_OF_ROLES = frozenset({Issue.DIPLOMACY, Issue.BORDER})

# What acts of a type are about by their nature, beside what their words tell.
ALWAYS = {EventType.CONSULT: Issue.DIPLOMACY, EventType.SUPPORT: Issue.DIPLOMACY, EventType.ASSAULT: Issue.SECURITY}

# Where no word tells an issue: what acts of a type are about as a rule.
DEFAULTS = {
    EventType.MOBILIZE: Issue.MILITARY,
    EventType.SANCTION: Issue.SANCTIONS,
    EventType.COERCE: Issue.JUSTICE,
    EventType.AID: Issue.AID,
    EventType.PROTEST: Issue.POLITICS,
    EventType.RETREAT: Issue.SECURITY,
}


FEATURES = ("model", "near", "word", "weak-near", "weak", "act", "always", "party", "default", "crowd")
"""What tells an issue: the model's log-odds; how near a word of it stands to the act (1 at it, a half six words off), and that
there is one; the same of words that count little; the act's entry; its type as a rule; an armed group; its type where nothing
else tells; and for a word, how many issues have one (the log of one more)."""
_BESIDE, _A_LIST = 3, 3  # words between the issues of a list; issues that make one
_HALF = 6


@dataclass(frozen=True, slots=True)
class IssueHit:
    """An issue word found at a token."""

    issue: Issue
    weak: bool
    at: int
    word: str


def issue_hits(sentence: Sentence, lexicon: Lexicon) -> list[IssueHit]:
    """The issue words of a sentence, in order."""
    found = []
    for token in sentence.among(lexicon.issue_starts):
        i = token.i
        # "The Islamic Republic" is no matter of religion, "the police chief" none of security; an ambassador is of diplomacy.
        key = _term_at(i, sentence.tokens, lexicon) if i not in sentence.name_at else None
        if key is not None:
            role = i in sentence.role_at
            words = [w for w in lexicon.issues[key] if not role or w.issue in _OF_ROLES]
            found += [IssueHit(w.issue, w.weak, i, " ".join(key)) for w in words]
    return found


def _term_at(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> tuple[str, ...] | None:
    """The longest issue term that begins at a word, its last word in any of its forms."""
    for length in (3, 2, 1) if tokens[i].lower_ in lexicon.issue_openers else (1,):
        if i + length > len(tokens):
            continue
        head = [token.lower_ for token in tokens[i : i + length - 1]]
        for last in lexicon.forms(tokens[i + length - 1].text):
            if (key := (*head, last)) in lexicon.issues:
                return key
    return None


def judge_issues(
    hits: Sequence[IssueHit], at: int, kind: EventType, given: Sequence[Issue], *, armed: bool
) -> tuple[tuple[Issue, ...], str]:
    """The issues of an act whose trigger is token ``at``, nearest words first, and what told each.

    Args:
        given: What the act's own entry implies.
        armed: Whether an armed group is a party to it.
    """
    near: dict[Issue, str] = {}
    for hit in sorted((h for h in hits if not h.weak), key=lambda h: abs(h.at - at)):
        near.setdefault(hit.issue, f"“{hit.word}”")
    chosen = dict(list(near.items())[:_MOST])
    chosen.update({issue: "the act itself" for issue in given if issue not in chosen})
    always = ALWAYS.get(kind)
    if always is not None and always not in chosen and len(chosen) < _MOST:
        chosen[always] = f"as a rule for {kind}"
    if armed and kind in {EventType.ASSAULT, EventType.COERCE}:
        chosen.setdefault(Issue.TERRORISM, "an armed group is a party")
    if not chosen:
        closest = min((h for h in hits if h.weak), key=lambda h: abs(h.at - at), default=None)
        if closest is not None:
            chosen[closest.issue] = f"“{closest.word}”"
        else:
            chosen[DEFAULTS.get(kind, Issue.DIPLOMACY)] = f"as a rule for {kind}"
    return tuple(chosen), "; ".join(f"{issue}: {why}" for issue, why in chosen.items())


def signs_of(
    hits: Sequence[IssueHit], at: int, kind: EventType, given: Sequence[Issue], *, armed: bool
) -> dict[Issue, list[float]]:
    """What speaks for each issue but the model, in the order of :data:`FEATURES`; issues that nothing speaks for are left out.

    Args:
        at, given, armed: As for :func:`judge_issues`.
    """
    found: dict[Issue, dict[str, float]] = {}
    for hit in hits:
        sign, kinds = found.setdefault(hit.issue, {}), ("weak-near", "weak") if hit.weak else ("near", "word")
        sign[kinds[0]] = max(sign.get(kinds[0], 0.0), _HALF / (_HALF + abs(hit.at - at)))
        sign[kinds[1]] = 1.0
    crowd = math.log1p(sum("word" in sign for sign in found.values()))
    listed = _listed(hits)
    for issue, sign in found.items():
        sign["crowd"] = crowd if "word" in sign and issue not in listed else 0.0
    for issue in given:
        found.setdefault(issue, {})["act"] = 1.0
    if kind in ALWAYS:
        found.setdefault(ALWAYS[kind], {})["always"] = 1.0
    if armed and kind in {EventType.ASSAULT, EventType.COERCE}:
        found.setdefault(Issue.TERRORISM, {})["party"] = 1.0
    if not any(sign.keys() & {"word", "act", "always", "party"} for sign in found.values()):
        found.setdefault(DEFAULTS.get(kind, Issue.DIPLOMACY), {})["default"] = 1.0
    return {issue: [sign.get(name, 0.0) for name in FEATURES[1:]] for issue, sign in found.items()}


def _listed(hits: Sequence[IssueHit]) -> set[Issue]:
    """The issues that a sentence lists one after another, "including trade, energy and farming": none crowds another out."""
    run: list[IssueHit] = []
    listed: set[Issue] = set()
    for hit in sorted((h for h in hits if not h.weak), key=lambda h: h.at):
        run = [*run, hit] if run and hit.at - run[-1].at <= _BESIDE else [hit]
        issues = {h.issue for h in run}
        listed |= issues if len(issues) >= _A_LIST else set()
    return listed
