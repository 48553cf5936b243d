"""What to judge next, figures from what was judged, and labelled sentences."""

import json
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from judging import TEXT, judge, meeting
from record_samples import RUN, coding

from bilat import review
from bilat.errors import BadArgument
from bilat.evaluation import relations, sentences
from bilat.model import Event, EventType, Issue, Status
from bilat.record import Record, RunInfo
from bilat.review import Left, Share, Wanted

ROOT = Path(__file__).resolve().parents[2]


def doubtful(id: str, article: str, sure: float | None, **fields: Any) -> Event:
    plain = meeting(id, article, **fields)
    return Event(**{name: getattr(plain, name) for name in plain.__slots__} | {"confidence": sure})


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """One happening told by three, of which one calls it planned; and four told once, of falling confidence."""
    record = Record.open(tmp_path / "r", create=True)
    with record.writer(RUN) as writer:
        for n, status in enumerate((Status.ACTUAL, Status.ACTUAL, Status.PLANNED)):
            event = doubtful(f"s{n}", f"t{n}", 0.8, date="2024-01-16", status=status)
            writer.add(coding(f"t{n}", event, text=TEXT, outlet=f"Outlet {n}", date="2024-01-17"))
        for n, (sure, kind) in enumerate(((0.9, "ASSAULT"), (0.5, "ASSAULT"), (0.5, "AGREE"), (None, "ASSAULT"))):
            event = doubtful(f"o{n}", f"a{n}", sure, type=EventType(kind))
            writer.add(coding(f"a{n}", event, text=TEXT, date=f"20{10 + n}-05-01"))
    return record


def ids(record: Record, analyst: str = "Ana", limit: int = 20, **wanted: Any) -> list[str]:
    with record.view() as view:
        return [one.event.id for one in review.queue(view, Wanted(analyst=analyst, **wanted), limit)]


def test_the_queue_is_by_doubt_and_weight_with_its_reasons(record: Record) -> None:
    found = ids(record)
    assert found == ids(record)
    assert found[:3] == ["o1", "o3", "o2"]  # half sure: two attacks before an agreement, by id
    assert found.index("o0") < len(found)
    with record.view() as view:
        items = {one.event.id: one for one in review.queue(view, Wanted(analyst="Ana"))}
    assert "its tellings differ on status" in items["s0"].why
    assert "its story is told by 3 articles; 1 more doubtful tellings of it" in items["s1"].why
    assert (items["s0"].priority or 0) / 2 == pytest.approx(items["s1"].priority, abs=0.01)
    assert "no confidence" in items["o3"].why
    priorities = [one.priority or 0.0 for one in items.values()]
    assert priorities == sorted(priorities, reverse=True)
    assert ids(record, type=EventType.AGREE) == ["o2"]
    assert ids(record, pair=("IRN", "USA")) == []
    assert ids(record, after="o1", limit=1) == ["o3"]
    assert ids(record, after="judged meanwhile") == found


def test_nothing_comes_twice_to_one_person_and_what_others_differ_on_comes_first(record: Record) -> None:
    judge(record, "o1", "wrong", "Ana")
    assert "o1" not in ids(record)
    assert "o1" not in ids(record, "Ben")  # it is settled
    assert ids(record, "Ben", order="second") == ["o1"]
    assert ids(record, "Ana", order="second") == []
    judge(record, "o1", "right", "Ben", judged=False)
    assert ids(record, "Cem")[0] == "o1"
    assert "o1" not in ids(record, "Ana")
    judge(record, "o1", "wrong", "Cem", judged=False)
    assert "o1" not in ids(record, "Dan")


def test_what_was_coded_otherwise_since_comes_again(record: Record) -> None:
    judge(record, "o0", "right", "Ana")
    with record.writer(RunInfo(program="0.2.0", started="2025-01-01T10:00:00Z")) as writer:
        again = doubtful("o0", "a0", 0.9, type=EventType.ASSAULT, date="2010-04")
        writer.replace(coding("a0", again, text=TEXT, date="2010-05-01"))
    assert ids(record)[0] == "o0"


def test_a_random_sample_is_one_of_the_machines_events_whatever_was_judged(record: Record) -> None:
    first = ids(record, order="random", seed="a")
    assert sorted(first) == ["o0", "o1", "o2", "o3", "s0", "s1", "s2"]
    assert first != ids(record, order="random", seed="b")
    judge(record, first[0], "wrong", "Ana", sample="a")
    assert ids(record, order="random", seed="a") == first[1:]
    assert ids(record, "Ben", order="random", seed="a") == first
    with pytest.raises(BadArgument, match="no random sample"):
        ids(record, order="random", seed="x'y")


