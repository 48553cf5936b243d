"""What leaves a record: every form opens elsewhere, says what the record says, and holds back what it should."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from record_samples import RUN, coding, event, fact, undertaking

from bilat.errors import BadArgument
from bilat.model import Event, EventType, Place, Span, Status
from bilat.record import Form, Record, Selection

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
LONG = "They said at great length, in a hall of mirrors, that nothing was to be said about what had been said before."


def placed(one: Event, latitude: float | None = 33.7) -> Event:
    place = Place(
        text="They", country="PAK", span=Span(0, 4, "They"), name="Islamabad", latitude=latitude, longitude=73.0
    )
    return replace(one, place=place)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Three articles of two outlets."""
    record = Record.open(tmp_path_factory.mktemp("exports") / "r", create=True)
    met = placed(event("met", "a1", "IRNGOV", "PAK", date="2024-01-17"))
    hit = replace(event("hit", "a1", "PAKMIL", "IRN", type=EventType.ASSAULT), confidence=0.9)
    plan = event("plan", "a2", "IRN PAK", status=Status.PLANNED, date="2024-02")
    spoke = replace(event("spoke", "a3", "CHN", "PAK"), sentence=Span(0, len(LONG), LONG), reasons=(("type", LONG),))
    with record.writer(RUN, commit_every=2) as writer:
        writer.add(coding("a1", met, hit, undertakings=(undertaking("u1", "a1", "IRN PAK"),)))
        writer.add(
            coding("a2", plan, facts=(fact("f1", "a2", "IRN CHN"),), date="2024-01-20", outlet="=cmd|' /C calc'!A0")
        )
        writer.add(coding("a3", spoke, text=LONG, outlet="Licensed Times", date=None))
    return record


def export(record: Record, folder: Path, form: str, **chosen: Any) -> Path:
    target = folder / f"out.{form}"
    record.export(form, target, Selection(**chosen))
    return target


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", list(Form))
def test_an_export_is_the_same_each_time_and_leaves_no_draft(record: Record, tmp_path: Path, form: str) -> None:
    made = []
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        target = export(record, tmp_path / name, form)
        parts = sorted(target.iterdir()) if target.is_dir() else [target]
        made.append([part.read_bytes() for part in parts])
        assert [path.name for path in (tmp_path / name).iterdir()] == [f"out.{form}"]
    assert made[0] == made[1]


def test_parquet_has_every_line_less_the_bodies(record: Record, tmp_path: Path) -> None:
    target = export(record, tmp_path, "parquet")
    with duckdb.connect() as connection:
        events = connection.execute(f"SELECT * FROM '{target}/events.parquet'")
        assert "body" not in [column[0] for column in events.description or []]
        assert sorted(row[0] for row in events.fetchall()) == ["hit", "met", "plan", "spoke"]
        texts = connection.execute(f"SELECT id, text FROM '{target}/articles.parquet' ORDER BY id").fetchall()
    assert texts == [("a1", "They met."), ("a2", "They met."), ("a3", LONG)]
    with pytest.raises(BadArgument, match="the folder exists"):
        export(record, tmp_path, "parquet")


def test_a_cell_that_a_spreadsheet_would_run_is_defused(record: Record, tmp_path: Path) -> None:
    target = export(record, tmp_path, "csv")
    outlets = {row["id"]: row["outlet"] for row in rows(target / "articles.csv")}
    assert outlets["a2"] == "'=cmd|' /C calc'!A0"
    assert outlets["a1"] == "The Sample"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "a\x00b", 'say "x", y']
)
def test_no_cell_of_text_begins_as_a_formula_does(tmp_path: Path, cell: str) -> None:
    record = Record.open(tmp_path / "r", create=True)
    one = placed(event("e1", "a1", "IRN", "PAK"), latitude=-33.5)
    with record.writer(RUN) as writer:
        writer.add(coding("a1", one, outlet=cell))
    target = export(record, tmp_path, "csv")
    (article,), (told,) = rows(target / "articles.csv"), rows(target / "events.csv")
    assert article["outlet"][0] not in "=+-@\t\r\n＝"
    assert article["outlet"].removeprefix("'") == cell.replace("\x00", "␀")
    assert told["latitude"] == "-33.5"  # a number is no formula


def test_json_lines_are_those_of_bilat_code(record: Record, tmp_path: Path) -> None:
    found = lines(export(record, tmp_path, "jsonl"))
    assert [(one["id"], [e["id"] for e in one["events"]]) for one in found] == [
        ("a3", ["spoke"]),
        ("a1", ["hit", "met"]),
        ("a2", ["plan"]),
    ]
    assert found[1]["text"] == "They met."
    assert found[1]["undertakings"][0]["obstacles"][0]["span"] == [0, 4]
    assert found[2]["facts"][0]["quantity"] == 900.0


def test_a_licensed_text_stays_in_with_the_places_of_its_spans(record: Record, tmp_path: Path) -> None:
    for form in ("jsonl", "csv", "geojson", "plover", "parquet"):
        target = export(record, tmp_path, form, withhold=("licensed times",))
        content = [path.read_bytes() for path in (target.iterdir() if target.is_dir() else [target])]
        assert not any(LONG.encode() in one for one in content), form
    found = {one["id"]: one for one in lines(tmp_path / "out.jsonl")}
    assert found["a1"]["text"] == "They met."
    held = found["a3"]
    assert (held["text"], held["events"][0]["sentence"], held["title"]) == (None, None, "On a3")
    assert (held["events"][0]["start"], held["events"][0]["end"]) == (0, len(LONG))
    assert held["events"][0]["reasons"]["type"] == f"{LONG[:80]}…"
    everywhere = lines(export(record, tmp_path, "jsonl", without_text=True))
    assert {one["text"] for one in everywhere} == {None}


