"""Lines of a batch of pieces as lines of the record, by SQL: read, told apart, looked up, compared with what the record has.

Every step is one question to the database over all lines of the batch. Codes, names and countries are looked up once for each
different one, and kept for the batches to come.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bilat.model import QUADS, EventType
from bilat.record.codec import dump
from bilat.record.engine import quoted
from bilat.record.imports.chunks import Chunk
from bilat.record.imports.codes import Codes
from bilat.record.imports.forms import REPORTED, SEPARATOR, STAGED, Layout
from bilat.record.rows import side_key
from bilat.record.schema import TABLES

# What tells whether a line that the record has is the same as one that is read again.
_ASIDE = {"id", "source", "source_id", "story", "origin", "run"}
COMPARED = tuple(name for name in TABLES["imported"] if name not in _ASIDE)
_SOURCES = {
    "a_text",
    "b_text",
    "a_original",
    "b_original",
    "date",
    "original",
    "score",
    "reports",
    "outlets",
    "articles",
}
_SOURCES |= {"deaths", "place", "url", "latitude", "longitude", "reported", "first", "last"}
"""The columns that stand as the source has them; the others are this program's reading of it."""
_SHAPES: Mapping[str, Mapping[str, str | list[str]]] = {
    "parties": dict.fromkeys(("key", "since", "until", "code", "side", "reason"), "VARCHAR")
    | {"since": "DATE", "until": "DATE"},
    "countries": {"key": "VARCHAR", "code": "VARCHAR"},
    "acts": {
        **dict.fromkeys(("key", "type", "mode", "quad"), "VARCHAR"),
        "issues": ["VARCHAR"],
        "reason": "VARCHAR",
        "mutual": "BOOLEAN",
        "swap": "BOOLEAN",
    },
    "origins": {"read_from": "VARCHAR", "origin": "VARCHAR"},
}
"""What is looked up, and the names of the files."""
_SHOWN = 3
_LONGEST_LINE = 1 << 24


@dataclass(frozen=True, slots=True)
class Reject:
    """Lines of a file that cannot be taken, for one reason.

    Attributes:
        at: The numbers of some of them.
    """

    file: str
    reason: str
    count: int
    at: tuple[int, ...]


