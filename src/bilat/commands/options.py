"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from bilat.config import FIELD_TARGETS
from bilat.reading import SAVED

Paths = Annotated[
    list[str], typer.Argument(metavar="PATHS", help='Files, folders, web addresses, or "-" for standard input.')
]
RecordDir = Annotated[Path, typer.Option("--record", metavar="DIR", help="The record's folder.")]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="TARGET=NAME", help=f"For JSONL, CSV and Parquet: where {', '.join(FIELD_TARGETS)} stand."
    ),
]
SavedAs = Annotated[
    str | None,
    typer.Option("--as", metavar="MAP", help=f"Field map: {', '.join(SAVED)}, or your own [maps.MAP] of the settings."),
]
Day = Annotated[str | None, typer.Option("--date", metavar="DAY", help="Date (2024-04-21) of articles that tell none.")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, help="Processes (default: all cores, for many articles).")
]
OnCluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help='Code on a Ray cluster: HOST:PORT, "auto" or "local".'),
]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings (TOML); else bilat.toml here.")]
Names = Annotated[
    Path | None, typer.Option("--names", metavar="FILE.yaml", help="Names that you have accepted; see bilat learn.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="D", help="From this day, month or year on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="D", help="To this day, month or year.")]
Least = Annotated[
    float,
    typer.Option(
        "--min-confidence", metavar="P", min=0, max=1, help="Leave out events below this confidence (0 to 1)."
    ),
]
AsOfRun = Annotated[
    str | None, typer.Option("--as-of-run", metavar="RUN", help="The record as it was when this run ended.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="The record as of a day: only articles that had appeared by then."),
]
Machine = Annotated[
    bool, typer.Option("--machine", help="As the machine coded it, without what people judged (bilat judge).")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
PartyA = Annotated[str, typer.Argument(metavar="A", help="A state or body, by name or code.")]
PartyB = Annotated[str, typer.Argument(metavar="B", help="The other.")]
Urls = Annotated[bool, typer.Option("--urls", help="The files are lists of web addresses, one a line.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also ask web addresses of private networks and of this machine.")
]
ListedSince = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Of feeds and sitemaps, leave out what they date before.")
]
