"""Furniture goes, prose stays, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.model import FurnitureKind, Link
from bilat.reading import clean, restore

PROSE = "The two ministers signed the accord in Tehran on Sunday."

FURNITURE = [
    ("Read more: Border market opens at Rimdan", FurnitureKind.LINK),
    ("Also read: Border market opens at Rimdan", FurnitureKind.LINK),
    ("READ ALSO Border market opens at Rimdan", FurnitureKind.LINK),
    ("READ ALSO: Border market opens at Rimdan", FurnitureKind.LINK),
    ("Related: Border market opens at Rimdan", FurnitureKind.LINK),
    ("Related Stories", FurnitureKind.LINK),
    ("Please enter your comment!", FurnitureKind.FORM),
    ("Please enter your name here", FurnitureKind.FORM),
    ("Leave a Reply", FurnitureKind.FORM),
    ("Leave a Reply Cancel reply", FurnitureKind.FORM),
    ("Save my name, email, and website in this browser for the next time I comment.", FurnitureKind.FORM),
    ("Your email address will not be published. Required fields are marked *", FurnitureKind.FORM),
    ("This website uses cookies to give you the best service.", FurnitureKind.FORM),
    ("Thank you for signing up!", FurnitureKind.FORM),
    ("An error has occurred, please try again later.", FurnitureKind.FORM),
    ("Order Reprints", FurnitureKind.FORM),
    ("This article has been sent to", FurnitureKind.FORM),
    ('[button link="https://post.example" type="big"] Send us your view [/button]', FurnitureKind.FORM),
    ("https://post.example/market", FurnitureKind.FORM),
    ("Write to Sara Ahmadi at sara@post.example", FurnitureKind.NEWSLETTER),
    ("Sara Ahmadi can be reached at sara@post.example.", FurnitureKind.NEWSLETTER),
    ("Have a tip? Tell the desk.", FurnitureKind.NEWSLETTER),
    ("By Staff Writer", FurnitureKind.BYLINE),
    ("By Sara Ahmadi and Bilal Khan", FurnitureKind.BYLINE),
    ("Reporting by Sara Ahmadi in Quetta; editing by Bilal Khan", FurnitureKind.BYLINE),
    ("(Reporting by Sara Ahmadi; Editing by Bilal Khan)", FurnitureKind.BYLINE),
    ("Published 18 January 2024", FurnitureKind.BYLINE),
    ("(Photo: Provincial press office)", FurnitureKind.CREDIT),
    ("Photo: Trucks wait at the Taftan crossing", FurnitureKind.CREDIT),
    ("© 2024 The Harbour Post. All rights reserved.", FurnitureKind.CREDIT),
    ("Subscribe to our newsletter", FurnitureKind.NEWSLETTER),
    ("Sign up for our weekly newsletter and never miss a story", FurnitureKind.NEWSLETTER),
    ("Follow us on Telegram and X", FurnitureKind.NEWSLETTER),
    ("Follow The Harbour Post on Facebook", FurnitureKind.NEWSLETTER),
    ("Share this article", FurnitureKind.NEWSLETTER),
    ("Advertisement", FurnitureKind.NEWSLETTER),
]

KEPT = [
    "Related security measures were taken on both sides of the border.",
    "Related talks between the two navies continued in Karachi",
    "The minister asked officials to read more: files on the accord were incomplete.",
    "Pakistanis should read more about their neighbour, the ambassador said.",
    "Read more books, the president told students in Qom.",
    "Sign up for the border scheme began on Monday and 400 traders came.",
    "Subscribers of the gas company in both countries will pay more from May.",
    "Share prices in Karachi fell after the strikes.",
    "Follow-up talks will be held on the pipeline next week.",
    "By Monday the crossing had reopened.",
    "By signing the accord, Iran accepted the new tariff",
    "Reporting by state media suggested that the talks had failed.",
    "Comments by the foreign minister angered Islamabad.",
    "Photographs of the ceremony showed both presidents.",
    "Gas Pipeline Negotiations",
    "Iran's President Visit to Pakistan: Strengthening Bilateral Relations",
    "Published reports of the clash were denied by Tehran in 2024.",
    "Leave to appeal was granted to the prisoners' families.",
    "Thank you for the aid, the minister told Iran.",
    "The envoy may be reached at the embassy, the ministry said.",
    "An error has occurred in the count of votes, the commission said.",
    "We use cookies",
]


@pytest.mark.parametrize(("line", "kind"), FURNITURE)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_furniture_is_cut_and_kept_apart(line: str, kind: FurnitureKind, place: str) -> None:
    before = [] if place == "first" else [PROSE]
    after = [] if place == "last" else [PROSE]
    text = "\n\n".join([*before, line, *after])

    cleaned, furniture, _ = clean(text)

    assert cleaned == "\n\n".join(before + after)
    assert [(piece.text.strip(), piece.kind) for piece in furniture] == [(line, kind)]
    assert restore(cleaned, furniture) == text


@pytest.mark.parametrize("line", KEPT[:-1])
def test_prose_that_looks_like_furniture_stays(line: str) -> None:
    text = f"{PROSE}\n\n{line}\n\n{PROSE}"

    assert clean(text) == (text, (), ())


def test_a_bare_byline_goes_at_the_edge_only() -> None:
    middle = "\n\n".join([*[PROSE] * 5, "By Land And Sea", *[PROSE] * 5])

    assert clean(middle)[0] == middle
    assert clean(f"By Bilal Khan\n\n{PROSE}")[0] == PROSE


def test_the_headline_of_a_related_report_becomes_a_link() -> None:
    _, _, links = clean(f"{PROSE}\n\nRead more: Floods close the road to Zahedan\n")

    assert links == (Link(text="Floods close the road to Zahedan"),)


def test_a_list_of_links_at_the_end_goes_whole() -> None:
    text = f"{PROSE}\n\nRelated Stories\n- Floods close the road to Zahedan\n- Will the pipeline be built?\n"

    cleaned, furniture, links = clean(text)

    assert cleaned == PROSE
    assert [link.text for link in links] == ["Floods close the road to Zahedan", "Will the pipeline be built?"]
    assert restore(cleaned, furniture) == text


def test_prose_after_a_list_of_links_stays() -> None:
    text = f"Related Stories\nFloods close the road to Zahedan\n{PROSE}"

    assert clean(text)[0] == PROSE


def test_a_line_that_is_a_link_of_the_page_goes_with_its_address() -> None:
    anchors = {"Floods close the road to Zahedan": "https://post.example/floods"}

    cleaned, _, links = clean(f"{PROSE}\n\nFloods close the road to Zahedan\n\n{PROSE}", anchors)

    assert cleaned == f"{PROSE}\n\n{PROSE}"
    assert links == (Link(text="Floods close the road to Zahedan", url="https://post.example/floods"),)


@pytest.mark.parametrize("initials", ["SA/PA", "MNA/PR", "AFM/MG", "PA/PA/MG"])
@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\n\n"])
def test_initials_at_the_very_end_go(initials: str, gap: str) -> None:
    text = f"{PROSE}{gap}{initials}\n"

    cleaned, furniture, _ = clean(text)

    assert cleaned.rstrip() == PROSE
    assert furniture[0].kind is FurnitureKind.BYLINE
    assert restore(cleaned, furniture) == text


def test_initials_before_other_furniture_go_too() -> None:
    assert clean(f"{PROSE} SA/PA\n\nLeave a Reply")[0] == PROSE


@pytest.mark.parametrize(
    "text",
    [
        "Iran rejected the terms of the US/EU",
        "A treaty was signed by SA/PA officials.",
        "SA/PA was the code of the flight. It never came.",
        "The clinic treats HIV/AIDS",
    ],
)
def test_codes_that_are_prose_stay(text: str) -> None:
    assert clean(text) == (text, (), ())


def test_a_text_that_is_all_furniture_can_be_restored() -> None:
    text = "Leave a Reply\n\nShare this\n"

    cleaned, furniture, _ = clean(text)

    assert (cleaned, restore(cleaned, furniture)) == ("", text)


_LINES = st.one_of(
    st.sampled_from([line for line, _ in FURNITURE]),
    st.sampled_from(KEPT),
    st.sampled_from(["", "  ", PROSE, f"{PROSE} SA/PA", "SA/PA", "\t"]),
    st.text(max_size=40),
)


@given(st.lists(_LINES, max_size=12), st.sampled_from(["\n", "\n\n", " \n"]))
def test_cutting_loses_nothing(lines: list[str], end: str) -> None:
    text = end.join(lines)

    cleaned, furniture, _ = clean(text)

    assert restore(cleaned, furniture) == text
    assert all(0 <= piece.at <= len(cleaned) for piece in furniture)


@given(st.lists(st.sampled_from([*[line for line, _ in FURNITURE], PROSE]), max_size=10))
def test_cleaning_a_clean_text_changes_nothing_of_its_prose(lines: list[str]) -> None:
    once = clean("\n\n".join(lines))[0]

    assert once.count(PROSE) == lines.count(PROSE)
    assert clean(once)[0] == once
