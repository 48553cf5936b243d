"""A real Ray cluster of two machines, one of which dies in the middle: the record is a single process's, to the byte."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import Bilat, write_lines
from test_pipeline import RUN, articles, files_of

from bilat import pipeline
from bilat.cluster import Cluster
from bilat.errors import BadArgument, Skip, UnreadableFile
from bilat.record import Record

SMALL = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}
_PATIENCE = "RAY_raylet_start_wait_time_s"
EVERY = 30
"""Articles a commit, so that there are several."""


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """A cluster of one machine; tests add others."""
    with pytest.MonkeyPatch.context() as environment, ExitStack() as stack:
        # On a busy machine Ray's own processes need longer than it waits for them.
        environment.setenv(_PATIENCE, os.environ.get(_PATIENCE, "120"))
        utils = pytest.importorskip("ray.cluster_utils", reason="the cluster needs Ray: pip install 'bilat[cluster]'")
        cluster = utils.Cluster(initialize_head=True, head_node_args=SMALL)
        stack.callback(cluster.shutdown)
        yield cluster


def test_the_record_is_a_single_processs_though_a_machine_dies(machines: Any, tmp_path: Path) -> None:
    gone = UnreadableFile("gone", where="x")
    items: list[pipeline.Item] = [*articles(60), gone, *articles(110)[60:]]
    second = machines.add_node(**SMALL)
    one, many = (Record.open(tmp_path / name, create=True) for name in ("one", "many"))
    with one.writer(RUN, commit_every=EVERY) as writer:
        list(pipeline.into_record(items, writer, tally=pipeline.Tally()))

    tally = pipeline.Tally()
    with Cluster(machines.address) as hands, many.writer(RUN, commit_every=EVERY) as writer:
        assert hands.cores() == 2
        done = pipeline.into_record(items, writer, workers=hands, few=0, tally=tally)
        first = next(done)
        machines.remove_node(second, allow_graceful=False)
        rest = list(done)

    assert not isinstance(first, Skip)
    assert (tally.added, tally.skipped, 1 + len(rest)) == (110, 1, 111)
    assert files_of(many.folder) == files_of(one.folder)


def test_from_the_command_line(machines: Any, bilat: Bilat, tmp_path: Path) -> None:
    texts = [{"id": a.id, "text": a.text, "date": a.date} for a in articles(20)]
    write_lines(tmp_path / "news.jsonl", *texts)

    ran = bilat("read", "news.jsonl", "--record", "rec", "--cluster", machines.address)

    assert (ran.exit, "20 articles added to rec" in ran.err) == (0, True)


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:9"])
def test_where_no_cluster_answers_the_way_out_is_told(address: str) -> None:
    pytest.importorskip("ray", reason="the cluster needs Ray: pip install 'bilat[cluster]'")
    with pytest.raises(BadArgument, match="no Ray cluster answers") as caught, Cluster(address):
        pass

    assert "--cluster local" in caught.value.hint


def test_without_ray_the_command_that_installs_it_is_told(
    bilat: Bilat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path / "news.jsonl", {"text": articles(1)[0].text})
    monkeypatch.setitem(sys.modules, "ray", None)

    ran = bilat("read", "news.jsonl", "--record", "rec", "--cluster", "auto")

    assert ran.exit == 2
    assert 'pip install "bilat[cluster]"' in ran.err
