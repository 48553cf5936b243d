"""New articles into the record, one after another, each with what it is to those read before: copies and corrections.

This is the work of the one process that commits, in the articles' order. What can be told of an article alone, its coding
and its signature, comes to it ready made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bilat.errors import BadRecord
from bilat.model import Article, Coding, Signature, content_id
from bilat.reading.earlier import Earlier, Known, known
from bilat.reading.signature import sign
from bilat.record import View, Writer

_COMMIT_EVERY = 5_000  # articles of the record that are signed after the fact


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker makes of an article."""

    coding: Coding
    signature: Signature


class Intake:
    """The record's writer, with a memory of what was read."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._handed: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def new(self, article: Article) -> Article | None:
        """The article, null where the record has it; under an id of its own where the record has another text under its id.

        Raises:
            BadRecord: Its id cannot be stored.
        """
        digest = content_id(article.text)
        before = self._writer.digest_of(article.id) or self._handed.setdefault(article.id, digest)
        if before == digest:
            return None if self._writer.has(article) else article
        version = replace(article, id=f"{article.id}~{digest[:8]}")
        self._versions[version.id] = article.id
        return None if self._writer.has(version) else version

    def add(self, read: Read) -> bool:
        """Adds an article; False where the record has it by now.

        Raises:
            BadRecord: Its file gave it the id of an article that it is no version of.
        """
        article = read.coding.article
        if self._writer.has(article):
            return self._writer.add(read.coding)  # which notes what it was made of
        new, of = known(article, read.signature), self._versions.get(article.id)
        if of is not None and not self._earlier.is_version(new, of):
            what = f"the record has another text under the id {of!r}"
            raise BadRecord(
                what, where=article.origin, hint="give this one an id of its own, or leave its id field out"
            )
        copies, corrections = self._earlier.take(new, version_of=of)
        return self._writer.add(read.coding, signature=read.signature, copies=copies, corrections=corrections)

    @cached_property
    def _earlier(self) -> Earlier:
        """What the record has; only a run with something new needs it."""
        with self._writer.view() as view:
            earlier = Earlier(_known(view), view.copies, view.corrections)
            for number, article in enumerate(view.unsigned(), start=1):
                signature = sign(article.text)
                copies, corrections = earlier.take(known(article, signature))
                self._writer.note(article.id, signature, copies, corrections)
                if number % _COMMIT_EVERY == 0:
                    self._writer.commit()
        return earlier


def _known(view: View) -> Iterator[Known]:
    for one in view.signed():
        yield Known(id=one.id, date=one.date, outlet=one.outlet, title=one.title, url=one.url, signature=one.signature)
