"""The same article again, and what corrects it, from the reading of articles to what the record, the series and the brief say."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import Bilat, write_lines

from bilat import api, briefing, pipeline, relations
from bilat.model import (
    Article,
    Coding,
    CopyKind,
    CorrectionBasis,
    DateBasis,
    Event,
    EventType,
    Party,
    Span,
    Status,
)
from bilat.record import Record, RunInfo

WIRE = (
    "Iran struck a camp in Pakistan on Tuesday, the foreign office in Islamabad said, and called in the Iranian envoy to"
    " protest.\n\nTwo children were killed and three girls hurt when missiles and drones hit a village near Panjgur, a"
    " district official told reporters by phone. He said that the road to the border had been shut to lorries since noon and"
    " that families were leaving their homes for the town.\n\nTehran's state television spoke of a base of Jaish al-Adl, a"
    " group that has claimed attacks on Iranian guards. A market that both states opened in May stayed closed, and traders in"
    " Taftan feared that fuel and fruit would spoil in the queue of two hundred trucks."
)
CUT = WIRE[: WIRE.index("\n\nTehran's")]
SENTENCE = "Iran struck a camp in Pakistan on Tuesday, the foreign office in Islamabad said, and called in the Iranian envoy to"
OTHER = (
    "Iran struck Pakistan on Tuesday, herders in the hills said. They had heard a hum before dawn and then four blasts, and"
    " went to look for their flock when it was light. An elder, Nazar Khan, counted nine dead goats and a broken well. The"
    " nearest clinic is a day away on foot, and nobody from the government had come by the evening, he said."
)
SAID = "Correction: An earlier version of this article said that two children were killed. One was."
MENDED = f"{WIRE.replace('Two children were', 'One child was')}\n\n{SAID}"


def report(id: str, text: str, outlet: str | None = "The Wire", date: str = "2024-01-17") -> Article:
    return Article(
        id=id,
        text=text,
        outlet=outlet,
        date=date,
        date_basis=DateBasis.GIVEN,
        origin=f"{id}.txt",
        title="Iran strikes",
    )


def told(article: Article) -> Coding:
    """A coder that finds the strike where the text has it."""
    if "struck" not in article.text:
        return Coding(article=article)
    sentence = article.text[: article.text.index(" on Tuesday") + 11]
    at = sentence.index("struck")
    strike = Event(
        id=f"strike-{article.id}",
        article_id=article.id,
        sentence=Span(0, len(sentence), sentence),
        trigger=Span(at, at + 6, "struck"),
        type=EventType.ASSAULT,
        mode=None,
        actors=(Party(text="Iran", code="IRN"),),
        recipients=(Party(text="Pakistan", code="PAK"),),
        status=Status.ACTUAL,
        issues=(),
        date="2024-01-16",
    )
    return Coding(article=article, sentences=(strike.sentence,), events=(strike,))


def read(folder: Path, articles: Iterable[Article], *, every: int = 500) -> pipeline.Tally:
    tally = pipeline.Tally()
    with Record.open(folder, create=True).writer(RunInfo(program="test"), commit_every=every) as writer:
        list(pipeline.into_record(articles, writer, coder=told, tally=tally))
    return tally


REPORTS = [
    report("post", CUT, "The Post", "2024-01-18"),
    report("wire", WIRE, "Reuters", "2024-01-18"),
    report("mail", f"ISLAMABAD (Reuters) - {WIRE}", "The Mail", "2024-01-17"),
    report("hills", OTHER, "The Post"),
]


def test_copies_are_kept_and_counted_as_one_text(tmp_path: Path) -> None:
    read(tmp_path / "r", REPORTS)

    with Record.open(tmp_path / "r").view() as view:
        group = view.groups["post"]
        pair = view.dyad("IRN", "PAK")
        counts = view.counts()
        figures = {
            count: relations.periods(pair, "year", count=count).periods[0].quads["material-conflict"]  # type: ignore[index]
            for count in ("happenings", "assertions", "article", "outlet", "text")
        }
        kinds = {(link.article_id, link.of): link.kind for link in view.copies}
    assert group.canonical == "wire"
    assert group.members == ("wire", "mail", "post")
    assert kinds[("wire", "post")] is CopyKind.EXTENDED
    assert (counts.articles, counts.texts, counts.events) == (4, 2, 4)
    assert figures == {"happenings": 1, "assertions": 4, "article": 4, "outlet": 3, "text": 2}
    assert {id: head.copy_of for id, head in pair.articles.items()} == {
        "wire": None, "mail": "wire", "post": "wire", "hills": None,
    }  # fmt: skip


def test_a_report_that_three_outlets_print_is_one_source(tmp_path: Path) -> None:
    read(tmp_path / "r", REPORTS[:3])
    with Record.open(tmp_path / "r").view() as view:
        pair = view.dyad("IRN", "PAK")
        found = relations.sources(pair)
        brief = briefing.compose(pair, relations.history(pair), lambda code: code)

    assert (found.articles, found.texts, found.single) == (3, 1, 1)
    assert [one.article_id for one in brief.citations] == ["wire"] or len(brief.citations) < 3
    assert "the same text in 2 other articles" in briefing.markdown(brief)
    assert "the same text in 2 other articles" in briefing.html(brief)


@pytest.mark.parametrize("every", [1, 500])
def test_what_is_found_does_not_depend_on_how_the_reading_was_cut_up(tmp_path: Path, every: int) -> None:
    articles = [*REPORTS, report("mended", MENDED, "Reuters", "2024-01-19"), report("late", WIRE, "The Late")]
    read(tmp_path / "whole", articles)
    for one in articles:
        read(tmp_path / "cut", [one], every=every)
    read(tmp_path / "cut", articles)

    assert Record.open(tmp_path / "cut").content_digest() == Record.open(tmp_path / "whole").content_digest()


def test_articles_that_a_program_of_ones_own_added_are_compared_at_the_next_reading(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r", create=True).writer(RunInfo(program="own")) as writer:
        for one in REPORTS[:2]:
            writer.add(told(one))
    read(tmp_path / "r", REPORTS[2:])

    with Record.open(tmp_path / "r").view() as view:
        assert set(view.groups) == {"post", "wire", "mail"}
        assert not list(view.unsigned())


def test_a_correction_takes_the_place_of_what_it_corrects(tmp_path: Path) -> None:
    read(tmp_path / "r", [report("first", WIRE), report("mended", MENDED, date="2024-01-18"), REPORTS[3]])

    with Record.open(tmp_path / "r").view() as view:
        (one,) = view.corrections
        pair = view.dyad("IRN", "PAK")
        brief = briefing.compose(pair, relations.history(pair), lambda code: code)
        kept, counts = view.article("first"), view.counts()
    assert (one.article_id, one.replaces, one.basis) == ("mended", "first", CorrectionBasis.COPY)
    assert one.span is not None
    assert MENDED[one.span.start : one.span.end] == one.said
    assert kept is not None
    assert set(pair.articles) == {"mended", "hills"}
    assert (counts.articles, counts.replaced, counts.events) == (3, 1, 2)
    assert "first" not in {citation.article_id for citation in brief.citations}
    assert "correction of first" in briefing.markdown(brief)


def test_a_retraction_leaves_nothing_of_what_it_retracts(tmp_path: Path) -> None:
    gone = "This story has been retracted because the village could not be reached."
    read(tmp_path / "r", [report("first", WIRE), report("gone", gone)])
    with Record.open(tmp_path / "r").view() as view:
        assert not view.dyad("IRN", "PAK").events
        assert view.counts().events == 0
        assert view.article("first") is not None


def test_another_text_under_one_id_is_a_new_version_where_it_is_the_same_report(tmp_path: Path) -> None:
    first = report("1", WIRE)
    tally = read(
        tmp_path / "r", [first, report("1", WIRE.replace("three", "five")), report("1", WIRE.replace("three", "six"))]
    )
    assert tally.added == 3
    again = read(tmp_path / "r", [report("1", WIRE.replace("three", "six")), first])
    assert (again.added, again.known) == (0, 2)

    with Record.open(tmp_path / "r").view() as view:
        second, third = view.corrections
        (standing,) = view.dyad("IRN", "PAK").articles
    assert (second.replaces, second.basis, second.said) == ("1", CorrectionBasis.ID, None)
    assert third.replaces == second.article_id
    assert standing == third.article_id
    assert standing.startswith("1~")


def test_another_report_under_one_id_is_left_out_with_a_word(tmp_path: Path) -> None:
    tally = read(tmp_path / "r", [report("1", WIRE), Article(id="1", text=OTHER, origin="other.txt")])
    assert (tally.added, tally.skipped) == (1, 1)
    with Record.open(tmp_path / "r").view() as view:
        (left,) = view.skipped()
    assert (left.where, left.error) == ("other.txt", "BadRecord")
    assert "'1'" in left.what


def test_show_and_dyad_tell_of_copies_and_corrections(bilat: Bilat, tmp_path: Path) -> None:
    lines = [
        {"id": "first", "text": WIRE, "date": "2024-01-17", "source": "The Wire", "title": "Iran strikes"},
        {"id": "reprint", "text": CUT, "date": "2024-01-17", "source": "The Post", "title": "Strike near Panjgur"},
        {"id": "mended", "text": MENDED, "date": "2024-01-18", "source": "The Wire", "title": "Iran strikes"},
    ]
    bilat("read", write_lines(tmp_path / "news.jsonl", *lines), "--record", "r")

    first, reprint = bilat("show", "first", "--record", "r"), bilat("show", "reprint", "--record", "r")
    body = json.loads(bilat("show", "mended", "--record", "r", "--json").out)
    counted = {
        by: json.loads(bilat("dyad", "IRN", "PAK", "--record", "r", "--json", "--count-by", by).out)["series"]["count"]
        for by in ("article", "outlet", "text")
    }

    assert "corrected by" in first.out
    assert "mended (correction, found by copy" in first.out
    assert "truncated" in reprint.out
    assert "canonical is" in reprint.out
    assert body["again"]["corrects"][0]["replaces"] == "first"
    assert counted == {by: by for by in counted}
    assert bilat("dyad", "IRN", "PAK", "--record", "r", "--count-by", "page").exit == 2


def test_from_python_a_history_counts_by_text(tmp_path: Path) -> None:
    read(tmp_path / "r", REPORTS)
    with Record.open(tmp_path / "r").view() as view:
        by_text = api.dyad(view, "Iran", "Pakistan", by="year", count_by="text")
        assert view.again("mail").group == view.groups["wire"]
    assert by_text.series.count == "text"
    assert by_text.series.periods[0].score < 0
