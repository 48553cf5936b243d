"""Who came along on a visit: named persons, and the words for those who are not named."""

import re
from collections.abc import Iterable

from bilat.relations.visiting.joining import Group, people_of, same_name
from bilat.relations.visiting.values import Companion

_WITH = re.compile(
    r"\b(?:accompanied (?:by|with)|accompanying (?:him|her) (?:was|were|is|are)|along with"
    r"|(?:arrived|came|travell?ed|flew)\b[^.;,]{0,40} with(?= (?:his|her|an?|several|\d)\b)) ([^.;]{4,110})"
)
_CUT = re.compile(
    r",? (?:who|which|where|when|while|as|and he|and she|is|was|will|arrived|met|held|said|visited|left|travel\w*|paid|to|for"
    r"|in|on|at)\b.*"
)
_BODY = re.compile(r"\b(?:delegation|entourage)\b", re.IGNORECASE)
_LEADS = {
    *(
        "a",
        "an",
        "the",
        "his",
        "her",
        "its",
        "their",
        "by",
        "with",
        "heading",
        "leading",
        "led",
        "of",
        "head",
        "as",
        "that",
    ),
    *(
        "said",
        "adding",
        "period",
        "one",
        "another",
        "this",
        "these",
        "no",
        "some",
        "such",
        "two",
        "three",
        "first",
        "second",
    ),
    *("accompanying", "visiting", "while"),
}
_SIZE = re.compile(r"\b(\d{1,3})[- ](?:member|strong|person|man)\b")
_LONGEST = 9  # words
_LEAST = 2


def companions(group: Group, chief: str | None) -> tuple[Companion, ...]:
    """Those who came along, persons first.

    Args:
        chief: The name of the visitor, who is none of them.
    """
    persons: dict[str, Companion] = {}
    for party, id in people_of(group):
        if party.name is None or (chief and same_name(party.name, chief)):
            continue
        known = next((name for name in persons if same_name(name, party.name)), party.name)
        ids = persons[known].event_ids if known in persons else ()
        words = party.role or party.text
        persons[known] = Companion(name=known, words=words, size=None, event_ids=tuple(dict.fromkeys((*ids, id))))
    phrases: dict[str, tuple[str, list[str]]] = {}
    for one in group.told:
        for words in _phrases(one.entry.event.sentence.text):
            phrases.setdefault(words.casefold(), (words, []))[1].append(one.entry.event.id)
    told = [_companion(words, ids) for words, ids in phrases.values() if not _in_another(words, phrases)]
    return (*persons.values(), *told)


def _companion(words: str, ids: Iterable[str]) -> Companion:
    size = _SIZE.search(words)
    return Companion(name=None, words=words, size=int(size[1]) if size else None, event_ids=tuple(dict.fromkeys(ids)))


def _in_another(words: str, others: Iterable[str]) -> bool:
    """Whether a fuller phrase has the words: "military delegation" in "high-profile military delegation"."""
    low = words.casefold()
    return any(low != other and low in other for other in others)


def _phrases(sentence: str) -> Iterable[str]:
    for found in _WITH.finditer(sentence):
        yield _CUT.sub("", found[1]).strip(" ,")
    for found in _BODY.finditer(sentence):
        before = re.findall(r"[\w’'-]+|,", sentence[: found.start()])[-_LONGEST:]
        lead = max((n for n, word in enumerate(before) if word.lower() in _LEADS), default=-1)
        words = re.sub(r" ,", ",", " ".join([*before[lead + 1 :], found[0]])).strip(" ,")
        if len(words.split()) >= _LEAST:
            yield words
