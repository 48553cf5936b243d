"""A record of every earlier schema opens, reads, migrates and is added to."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from record_samples import RUN, coding, event

from bilat.errors import NotAnArticle
from bilat.record import SCHEMA_VERSION, Record, migrations

FIXTURES = Path(__file__).parent / "fixtures"
"""Small records as the programs of earlier schemas wrote them: v1 by bilat 0.1, v2 by 0.2 before events of other datasets
(the same three articles in two commits)."""


@pytest.fixture(params=range(1, SCHEMA_VERSION), ids="v{}".format)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A record of an earlier schema, in a folder that may be written."""
    return Path(shutil.copytree(FIXTURES / f"v{request.param}", tmp_path / "r"))


def parts(folder: Path) -> dict[str, bytes]:
    found = [*folder.glob("parts/*/*"), *folder.glob("commits/*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_every_earlier_schema_has_its_fixture() -> None:
    assert {path.name for path in FIXTURES.glob("v*")} == {f"v{n}" for n in range(1, SCHEMA_VERSION)}
    assert set(migrations.STEPS) == set(range(1, SCHEMA_VERSION))


def test_an_old_record_is_read_without_being_changed(old: Path) -> None:
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    with Record.open(old).view() as view:
        counts = view.counts()
        assert (counts.articles, counts.events, counts.undertakings, counts.facts, counts.skipped) == (3, 9, 3, 1, 1)
        visit = view.coding("visit")
        assert visit is not None
        assert [one.type for one in visit.events] == ["CONSULT", "CONSULT", "SUPPORT"]
        assert len(view.dyad("IRN", "PAK").events) == 7
        assert view.runs()[0].articles == 3
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


def test_an_old_record_is_whole_before_and_after(old: Path) -> None:
    assert Record.open(old).check(deep=True).findings == ()
    Record.open(old).migrate()
    assert Record.open(old).check(deep=True).findings == ()


def test_a_writer_migrates_an_old_record_and_adds_to_it(old: Path) -> None:
    before, version = parts(old), Record.open(old).schema_version
    mark = (old / "record.json").read_text()
    digest = Record.open(old).content_digest()
    with Record.open(old).writer(RUN) as writer:
        assert writer.migrated == version
        assert Record.open(old).content_digest() == digest
        assert not writer.skip(NotAnArticle("no article", where="menu.html", hint="give the article's own page"))
        assert writer.add(coding("new", event("e1", "new", "IRNGOV", "PAK")))
    assert Record.open(old).schema_version == SCHEMA_VERSION
    assert before.items() <= parts(old).items()
    assert (old / f"migrations/record-v{version}.json").read_text() == mark
    with Record.open(old).view() as view:
        assert view.counts().articles == 4
        assert len(view.dyad("IRN", "PAK").events) == 8
    with Record.open(old).writer(RUN) as writer:
        assert writer.migrated is None


def test_a_coding_of_an_old_record_is_replaced(old: Path) -> None:
    with Record.open(old).view() as view:
        article = view.article("visit")
    assert article is not None
    again = coding("visit", event("better", "visit", "IRNGOV", "PAKGOV"), text=article.text)
    with Record.open(old).writer(RUN) as writer:
        assert writer.replace(again)
    with Record.open(old).view() as view:
        now = view.coding("visit")
        assert now is not None
        assert [one.id for one in now.events] == ["better"]
        assert view.counts().articles == 3


KILLED = """
import os, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
from bilat.record import migrations
from bilat.record.files import Files
class Killed(Files):
    def put(self, path, text):
        if path.name == "record.json":
            os.kill(os.getpid(), signal.SIGKILL)
        super().put(path, text)
migrations.migrate(Path({folder!r}), Killed())
"""


def test_a_migration_that_is_killed_leaves_the_record_as_it_was(old: Path) -> None:
    digest, version = Record.open(old).content_digest(), Record.open(old).schema_version
    done = subprocess.run([sys.executable, "-c", KILLED.format(path=sys.path, folder=str(old))], check=False)
    assert done.returncode == -signal.SIGKILL
    assert Record.open(old).schema_version == version
    assert Record.open(old).content_digest() == digest
    assert migrations.migrate(old) == version
    assert json.loads((old / "record.json").read_text())["schema_version"] == SCHEMA_VERSION
    assert Record.open(old).content_digest() == digest


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_old_record_on_a_read_only_disk_is_read(old: Path) -> None:
    for folder in (old, *(path for path in old.rglob("*") if path.is_dir())):
        folder.chmod(0o500)
    with Record.open(old).view() as view:
        assert view.counts().articles == 3
