"""What people said of a record up to this moment, for the pages on which one judges."""

from bilat.record import Judged
from bilat.record.judgements import journal
from bilat.web.snapshot import Snapshot


def stamp(snapshot: Snapshot) -> str:
    """Changes with every entry of the journal, whatever state of the record is shown."""
    return journal.state(snapshot.view.folder)


def live(snapshot: Snapshot) -> Judged:
    """What stands at this moment."""
    return snapshot.cached(("judged", stamp(snapshot)), snapshot.view.rejudged)
