"""What goes in comes out, to the character."""

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from record_samples import RUN, codings

from bilat.model import Coding
from bilat.record import Record


# Each example is a record on the disk: a failure is told as found, without minutes of shrinking.
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(coding=codings())
def test_a_coding_comes_back_from_the_disk_as_it_was(coding: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(Path(folder) / "record", create=True)
        with record.writer(RUN) as writer:
            assert writer.add(coding)
        with record.view() as view:
            assert view.coding(coding.article.id) == coding
            for event in coding.events:
                assert view.event(event.id) == event
