"""Measures how fast lines in the form of GDELT are imported: lines a second, processor time, peak memory.

    python tools/bench_import.py 1000000                    # makes the lines in a folder of its own and imports them
    python tools/bench_import.py 1000000 --keep /tmp/lines  # leaves them there, and takes those that are there
    python tools/bench_import.py 1000000 --form 1           # GDELT 1.0 (58 columns) and not 2.0 (61)

Then the same files are imported again, by another name, so that every line is looked up and none is new. The lines are the
project's own, in files of 250,000 lines: actors as the pairs of event
data are spread (tools/make_events.py), codes over the whole of CAMEO, one line in ten without a second actor.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from make_events import prepare

from bilat.lexicon import Lexicon

A_FILE = 250_000


def lines(connection: duckdb.DuckDBPyConnection, folder: Path, number: int, form: int) -> list[Path]:
    """Makes the files of GDELT 1.0 or 2.0, or takes those of the same numbers that are there."""
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
        path = folder / f"{start:010d}.gdelt{form}.export.CSV"
        if not path.exists():
            sql = _select(start, min(A_FILE, number - start), form)
            connection.execute(
                f"COPY ({sql}) TO '{path}.part' (FORMAT csv, DELIM '\t', HEADER false, QUOTE '', ESCAPE '')"
            )
            Path(f"{path}.part").rename(path)
        files.append(path)
    return files


def _select(start: int, number: int, form: int) -> str:
    def unit(salt: int) -> str:
        return f"(hash(n * 16 + {salt}) / 18446744073709551615.0)"

    actor = (
        "{x} || {s} AS Actor{n}Code, {x} AS Actor{n}Name, {x} AS Actor{n}CountryCode, '' AS Actor{n}KnownGroupCode, "
        "'' AS Actor{n}EthnicCode, '' AS Actor{n}Religion1Code, '' AS Actor{n}Religion2Code, {s} AS Actor{n}Type1Code, "
        "'' AS Actor{n}Type2Code, '' AS Actor{n}Type3Code"
    )
    second = "'' AS {n}Geo_ADM2Code, " if form == 2 else ""
    hour = "000000" if form == 2 else ""
    other_sector = "CASE other WHEN '' THEN '' ELSE other_sector END"
    place = (
        "'1' AS {n}Geo_Type, {x} || ' province, somewhere' AS {n}Geo_FullName, 'IR' AS {n}Geo_CountryCode, "
        "'IR' AS {n}Geo_ADM1Code, "
        + second
        + "round((h % 18000) / 100.0 - 90, 4) AS {n}Geo_Lat, round((h % 36000) / 100.0 - 180, 4) AS {n}Geo_Long, "
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
      strftime(day, '%Y%m%d{hour}') AS DATEADDED,
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
    parser.add_argument("--form", type=int, choices=(1, 2), default=2, help="GDELT 1.0 or 2.0")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as own, duckdb.connect(":memory:") as connection:
        folder = options.keep or Path(own) / "lines"
        folder.mkdir(parents=True, exist_ok=True)
        files = lines(connection, folder, options.lines, options.form)
        size = sum(path.stat().st_size for path in files)
        record = options.record or Path(own) / "record"
        connection.close()
        first = imported(files, record)
        again = Path(own) / "again"
        again.mkdir()
        for path in files:
            # One more empty line makes it another file, of the same lines.
            with (again / path.name).open("wb") as copy, path.open("rb") as source:
                shutil.copyfileobj(source, copy)
                copy.write(b"\n")
        second = imported(sorted(again.iterdir()), record)
        kept = sum(path.stat().st_size for path in record.glob("parts/*/*"))
        told = {
            "day": date.today().isoformat(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0],
            "form": options.form,
        }
        told |= {"lines": options.lines, "files": len(files), "mb": round(size / 1e6), "record_mb": round(kept / 1e6)}
        for name, one in (("import", first), ("again", second)):
            rate = round(options.lines / one["wall_s"]), round(options.lines / one["cpu_s"])
            told[name] = one | {"lines_per_s": rate[0], "lines_per_cpu_s": rate[1]}
        print(json.dumps(told, indent=1))


def imported(files: list[Path], record: Path) -> dict[str, Any]:
    """Imports files by the command line; gives what that took, start and all, and what it told."""
    names = [*map(str, files)]
    command = [sys.executable, "-m", "bilat", "import", "gdelt", *names, "--record", str(record), "--json", "--quiet"]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the import failed: {output}")
    told = json.loads(output)
    return {
        "wall_s": round(time.perf_counter() - began, 1),
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(used.ru_maxrss / 1024),
        **{name: told[name] for name in ("added", "known", "replaced", "rejected")},
    }


if __name__ == "__main__":
    main()
