"""A record's narrow columns, as views without the long texts, and held in memory for one who asks many questions.

A record's tables lie in as many parts as there were commits. To read one line of each costs some milliseconds a part, which
an answer now and then can bear and a server cannot. What most questions are about is narrow: held in memory it is some
hundred bytes an event, and a question to it takes milliseconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from bilat.record.view import View

MOST = 2_000_000
"""Events up to which a record's columns are held: some gigabyte."""

_HELD = {
    "event_dyads": 'SELECT * FROM event_dyads ORDER BY a, b, "first"',
    "story_events": "SELECT * FROM story_events",
    "corrections": "SELECT * FROM corrections",
    "event_columns": "SELECT * FROM event_columns",
    "article_heads": "SELECT * FROM article_heads",
    "event_places": "SELECT * FROM event_places ORDER BY a, b",
}


def hold(view: View, most: int = MOST) -> bool:
    """Takes the columns into memory, so that later questions to the view are fast; what they give stays the same.

    Gives False, and holds nothing, where the record has more than ``most`` events.
    """
    if int(view.ask("SELECT count(*) FROM event_columns")[0][0]) > most:
        return False
    for table, select in _HELD.items():
        view.ask(f"CREATE OR REPLACE TABLE held_{table} AS {select}")
        view.ask(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM held_{table}")
    view.hold_stories()
    return True


@contextmanager
def sparing(view: View) -> Iterator[None]:
    """Lets the view's questions have one core meanwhile, so that another view's readers have the others."""
    view.ask("SET threads = 1")
    try:
        yield
    finally:
        view.ask("RESET threads")
