"""What a crawl's archive has beside articles, counted: a line each for millions of records would bury what matters."""

from collections import Counter
from collections.abc import Iterator

from bilat.errors import NotAnArticle, Several, Skip, TooLarge, UnsupportedLanguage

_REASONS = {
    NotAnArticle: "pages hold no article",
    TooLarge: "records are over the sizes that the settings allow",
    UnsupportedLanguage: "texts are in other languages",
}
_OTHER = "records are broken"


class Counts:
    """Counts what one archive's records were left out for; the first of each reason is kept as its example."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: Counter[str] = Counter()
        self._first: dict[str, Skip] = {}

    def add(self, skip: Skip, reason: str | None = None) -> None:
        """Count one record.

        Args:
            reason: What befell it, in the plural ("records are truncated"); None takes it from the kind of skip.
        """
        why = reason or _REASONS.get(type(skip), _OTHER)
        self._counts[why] += 1
        self._first.setdefault(why, skip)

    def told(self) -> Iterator[Skip]:
        """A single skip as it is, and for each reason that befell more records one line with their number."""
        for why, count in self._counts.most_common():
            first = self._first[why]
            if count == 1:
                yield first
                continue
            what = f"{count:,} {why}; the first: {first.where}: {first.what}"
            yield Several(what, where=self._name, hint=first.hint, count=count)