class Stage:
    """The tables of one import in a database of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, codes: Codes, form: str, run: str) -> None:
        self._db, self._codes, self._form, self._run = connection, codes, form, run
        for table in ("parties", "countries", "acts"):
            self._make(table)

    def _make(self, table: str) -> None:
        columns = ", ".join(
            f'"{name}" ' + (f"{kind[0]}[]" if isinstance(kind, list) else kind) for name, kind in _SHAPES[table].items()
        )
        self._db.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")

    def read(self, layout: Layout, header: Sequence[str], pieces: Sequence[Chunk]) -> list[Reject]:
        """Makes the table ``staged`` of the good lines of some pieces; gives the others."""
        columns = list(layout.columns) if not layout.headed else list(_distinct(header))
        typed = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
        self._db.execute("DROP TABLE IF EXISTS reject_errors")
        self._db.execute("DROP TABLE IF EXISTS reject_scans")
        files = ", ".join(quoted(piece.path) for piece in pieces)
        source = (
            f"read_csv([{files}], columns={{{typed}}}, delim='{layout.delimiter}', quote='{layout.quote}', "
            f"escape='{layout.quote}', header={str(layout.headed).lower()}, auto_detect=false, filename='read_from', "
            f"store_rejects=true, rejects_limit=0, max_line_size={_LONGEST_LINE}, new_line='\\n')"
        )
        given = {name: f'"{name}"' for name in columns}
        wanted = ", ".join(f"coalesce({given.get(name, 'NULL')}, '') AS \"{name}\"" for name in layout.columns)
        shape = STAGED if layout.table == "imported" else REPORTED
        select = ", ".join(f'({layout.select.get(name, "NULL")})::{kind} AS "{name}"' for name, kind in shape.items())
        self._db.execute(
            f"CREATE OR REPLACE TABLE staged AS SELECT {select}, read_from FROM (SELECT {wanted}, read_from FROM {source})"
        )
        rejects = [*self._unreadable(pieces), *self._untaken(pieces)]
        self._db.execute("DELETE FROM staged WHERE bad IS NOT NULL")
        return rejects

    def _unreadable(self, pieces: Sequence[Chunk]) -> Iterator[Reject]:
        """The lines that the database could not read: too few or too many columns, quotes that do not match."""
        known = {str(piece.path): piece for piece in pieces}
        rows = self._db.execute(_UNREADABLE, [_SHOWN]).fetchall()
        for path, told, count, at in rows:
            piece = known[path]
            ahead = 2 if piece.headed else 1  # the database counts from 1, with the header
            yield Reject(piece.file.name, str(told), count, tuple(piece.first + line - ahead for line in at))

    def _untaken(self, pieces: Sequence[Chunk]) -> Iterator[Reject]:
        """The lines that were read and say what cannot be: a day that is none, no id."""
        known = {str(piece.path): piece for piece in pieces}
        rows = self._db.execute(
            "SELECT read_from, regexp_replace(bad, ': .*', '') AS why, count(*), list(source_id)[:?], min(bad) FROM staged "
            "WHERE bad IS NOT NULL GROUP BY read_from, why ORDER BY read_from, why",
            [_SHOWN],
        ).fetchall()
        for path, told, count, ids, example in rows:
            piece = known[path]
            places = _lines_with(piece.path, [one for one in ids if one])
            at = tuple(piece.first + n - piece.headed for n in places)
            yield Reject(
                piece.file.name, f"{told} ({str(example).partition(': ')[2]!r})" if ": " in example else told, count, at
            )

    def resolve(self) -> None:
        """Looks up the codes, names and countries of ``staged`` that were not looked up before."""
        # A key that holds the country of the event or the sectors of an actor is one of many thousands at most.
        asked = self._db.execute(
            "SELECT DISTINCT key FROM (SELECT actor AS key FROM staged UNION ALL SELECT recipient FROM staged) "
            "WHERE key IS NOT NULL AND key NOT IN (SELECT key FROM parties)"
        ).fetchall()
        self._insert("parties", [row for (key,) in asked for row in self._spells(key)])
        asked = self._db.execute(
            'SELECT DISTINCT "where" FROM staged WHERE "where" IS NOT NULL AND "where" NOT IN (SELECT key FROM countries)'
        ).fetchall()
        self._insert("countries", [(key, self._codes.country(self._form, key)) for (key,) in asked])
        asked = self._db.execute(
            "SELECT DISTINCT act FROM staged WHERE act IS NOT NULL AND act NOT IN (SELECT key FROM acts)"
        ).fetchall()
        self._insert("acts", [self._act(key) for (key,) in asked])

    def _spells(self, key: str) -> Iterator[tuple[object, ...]]:
        for code, reason, since, until in self._codes.parties(self._form, key.split(SEPARATOR)):
            yield key, since, until, code, side_key(code) if code else None, reason

    def _act(self, key: str) -> tuple[object, ...]:
        kind, mode, issues, reason, both, swap = self._codes.act(self._form, key.split(SEPARATOR))
        return key, kind, mode, QUADS[EventType(kind)].value if kind else None, list(issues) or None, reason, both, swap

    def _insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        # As one JSON text: a prepared statement takes rows one by one, and slowly.
        names = list(_SHAPES[table])
        lines = dump([dict(zip(names, row, strict=True)) for row in rows])
        self._db.execute(
            f"INSERT INTO {table} SELECT unnest(from_json(?, '{dump([_SHAPES[table]])}'), max_depth := 2)", [lines]
        )

    def make_lines(self, names: Mapping[str, str], *, ids: bool) -> None:
        """Makes ``lines`` of ``staged``, in the columns of ``imported``; one line of each id, the last that was read.

        Args:
            names: The name of the file, by the path of the piece.
            ids: The lines have ids; else these are made of what the lines say.
        """
        self._names(names)
        if not ids:
            self._number_repeated()
        self._db.execute(f"CREATE OR REPLACE TABLE lines AS {_LINES.format(form=self._form, run=self._run)}")
        # Numbers are told apart faster than texts; where two of them are equal, the texts decide.
        total, different = self._db.execute("SELECT count(*), count(DISTINCT hash(id)) FROM lines").fetchall()[0]
        if total != different:
            self._db.execute(
                "CREATE OR REPLACE TABLE lines AS SELECT * FROM lines "
                "QUALIFY row_number() OVER (PARTITION BY id ORDER BY rowid DESC) = 1"
            )
        self._db.execute("DROP TABLE staged")

    def _names(self, names: Mapping[str, str]) -> None:
        self._make("origins")
        self._insert("origins", names.items())

    def _number_repeated(self) -> None:
        """Gives lines without an id of their own one: a digest of what they say, with "-2" for the second alike in a file."""
        self._db.execute(
            "CREATE OR REPLACE TABLE staged AS SELECT * EXCLUDE (nth, origin) REPLACE "
            "(md5(source_id)[:16] || CASE nth WHEN 1 THEN '' ELSE '-' || nth END AS source_id) FROM ("
            "  SELECT s.*, o.origin, row_number() OVER (PARTITION BY source_id, o.origin ORDER BY s.rowid) AS nth"
            "  FROM staged s JOIN origins o ON o.read_from = s.read_from)"
        )

    def make_reports(self, names: Mapping[str, str]) -> None:
        """Makes ``lines`` of ``staged``, in the columns of ``imported_reports``."""
        self._names(names)
        self._db.execute(f"CREATE OR REPLACE TABLE lines AS {_REPORTS.format(form=self._form, run=self._run)}")
        self._db.execute("DROP TABLE staged")

    def settle(self, parts: Iterable[Path], gone: str | None) -> tuple[int, int]:
        """Takes out of ``lines`` what the record has; gives how many lines that were, and how many stand there otherwise.

        Those stay, and ``replaced`` says which line of which commit they take the place of, and what differs.

        Args:
            parts: Those of the record that may have one of the ids.
            gone: A query for the lines (id, seq) that others took the place of already.
        """
        listed = ", ".join(map(quoted, parts))
        self._db.execute("CREATE OR REPLACE TABLE replaced (id VARCHAR, replaces BIGINT, reason VARCHAR, run VARCHAR)")
        if not listed:
            return 0, 0
        other = " OR ".join(f'l."{name}" IS DISTINCT FROM o."{name}"' for name in COMPARED)
        differ = ", ".join(f'CASE WHEN l."{name}" IS DISTINCT FROM o."{name}" THEN \'{name}\' END' for name in COMPARED)
        self._db.execute(
            "CREATE OR REPLACE TABLE there AS "
            f"SELECT l.id, o.seq, ({other}) AS other, concat_ws(', ', {differ}) AS differs FROM ("
            "  SELECT *, CAST(left(parse_filename(part_file), 8) AS BIGINT) AS seq "
            f"  FROM read_parquet([{listed}], filename='part_file') WHERE id IN (SELECT id FROM lines)"
            f") o JOIN lines l ON l.id = o.id"
            + (f" ANTI JOIN ({gone}) g ON g.id = o.id AND g.seq = o.seq" if gone else "")
        )
        self._db.execute(f"INSERT INTO replaced SELECT id, seq, {_reason()}, '{self._run}' FROM there WHERE other")
        self._db.execute("DELETE FROM lines WHERE id IN (SELECT id FROM there WHERE NOT other)")
        known, changed = self._db.execute(
            "SELECT count(*) FILTER (NOT other), count(*) FILTER (other) FROM there"
        ).fetchall()[0]
        return known, changed

    def settle_reports(self, parts: Iterable[Path]) -> int:
        """Takes out of ``lines`` the reports that the record has, and those that stand twice; gives how many that were."""
        before = self._count()
        self._db.execute(
            "CREATE OR REPLACE TABLE lines AS SELECT * FROM lines "
            "QUALIFY row_number() OVER (PARTITION BY id ORDER BY rowid) = 1"
        )
        listed = ", ".join(map(quoted, parts))
        if listed:
            # The table of a join is made of these lines, not of all that the record has.
            there = f"SELECT id FROM read_parquet([{listed}]) WHERE id IN (SELECT id FROM lines)"
            self._db.execute(f"DELETE FROM lines WHERE id IN ({there})")
        return before - self._count()

    def _count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM lines").fetchall()[0][0])

    def counts(self) -> tuple[int, str | None, str | None]:
        """How many lines there are to be added, and the first and last of their ids."""
        number, first, last = self._db.execute("SELECT count(*), min(id), max(id) FROM lines").fetchall()[0]
        return number, first, last

    def reasons(self) -> list[tuple[str, int]]:
        """Why fields of the lines to be added are null, with the number of lines."""
        return self._db.execute(
            "SELECT reason, count(*) FROM lines WHERE reason IS NOT NULL GROUP BY reason ORDER BY count(*) DESC LIMIT 1000"
        ).fetchall()


def _reason() -> str:
    """What a replacement says: which of the source's columns differ, else that the program reads the same otherwise."""
    own = " OR ".join(f"list_contains(string_split(differs, ', '), '{name}')" for name in sorted(_SOURCES))
    return f"CASE WHEN {own} THEN 'the source has it otherwise: ' ELSE 'it is read otherwise: ' END || differs"


