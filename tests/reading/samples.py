"""Inputs for the tests of reading: all text here was written for them."""

from collections.abc import Callable
from datetime import date

from bilat.errors import Skip
from bilat.model import Article

TODAY = date(2024, 6, 1)
BODY = (
    "The foreign ministers of Iran and Pakistan met in Islamabad on Monday and agreed to open a third market "
    "on their border.\n\n"
    "Officials of both sides said that the market would open within the year and that trade should double by then."
)

Outcome = Article | Skip
Read = Callable[..., list[Outcome]]


def page(body: str = BODY, head: str = "", after: str = "") -> str:
    """A saved web page around paragraphs."""
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    return (
        f"<!doctype html><html><head><title>Ministers agree on a market</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<article><h1>Ministers agree on a market</h1>{paragraphs}</article>{after}"
        "<footer>About the paper</footer></body></html>"
    )
