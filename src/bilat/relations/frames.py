"""A series as a table of pandas, polars or Arrow; these are not part of bilat and are imported only here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from bilat.errors import MissingExtra

if TYPE_CHECKING:
    from bilat.relations.series import Series

Kind = Literal["pandas", "polars", "arrow"]
Form = Literal["wide", "long"]
Columns = dict[str, NDArray[Any]]


def frame(columns: Columns, kind: Kind) -> Any:
    """Columns as a pandas or polars DataFrame, or as an Arrow Table.

    Raises:
        MissingExtra: The library is not installed.
    """
    if kind == "pandas":
        return _library("pandas").DataFrame(columns)
    if kind == "polars":
        return _library("polars").DataFrame(columns).fill_nan(None)
    arrow = _library("pyarrow")
    return arrow.table({name: arrow.array(column, from_pandas=True) for name, column in columns.items()})


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(f"{name} is not installed", hint=f"pip install {name}") from error


def columns_of(series: "Series", form: Form = "wide") -> Columns:
    """A series column by column; see :meth:`bilat.relations.Series.frame`."""
    return _wide(series) if form == "wide" else _long(series)


def _wide(series: "Series") -> Columns:
    groups = {name: series.counts[:, n] for n, name in enumerate(series.groups)}
    return {
        "start": np.array(series.starts, dtype="datetime64[D]"),
        "period": np.array(series.labels, dtype=object),
        **groups,
        "total": series.total,
        "net": series.net,
        "net_low": series.net_low,
        "net_high": series.net_high,
        "exposure": series.exposure,
    }


def _long(series: "Series") -> Columns:
    each = len(series.groups)
    return {
        "start": np.repeat(np.array(series.starts, dtype="datetime64[D]"), each),
        "period": np.repeat(np.array(series.labels, dtype=object), each),
        "group": np.tile(np.array(series.groups, dtype=object), len(series.starts)),
        "count": series.counts.ravel(),
        "exposure": series.exposures.ravel(),
        "rate": series.rates().ravel(),
    }
