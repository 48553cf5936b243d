"""Measures how fast lines in the form of GDELT are imported: lines a second, processor time, peak memory.

    python tools/bench_import.py 1000000                    # makes the lines in a folder of its own and imports them
    python tools/bench_import.py 1000000 --keep /tmp/lines  # leaves them there, and takes those that are there

The lines are the project's own, in the 58 columns of GDELT 1.0 events, in files of 250,000 lines: actors as the pairs of event
data are spread (tools/make_events.py), codes over the whole of CAMEO, one line in ten without a second actor.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
from make_events import prepare

from bilat.lexicon import Lexicon

A_FILE = 250_000


def lines(connection: duckdb.DuckDBPyConnection, folder: Path, number: int) -> list[Path]:
    """Makes the files, or takes those of the same numbers that are there."""
    states = sorted(code for code in Lexicon.load().labels if len(code) == 3)
    prepare(connection, states, 20_000)
    connection.execute(
        "CREATE TABLE cameo AS SELECT unnest(['010','020','036','040','042','043','046','051','057','060','070','0841',"
        "'111','112','120','130','138','1411','154','163','173','180','190','193','202']) AS code"
    )
    connection.execute(
        "CREATE TABLE sectors AS SELECT unnest(['GOV','MIL','','','LEG','COP','REB','MED','BUS','CVL','OPP']) AS code"
    )
    files = []
    for start in range(0, number, A_FILE):
        path = folder / f"{start:010d}.export.CSV"
        if not path.exists():
            sql = _select(start, min(A_FILE, number - start))
            connection.execute(
                f"COPY ({sql}) TO '{path}.part' (FORMAT csv, DELIM '\t', HEADER false, QUOTE '', ESCAPE '')"
            )
            Path(f"{path}.part").rename(path)
        files.append(path)
    return files


def _select(start: int, number: int) -> str:
    def unit(salt: int) -> str:
        return f"(hash(n * 16 + {salt}) / 18446744073709551615.0)"

    actor = (
        "{x} || {s} AS Actor{n}Code, {x} AS Actor{n}Name, {x} AS Actor{n}CountryCode, '' AS Actor{n}KnownGroupCode, "
        "'' AS Actor{n}EthnicCode, '' AS Actor{n}Religion1Code, '' AS Actor{n}Religion2Code, {s} AS Actor{n}Type1Code, "
        "'' AS Actor{n}Type2Code, '' AS Actor{n}Type3Code"
    )
    other_sector = "CASE other WHEN '' THEN '' ELSE other_sector END"
    place = (
        "'1' AS {n}Geo_Type, {x} || ' province, somewhere' AS {n}Geo_FullName, 'IR' AS {n}Geo_CountryCode, "
        "'IR' AS {n}Geo_ADM1Code, "
        "round((h % 18000) / 100.0 - 90, 4) AS {n}Geo_Lat, round((h % 36000) / 100.0 - 180, 4) AS {n}Geo_Long, "
        "'-' || h % 1000000 AS {n}Geo_FeatureID"
    )
    return f"""
    WITH told AS (
      SELECT n, {unit(2)} AS pair, hash(n * 16 + 4) AS h, DATE '2005-01-01' + CAST(n // 4000 AS INTEGER) AS day,
      FROM range({start}, {start + number}) r(n)
    ), acted AS (
      SELECT told.*, c.code AS act, s.code AS sector, z.code AS other_sector, CASE WHEN h % 2 = 0 THEN p.a ELSE p.b END AS one,
        CASE WHEN h % 10 = 0 THEN '' WHEN h % 2 = 0 THEN p.b ELSE p.a END AS other
      FROM told ASOF JOIN pairs p ON told.pair <= p.upto
        JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS i FROM cameo) c ON c.i = h // 7 % 25
        JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS i FROM sectors) s ON s.i = h // 175 % 11
        JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS i FROM sectors) z ON z.i = h // 1925 % 11
    )
    SELECT n + 100000000 AS GLOBALEVENTID, strftime(day, '%Y%m%d') AS SQLDATE, strftime(day, '%Y%m') AS MonthYear,
      year(day) AS Year, year(day) + 0.5 AS FractionDate,
      {actor.format(n=1, x="one", s="sector")}, {actor.format(n=2, x="other", s=other_sector)},
      '1' AS IsRootEvent, act AS EventCode, left(act, 3) AS EventBaseCode, left(act, 2) AS EventRootCode, 1 + h % 4 AS QuadClass,
      round((h % 200) / 10.0 - 10, 1) AS GoldsteinScale,
      1 + h % 40 AS NumMentions, 1 + h % 5 AS NumSources, 1 + h % 40 AS NumArticles,
      round((h % 2000) / 100.0 - 10, 8) AS AvgTone,
      {place.format(n="Actor1", x="one")}, {place.format(n="Actor2", x="other")}, {place.format(n="Action", x="one")},
      strftime(day, '%Y%m%d') AS DATEADDED,
      'https://www.example.org/world/' || year(day) || '/' || hash(h) || '/a-report' AS SOURCEURL
    FROM acted ORDER BY n
    """


def main() -> None:
    """Make, import, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=int)
    parser.add_argument("--keep", type=Path, help="where the made lines lie")
    parser.add_argument(
        "--record", type=Path, help="the record that they are imported into; else one that is thrown away"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as own, duckdb.connect(":memory:") as connection:
        folder = options.keep or Path(own) / "lines"
        folder.mkdir(parents=True, exist_ok=True)
        files = lines(connection, folder, options.lines)
        size = sum(path.stat().st_size for path in files)
        record = options.record or Path(own) / "record"
        command = [
            sys.executable,
            "-m",
            "bilat",
            "import",
            "gdelt",
            *map(str, files),
            "--record",
            str(record),
            "--json",
        ]
        began = time.perf_counter()
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        wall = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        kept = sum(path.stat().st_size for path in record.rglob("*.parquet"))
        print(json.dumps({
            "day": date.today().isoformat(), "cores": os.cpu_count(), "lines": options.lines, "files": len(files),
            "mb": round(size / 1e6), "wall_s": round(wall, 1), "lines_per_s": round(options.lines / wall),
            "cpu_s": round(cpu, 1), "lines_per_cpu_s": round(options.lines / cpu),
            "peak_mb": round(used.ru_maxrss / 1024), "record_mb": round(kept / 1e6), "told": json.loads(told.stdout),
        }))  # fmt: skip


if __name__ == "__main__":
    main()
