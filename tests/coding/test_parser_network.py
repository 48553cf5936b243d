"""The network as numpy runs it tags and parses as spaCy does with the same weights."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from bilat.coding import parse, parser_network
from bilat.coding.parse import load_network, load_parser
from bilat.coding.parser_network import ParserNetwork
from bilat.errors import MissingExtra

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "sentences.jsonl"
ODD = ["A 😀 test of “odd” text’s  double  spaces\tand tabs in İstanbul.", "", " ", "x", "Two sentences. Can't they?"]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    with CORPUS.open(encoding="utf-8") as lines:
        return ODD + [json.loads(line)["text"] for line in islice(lines, 0, None, 40)]


@pytest.fixture(scope="module")
def parsed_by_spacy(texts: list[str]) -> list[tuple[object, ...]]:
    return [told(doc) for doc in load_parser().pipe(texts, batch_size=32)]


def told(doc: Doc) -> tuple[object, ...]:
    return tuple((t.text, t.tag_, t.dep_, t.head.i) for t in doc)


def groups(texts: list[str], size: int) -> Iterator[list[str]]:
    return (texts[at : at + size] for at in range(0, len(texts), size))


@pytest.mark.parametrize("together", [1, 13])
def test_tags_and_trees_are_spacys(
    texts: list[str], parsed_by_spacy: list[tuple[object, ...]], together: int
) -> None:
    network = load_network()

    assert [told(doc) for some in groups(texts, together) for doc in network.parse(some)] == parsed_by_spacy


def test_no_texts_and_empty_texts() -> None:
    assert load_network().parse([]) == []
    assert [len(doc) for doc in load_network().parse(["", ""])] == [0, 0]


@pytest.mark.parametrize("kept", [1, 40])
def test_forgotten_words_are_learnt_anew(
    texts: list[str], parsed_by_spacy: list[tuple[object, ...]], kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser_network, "_KNOWN", kept)
    network = ParserNetwork(load_parser())

    assert [told(doc) for some in groups(texts[:60], 3) for doc in network.parse(some)] == parsed_by_spacy[:60]


def test_another_network_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    other = spacy.blank("en")
    monkeypatch.setattr(parse, "load_parser", lambda: other)

    with pytest.raises(MissingExtra, match="not that of spaCy's small models") as refused:
        load_network.__wrapped__()

    assert "pip install" in str(refused.value.hint)