@pytest.mark.parametrize(
    ("chosen", "events"),
    [
        ({}, {"hit", "met", "plan", "spoke"}),
        ({"pair": ("PAK", "IRN")}, {"hit", "met", "plan"}),
        ({"pair": ("PAK", "CHN")}, {"spoke"}),
        ({"since": "2024-01-18"}, {"hit", "plan"}),
        ({"since": "2024-01", "until": "2024-01-17"}, {"met"}),
        ({"since": "2024-02-29", "until": "2024-02-29"}, {"plan"}),
        ({"least": 0.5}, {"hit"}),
        ({"pair": ("IRN", "PAK"), "since": "2030"}, set()),
    ],
)
def test_a_selection_takes_what_it_says(
    record: Record, tmp_path: Path, chosen: dict[str, Any], events: set[str]
) -> None:
    assert {one["Event ID"] for one in lines(export(record, tmp_path, "plover", **chosen))} == events
    target = export(record, tmp_path, "csv", **chosen)
    for table, column in (("events", "id"), ("parties", "event_id"), ("event_dyads", "event_id")):
        assert {row[column] for row in rows(target / f"{table}.csv")} == events
    if chosen:
        articles = {row["id"] for row in rows(target / "articles.csv")}
        assert articles >= {row["article_id"] for row in rows(target / "events.csv")}


@pytest.mark.parametrize("chosen", [{"since": "spring"}, {"since": "2024", "until": "2023"}])
def test_a_selection_that_makes_no_sense_is_told(record: Record, tmp_path: Path, chosen: dict[str, Any]) -> None:
    with pytest.raises(BadArgument):
        export(record, tmp_path, "jsonl", **chosen)
    with pytest.raises(BadArgument, match="parquet"):
        export(record, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_plover_has_polecat_s_columns(record: Record, tmp_path: Path) -> None:
    found = {one["Event ID"]: one for one in lines(export(record, tmp_path, "plover"))}
    hit = found["hit"]
    assert (hit["Event Type"], hit["Quad Code"], hit["Event Date"]) == ("ASSAULT", "MATERIAL CONFLICT", None)
    assert (hit["Actor Country"], hit["Primary Actor Sector"], hit["Recipient Country"]) == ("PAK", "MIL", "IRN")
    assert found["plan"]["Actor Country"] == "IRN; PAK"
    assert found["plan"]["Status"] == "planned"
    assert (found["met"]["Placename"], found["met"]["Latitude"]) == ("Islamabad", 33.7)


def test_geojson_has_the_events_that_have_a_place(record: Record, tmp_path: Path) -> None:
    target = tmp_path / "map.geojson"
    done = record.export("geojson", target)
    body = json.loads(target.read_text("utf-8"))
    assert body["type"] == "FeatureCollection"
    (feature,) = body["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [73.0, 33.7]}
    assert feature["properties"]["sentence"] == "They"
    assert "3 events have no place" in done.notes[0]


def test_graphml_counts_what_took_place_by_pair_and_direction(record: Record, tmp_path: Path) -> None:
    root = ElementTree.parse(export(record, tmp_path, "graphml")).getroot()
    graph = root.find(f"{GRAPHML}graph")
    assert graph is not None
    assert [node.get("id") for node in graph.findall(f"{GRAPHML}node")] == ["CHN", "IRN", "PAK"]
    edges = {
        (edge.get("source"), edge.get("target"), edge.get("directed")): edge for edge in graph.findall(f"{GRAPHML}edge")
    }
    assert set(edges) == {("CHN", "PAK", None), ("IRN", "PAK", None), ("IRN", "PAK", "false"), ("PAK", "IRN", None)}
    hit = {data.get("key"): data.text for data in edges["PAK", "IRN", None]}
    assert (hit["events"], hit["material_conflict"], hit["ASSAULT"]) == ("1", "1", "1")
    plan = {data.get("key"): data.text for data in edges["IRN", "PAK", "false"]}
    assert (plan.get("events"), plan["not_done"]) == (None, "1")
    declared = {key.get("id") for key in root.findall(f"{GRAPHML}key")}
    assert {data.get("key") for data in root.iter(f"{GRAPHML}data")} <= declared


def test_what_xml_cannot_hold_is_removed_and_told(record: Record, tmp_path: Path) -> None:
    target = tmp_path / "g.graphml"
    done = record.export("graphml", target, label=lambda code: f"{code}\x00\x1b<&\ufffe")
    labels = [data.text for data in ElementTree.parse(target).iter(f"{GRAPHML}data") if data.get("key") == "label"]
    assert labels == ["CHN<&", "IRN<&", "PAK<&"]
    assert done.notes == ("9 characters that XML cannot hold were removed",)


def test_an_empty_record_leaves_as_well(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    for form in Form:
        export(record, tmp_path, form)
    assert json.loads((tmp_path / "out.geojson").read_text()) == {"type": "FeatureCollection", "features": []}
    ElementTree.parse(tmp_path / "out.graphml")
