"""What the command prints of a series: a table for a terminal, plain values for a program, files of columns."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bilat.record.engine import write_columns
from bilat.relations import Answer, Estimate, Reciprocity, Series
from bilat.relations.frames import columns_of

_SHORT = {
    "verbal-cooperation": "verbal\ncoop.",
    "material-cooperation": "material\ncoop.",
    "verbal-conflict": "verbal\nconfl.",
    "material-conflict": "material\nconfl.",
}
_COUNTED = {"story": "stories", "text": "texts", "article": "articles", "report": "assertions"}
_COLUMN = 9  # characters that a group's column takes, at least


def series_dict(series: Series) -> dict[str, Any]:
    """A series as JSON; what is not known is null."""
    rates = series.rates()
    periods = [
        {
            "start": start.isoformat(),
            "period": name,
            "counts": {group: int(series.counts[n, m]) for m, group in enumerate(series.groups)},
            "rates": {group: _number(rates[n, m]) for m, group in enumerate(series.groups)},
            "total": int(series.total[n]),
            "net": _number(series.net[n]),
            "net_low": _number(series.net_low[n]),
            "net_high": _number(series.net_high[n]),
            "exposure": _number(series.exposure[n]),
        }
        for n, (start, name) in enumerate(zip(series.starts, series.labels, strict=True))
    ]
    return {
        "a": series.a,
        "b": series.b,
        "by": series.by,
        "unit": series.unit,
        "split": series.split,
        "status": list(series.status),
        "groups": list(series.groups),
        "exposure_of": series.exposure_of,
        "periods": periods,
        "undated": series.undated,
        "coarse": series.coarse,
        "earlier": series.earlier,
        "later": series.later,
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else round(float(value), 4)


def print_series(series: Series, title: str, out: Console, *, rates: bool = False) -> None:
    """A series in the terminal: a line for each period with something told or read, and what has no place among them."""
    out.print(title, style="bold", markup=False)
    shown, rest = _shown(series, out.width)
    values = series.rates() if rates else series.counts
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("period", no_wrap=True)
    heads = [
        *(_SHORT.get(series.groups[n], series.groups[n] or "no outlet") for n in shown),
        *(["others"] if rest else []),
    ]
    for head in ("net", "90 % interval", *heads, *([f"{series.exposure_of}\nread"] if series.exposure_of else [])):
        table.add_column(head, justify="right", overflow="fold")
    for n, name in enumerate(series.labels):
        if not series.total[n] and not series.exposure[n] > 0:
            continue
        counts = [values[n, m] for m in shown] + ([np.nansum(values[n, rest])] if rest else [])
        interval = f"{_told(series.net_low[n], '+.1f')} to {_told(series.net_high[n], '+.1f')}"
        read = [_told(series.exposure[n], ",.0f")] if series.exposure_of else []
        form = ".2f" if rates else ",.0f"
        net = _told(series.net[n], "+.1f") if series.total[n] else ""
        table.add_row(name, net, interval if net else "", *(_told(one, form) if one else "" for one in counts), *read)
    out.print(table)
    for line in notes(series):
        out.print(line, markup=False)


def _told(value: float, form: str) -> str:
    return "" if isnan(value) else format(value, form)


def _shown(series: Series, width: int) -> tuple[list[int], list[int]]:
    """The groups that have room in a terminal, the most told of where not all have, and the rest."""
    room = max(
        2, (width - 34 - (9 if series.exposure_of else 0)) // (_COLUMN if series.split == "quad" else _COLUMN + 2)
    )
    if len(series.groups) <= room:
        return [*range(len(series.groups))], []
    order = [int(n) for n in np.argsort(-series.counts.sum(axis=0), kind="stable")]
    return sorted(order[: room - 1]), order[room - 1 :]


def notes(series: Series) -> list[str]:
    """What has no place among the periods, and what the figures leave open."""
    told = _COUNTED[series.unit]
    parts = [
        f"{number:,} {words}"
        for number, words in (
            (series.undated, "undated"),
            (series.coarse, f"dated no nearer than {_article(series.by)}"),
            (series.earlier, "from before"),
            (series.later, "from after"),
        )
        if number
    ]
    lines = [f"not in these periods: {', '.join(parts)} ({told})"] if parts else []
    unread = int((series.exposure == 0).sum())
    if unread:
        lines.append(f"nothing was read of {unread:,} of the {len(series.starts):,} periods")
    if series.split and set(series.split.split(",")) & {"issue", "outlet"}:
        lines.append("one may be in several columns: they do not add up to the whole")
    return lines


def _article(by: str) -> str:
    return {"day": "a month", "week": "a month", "month": "a quarter or a year", "quarter": "a year"}.get(by, "a year")


def reciprocity_dict(found: Reciprocity) -> dict[str, Any]:
    """Who answers whom, as JSON."""
    return {
        "by": found.by,
        **{name: _answer_dict(getattr(found, name)) for name in ("together", "b_answers", "a_answers")},
    }


def _answer_dict(answer: Answer) -> dict[str, Any]:
    values = {name: getattr(answer, name) for name in ("correlation", "slope")}
    told = {
        name: None if one is None else {"value": one.value, "low": one.low, "high": one.high}
        for name, one in values.items()
    }
    return {"n": answer.n, **told, "reason": answer.reason or None}


def reciprocity_lines(found: Reciprocity, a: str, b: str) -> list[str]:
    """Who answers whom, in words."""
    named = (
        (f"{a} to {b} and {b} to {a}, in one {found.by}", found.together),
        (f"{b} answers {a}, a {found.by} later", found.b_answers),
        (f"{a} answers {b}, a {found.by} later", found.a_answers),
    )
    return [f"{words}: {_answered(answer)}" for words, answer in named]


def _answered(answer: Answer) -> str:
    if answer.correlation is None:
        return f"not known, {answer.reason} ({answer.n})"
    slope = f", slope {_ranged(answer.slope)}" if answer.slope else ""
    return f"correlation {_ranged(answer.correlation)}{slope}, {answer.n} pairs"


def _ranged(one: Estimate) -> str:
    return f"{one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})"


def title_of(series: Series, names: Sequence[str], *, rates: bool = False) -> str:
    """What stands over a series."""
    pair = " and ".join(names) if series.b else f"{names[0]} and everyone else"
    per = f", per 1,000 {series.exposure_of} read" if rates and series.exposure_of else ""
    return f"{pair}: {_COUNTED[series.unit]} by {series.by}{per}"


def write_series(series: Series, path: Path) -> None:
    """Writes the wide form of :meth:`bilat.relations.Series.frame` as the file's name says, .csv or .parquet.

    Raises:
        BadArgument: The file cannot be written.
    """
    write_columns(columns_of(series), path)
