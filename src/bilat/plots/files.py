"""Pictures to files: SVG as it is, PNG drawn from it with resvg (extra: bilat[plots])."""

from pathlib import Path

from bilat.errors import BadArgument, MissingExtra

SHARP = 2
"""Pixels of a PNG for each unit of the SVG."""


def write(svg: str, path: Path) -> None:
    """Writes a picture in the form that the file's name ends in, .svg or .png.

    Raises:
        BadArgument: It ends in another way, or the file cannot be written.
        MissingExtra: A PNG was asked for, and resvg is not installed.
    """
    form = path.suffix.lower()
    if form not in (".svg", ".png"):
        raise BadArgument("the form of the plot is not clear", where=str(path), hint="end its name in .svg or .png")
    content = svg.encode() if form == ".svg" else png(svg)
    try:
        path.write_bytes(content)
    except OSError as error:
        hint = "name a file in a folder that exists and that you may write"
        raise BadArgument(f"cannot write: {error.strerror}", where=str(path), hint=hint) from error


def png(svg: str) -> bytes:
    """A picture as PNG.

    Raises:
        MissingExtra: resvg is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtra(
            "PNG needs resvg", hint='pip install "bilat[plots]", or name a file that ends in .svg'
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SHARP))
