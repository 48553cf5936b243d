"""``bilat evaluate pages``: the text of articles in saved web pages, against text that people marked.

The folder has ``ground-truth.json``, an object of page id to ``{"articleBody": text}``, and each page as ``ID.html`` or
``ID.html.gz``: the form of scrapinghub's article-extraction-benchmark. That benchmark counts runs of four words; this
measure counts words, and gives the benchmark's own figure beside them.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bilat.errors import BadArgument, BadRecord
from bilat.evaluation.figures import f1, percent
from bilat.evaluation.readers import at, load_text, text_of

GOLD = "ground-truth.json"
_WORD = re.compile(r"\w+")
_RUN = 4


class PageText(Protocol):
    """Gives the article's text of a page's bytes, "" where it finds none."""

    def __call__(self, data: bytes) -> str: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page, its bytes unpacked, and the text of its article."""

    id: str
    data: bytes
    text: str


def read(folder: Path) -> list[Page]:
    """The pages of a folder, by id.

    Raises:
        BadArgument: No folder, or none of this form.
        BadRecord: A page that is missing or broken, or has no text.
    """
    gold = folder / GOLD if folder.is_dir() else folder
    try:
        items = json.loads(load_text(gold, "pages"))
    except ValueError as error:
        raise BadArgument(f"is no JSON: {error}", where=str(gold), hint="an object of page id to articleBody") from None
    if not isinstance(items, dict) or not items:
        raise BadArgument("is no object of pages", where=str(gold), hint="an object of page id to articleBody")
    pages = []
    for name in sorted(items):
        with at(f"{gold}:{name}"):
            pages.append(Page(name, _bytes_of(gold.parent, name), text_of(items[name], "articleBody")))
    return pages


def _bytes_of(folder: Path, name: str) -> bytes:
    packed, plain = folder / f"{name}.html.gz", folder / f"{name}.html"
    try:
        return gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    except (OSError, EOFError) as error:
        raise BadRecord(
            f"the page cannot be read: {error}", where=str(packed), hint="take it out of the file"
        ) from None


def measure(gold: Sequence[Page], predicted: Sequence[str]) -> dict[str, object]:
    """Means over the pages, in per cent.

    A page's words are its runs of letters, digits and underscores, in lower case, each as often as it occurs. With hits
    being the words that both texts have, counted as often as both have them: precision = hits / words found,
    recall = hits / words of the article, F1 = 2 hits / (words found + words of the article).
    ``run_f1`` is the same F1 over the runs of four words.
    """
    totals: dict[str, float] = defaultdict(float)
    for page, text in zip(gold, predicted, strict=True):
        expected, found = _words(page.text), _words(text)
        hits = _shared(expected, found)
        totals["word_f1"] += f1(hits, len(found), len(expected))
        totals["precision"] += hits / len(found) if found else 0.0
        totals["recall"] += hits / len(expected) if expected else 0.0
        wanted, got = _runs(expected), _runs(found)
        totals["run_f1"] += f1(_shared(wanted, got), len(got), len(wanted))
    return {name: percent(totals[name], len(gold)) for name in ("word_f1", "precision", "recall", "run_f1")}


def run(gold: Sequence[Page], page_text: PageText) -> dict[str, object]:
    """Predicts and measures."""
    return measure(gold, [page_text(page.data) for page in gold])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + _RUN]) for n in range(max(len(words) - _RUN + 1, min(len(words), 1)))]


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    return (Counter(one) & Counter(other)).total()
