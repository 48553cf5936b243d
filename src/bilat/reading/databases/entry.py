"""One article of a database's export, and what the layouts have in common."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ENDED = re.compile(r"[.!?:;\u201d\"')\]]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as an export has it; ``day`` in its words, ``place`` being the export's name for it."""

    title: str | None
    outlet: str | None
    day: str | None
    place: str
    text: str
    language: str | None = None
    url: str | None = None


def squeezed(text: str) -> str:
    """On one line, with single blanks."""
    return " ".join(text.split())


def paragraphs(lines: Sequence[str]) -> str:
    """Lines as paragraphs with blank lines between.

    Where the export wrapped its lines, most lines that another follows end inside a sentence, and blank lines part the
    paragraphs; where it did not, each line is one.
    """
    blocks = list(_blocks(lines))
    followed = [line for block in blocks for line in block[:-1]]
    if sum(bool(_ENDED.search(line)) for line in followed) * 2 < len(followed):
        return "\n\n".join(squeezed(" ".join(block)) for block in blocks)
    return "\n\n".join(squeezed(line) for line in lines if line.strip())


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
