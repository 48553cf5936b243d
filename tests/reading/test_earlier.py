"""Corrections, updates and retractions: which article says that it takes another's place, and whose."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import Article, Copy, Correction, CorrectionBasis, CorrectionKind
from bilat.reading.earlier import Earlier, Known, bare_address, known
from bilat.reading.notices import notice
from bilat.reading.signature import sign

TEXT = (
    "Norland recalled its envoy from Sudmark on Friday after three of its customs officers were held at the Elvegard bridge"
    " for six hours, the foreign ministry said. A spokesman called the arrest a breach of the border treaty of 1974 and asked"
    " for an apology before talks on fishing rights go on.\n\nSudmark's interior minister said that the officers had carried"
    " weapons without leave and that they were let go as soon as their papers came from the capital. Both sides want to meet"
    " next week in Ostria, which has offered to mediate between the two coasts since the spring."
)
MENDED = TEXT.replace("three of its", "two of its")
SAID = "Correction: An earlier version of this article said that three officers were held. There were two."


@pytest.mark.parametrize(
    ("title", "text", "kind", "said"),
    [
        (None, f"{MENDED}\n\n{SAID}", CorrectionKind.CORRECTION, SAID.split(". ")[0] + "."),
        (None, f"{MENDED} This story has been corrected to give the right number.", CorrectionKind.CORRECTION, None),
        (None, f"(Corrects number of officers in paragraph 1)\n{MENDED}", CorrectionKind.CORRECTION, None),
        ("CORRECTED-Norland recalls envoy", MENDED, CorrectionKind.CORRECTION, "CORRECTED-"),
        ("UPDATE 2-Norland recalls envoy", MENDED, CorrectionKind.UPDATE, "UPDATE 2-"),
        (
            None,
            "This article has been retracted because its source could not be confirmed.",
            CorrectionKind.RETRACTION,
            None,
        ),
        (None, "EDITORS: Please kill the story headlined “Norland recalls envoy”.", CorrectionKind.RETRACTION, None),
        (None, "STORY WITHDRAWN: The report on Norland did not meet our standards.", CorrectionKind.RETRACTION, None),
        (None, f"{TEXT}\nThis story was updated at 9 pm.", CorrectionKind.UPDATE, "This story was updated at 9 pm."),
        (None, TEXT, None, None),
        ("Ministry corrects trade figures", "The ministry has corrected its figures.", None, None),
        (None, "The company has withdrawn its report on the dam. Sudmark has retracted the threat.", None, None),
        ("Update on the talks", "An earlier version of the draft treaty said that ports would close.", None, None),
    ],
)
def test_what_an_article_says_of_itself(
    title: str | None, text: str, kind: CorrectionKind | None, said: str | None
) -> None:
    found = notice(title, text)

    assert (found.kind if found else None) is kind
    if found and found.span:
        assert text[found.span.start : found.span.end] == found.span.text == found.said
    if found and said:
        assert found.said.startswith(said.rstrip("."))


def article(id: str, text: str, **fields: str) -> Known:
    given = {"outlet": "The Sample", "date": "2024-03-01"} | fields
    return known(Article(id=id, text=text, **given), sign(text))  # type: ignore[arg-type]


def taken(*articles: Known) -> list[Correction]:
    earlier = Earlier()
    return [one for new in articles for one in earlier.take(new)[1]]


URL = "https://www.sample.org/world/envoy?utm_source=feed"


@pytest.mark.parametrize(
    ("old", "new", "basis"),
    [
        (article("a", TEXT, url=URL), article("b", MENDED, url="http://sample.org/world/envoy/"), CorrectionBasis.URL),
        (article("a", TEXT), article("b", f"{MENDED}\n\n{SAID}"), CorrectionBasis.COPY),
        (
            article("a", TEXT, title="Norland recalls envoy"),
            article(
                "b", "Correction: There were two officers, and not three.", title="CORRECTED: Norland recalls envoy"
            ),
            CorrectionBasis.TITLE,
        ),
        (
            article("a", TEXT, title="Norland recalls envoy"),
            article("b", "EDITORS: Please kill the story headlined “Norland recalls envoy”."),
            CorrectionBasis.TITLE,
        ),
    ],
    ids=["address", "copy", "title", "headline that a note names"],
)
def test_what_it_corrects_is_found(old: Known, new: Known, basis: CorrectionBasis) -> None:
    (one,) = taken(old, new)
    assert (one.article_id, one.replaces, one.basis) == ("b", "a", basis)


@pytest.mark.parametrize(
    "others",
    [
        [article("a", TEXT, outlet="The Other"), article("b", f"{MENDED}\n\n{SAID}")],
        [article("a", TEXT, url="https://sample.org/"), article("b", "Rain is due. " * 30, url="https://sample.org/")],
        [article("a", TEXT, url=URL), article("b", "Rain is due in the hills. " * 30, url=URL)],
    ],
    ids=["another outlet's reprint", "a front page", "another matter under one address"],
)
def test_what_is_another_article_stays(others: list[Known]) -> None:
    assert not [one for one in taken(*others) if one.replaces]


def test_the_same_text_under_one_address_is_a_copy_and_no_update() -> None:
    earlier = Earlier()
    earlier.take(article("a", TEXT, url=URL))
    links, corrections = earlier.take(article("b", TEXT, url=URL))
    assert [link.of for link in links] == ["a"]
    assert not corrections


def test_the_older_version_is_replaced_though_it_is_read_later() -> None:
    said = article("a", f"{MENDED}\n\n{SAID}", url=URL)
    (noted, one) = taken(said, article("b", TEXT, url=URL))
    assert noted.replaces is None
    assert (one.article_id, one.replaces, one.said) == ("a", "b", said.notice.said if said.notice else "")
    (other,) = taken(article("a", MENDED, url=URL, date="2024-03-02"), article("b", TEXT, url=URL, date="2024-03-01"))
    assert (other.article_id, other.replaces) == ("a", "b")


def test_a_version_takes_the_place_of_the_one_before_it() -> None:
    versions = [
        article(id, TEXT.replace("six", hours), url=URL) for id, hours in zip("abc", ("6", "7", "8"), strict=True)
    ]
    assert [(one.article_id, one.replaces) for one in taken(*versions)] == [("b", "a"), ("c", "b")]


VERSIONS = [
    article("a", TEXT, url=URL, title="Norland recalls envoy"),
    article("b", MENDED, url=URL, date="2024-03-02", title="Norland recalls envoy"),
    article("c", f"{MENDED}\n\n{SAID}", url=URL, date="2024-03-02", title="CORRECTED: Norland recalls envoy"),
    article("d", TEXT, outlet="The Other"),
    article("e", "This story has been withdrawn.", url=URL, date="2024-03-04"),
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(VERSIONS), st.integers(0, len(VERSIONS)))
def test_a_state_that_is_taken_up_again_goes_on_as_the_one_that_was_left(order: list[Known], at: int) -> None:
    whole = Earlier()
    told = [whole.take(one) for one in order]
    links: list[Copy] = [link for found, _ in told[:at] for link in found]
    corrections = [one for _, found in told[:at] for one in found]

    again = Earlier([replace(one, notice=None) for one in order[:at]], links, corrections)

    assert [again.take(one) for one in order[at:]] == told[at:]


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        (URL, "sample.org/world/envoy"),
        ("https://sample.org/a?id=7&utm_medium=x", "sample.org/a?id=7"),
        ("https://sample.org/", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_an_address_is_alike_wherever_it_is_written(url: str | None, bare: str | None) -> None:
    assert bare_address(url) == bare
