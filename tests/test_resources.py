"""The lexicon: compiled from its sources, right on the hard cases in their time; and no text of ours is a measure's."""

import gzip
import html
import json
import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from bilat import code
from bilat.lexicon import Lexicon

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
RUN = 8  # words in a row that two people do not write by chance
# Runs that nobody worded: an office's name, and the comment form of a well-known site program.
NOBODYS = {"the chief of staff of the armed forces", "enter your comment please enter your name here"}
MEASURES = (
    "gold/articles-dev.jsonl",
    "data/relations-dev.tsv",
    "data/sentences-dev.jsonl",
    "data/iran-pakistan.jsonl",
    "data/story-clusters-dev.jsonl",
)


@pytest.fixture(scope="module")
def build_lexicon() -> Any:
    """The tool, which is no part of the package."""
    spec = spec_from_file_location("build_lexicon", ROOT / "tools" / "build_lexicon.py")
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_compiled_lexicon_is_what_its_sources_give(build_lexicon: Any) -> None:
    made = json.loads(gzip.decompress(build_lexicon.build()))
    shipped = json.loads(gzip.decompress(build_lexicon.TARGET.read_bytes()))

    differ = [key for key in made.keys() | shipped.keys() if made.get(key) != shipped.get(key)]
    assert not differ, "run tools/build_lexicon.py"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["Ruritania", "RUR", "state", "Ruritania", None, None, None, "x"]], "'RUR'"),
        ([["the Wall", "IRNXXX", "metonym", "Iran", None, None, None, "x"]], "'IRNXXX'"),
        ([["Iran", "IRN", "state", "Iran", None, None, None, ""]], "no source"),
        (
            [
                ["Punjab", "IRN", "state", "Iran", "1990", None, None, "x"],
                ["Punjab", "PAK", "state", "Pakistan", "1980", "1991", None, "x"],
            ],
            "at one time",
        ),
    ],
)
def test_a_fault_in_the_sources_stops_the_build(build_lexicon: Any, rows: list[list[Any]], told: str) -> None:
    with pytest.raises(build_lexicon.BuildError, match=told):
        build_lexicon.check_names(rows, {"IRN", "PAK"})


def test_two_meanings_in_different_times_do_not(build_lexicon: Any) -> None:
    rows = [
        ["Punjab", "IRN", "state", "Iran", "1990", None, None, "x"],
        ["Punjab", "PAK", "state", "Pakistan", "1980", "1990", None, "x"],
    ]

    build_lexicon.check_names(rows, {"IRN", "PAK"})


# -- contested and historical names ------------------------------------------------------------------------------------


def codes_of(name: str, day: str) -> set[str]:
    """What a name meant on a day."""
    return {meaning.code for meaning in Lexicon.load().names.exact(name) if meaning.holds(day)}


@pytest.mark.parametrize(
    ("name", "day", "codes"),
    [
        ("Taliban", "1999-05-01", {"AFGGOV"}),
        ("Taliban", "2020-06-01", {"AFGREB"}),
        ("Taliban", "2022-06-01", {"AFGGOV"}),
        ("Raisi", "2020-06-01", {"IRNJUD"}),
        ("Raisi", "2022-06-01", {"IRNGOV"}),
        ("Soviet Union", "1990-06-01", {"SUN"}),
        ("Soviet Union", "2000-06-01", set()),
        ("Zaire", "1990-06-01", {"COD"}),
        ("Zaire", "2010-06-01", set()),
        ("Czechoslovakia", "1980-01-01", {"CSK"}),
        ("East Germany", "1985-01-01", {"DDR"}),
        ("Kosovo", "2023-01-01", {"XKX"}),
        ("Taiwan", "2023-01-01", {"TWN"}),
        ("Palestine", "2023-01-01", {"PSE"}),
        ("Kashmir", "2023-01-01", set()),
        ("Nur-Sultan", "2021-01-01", {"KAZGOV"}),
        ("Nur-Sultan", "2023-01-01", set()),
        ("Burma", "1980-01-01", {"MMR"}),
    ],
)
def test_a_name_means_what_it_meant_on_its_day(name: str, day: str, codes: set[str]) -> None:
    assert codes_of(name, day) == codes


