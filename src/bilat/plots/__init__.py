"""Plots without a chart library: SVG drawn by hand, PNG made from it, and bars and lines of characters for a terminal.

:mod:`.svg` and :mod:`.terminal` have the pieces (bars, lines, bands, marks), :mod:`.figures` puts a series together from them.
"""

from bilat.plots.figures import series_rows, series_svg
from bilat.plots.files import write
from bilat.plots.prospects import outlook_rows, outlook_svg
from bilat.plots.svg import Mark, Plane

__all__ = ["Mark", "Plane", "outlook_rows", "outlook_svg", "series_rows", "series_svg", "write"]
