"""What the record has of a month's stories, read back for the writer."""

import json
from pathlib import Path
from typing import Any

from bilat.record import codec, layout
from bilat.record.current import guarded
from bilat.record.stories import Past

_MONTHS = """
SELECT DISTINCT left("first", 7) FROM articles WHERE "first" = "last" UNION SELECT DISTINCT month FROM story_articles
UNION SELECT DISTINCT month FROM story_events
"""
_ARTICLES = """SELECT body, text FROM articles WHERE "first" = "last" AND starts_with("first", ?)"""
_REPORTS = """
SELECT s.story, a.body, a.text FROM story_articles s JOIN articles a ON a.id = s.article_id WHERE s.month = ?
"""
_EVENTS = """
SELECT e.body, a."date", s.story, w.story FROM story_events s JOIN events e ON e.id = s.event_id
JOIN articles a ON a.id = s.article_id JOIN story_articles w ON w.article_id = s.article_id WHERE s.month = ?
"""
_MERGES = 'SELECT story, "into" FROM story_merges WHERE month = ?'


class Recall:
    """Reads months back from a record's folder; only what was committed is seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._months = {month for (month,) in self._ask([(_MONTHS, [])])[0]}

    def __call__(self, month: str) -> Past:
        if month not in self._months:
            return Past()
        articles, reports, events, merges = self._ask(
            [(sql, [month]) for sql in (_ARTICLES, _REPORTS, _EVENTS, _MERGES)]
        )
        return Past(
            articles=[codec.article(json.loads(body), text) for body, text in articles],
            reports=[(story, codec.article(json.loads(body), text)) for story, body, text in reports],
            events=[(codec.event(json.loads(body)), day, story, whole) for body, day, story, whole in events],
            merges=merges,
        )

    def note(self, months: set[str]) -> None:
        """Keeps in mind that the record may have something of these months now."""
        self._months |= months

    def _ask(self, questions: list[tuple[str, list[Any]]]) -> list[list[Any]]:
        with layout.disk(self._folder, "read the record"):
            found = layout.commits(self._folder)
            return guarded(
                self._folder, found, lambda c: [c.execute(sql, values).fetchall() for sql, values in questions]
            )
