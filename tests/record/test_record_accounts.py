"""What the sources of a story agree and differ on, and how a view finds it."""

import pytest
from record_samples import RUN
from test_record_stories import samples

from bilat.record import Record, Story, View
from bilat.record.accounts import Point
from bilat.record.amounts import amounts


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    record = Record.open(tmp_path_factory.mktemp("r") / "r", create=True)
    with record.writer(RUN) as writer:
        for coding, _ in sorted(samples(), key=lambda one: one[0].article.date or ""):
            writer.add(coding)
    return record.view()


def of_article(view: View, article: str) -> Story:
    """The story of an article's first act."""
    (id,) = view.ask("SELECT story FROM story_events WHERE event_id = ?", [f"{article}/0"])[0]
    found = view.story(id)
    assert found is not None
    return found


def values(points: tuple[Point, ...], what: str) -> dict[str, list[str]]:
    """Each value of a point with the words that say so."""
    (point,) = [point for point in points if point.what == what]
    return {one.value: [said.span.text for said in one.said] for one in point.values}


def test_numbers_that_differ_stand_beside_each_other_with_their_words(view: View) -> None:
    strike = of_article(view, "strike-1")
    assert values(strike.differ, "killed") == {"2": ["Two"], "4": ["four"]}
    assert list(values(strike.agree, "date")) == ["2024-01-16"]
    assert strike.outlets == ("Sample Post", "Sample Wire")
    answer = of_article(view, "strike-3")
    assert values(answer.differ, "killed") == {"7": ["seven"], "9": ["nine"]}


def test_every_span_stands_in_its_article(view: View) -> None:
    for story in view.stories("IRN", "PAK"):
        for point in (*story.agree, *story.differ):
            for said in (said for one in point.values for said in one.said):
                article = view.article(said.article_id)
                assert article is not None
                assert article.text[said.span.start : said.span.end] == said.span.text


def test_a_visit_planned_by_one_and_done_by_another_is_one_story_that_took_place(view: View) -> None:
    visit = of_article(view, "visit-before")
    assert (visit.status, visit.date, visit.date_basis) == ("actual", "2024-04-22", "event")
    assert set(values(visit.differ, "status")) == {"planned", "actual"}
    assert list(visit.articles) == ["visit-before", "visit-during", "visit-after"]


def test_sums_of_money_are_told_apart(view: View) -> None:
    (id,) = view.ask("SELECT story FROM story_events WHERE event_id = 'visit-after/0'")[0]
    story = view.story(id)
    assert story is not None
    assert set(values(story.differ, "dollars")) == {"10,000,000,000", "5,000,000,000"}


def test_the_stories_of_a_pair_come_by_date_and_within_a_range(view: View) -> None:
    dates = [story.date or "" for story in view.stories("IRN", "PAK")]
    assert dates == sorted(dates)
    assert dates[0] == "2019-03-21"
    found = view.stories("PAK", "IRN", since="2024-01", until="2024-01")
    assert {story.date for story in found} == {"2024-01-16", "2024-01-17", "2024-01-18"}


def test_a_story_is_found_by_the_beginning_of_its_id(view: View) -> None:
    story = of_article(view, "release-1")
    found = view.find(story.id[:8])
    assert isinstance(found, Story)
    assert found == story


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("27 soldiers were killed and 13 others injured.", [("killed", 27), ("wounded", 13)]),
        ("A bomb killed nineteen people on 3 March 2017, police said.", [("killed", 19)]),
        ("They share a 900-kilometre border.", [("km", 900)]),
        ("Trade rose by 41.5 percent to $1.4 billion in 2018.", [("percent", 41.5), ("dollars", 1.4e9)]),
        ("Some 1,200 refugees returned on the 14th.", [("refugee", 1200)]),
        ("It was one of the worst attacks since 1979.", []),
        ("Gunmen abducted twelve Iranian border guards.", [("taken", 12)]),
    ],
)
def test_amounts_are_told_by_what_they_count(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [(one.what, one.value) for one in amounts(sentence)] == expected
