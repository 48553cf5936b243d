"""Makes a record of many imported events, for measuring: as many as asked for, with stories, issues, quads and a busy few pairs.

    python tools/make_events.py 5000000 --record /tmp/made      # then bilat series, the explorer, ... on --record /tmp/made

The lines are made by SQL and committed by the record's own writer, as the lines of an import are, in parts of a million. Pairs
have sizes as those of event data: the n-th busiest has about 1/n^0.9 of the busiest one's lines. Half of the lines share
their story with others. Two runs with the same numbers make the same lines.
"""

import argparse
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from bilat.lexicon import Lexicon
from bilat.model import QUADS, Issue
from bilat.record import Record, RunInfo
from bilat.record.engine import write_select

PART = 1_000_000
# The states most told of come first; the others follow in the alphabet.
BUSY = [
    "USA", "CHN", "RUS", "ISR", "IRN", "GBR", "IND", "PAK", "FRA", "DEU", "TUR", "SAU", "JPN", "KOR", "UKR", "SYR", "IRQ",
    "AFG", "EGY", "PRK", "AUS", "CAN", "ITA", "POL", "PSE", "LBN", "YEM", "ARE", "QAT",
]  # fmt: skip
# A type's share of the lines, about as in GDELT.
SHARES = {
    "CONSULT": 27, "AGREE": 11, "SUPPORT": 10, "COOPERATE": 5, "AID": 4, "CONCEDE": 2, "RETREAT": 2, "REQUEST": 10,
    "ACCUSE": 9, "REJECT": 4, "THREATEN": 2, "PROTEST": 1, "SANCTION": 2, "MOBILIZE": 1, "COERCE": 5, "ASSAULT": 5,
}  # fmt: skip


def prepare(connection: duckdb.DuckDBPyConnection, states: list[str], pairs: int) -> None:
    """Makes the tables of pairs and types that lines are drawn from; ``upto`` is the sum of the shares to each."""
    ordered = BUSY + [code for code in states if code not in BUSY]
    connection.execute(
        "CREATE TABLE states AS SELECT unnest(?) AS code, unnest(?) AS nth", [ordered, [*range(1, len(ordered) + 1)]]
    )
    connection.execute(
        "CREATE TABLE pairs AS SELECT a, b, sum(w) OVER (ORDER BY n) / sum(w) OVER () AS upto FROM ("
        "  SELECT x.code AS a, y.code AS b, row_number() OVER (ORDER BY x.nth * y.nth, x.code) AS n, n ** -0.9 AS w"
        f"  FROM states x JOIN states y ON x.code < y.code ORDER BY n LIMIT {pairs})"
    )
    connection.execute("CREATE TABLE types (type VARCHAR, quad VARCHAR, share DOUBLE)")
    connection.executemany(
        "INSERT INTO types VALUES (?, ?, ?)", [(kind, QUADS[kind].value, SHARES[kind.value]) for kind in QUADS]
    )
    connection.execute(
        "CREATE TABLE drawn AS SELECT type, quad, sum(share) OVER (ORDER BY type) / sum(share) OVER () AS upto FROM types"
    )
    connection.execute("CREATE TABLE issues AS SELECT unnest(?) AS issue", [[issue.value for issue in Issue]])


def lines(start: int, number: int, first: date, days: int, seed: int) -> str:
    """The query that makes lines ``start`` to ``start + number``; some lines tell a story again."""

    def unit(salt: int, key: str = "n") -> str:
        return f"(hash(({key} + {seed} * 1099511627776) * 16 + {salt}) / 18446744073709551615.0)"

    # Lines 3k and 3k+1 are one story in two of three cases; all that a story has in common hangs on its number.
    story = f"CASE WHEN n % 3 = 1 AND {unit(1, 'n // 3')} < 0.75 THEN n - 1 ELSE n END"
    return f"""
    WITH numbered AS (
      SELECT n, {story} AS s FROM range({start}, {start + number}) r(n)
    ), told AS (
      SELECT n, s, {unit(2, "s")} AS pair, {unit(3, "s")} AS kind, hash(s * 16 + 4) AS h,
        DATE '{first}' + CAST({unit(5, "s")} * {days} AS INTEGER) AS day FROM numbered
    )
    SELECT 'made:' || n AS id, 'made' AS source, n::VARCHAR AS source_id, s::UBIGINT AS story,
      p.a, p.b, p.a || 'GOV' AS a_code, p.b || 'GOV' AS b_code, p.a AS a_text, p.b AS b_text,
      p.a || 'GOV' AS a_original, p.b || 'GOV' AS b_original,
      CASE h % 2 WHEN 0 THEN 'a>b' ELSE 'b>a' END AS direction,
      day::VARCHAR AS date, day AS "first", day AS "last", day AS reported,
      t.type, CASE WHEN t.type = 'CONSULT' AND h % 3 = 0 THEN 'visit' END AS mode, t.quad, 'actual' AS status,
      [i.issue] AS issues, '040' AS original, NULL AS score, 1 + h % 10 AS reports, 1 + h % 3 AS outlets, 1 + h % 10 AS articles,
      NULL AS deaths, p.a AS country, (h % 180) - 90.0 AS latitude, (h % 360) - 180.0 AS longitude, NULL AS place,
      'https://example.org/' || hash(s) AS url, NULL AS reason, 'made' AS origin, getvariable('run') AS run
    FROM told ASOF JOIN pairs p ON told.pair <= p.upto ASOF JOIN drawn t ON told.kind <= t.upto
      JOIN (SELECT issue, row_number() OVER (ORDER BY issue) - 1 AS nth FROM issues) i ON i.nth = h % 23
    """


def make(record: Path, number: int, *, pairs: int, first: date, last: date, seed: int) -> None:
    """Makes the record."""
    run = RunInfo(program="tools/make_events.py", settings=f"{number} lines, {pairs} pairs, seed {seed}")
    labels = [code for code in Lexicon.load().labels if len(code) == 3]
    started = time.perf_counter()
    with (
        Record.open(record, create=True).writer(run) as writer,
        duckdb.connect(":memory:", config={"memory_limit": "3GB", "temp_directory": str(record / "tmp")}) as connection,
    ):
        connection.execute(f"SET VARIABLE run = '{run.id}'")
        prepare(connection, sorted(labels), pairs)
        for start in range(0, number, PART):
            sql = lines(start, min(PART, number - start), first, (last - first).days, seed)
            writer.commit({"imported": partial(write_select, connection, "imported", sql)})
            done = min(start + PART, number)
            rate = done / (time.perf_counter() - started)
            print(f"\r{done:,} of {number:,} lines, {rate:,.0f}/s", end="", file=sys.stderr)
    print(file=sys.stderr)


def main() -> None:
    """Parse and make."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=int)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--first", type=date.fromisoformat, default=date(1995, 1, 1))
    parser.add_argument("--last", type=date.fromisoformat, default=date(2024, 12, 31))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make(options.record, options.lines, pairs=options.pairs, first=options.first, last=options.last, seed=options.seed)


if __name__ == "__main__":
    main()
