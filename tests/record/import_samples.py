"""Small files in the forms of other datasets, written here, and a way to import them."""

import gzip
import zipfile
from collections.abc import Sequence
from pathlib import Path

from bilat.errors import Skip
from bilat.lexicon.datasets import Datasets
from bilat.record import Record, RunInfo
from bilat.record.imports import LAYOUTS, Planned, RecordSink, Tally, bring_in, plan

RUN = RunInfo(program="1.0.0", command="bilat import")
COLUMNS = {layout.name: layout.columns for layout in LAYOUTS}


def gdelt(id: int, layout: str = "gdelt-2", **fields: object) -> str:
    """A line of GDELT events: Iran's government visits Pakistan, but for the fields given."""
    known: dict[str, object] = {
        "GLOBALEVENTID": id,
        "SQLDATE": "20240118",
        "Actor1Code": "IRNGOV",
        "Actor1Name": "TEHRAN",
        "Actor1CountryCode": "IRN",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "PAK",
        "Actor2Name": "PAKISTAN",
        "Actor2CountryCode": "PAK",
        "EventCode": "042",
        "GoldsteinScale": "1.9",
        "NumMentions": 10,
        "NumSources": 2,
        "NumArticles": 9,
        "ActionGeo_FullName": "Islamabad, Islamabad, Pakistan",
        "ActionGeo_CountryCode": "PK",
        "ActionGeo_Lat": "33.7",
        "ActionGeo_Long": "73.1667",
        "DATEADDED": "20240119",
        "SOURCEURL": "https://example.org/visit",
    } | fields
    return "\t".join(str(known.get(name, "")) for name in COLUMNS[layout])


def mention(event: int, outlet: str, **fields: object) -> str:
    """A line of GDELT mentions."""
    known: dict[str, object] = {
        "GLOBALEVENTID": event,
        "EventTimeDate": "20240119001500",
        "MentionTimeDate": "20240120003000",
        "MentionType": 1,
        "MentionSourceName": outlet,
        "MentionIdentifier": f"https://{outlet}/report",
        "SentenceID": 2,
        "ActionCharOffset": 142,
        "Confidence": 50,
        "MentionDocTone": "-1.5",
    } | fields
    return "\t".join(str(known.get(name, "")) for name in COLUMNS["gdelt-mentions"])


def write(path: Path, *lines: str) -> Path:
    """A file of lines; a name that ends in .gz or .zip packs them."""
    text = ("\n".join(lines) + "\n").encode()
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(path.stem, text)
    else:
        path.write_bytes(text)
    return path


def planned(paths: Sequence[Path], form: str | None = None) -> tuple[list[Planned], list[Skip]]:
    """What the files are, and what is none."""
    found = list(plan(paths, form))
    return [one for one in found if isinstance(one, Planned)], [one for one in found if isinstance(one, Skip)]


def bring(record: Path, *paths: Path, run: RunInfo = RUN, batch: int = 1000) -> Tally:
    """Imports files into a record."""
    with Record.open(record, create=True).writer(run) as writer:
        return bring_in(planned(paths)[0], Datasets.load(), RecordSink(record, writer), batch=batch)
