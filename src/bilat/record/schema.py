"""The tables of the record as data: the one place that knows their columns.

Every line carries the run that wrote it. A line of a thing with spans (article, event, undertaking, fact) has its
whole value as JSON in ``body``, and beside it the columns that questions are asked of; parties, pairs and obstacles
stand as flat lines of their own. Dates are ISO text as stated (day, month or year); ``first`` and ``last`` are the days
that they reach from and to, for sorting and for ranges.
"""

SCHEMA_VERSION = 3
"""Goes up with every change of a table; a record of a higher number is refused, one of a lower number is read as it is.

1: bilat 0.1. 2: codings that replace earlier ones (``recodings``); copies and corrections; stories across articles.
3: events of other datasets (``imported``).
"""

TEXT, WHOLE, REAL, TEXTS, DAY, KEY = "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR[]", "DATE", "UBIGINT"
"""The kinds of columns; a key is a number made from content, by which lines are told apart."""

_DATED = {"date": TEXT, "first": TEXT, "last": TEXT, "date_basis": TEXT}

TABLES: dict[str, dict[str, str]] = {
    "articles": {
        "id": TEXT,
        "digest": TEXT,
        "title": TEXT,
        "outlet": TEXT,
        **_DATED,
        "language": TEXT,
        "url": TEXT,
        "origin": TEXT,
        "text": TEXT,
        "body": TEXT,
        "run": TEXT,
    },
    "sentences": {"article_id": TEXT, "n": WHOLE, "start": WHOLE, "end": WHOLE, "run": TEXT},
    "events": {
        "id": TEXT,
        "article_id": TEXT,
        "start": WHOLE,
        "trigger": TEXT,
        "type": TEXT,
        "mode": TEXT,
        "quad": TEXT,
        "status": TEXT,
        "issues": TEXTS,
        "date": TEXT,
        "country": TEXT,
        "latitude": REAL,
        "longitude": REAL,
        "story": WHOLE,
        "confidence": REAL,
        "body": TEXT,
        "run": TEXT,
    },
    "parties": {
        "event_id": TEXT,
        "article_id": TEXT,
        "side": TEXT,
        "n": WHOLE,
        "text": TEXT,
        "code": TEXT,
        "key": TEXT,
        "sector": TEXT,
        "name": TEXT,
        "role": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "run": TEXT,
    },
    "event_dyads": {
        "event_id": TEXT,
        "article_id": TEXT,
        "start": WHOLE,
        "a": TEXT,
        "b": TEXT,
        "a_code": TEXT,
        "b_code": TEXT,
        "direction": TEXT,
        **_DATED,
        "type": TEXT,
        "mode": TEXT,
        "quad": TEXT,
        "status": TEXT,
        "run": TEXT,
    },
    "undertakings": {
        "id": TEXT,
        "article_id": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "issue": TEXT,
        "status": TEXT,
        "body": TEXT,
        "run": TEXT,
    },
    "undertaking_parties": {
        "undertaking_id": TEXT,
        "article_id": TEXT,
        "n": WHOLE,
        "code": TEXT,
        "key": TEXT,
        "run": TEXT,
    },
    "obstacles": {
        "undertaking_id": TEXT,
        "article_id": TEXT,
        "n": WHOLE,
        "text": TEXT,
        "kind": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "run": TEXT,
    },
    "facts": {
        "id": TEXT,
        "article_id": TEXT,
        "text": TEXT,
        "quantity": REAL,
        "unit": TEXT,
        "subject": TEXT,
        "body": TEXT,
        "run": TEXT,
    },
    "fact_parties": {"fact_id": TEXT, "article_id": TEXT, "n": WHOLE, "code": TEXT, "key": TEXT, "run": TEXT},
    "signatures": {
        "article_id": TEXT,
        "words": WHOLE,
        "keys": "UINTEGER[]",
        "prints": "USMALLINT[]",
        "facts": "UINTEGER[]",
        "run": TEXT,
    },
    "copies": {"article_id": TEXT, "of": TEXT, "kind": TEXT, "similarity": REAL, "run": TEXT},
    "corrections": {
        "article_id": TEXT,
        "replaces_article": TEXT,
        "kind": TEXT,
        "basis": TEXT,
        "said": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "run": TEXT,
    },
    "story_articles": {"story": TEXT, "month": TEXT, "article_id": TEXT, "score": REAL, "reason": TEXT, "run": TEXT},
    "story_events": {
        "story": TEXT,
        "month": TEXT,
        "event_id": TEXT,
        "article_id": TEXT,
        "score": REAL,
        "reason": TEXT,
        "run": TEXT,
    },
    "story_merges": {
        "story": TEXT,
        "month": TEXT,
        "into": TEXT,
        "article_id": TEXT,
        "score": REAL,
        "reason": TEXT,
        "run": TEXT,
    },
    "imported": {
        "id": TEXT,
        "source": TEXT,
        "source_id": TEXT,
        "story": KEY,
        "a": TEXT,
        "b": TEXT,
        "a_code": TEXT,
        "b_code": TEXT,
        "a_text": TEXT,
        "b_text": TEXT,
        "a_original": TEXT,
        "b_original": TEXT,
        "direction": TEXT,
        "date": TEXT,
        "first": DAY,
        "last": DAY,
        "reported": DAY,
        "type": TEXT,
        "mode": TEXT,
        "quad": TEXT,
        "status": TEXT,
        "issues": TEXTS,
        "original": TEXT,
        "score": REAL,
        "reports": WHOLE,
        "outlets": WHOLE,
        "articles": WHOLE,
        "deaths": WHOLE,
        "country": TEXT,
        "latitude": REAL,
        "longitude": REAL,
        "place": TEXT,
        "url": TEXT,
        "reason": TEXT,
        "origin": TEXT,
        "run": TEXT,
    },
    "imported_reports": {
        "id": KEY,
        "imported_id": TEXT,
        "outlet": TEXT,
        "url": TEXT,
        "kind": TEXT,
        "reported": DAY,
        "confidence": REAL,
        "tone": REAL,
        "origin": TEXT,
        "run": TEXT,
    },
    "imported_replaced": {"id": TEXT, "replaces": WHOLE, "reason": TEXT, "run": TEXT},
    "imported_files": {
        "digest": TEXT,
        "name": TEXT,
        "form": TEXT,
        "lines": WHOLE,
        "rejected": WHOLE,
        "run": TEXT,
    },
    "recodings": {"article_id": TEXT, "seq": WHOLE, "replaces": WHOLE, "run": TEXT},
    "inputs": {"digest": TEXT, "article_id": TEXT, "run": TEXT},
    "skipped": {"id": TEXT, "error": TEXT, "what": TEXT, "where": TEXT, "hint": TEXT, "run": TEXT},
    "runs": {
        "id": TEXT,
        "program": TEXT,
        "settings": TEXT,
        "lexicon": TEXT,
        "model": TEXT,
        "started": TEXT,
        "command": TEXT,
    },
}