def _lines_with(path: Path, ids: Sequence[str]) -> list[int]:
    """The places, from 0, of the first lines of a piece that have some texts for a cell, one each."""
    found: list[int] = []
    wanted = [re.compile(rb"(?:^|[\t,;\"])" + re.escape(one.encode()) + rb"(?:[\t,;\"]|$)") for one in ids]
    with path.open("rb") as lines:
        for n, line in enumerate(lines):
            hit = next((one for one in wanted if one.search(line.rstrip(b"\n"))), None)
            if hit is not None:
                wanted.remove(hit)
                found.append(n)
            if not wanted:
                break
    return found


def _distinct(header: Iterable[str]) -> Iterator[str]:
    """The names of a header line with a number where one stands again or is empty."""
    seen: dict[str, int] = {}
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        yield name if name and seen[name] == 1 else f"{name or 'column'}_{seen[name]}"


# A line that cannot be read is told of once for each of its columns. Of one that is too short the first says how many it has, of
# one that is too long the last.
_UNREADABLE = """
SELECT s.file_path, told, count(*), list(line ORDER BY line)[:?] FROM (
  SELECT scan_id, file_id, line, CASE WHEN list_has_any(kinds, ['TOO MANY COLUMNS', 'MISSING COLUMNS'])
      THEN 'it has another number of columns (' || found || ')' ELSE lower(kinds[1]) END AS told FROM (
    SELECT scan_id, file_id, line, list(DISTINCT error_type::VARCHAR) AS kinds,
      arg_min(regexp_extract(error_message, 'Found: ([0-9]+)', 1),
        CASE error_type WHEN 'TOO MANY COLUMNS' THEN -column_idx::BIGINT ELSE column_idx END) AS found
    FROM reject_errors GROUP BY scan_id, file_id, line)
) e JOIN reject_scans s USING (scan_id, file_id) GROUP BY s.file_path, told ORDER BY s.file_path, told
"""

