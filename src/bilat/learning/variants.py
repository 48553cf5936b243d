"""Which introductions bear one name: the same words, another spelling, or a fuller form of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bilat.lexicon.names import words
from bilat.model import Introduction, NameKind

SPELLING = 88
"""Least similarity of two spellings of one name, of 100: "Oleksiy Honcharenko" and "Oleksii Honcharenko" have 94."""

Parts = tuple[str, ...]


@lru_cache(maxsize=50_000)
def parts(name: str) -> Parts:
    """A name's words in the form in which they are compared."""
    return tuple(form.casefold() for form in words(name).forms)


def alike(a: Parts, b: Parts) -> bool:
    """Whether two names may be one: spelt a little otherwise, or with the surname and a part of the given names in common.

    >>> alike(("ali", "shamkhani"), ("ali", "shamkhany")), alike(("mahmood", "qureshi"), ("shah", "mahmood", "qureshi"))
    (True, True)
    >>> alike(("asif", "khan"), ("tariq", "khan"))
    False
    """
    if not a or not b:
        return False
    if fuzz.ratio(" ".join(a), " ".join(b)) >= SPELLING:
        return True
    if fuzz.ratio(a[-1], b[-1]) < SPELLING:
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    return bool(short) and all(any(_given(x, y) for y in long) for x in short)


def _given(a: str, b: str) -> bool:
    initial = min(len(a), len(b)) == 1
    return a[0] == b[0] if initial else fuzz.ratio(a, b) >= SPELLING


def grouped(introductions: Iterable[Introduction]) -> list[list[Introduction]]:
    """Introductions by the person or group that they name, each list in the order given.

    A variant joins the more frequent form that has its kind, its code and a role in common with it.
    """
    by_name: defaultdict[tuple[NameKind, Parts], list[Introduction]] = defaultdict(list)
    for one in introductions:
        by_name[one.kind, parts(one.name)].append(one)
    heads: defaultdict[tuple[NameKind, str], list[tuple[Parts, list[Introduction]]]] = defaultdict(list)
    for (kind, key), found in sorted(by_name.items(), key=lambda item: (-len(item[1]), item[0])):
        beside = heads[kind, main_code(found) or found[0].code]
        into = next((group for other, group in beside if alike(key, other) and _same_role(found, group)), None)
        if into is None:
            beside.append((key, list(found)))
        else:
            into.extend(found)
    return [group for groups in heads.values() for _, group in groups]


def main_code(found: Sequence[Introduction]) -> str | None:
    """The code that most articles give; null where as many give another.

    An armed group whose state some articles leave out has the one that the others tell.
    """
    counts = Counter(code for _, code in {(one.article_id, one.code) for one in found})
    told = {code: n for code, n in counts.items() if len(code) > 3} or counts
    ranked = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    return None if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def _same_role(a: Iterable[Introduction], b: Iterable[Introduction]) -> bool:
    if any(one.kind is NameKind.GROUP for one in a):
        return True
    return bool({one.role.split()[-1] for one in a} & {one.role.split()[-1] for one in b})
