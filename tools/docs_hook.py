"""A hook of the documentation's build: a link to a file of the repository becomes its name, since the site lacks it."""

import re
from typing import Any

_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)#\s]+)(?:#[^)\s]*)?\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by mkdocs with each page's text.

    >>> on_page_markdown("see [the card](../corpus/README.md#size), [here](coding.md)")
    'see the card (`corpus/README.md`), [here](coding.md)'
    """
    return _OUTSIDE.sub(lambda found: _told(found[1], found[2]), markdown)


def _told(words: str, path: str) -> str:
    return words if path in words else f"{words} (`{path}`)"
