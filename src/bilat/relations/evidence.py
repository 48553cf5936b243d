"""The sentence that shows what is said of a pair."""

from dataclasses import dataclass

from bilat.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that shows it.

    Attributes:
        id: Of the event or undertaking that tells it: an undertaking is told in more than its own sentence.
        date: That of the act, or of the article.
    """

    id: str
    article_id: str
    date: str | None
    sentence: Span