@pytest.mark.parametrize(
    ("text", "date", "actor"),
    [
        ("The Taliban attacked Pakistani soldiers on Monday.", "2020-06-02", "AFGREB"),
        ("The Taliban attacked Pakistani soldiers on Monday.", "2022-06-02", "AFGGOV"),
        ("Ebrahim Raisi visited Turkey on Monday.", "2020-06-02", "IRNJUD"),
        ("Ebrahim Raisi visited Turkey on Monday.", "2022-06-02", "IRNGOV"),
        ("The Soviet Union signed a treaty with Finland on Monday.", "1990-06-02", "SUN"),
        ("Zaire expelled the ambassador of Belgium on Monday.", "1990-06-02", "COD"),
        ("Kosovo signed a treaty with Albania on Monday.", "2023-06-02", "XKX"),
        ("Taiwan accused China on Monday of sending warplanes.", "2023-06-02", "TWN"),
    ],
)
def test_the_coder_reads_a_name_in_its_time(text: str, date: str, actor: str) -> None:
    (event, *_) = code(text, date=date).events

    assert event.actors[0].code == actor


def test_every_code_that_a_name_has_can_be_typed_and_labelled() -> None:
    lexicon = Lexicon.load()

    for name in lexicon.names:
        if name.kind == "state":
            assert lexicon.party_code(name.code) == name.code
            assert lexicon.label(name.code) != name.code, name


# -- what is measured on is not taught ---------------------------------------------------------------------------------


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words, as they stand."""
    words = re.findall(r"\w+(?:['\u2019]\w+)*", text)
    return zip(*(words[i:] for i in range(RUN)), strict=False)


def folded(run: tuple[str, ...]) -> str:
    return " ".join(run).casefold().replace("\u2019", "'")


def is_worded(run: tuple[str, ...]) -> bool:
    """Whether a run is somebody's wording: names and titles, which are facts, begin with capitals."""
    return sum(word[0].islower() for word in run) >= RUN - 1 and folded(run) not in NOBODYS


OWN = ("examples", "tests/golden", "corpus")


def own_texts() -> Iterator[tuple[str, str]]:
    """The sentences written for this project, each file with its text."""
    for path in sorted(path for folder in OWN for path in (ROOT / folder).rglob("*")):
        if path.suffix not in {".html", ".txt", ".jsonl", ".yaml"}:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            text = "\n".join(json.loads(line)["text"] for line in text.splitlines())
        if path.suffix == ".html":
            text = html.unescape(re.sub(r"<[^>]+>", " ", text))
        yield str(path.relative_to(ROOT)), text


def test_the_projects_sentences_are_found() -> None:
    """So that the next test cannot pass because it looked at nothing."""
    found = dict(own_texts())

    assert sum(name.startswith("examples/") for name in found) >= 40
    assert sum(name.startswith("tests/golden/") for name in found) >= 50
    assert sum(name.startswith("corpus/") for name in found) >= 2
    assert all(next(runs(text), None) for text in found.values())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring files are not beside the checkout")
@pytest.mark.parametrize("measure", MEASURES)
def test_no_sentence_of_ours_is_one_of_a_measuring_file(measure: str) -> None:
    path = SHARED / measure
    if not path.exists():
        pytest.skip(f"{measure} is not beside the checkout")
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        raw = "\n".join(str(json.loads(line).get("text", "")) for line in raw.splitlines())
    measured = {folded(run) for run in runs(raw)}

    ours = [(name, run) for name, text in own_texts() for run in runs(text) if is_worded(run)]
    shared = {name: folded(run) for name, run in ours if folded(run) in measured}

    assert not shared
