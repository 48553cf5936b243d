"""What a person types, as FTS5 asks for it, and what is found, ranked and with the words that were looked for marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilat.web.search_index import Index

MOST_COUNTED = 2_000
"""Matches are counted so far; more are "more than"."""
_MOST_WORDS = 24
_PIECE = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORDS = re.compile(r"\w+")
_OPEN, _SHUT = "\x02", "\x03"  # no text that was read holds these: cleaning takes control characters out
_CONTEXT = 36  # words around a match

_RANKED = """
SELECT a.rowid, a.id, a.outlet, a.date FROM (SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ? OFFSET ?) t
JOIN articles a ON a.rowid = t.rowid
"""
_NEWEST = """
SELECT a.rowid, a.id, a.outlet, a.date FROM (SELECT rowid FROM texts WHERE texts MATCH ?) t
JOIN articles a ON a.rowid = t.rowid ORDER BY a.date DESC, a.rowid LIMIT ? OFFSET ?
"""
_SHOWN = """
SELECT highlight(texts, 0, ?, ?), snippet(texts, 1, ?, ?, '…', ?) FROM texts WHERE texts MATCH ? AND rowid = ?
"""
_THINGS = """
SELECT t.id, highlight(names, 0, ?, ?), t.date, t.weight, t.detail, n.rank FROM names n
JOIN things t ON t.rowid = n.rowid WHERE names MATCH ? AND t.kind = ?
ORDER BY n.rank - ln(1 + t.weight) LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether they are what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A party, person, undertaking or story that was found by its name."""

    id: str
    name: tuple[Piece, ...]
    date: str | None
    weight: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that was found by its words."""

    id: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    outlet: str | None
    date: str | None


def query(typed: str) -> str:
    """The question for FTS5; "" where there is no word in what was typed.

    All words must be there; quotation marks hold a phrase together, a minus leaves out, an asterisk asks for a beginning.

    >>> query('gas pipeline'), query('"gas pipeline" -india iran*'), query('" OR NEAR(')
    ('"gas" "pipeline"', '("gas pipeline" "iran"*) NOT "india"', '"OR" "NEAR"')
    """
    asked: list[str] = []
    without: list[str] = []
    for minus, phrase, sign, word in _PIECE.findall(typed)[:_MOST_WORDS]:
        words = " ".join(_WORDS.findall(phrase or word))
        if words:
            term = f'"{words}"' + ("*" if word.endswith("*") else "")
            (without if minus or sign else asked).append(term)
    if not asked:
        return ""
    both = " ".join(asked)
    return f"({both}) NOT {' NOT '.join(without)}" if without else both


def things(index: Index, words: str, kind: str, limit: int) -> tuple[Thing, ...]:
    """Those of a kind with these words in their name, the best first: rare words, and what the record has much of."""
    rows = index.ask(_THINGS, (_OPEN, _SHUT, words, kind, limit))
    return tuple(
        Thing(id=str(id), name=pieces(str(name)), date=_text(day), weight=int(str(weight)), detail=str(detail))
        for id, name, day, weight, detail, _ in rows
    )


def articles(index: Index, words: str, *, newest: bool, limit: int, offset: int) -> tuple[Found, ...]:
    """Those with these words, the likest or the newest first."""
    rows = index.ask(_NEWEST if newest else _RANKED, (words, limit, offset))
    return tuple(_found(index, words, *row) for row in rows)


def count(index: Index, words: str) -> int:
    """How many articles have these words, up to :data:`MOST_COUNTED`."""
    rows = index.ask("SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)", (words, MOST_COUNTED))
    return int(str(rows[0][0]))


def _found(index: Index, words: str, row: object, id: object, outlet: object, day: object) -> Found:
    marks = (_OPEN, _SHUT)
    title, snippet = index.ask(_SHOWN, (*marks, *marks, _CONTEXT, words, row))[0]
    return Found(
        id=str(id), title=pieces(str(title)), snippet=pieces(str(snippet)), outlet=_text(outlet), date=_text(day)
    )


def pieces(marked: str) -> tuple[Piece, ...]:
    r"""A text that FTS5 marked, in pieces.

    >>> pieces("the \x02gas\x03 pipeline")
    (Piece(text='the ', hit=False), Piece(text='gas', hit=True), Piece(text=' pipeline', hit=False))
    """
    return tuple(_pieces(marked))


def _pieces(marked: str) -> Iterator[Piece]:
    for part in marked.split(_OPEN):
        hit, shut, after = part.partition(_SHUT)
        if not shut:
            hit, after = "", part
        if hit:
            yield Piece(hit, True)
        if after:
            yield Piece(after, False)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
