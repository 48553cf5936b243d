"""What must hold for every article, whatever stands in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat import pipeline
from bilat.api import code
from bilat.model import Article, Coding, Event, Fact, Span, Undertaking
from bilat.output import as_dict
from bilat.record import Record, RunInfo

WHO = (
    "Iran", "Pakistan", "Iranian President Ebrahim Raisi", "the U.S. State Department", "he", "they", "both countries",
    "Jaish ul-Adl", "India and China", "the two sides", "the foreign ministers of Mali and Niger", "rebels", "NATO",
    "Côte d\u2019Ivoire", "officials", "the Zambian army", "its ally", "Kosovo's prime minister",
)  # fmt: skip
DID = (
    "visited", "met", "signed a trade agreement with", "was struck by", "will hold talks with", "did not attack",
    "imposed sanctions on", "accused", "said that it had shelled", "called on", "agreed to build a pipeline with",
    "is to withdraw 300 troops from", "condemned the exchange of strikes between", "shares a 900-kilometer border with",
    "and", "denied", "would, if asked, mediate with", "expelled the ambassador of",
)  # fmt: skip
WHEN = (
    "", " on Friday", " last month", " in 2009", " next week", " on 21 April 2024", " on February 30",
    " in Portland, Maine",
)  # fmt: skip
END = (".", "!", "?", ".”", ",", "\n\n", ":", " \u2013", "...", " ")
sentences = st.builds(
    lambda who, did, whom, when, end: f"{who} {did} {whom}{when}{end} ",
    *(st.sampled_from(words) for words in (WHO, DID, WHO, WHEN, END)),
)
junk = st.text(max_size=40)
texts = st.lists(st.one_of(sentences, sentences, sentences, junk), min_size=1, max_size=8).map("".join)
dates = st.sampled_from([None, "2024-02-29", "2019-12-31", "2016-01", "1999"])
few = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
fewer = settings(few, max_examples=6)


def spans(value: Any) -> Iterator[Span]:
    """Every span, wherever in a value it stands."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def lines(coding: Coding) -> list[Event | Undertaking | Fact]:
    """All that was found in an article."""
    return [*coding.events, *coding.undertakings, *coding.facts]


def article_of(text: str, date: str | None, id: str = "a") -> Article:
    return Article(id=id, text=text, date=date)


@few
@given(texts, dates)
def test_every_span_is_what_the_text_has_there(text: str, date: str | None) -> None:
    coding = code(article_of(text, date))

    for span in spans(coding):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for line in lines(coding):
        assert line.sentence in coding.sentences
        assert line.article_id == "a"
    for event in coding.events:
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end
        assert event.actors or event.recipients
        assert event.issues
        assert event.confidence is not None
        assert 0 <= event.confidence <= 1
        assert all(reason for _, reason in event.reasons)


@few
@given(texts, dates)
def test_ids_are_one_each_and_the_same_again(text: str, date: str | None) -> None:
    first, second = code(article_of(text, date)), code(article_of(text, date))

    assert first == second
    assert as_dict(first) == as_dict(second)
    ids = [line.id for line in lines(first)]
    assert len(ids) == len(set(ids))


@few
@given(texts)
def test_bare_text_that_is_read_keeps_its_spans(text: str) -> None:
    """What reading cuts, it cuts before the coder sees the text."""
    coding = code({"text": text})

    for span in spans(coding):
        assert coding.article.text[span.start : span.end] == span.text


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a record holds, in an order of its own."""
    with Record.open(folder).view() as view:
        found = {d.a + d.b: d for d in view.dyads(1000)}
        dyads = [view.dyad(d.a, d.b) for d in found.values()]
        articles = {id for dyad in dyads for id in dyad.articles}
        return {
            "articles": sorted((id, repr(view.coding(id))) for id in articles),
            "dyads": sorted((d.a, d.b, d.events, d.first, d.last) for d in found.values()),
            "counts": [tuple(getattr(view.counts(), name) for name in view.counts().__slots__)],
        }


def kept(folder: Path, articles: list[Article]) -> dict[str, list[tuple[Any, ...]]]:
    with Record.open(folder, create=True).writer(RunInfo(program="test"), commit_every=2) as writer:
        list(pipeline.into_record(articles, writer, tally=pipeline.Tally()))
    return rows(folder)


@fewer
@given(st.lists(texts, min_size=2, max_size=5, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter_to_the_record(many: list[str], random: Any) -> None:
    articles = [article_of(text, "2024-02-29", str(i)) for i, text in enumerate(many)]
    shuffled = random.sample(articles, len(articles))

    with TemporaryDirectory() as folder:
        assert kept(Path(folder, "a"), articles) == kept(Path(folder, "b"), shuffled)


@fewer
@given(texts, dates)
def test_what_is_stored_comes_back_whole(text: str, date: str | None) -> None:
    """Text that no store takes (lone surrogates) is mended by reading, so it is not asked for here."""
    article = article_of(text, date)
    coding = code(article)

    with TemporaryDirectory() as folder:
        record = Record.open(Path(folder, "rec"), create=True)
        with record.writer(RunInfo(program="test")) as writer:
            writer.add(coding)
        with record.view() as view:
            back = view.coding("a")

    assert isinstance(back, Coding)
    assert back == coding


def test_the_worst_texts_do_not_stop_the_coder() -> None:
    worst = (
        "", " ", "\n" * 500, "." * 3000, "Iran " * 1500, "“" * 500, "\u202e\u200b\ufeff" * 100,
        "🇮🇷 visited 🇵🇰. " * 50, "Iran, " * 400 + "met.", "(" * 400 + "Iran attacked Iraq" + ")" * 400,
        "Iran attacked Iraq" * 200, "\x00\x1b[31m Iran",
        "İran ǅ ﬃ met Iraq. " * 30, "e\u0301" * 2000, "Iran's's's's army's army's army's attack's.",
    )  # fmt: skip
    for text in worst:
        coding = code(article_of(text, "2024-02-29"))
        assert all(text[span.start : span.end] == span.text for span in spans(coding))


def test_the_order_in_which_python_holds_a_set_changes_nothing() -> None:
    """Two processes with other hash seeds code the same reports alike, to the byte."""
    wire = Path(__file__).resolve().parents[1] / "examples" / "iran-pakistan" / "wire.jsonl"

    coded = [
        subprocess.run(
            [sys.executable, "-m", "bilat.cli", "code", str(wire), "--quiet"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert len(coded[0].splitlines()) > 30
    assert coded[0] == coded[1]
