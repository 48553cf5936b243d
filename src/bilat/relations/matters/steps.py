"""The words that tell a step of a matter, whether it was taken, and when, in a sentence's own words."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bilat.model import Status
from bilat.relations.matters.values import Step


def _any(words: str) -> str:
    """Patterns that stand between bars, on any number of lines, as one."""
    return "|".join(part.strip() for part in words.split("|"))


_WORDS = (
    (
        Step.DEADLINE,
        r"""deadlines? | no later than | by the end of | at the latest | expir(?:es?|ed|ing|y) | slated | scheduled
        | target date | due (?:to be|for|on|in|by) | must be (?:completed?|finished)
        | to be (?:completed?|finished|ready) by
        | expected to (?:be )?(?:\w+ )?(?:completed?|finish(?:ed)?|open(?:ed)?|start|begin|come|signed?|launch\w*)""",
    ),
    (Step.PENALTY, r"penalt(?:y|ies) | fined? | damages | compensation | arbitration | legal action | lawsuit | sued?"),
    (
        Step.SIGNED,
        r"""sign(?:ed|ing) | sign(?= an?| the) | ink(?:ed|ing)? | initial(?:l?ed) | concluded(?= (?:an?|the|its|their) )
        | sealed | clinched | struck""",
    ),
    (Step.RATIFIED, r"ratif(?:y|ied|ies|ication) | approved? | endorsed"),
    (
        Step.CANCELLED,
        r"""cancel(?:l?ed|s|l?ing)? | scrap(?:ped|s)? | terminat(?:ed?|es|ing) | abrogat(?:ed?|es|ing) | annul(?:led|s)?
        | withdr[ae]w(?:n|s|al)? | quit | pull(?:ed|s|ing)? out | call(?:ed|s|ing)? off | denounced | abandon(?:ed|s)?
        | tore up""",
    ),
    (
        Step.SUSPENDED,
        r"""suspen(?:d|ds|ded|ding|sion) | halt(?:ed|s|ing)? | fr(?:ee|o)z(?:es?|ing|en) | shelv(?:ed|es|ing) | on hold
        | stopp(?:ed|ing) | stops? | postpon(?:ed?|es|ing|ement)""",
    ),
    (
        Step.RESUMED,
        r"""resum(?:ed?|es|ing|ption) | restart(?:ed|s|ing)? | reviv(?:ed?|es|ing|al) | relaunch(?:ed|es)?
        | reopen(?:ed|s)?""",
    ),
    (Step.EXTENDED, r"exten(?:d|ds|ded|sion) | renew(?:ed|s|al)? | prolong(?:ed)? | amend(?:ed|s|ment)?"),
    (
        Step.COMPLETED,
        r"""(?:complet(?:ed?|es|ion) | finish(?:ed|es)? | finali[sz]ed)(?: (?:of )?(?:its|the|their|his)
        (?:\w+ ){0,2}(?:part|portion|section|side|share|end|segment))?""".replace("\n        ", " "),
    ),
    (
        Step.INAUGURATED,
        r"""inaugurat(?:ed?|es|ing|ion) | came (?:on ?stream|into (?:operation|force|effect))
        | went (?:on ?stream|into operation) | became operational | put into operation | opened | took effect
        | entered into force""",
    ),
    (
        Step.STARTED,
        r"""(?:launch(?:ed|es|ing)?|beg[au]n|started|commenc(?:ed?|es))
        (?! (?:to )?(?:\w+ )?(?:negotiat|talk|discuss|consult|effort|attack)) | groundbreaking | ground-breaking
        | broke ground | kicked off""".replace("\n        (", "("),
    ),
)
_CUES: Mapping[Step, re.Pattern[str]] = MappingProxyType(
    {step: re.compile(rf"\b(?:{_any(words)})\b", re.IGNORECASE) for step, words in _WORDS}
)
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|yet to|fail(?:ed|s|ing)? to|refus(?:ed|es|ing) to|denied)\b|n[’']t\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b(?:may|might|could|would|should|if|unless|can|whether|urged?|calle?d?s? for)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|to|plan(?:s|ned|ning)?|expect(?:s|ed)|hop(?:e|es|ed|ing)|intend(?:s|ed)?|ready|seek(?:s|ing)?|about"
    r"|set|going|aim(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\w+(?:ed|en)\b|(?:beg[au]n|struck|quit|withdrew|withdrawn|came|went|became|broke|took|tore|pulled|put|froze)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:after|since|by|following|is|are|was|were|been|of|announced|began|started)\s$", re.IGNORECASE
)
_LED_IN = re.compile(r"\b(?:the|an?|its|this|their)\s$", re.IGNORECASE)
_NEAR = 40  # characters before a cue in which what bends it stands
_MONTHS = tuple(calendar.month_name)[1:]
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?\.?" if len(month) > 3 else month for month in _MONTHS)
_UNIT = "km|kilomet|mil|met|MW|barrel|billion|people|ton|dollar|euro|percent|%"
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<m>{_MONTH})(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?)?,? (?:of )?"
    r"(?P<y>(?:19|20)\d\d)\b"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    rf"|(?<![\d,.$€£-])\b(?P<year>(?:19|20)\d\d)\b(?![,.]?\d|[\s-]*(?:{_UNIT}))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words of a sentence that tell a step; ``start`` and ``end`` count from the sentence's beginning."""

    step: Step
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date in a sentence: ISO day, month or year, and where its words begin."""

    date: str
    start: int


def cues(sentence: str) -> Iterator[Cue]:
    """The steps that a sentence's words tell, in the order of :class:`Step`'s patterns."""
    for step, pattern in _CUES.items():
        for found in pattern.finditer(sentence):
            yield Cue(step=step, start=found.start(), end=found.end(), words=found[0])


def has_cue(sentence: str) -> bool:
    """Whether a sentence may tell a step."""
    return any(True for _ in cues(sentence))


def standing(sentence: str, cue: Cue) -> Status | None:
    """Whether the step was taken, by the words before it, for a sentence of which no act was coded; null where they do not tell.

    >>> text = "The line will be completed next year."
    >>> standing(text, next(cue for cue in cues(text)))
    <Status.PLANNED: 'planned'>
    """
    before = sentence[max(0, cue.start - _NEAR) : cue.start]
    if _NOT.search(before):
        return Status.NEGATED
    if _MAYBE.search(before):
        return Status.HYPOTHETICAL
    if _AHEAD.search(before):
        return Status.PLANNED
    return Status.ACTUAL if _DONE.match(cue.words) else None


def is_done(sentence: str, cue: Cue) -> bool:
    """Whether the words can tell a thing done: "to complete" and "halting it would cost" cannot."""
    before = sentence[: cue.start]
    if before.endswith((" to ", "To ")):
        return False
    return not cue.words.lower().endswith("ing") or bool(_RUNNING.search(before))


def is_attribute(sentence: str, cue: Cue) -> bool:
    """Whether the words only describe the noun after them: "in the extended period"."""
    led = _LED_IN.search(sentence[: cue.start])
    return bool(led and re.match(r"\s+[a-z]", sentence[cue.end :]) and cue.words.lower().endswith("ed"))


def ahead_of(sentence: str, cue: Cue) -> bool:
    """Whether the words before say that it will be, seen from the article's day."""
    return bool(re.search(r"\b(?:will|shall|is to|are to)\b", sentence[max(0, cue.start - _NEAR) : cue.start]))


def dates(sentence: str) -> list[Stated]:
    """The dates that a sentence gives in full or as a month or year, in its order; "on Friday" is none.

    >>> [found.date for found in dates("It was signed on 5 June 2009 and is due by December 2014, not in 2013.")]
    ['2009-06-05', '2014-12', '2013']
    """
    found = []
    for match in _DATE.finditer(sentence):
        if match["iso"]:
            date = match["iso"]
        elif match["year"]:
            date = match["year"]
        else:
            month = 1 + next(n for n, name in enumerate(_MONTHS) if name[:3] == match["m"][:3])
            day = int(match["d1"] or match["d2"] or 0)
            date = f"{match['y']}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")
        found.append(Stated(date=date, start=match.start()))
    return found
