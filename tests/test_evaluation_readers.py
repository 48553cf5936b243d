"""What is said of gold files that cannot be used."""

import json
from pathlib import Path

import pytest

from bilat.errors import BadArgument, BadRecord
from bilat.evaluation import MEASURES, evaluate

OF_A_FILE = [name for name in MEASURES if name != "pages"]  # that one reads a folder: see test_evaluation.py
PAIR = "id\tsentence\tmarked_sentence\tsource\ttarget\tgold_root\n1\tMali met.\t<s>Mali</s> met.\tMali\tx\tCONSULT\n"
FILES = {
    "articles": json.dumps({"id": "1", "title": None, "text": "Mali met.", "events": [], "undertakings": []}),
    "relations": PAIR,
    "sentences": json.dumps({"id": "1", "text": "Mali met.", "events": [], "noevents": True}),
    "actors": json.dumps([{"phrase": "Mali", "date": None, "country": "MLI", "sector": None}], indent=1),
    "places": "<?xml version='1.0'?>\n<articles><article><text>Gao</text></article></articles>",
    "stories": json.dumps({"id": "1", "text": "Mali met.", "cluster": "a"}),
    "status": json.dumps({"sentence": "Mali met .", "token": 2, "factuality": 3}),
}


def write(folder: Path, content: str | bytes, name: str = "gold") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", OF_A_FILE)
def test_each_measure_reads_its_own_form(name: str, tmp_path: Path) -> None:
    assert len(MEASURES[name].read(write(tmp_path, FILES[name]))) == 1


@pytest.mark.parametrize("name", OF_A_FILE)
@pytest.mark.parametrize("other", FILES)
def test_a_file_of_another_measure_is_named(name: str, other: str, tmp_path: Path) -> None:
    if name == other:
        return
    path = write(tmp_path, FILES[other])
    with pytest.raises(BadArgument) as caught:
        MEASURES[name].read(path)
    message = str(caught.value)
    assert str(path) in message
    assert f"try `bilat evaluate {other}`" in message
    assert f"`bilat evaluate {name}` reads" in message


@pytest.mark.parametrize("name", OF_A_FILE)
@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"\x00\xff\xfe\x89PNG", "binary"),
        ("", "empty"),
        ("  \n", "empty"),
        ("Mali met Niger.\n", "plain text"),
        ("a\tb\n1\t2\n", "table of other columns"),
        ("<html><body>Mali</body></html>", "XML or HTML page"),
        ('{"name": "Mali", "size": 3}', "name, size"),
    ],
)
def test_a_file_of_no_known_form_is_refused(name: str, content: str | bytes, seen: str, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=seen):
        MEASURES[name].read(write(tmp_path, content))


@pytest.mark.parametrize(
    ("name", "content", "place", "what"),
    [
        ("stories", FILES["stories"] + "\n\n{broken", ":3", "is no JSON"),
        ("stories", FILES["stories"] + "\n[1]", ":2", "is no JSON object"),
        ("stories", FILES["stories"] + '\n{"id": "2", "text": "x"}', ":2", "has no field 'cluster'"),
        ("stories", FILES["stories"] + '\n{"id": "2", "text": 7, "cluster": "a"}', ":2", "text is int, not text"),
        ("articles", FILES["articles"].replace("[]", '[{"type": "WAVE", "sentence": "x"}]', 1), ":1", "WAVE"),
        ("articles", FILES["articles"] + '\n{"id": "2", "text": "x"}', ":2", "has no field 'events'"),
        ("relations", PAIR.replace("CONSULT", "CONCEDE"), ":2", "'CONCEDE' is none of"),
        ("relations", PAIR + "2\tx\n", ":3", "has 2 fields, the header 6"),
        (
            "sentences",
            FILES["sentences"].replace("[]", '[{"source_codes": ["MLI"], "cameo": "99"}]'),
            ":1",
            "no CAMEO code",
        ),
        ("status", FILES["status"].replace("2", "9"), ":1", "token 9 is none of the sentence's 3"),
        ("status", FILES["status"].replace("3", "NaN"), ":1", "not between -3 and 3"),
        ("status", FILES["status"].replace("}", ', "word": "Mali"}'), ":1", "token 2 is 'met', not 'Mali'"),
        ("actors", '[{"phrase": "Mali"}, {"date": null}]', ":item 2", "has no field 'phrase'"),
        ("actors", '[{"phrase": "Mali"}, 3]', ":item 2", "is no JSON object"),
        (
            "places",
            "<articles><article><location><name>Gao</name><lat>99</lat><lon>0</lon></location></article></articles>",
            ":article 1",
            "nowhere on Earth",
        ),
    ],
)
def test_a_bad_record_is_named_by_its_place(name: str, content: str, place: str, what: str, tmp_path: Path) -> None:
    path = write(tmp_path, content)
    with pytest.raises(BadRecord) as caught:
        MEASURES[name].read(path)
    assert caught.value.where == f"{path}{place}"
    assert what in caught.value.what


def test_broken_and_hostile_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="no well-formed XML"):
        MEASURES["places"].read(write(tmp_path, "<articles>\n<article>\n</articles>"))
    bomb = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><articles><article><text>&b;</text></article></articles>'
    with pytest.raises(BadArgument, match="entities"):
        MEASURES["places"].read(write(tmp_path, bomb))


def test_a_separator_inside_a_string_does_not_break_its_line(tmp_path: Path) -> None:
    row = json.dumps({"id": "1", "text": "Mali\u2028met\x85.", "cluster": "a"}, ensure_ascii=False)
    [item] = MEASURES["stories"].read(write(tmp_path, row))
    assert item.article.text == "Mali\u2028met\x85."


def test_quoted_fields_of_a_table_are_unquoted(tmp_path: Path) -> None:
    marked = '"<s>Mali</s> called <t>Niger</t> ""a friend"""'
    header, first = PAIR.splitlines()
    [pair] = MEASURES["relations"].read(write(tmp_path, f"{header}\n{first.replace('<s>Mali</s> met.', marked)}\n"))
    assert pair.sentence == 'Mali called Niger "a friend"'


def test_a_missing_file_and_an_unknown_measure_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=r"nowhere\.tsv: No such file"):
        evaluate("relations", tmp_path / "nowhere.tsv", None)
    with pytest.raises(BadArgument, match="one of articles, relations"):
        evaluate("relation", tmp_path, None)