CODED = frozenset(
    {
        "sentences",
        "events",
        "parties",
        "event_dyads",
        "undertakings",
        "undertaking_parties",
        "obstacles",
        "facts",
        "fact_parties",
        "story_events",
        "story_merges",
    }
)
"""Tables whose lines, by ``article_id``, are of one coding: a later coding of the article replaces them all."""

DECIDED = frozenset({"story_events", "story_merges"})
"""Those of them whose lines also hang on what the record had before, so that a coding alone does not tell them."""

REPLACEABLE = {"imported": "imported_replaced"}
"""Tables whose lines, by ``id``, a later line may take the place of; and the table that says which, in which commit."""

REFERENCES = {
    "article_id": "articles",
    "event_id": "events",
    "undertaking_id": "undertakings",
    "fact_id": "facts",
    "of": "articles",
    "replaces_article": "articles",
    "run": "runs",
}
"""Columns, of whatever table, that hold the id of a line of another table; null points at nothing."""

UNIQUE: dict[str, tuple[str, ...]] = {
    "articles": ("id",),
    "sentences": ("article_id", "n"),
    "events": ("id",),
    "undertakings": ("id",),
    "facts": ("id",),
    "story_articles": ("article_id",),
    "story_events": ("event_id",),
    "imported_reports": ("id",),
    "imported_replaced": ("id", "replaces"),
    "recodings": ("article_id", "replaces"),
    "skipped": ("id",),
    "runs": ("id",),
}
"""By table, the columns that no two of its current lines have alike; :data:`REPLACEABLE` tables have such ids besides."""

DERIVED = {"imported_stories": "imported"}
"""Files of a commit that are no tables: worked out from the commit's part of a table, so that counting takes no reading of it."""

ORDER: dict[str, str] = {
    "event_dyads": '"a", "b", "first"',
    "imported": '"a", "b", "first"',
    "imported_reports": "imported_id",
}
"""How the lines of a part are sorted, where that makes reading them faster."""


def column_types(table: str) -> str:
    """The columns of a table as DuckDB's struct literal for ``read_json``."""
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES[table].items()) + "}"


def empty_select(table: str) -> str:
    """A SELECT with the table's columns and no line, for a record that has no part of it yet."""
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in TABLES[table].items())
    return f"SELECT {columns} WHERE false"
