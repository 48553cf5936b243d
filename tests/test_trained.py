"""The trained model's files: what is wrong with a folder is said, with the way out; the same sentence gets the same answer."""

import json
import shutil
from pathlib import Path
from platform import machine

import numpy as np
import pytest

from bilat.errors import BadArgument
from bilat.trained import FILES, SHIPPED, digests_of, load_model, sums_in_full

BROKEN = {
    "no graph": ("model.onnx", b"no graph", "cannot be read"),
    "no JSON": ("model.json", b"{", "Expecting"),
    "no digest": ("model.json", b"{}", "sha256"),
    "no words": ("vocabulary.txt", b"one\ntwo\n", "vocabulary.txt lacks '[CLS]'"),
}


@pytest.mark.parametrize(("name", "content", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    for file in FILES:
        shutil.copy(SHIPPED / file, tmp_path)
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadArgument, match="no model") as told:
        load_model(tmp_path)

    assert said in str(told.value)
    assert "tools/train_model.py" in str(told.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=r"model\.onnx, model\.json, vocabulary\.txt missing"):
        load_model(tmp_path)


def test_an_answer_is_of_probabilities_and_does_not_depend_on_what_was_read_before() -> None:
    model, words = load_model(), ["Iran", "and", "Pakistan", "signed", "a", "trade", "agreement", "in", "Islamabad", "."]

    first = model.read(words)
    model.read(["China", "protested", "."] * 40)
    again = model.read(words)

    assert np.array_equal(first.types, again.types)
    assert np.array_equal(first.arcs, again.arcs)
    assert np.allclose(first.types.sum(axis=1), 1, atol=1e-4)
    assert first.act(words.index("signed")) > 0.9
    assert first.act(len(words) + 5) == 0


def test_what_lies_beyond_the_models_sight_is_not_judged() -> None:
    reading = load_model().read(["tariffs"] * 400)

    assert len(reading.types) < 400
    assert reading.act(399) == 0


def test_the_digests_are_those_of_the_files(tmp_path: Path) -> None:
    graph, weights = digests_of()
    assert graph == load_model().digest
    for name in FILES:
        shutil.copy(SHIPPED / name, tmp_path / name)
    (tmp_path / "model.json").write_text((SHIPPED / "model.json").read_text("utf-8") + " ", "utf-8")
    assert digests_of(tmp_path)[0] == graph
    assert digests_of(tmp_path)[1] != weights


@pytest.mark.skipif(machine().lower() not in {"x86_64", "amd64"}, reason="about processors of Intel's kind")
def test_how_sums_are_made_follows_the_processor(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("processor : 0\nflags\t\t: fpu avx2 avx512_vnni\n")
    assert sums_in_full(told)

    told.write_text("processor : 0\nflags\t\t: fpu avx2\n")

    assert not sums_in_full(told)
    assert not sums_in_full(tmp_path / "none")


def test_the_shipped_graph_is_the_one_that_the_tools_write(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx", reason='the extra "train"')
    from training.graph import build, save, weights_of

    facts = json.loads((SHIPPED / "model.json").read_text("utf-8"))
    save(build(weights_of(onnx.load(SHIPPED / "model.onnx"))), tmp_path, facts)

    for name in ("model.onnx", "model.json"):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()


def test_a_marked_pair_is_judged_alike_wherever_it_was_asked_before() -> None:
    model, words = load_model(), ["Chile", "thanked", "Peru", "for", "sending", "rescue", "teams", "."]

    first = model.pair(words, [0], [2])
    model.read(words)
    again, turned, unmarked = model.pair(words, [0], [2]), model.pair(words, [2], [0]), model.pair(words, [], [])

    assert np.array_equal(first.types, again.types)
    assert not np.array_equal(first.types, turned.types)
    for told in (first, unmarked):
        assert told.types.sum() == pytest.approx(1, abs=1e-4)
        assert told.statuses.sum() == pytest.approx(1, abs=1e-4)