def test_figures_are_what_was_judged(record: Record) -> None:
    order = ids(record, order="random", seed="a")
    drawn = [order[0], order[1], order[3]]
    for id in drawn:
        judge(record, id, "right", "Ana", sample="a")
    judge(record, "o2", "corrected", "Ana", type="SUPPORT") if "o2" not in drawn else None
    other = next(id for id in ("o1", "o3", "s1") if id not in drawn)
    judge(record, other, "wrong", "Ana")
    with record.view() as view:
        found = review.figures(view)
    judged = 4 + ("o2" not in drawn)
    assert found.all.line == Share(right=3, n=judged)
    assert found.all.event == Share(right=judged - 1, n=judged)
    if "o2" not in drawn:
        assert found.all.types[EventType.AGREE] == Share(right=0, n=1)
        assert found.all.fields["type"] == Share(right=3, n=4)
    assert found.all.fields["date"] == Share(right=judged - 1, n=judged - 1)
    (sample,) = found.samples
    assert (sample.seed, sample.judged, sample.missing) == ("a", 3, 1)
    assert sample.precision.line == Share(right=3, n=3)
    assert found.judgements == {"Ana": judged}


def test_agreement_of_two_is_that_of_the_textbook() -> None:
    """Cohen's kappa after the example of Fleiss (1981); alpha after Krippendorff's own, four observers with gaps."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert review.kappa(pairs) == pytest.approx(0.4)
    assert review.kappa([("y", "y")] * 3) is None
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    units = {
        f"u{n}": [value for value in column if value != "."]
        for n, column in enumerate(zip(*(row.split() for row in observers), strict=True))
    }
    assert review.alpha(units) == pytest.approx(0.743, abs=0.001)
    assert review.alpha({"a": ["x"], "b": ["x", "x"]}) is None


def test_wilsons_interval_is_that_of_the_table() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for right, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert list(review.wilson(right, n)) == pytest.approx([low, high], abs=1e-4)


def test_two_people_on_the_same_lines(record: Record) -> None:
    for id, one, other in (("o0", "right", "right"), ("o1", "wrong", "right"), ("o2", "wrong", "wrong")):
        judge(record, id, one, "Ana")
        judge(record, id, other, "Ben", judged=False)
    with record.view() as view:
        found = review.figures(view).agreement
    (pair,) = found.pairs
    assert (pair.a, pair.b, pair.n, pair.blind) == ("Ana", "Ben", 3, 3)
    assert pair.verdict == Share(right=2, n=3)
    assert pair.verdict_kappa == pytest.approx(0.4)
    assert found.verdict_alpha == pytest.approx(1 - 5 * 2 / 18)


def test_judged_sentences_are_read_by_the_corpus_and_by_the_measures(record: Record, tmp_path: Path) -> None:
    judge(record, "o0", "right")
    judge(record, "o1", "corrected", type="AGREE", recipients=[{"code": "PAKGOV", "words": None}])
    judge(record, "o2", "wrong")
    judge(record, "o3", "corrected", recipients=[{"code": "USA", "words": None}, {"code": "CHN", "words": None}])
    left = Left()
    with record.view() as view:
        found = list(review.labelled(view, "all", (), left))
        parts = [{one.article for one in review.labelled(view, part, (), Left())} for part in ("train", "test")]
        assert list(review.labelled(view, "all", ("the sample",), left)) == []
    assert [one.article for one in found] == ["a0", "a1", "a2", "a3"]
    assert not parts[0] & parts[1]
    assert parts[0] | parts[1] == {"a0", "a1", "a2", "a3"}
    corpus = [review.as_corpus(one, left) for one in found]
    assert corpus[3] is None
    assert left.reasons["with a party whose words do not stand in it"] == 1
    assert left.reasons["of an outlet whose texts are withheld"] == 4
    spec = util.spec_from_file_location("build_corpus", ROOT / "tools" / "build_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    tool = util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    built = [tool.sentence(line, "judged", n) for n, line in enumerate(corpus) if line is not None]
    assert [[(e["type"], e["recipients"][0]["code"]) for e in line["events"]] for line in built] == [
        [("ASSAULT", "PAK")],
        [("AGREE", "PAKGOV")],
        [],
    ]
    gold = tmp_path / "sentences.jsonl"
    gold.write_text("".join(json.dumps(review.as_sentence(one)) + "\n" for one in found))
    read = sentences.read(gold)
    assert [[deed.root for deed in one.deeds] for one in read] == [["ASSAULT"], ["AGREE"], [], ["ASSAULT"]]
    rows = [row for one in found for row in review.as_relations(one)]
    table = tmp_path / "relations.tsv"
    table.write_text("\n".join("\t".join(row) for row in [list(rows[0]), *(list(row.values()) for row in rows)]) + "\n")
    pairs = relations.read(table)
    assert [(pair.source and pair.source.text, pair.target and pair.target.text, pair.root) for pair in pairs] == [
        ("Iran", "Pakistan", "ASSAULT"),
        ("Iran", "Pakistan", "AGREE"),
    ]
    assert Issue.DIPLOMACY.value in built[0]["events"][0]["issues"]
