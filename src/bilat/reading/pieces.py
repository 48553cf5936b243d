"""Articles that a page lays out in several boxes, cut up for its advertisements: the boxes are put together again.

The extraction takes one box for the whole; the others are its like: the same element of the same class, near it on the
page, with paragraphs of prose that were not taken.
"""

import re
from collections import defaultdict

from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

_PROSE_WORDS = 10
_FEWEST = 2
_LEVELS = 4
_START = 60
_ASIDE = re.compile(r"comment|related|recommend|teaser|promo|footer|sidebar|newsletter", re.IGNORECASE)


def rejoin(tree: HtmlElement, text: str) -> bool:
    """Move an article's other boxes into that which ``text`` was taken from; whether there were any.

    Args:
        tree: The page; it is changed.
        text: The article as the extraction found it.
    """
    taken = " ".join(text.split())
    boxes: dict[tuple[str, str], dict[HtmlElement, list[str]]] = defaultdict(dict)
    for paragraph in tree.iter("p"):
        words = paragraph.text_content().split()
        box = paragraph.getparent()
        if len(words) >= _PROSE_WORDS and box is not None and box.get("class"):
            boxes[(str(box.tag), box.get("class"))].setdefault(box, []).append(" ".join(words))
    moved = False
    for alike in boxes.values():
        mine = [box for box, paragraphs in alike.items() if any(one[:_START] in taken for one in paragraphs)]
        if mine:
            first = mine[0]
            for box, paragraphs in alike.items():
                if box not in mine and len(paragraphs) >= _FEWEST and _is_near(box, first) and not _is_aside(box):
                    mine[-1].extend(list(box))
                    moved = True
    return moved


def _is_near(box: HtmlElement, first: HtmlElement) -> bool:
    """Whether two elements stand side by side, themselves or those that they are in, few levels up."""
    above = list(first.iterancestors())[:_LEVELS]
    below = list(box.iterancestors())[:_LEVELS]
    return any(one is other for one, other in zip(above, below, strict=False)) and first not in below


def _is_aside(box: HtmlElement) -> bool:
    return any(_ASIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in (box, *box.iterancestors()))