# Which of the two sides is a: the first in the alphabet of those that are known. A party that is not known is null, and b.
_LINES = """
WITH met AS (
  SELECT s.*, t.type, t.mode, t.quad, t.issues, coalesce(t.mutual, false) AS mutual,
    x.code AS x_code, x.side AS x, y.code AS y_code, y.side AS y,
    coalesce(t.swap, false) AS swap, c.code AS country, o.origin,
    concat_ws('; ', 'actor: ' || x.reason, 'recipient: ' || y.reason, 'type: ' || t.reason,
      CASE WHEN s."where" IS NOT NULL AND c.code IS NULL THEN 'country: ' || s."where" || ' is none of the record''s' END) AS why,
    y.side IS NOT NULL AND (x.side IS NULL OR (x.side, x.code) > (y.side, y.code)) AS turned
  FROM staged s
  LEFT JOIN parties x ON x.key = s.actor AND coalesce(s."first", DATE '9999-12-31') BETWEEN x.since AND x.until
  LEFT JOIN parties y ON y.key = s.recipient AND coalesce(s."first", DATE '9999-12-31') BETWEEN y.since AND y.until
  LEFT JOIN acts t ON t.key = s.act
  LEFT JOIN countries c ON c.key = s."where"
  JOIN origins o ON o.read_from = s.read_from
)
SELECT '{form}:' || source_id AS id, '{form}' AS source, source_id,
  CASE WHEN told IS NULL THEN md5_number_lower(concat_ws(chr(31), '{form}', x_code, y_code, actor_text, recipient_text, original,
    "first"::VARCHAR, place)) ELSE coalesce(try_cast(told AS UBIGINT), md5_number_lower('{form}:' || told)) END AS story,
  CASE WHEN turned THEN y ELSE x END AS a, CASE WHEN turned THEN x ELSE y END AS b,
  CASE WHEN turned THEN y_code ELSE x_code END AS a_code, CASE WHEN turned THEN x_code ELSE y_code END AS b_code,
  CASE WHEN turned THEN recipient_text ELSE actor_text END AS a_text,
  CASE WHEN turned THEN actor_text ELSE recipient_text END AS b_text,
  CASE WHEN turned THEN recipient_original ELSE actor_original END AS a_original,
  CASE WHEN turned THEN actor_original ELSE recipient_original END AS b_original,
  CASE WHEN x IS NULL AND y IS NULL THEN NULL WHEN mutual THEN 'both' WHEN turned <> swap THEN 'b>a' ELSE 'a>b' END AS direction,
  "date", "first", "last", reported, type, mode, quad, 'actual' AS status, issues, original, score, reports, outlets, articles,
  deaths, country, latitude, longitude, place, url, nullif(why, '') AS reason, origin, '{run}' AS run
FROM met
"""

_REPORTS = """
SELECT md5_number_lower(concat_ws(chr(31), '{form}', source_id, outlet, url, nth)) AS id, '{form}:' || source_id AS imported_id,
  outlet, url, kind, reported, confidence, tone, o.origin, '{run}' AS run
FROM staged s JOIN origins o ON o.read_from = s.read_from
"""
