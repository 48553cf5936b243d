"""The flat tables as Parquet or CSV, one file a table, without the bodies.

A CSV cell of text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab, a carriage return or a line
feed, or with the wide forms of the first four) gets an apostrophe before it, as OWASP advises on CSV injection; numbers stay
as they are, and every cell is quoted. Parquet needs none of this.
"""

from pathlib import Path

from bilat.record.engine import quoted
from bilat.record.exports.selection import LONGEST
from bilat.record.judgements.overlay import ENTRIES, MARKED
from bilat.record.schema import TABLES, TEXT, TEXTS
from bilat.record.view import View

_LEFT_OUT = {"body", "digest"}
_ASIDE = {
    "inputs",
    "recodings",
    "imported_replaced",
    "imported_files",
}  # how the lines came to be, and not what they say
_WORDS = {"trigger", "text", "name", "role"}  # words of the article, cut where its text is held back
_KEYS = {
    "article_id": "articles",
    "event_id": "events",
    "undertaking_id": "undertakings",
    "fact_id": "facts",
}
_IMPORTED = {"imported": "id", "imported_reports": "imported_id"}
_OF = {"articles": "articles", "events": "events", "undertakings": "undertakings", "facts": "facts"}
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"


def write(view: View, folder: Path, form: str) -> int:
    """Writes each table that has lines; gives the number of lines."""
    options = "FORMAT parquet, COMPRESSION zstd" if form == "parquet" else "FORMAT csv, HEADER, FORCE_QUOTE *"
    lines = 0
    for table in TABLES:
        if table in _ASIDE or not view.ask(f"SELECT 1 FROM {table} LIMIT 1"):
            continue
        target = folder / f"{table}.{form}"
        select = _select(table, csv=form == "csv")
        lines += view.ask(f"COPY ({select}) TO {quoted(target)} ({options})")[0][0]
    if view.judged.entries:
        select = _judgements(csv=form == "csv")
        lines += view.ask(f"COPY ({select}) TO {quoted(folder / f'judgements.{form}')} ({options})")[0][0]
    return lines


def _judgements(*, csv: bool) -> str:
    """What people said of the articles that are chosen, and what hangs on no article where all are."""
    kinds = {name: TEXT if kind == "VARCHAR" else kind for name, kind in ENTRIES.items()}
    shown = ", ".join(f'{_value("judgements", name, kind, None, csv=csv)} AS "{name}"' for name, kind in kinds.items())
    whole = "(SELECT count(*) FROM chosen WHERE kind = 'articles') = (SELECT count(*) FROM articles)"
    chosen = "t.article_id IN (SELECT id FROM chosen WHERE kind = 'articles')"
    return f"SELECT {shown} FROM judgements t WHERE {chosen} OR {whole} ORDER BY t.time, t.id"


def _select(table: str, *, csv: bool) -> str:
    columns = {name: kind for name, kind in TABLES[table].items() if name not in _LEFT_OUT}
    columns |= {"judged": TEXT} if table in MARKED else {}
    article = "id" if table == "articles" else "article_id" if "article_id" in columns else None
    shown = ", ".join(f'{_value(table, name, kind, article, csv=csv)} AS "{name}"' for name, kind in columns.items())
    # Lines of other datasets are many, and their ids stand once: no other column decides their order.
    sorting = ["id"] if table in _IMPORTED else [name for name, kind in columns.items() if kind != TEXTS]
    order = ", ".join(f't."{name}"' for name in sorting)
    distinct = "DISTINCT " if table == "runs" else ""
    held = f'LEFT JOIN held h ON h.article_id = t."{article}"' if article else ""
    return f"SELECT {shown} FROM (SELECT {distinct}* FROM {table}) t {held} {_chosen(table, columns)} ORDER BY {order}"


def _chosen(table: str, columns: dict[str, str]) -> str:
    if table in _IMPORTED:
        return f"SEMI JOIN chosen_imported c ON c.id = t.{_IMPORTED[table]}"
    if table in _OF:
        return f"SEMI JOIN chosen c ON c.kind = '{table}' AND c.id = t.id"
    # A line that hangs on an event, undertaking or fact goes with it; else with its article.
    keys = [name for name in columns if name in _KEYS and name != "article_id"] or [
        name for name in columns if name == "article_id"
    ]
    return " ".join(f"SEMI JOIN chosen c ON c.kind = '{_KEYS[name]}' AND c.id = t.{name}" for name in keys[:1])


def _value(table: str, name: str, kind: str, article: str | None, *, csv: bool) -> str:
    value = f't."{name}"'
    if kind == TEXTS:
        return f"array_to_string({value}, ' ')" if csv else value
    if kind != TEXT:
        return value
    if table == "articles" and name == "text":
        value = f"CASE WHEN h.article_id IS NULL THEN {value} END"
    elif article and name in _WORDS:
        cut = f"CASE WHEN length({value}) > {LONGEST} THEN left({value}, {LONGEST}) || '…' ELSE {value} END"
        value = f"CASE WHEN h.article_id IS NULL THEN {value} ELSE {cut} END"
    if not csv:
        return value
    clean = f"replace({value}, chr(0), '␀')"  # a spreadsheet ends a cell at a NUL
    return f"CASE WHEN regexp_matches({clean}, '{_FORMULA}') THEN '''' || {clean} ELSE {clean} END"
