"""Toponyms: which words are places, and which places they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.coding.outlets import Toponyms, resolve_articles
from bilat.coding.places import find_places, resolve
from bilat.lexicon.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def where(names: list[str], gazetteer: Gazetteer, text: str = "", hints: tuple[str, ...] = ()) -> list[str]:
    found = resolve(names, gazetteer, text, hints)
    return [f"{e.country}/{e.admin1}/{e.kind}" if e else "-" for e in found]


def test_the_container_after_the_comma_decides(gazetteer: Gazetteer) -> None:
    text = "Police in Portland, Maine, and in Paris, Texas, said so; in Augusta, Ga., too."
    assert where(["Portland", "Paris", "Augusta"], gazetteer, text) == [
        "USA/Maine/city",
        "USA/Texas/city",
        "USA/Georgia/city",
    ]


def test_prominence_decides_where_nothing_else_does(gazetteer: Gazetteer) -> None:
    assert where(["Paris", "London", "Georgia"], gazetteer) == [
        "FRA/Île-de-France/city",
        "GBR/England/city",
        "GEO//country",
    ]


def test_other_places_decide(gazetteer: Gazetteer) -> None:
    assert where(["Georgia", "Atlanta", "Savannah"], gazetteer)[0] == "USA/Georgia/admin1"
    assert where(["Georgia", "Tbilisi", "Batumi"], gazetteer)[0] == "GEO//country"


def test_countries_of_the_text_and_hints_decide(gazetteer: Gazetteer) -> None:
    text = "Pakistani police in Hyderabad said that the men came to Pakistan from Karachi."
    assert where(["Hyderabad"], gazetteer, text) == ["PAK/Sindh/city"]
    assert where(["Hyderabad"], gazetteer) == ["IND/Telangana/city"]
    assert where(["Tripoli"], gazetteer, "", ("LBN",))[0].startswith("LBN")


def test_a_division_that_holds_another_place_is_meant(gazetteer: Gazetteer) -> None:
    assert where(["Buffalo", "New York"], gazetteer, "Snow fell on Buffalo, New York.")[1] == "USA/New York/admin1"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Iranian", "IRN"), ("Americans", "USA"), ("U.S.", "USA"), ("Kiev", "UKR"), ("Sistan-Baluchestan", "IRN"),
        ("Balochistan province", "PAK"), ("Gaza Strip", "PSE"), ("Bombay", "IND"), ("St. Petersburg", "RUS"),
        ("Strait of Hormuz", ""), ("northern Syria", "SYR"), ("Qamishli", "SYR"),
    ],
)  # fmt: skip
def test_names_that_news_uses(name: str, country: str, gazetteer: Gazetteer) -> None:
    (entry,) = resolve([name], gazetteer)
    assert entry is not None
    assert entry.country == country


def test_a_list_of_states_holds_no_towns(gazetteer: Gazetteer) -> None:
    text = "Voters in Oregon, Illinois, Florida and New York went to the polls."
    assert where(["Oregon", "Illinois", "Florida"], gazetteer, text) == [
        f"USA/{state}/admin1" for state in ("Oregon", "Illinois", "Florida")
    ]


def test_an_unlisted_place_is_taken_to_lie_where_the_article_plays(gazetteer: Gazetteer) -> None:
    text = "In Quetta, Pakistan, and in Xyzzyville, police made arrests."
    assert where(["Quetta", "Xyzzyville"], gazetteer, text)[1].startswith("PAK/Balochistan/vicinity")
    assert resolve(["Xyzzyville"], gazetteer, "Nothing else is named near Xyzzyville.") == [None]


def test_an_outlets_other_articles_tell_its_town(gazetteer: Gazetteer) -> None:
    alone = Toponyms(["Paris"], "Firemen in Paris put out a blaze.", "example.com")
    others = [
        Toponyms(["Clarksville", "Bonham", "Lamar County"], "Clarksville, Texas; Bonham, Texas", "example.com")
    ] * 3
    entry = resolve_articles([alone, *others], gazetteer)[0][0]
    assert entry is not None
    assert (entry.country, entry.admin1) == ("USA", "Texas")
    (single,) = resolve_articles([alone], gazetteer)[0]
    assert single is not None
    assert single.country == "FRA"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Texans", "USA"),
        ("Chechen", "RUS"),
        ("Abkhaz", "GEO"),
        ("South Darfur", "SDN"),
        ("L.A.", "USA"),
        ("Pa.", "USA"),
    ],
)
def test_peoples_and_divisions_of_states(name: str, country: str, gazetteer: Gazetteer) -> None:
    (entry,) = resolve([name], gazetteer)
    assert entry is not None
    assert entry.country == country


def test_unknown_is_null_and_aligned(gazetteer: Gazetteer) -> None:
    found = resolve(["Xyzzyville", "Quetta", "Xyzzyville"], gazetteer)
    assert [e.name if e else None for e in found] == [None, "Quetta", None]


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [m.text for m in find_places(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TEHRAN \u2014 The minister left.", ["TEHRAN"]),
        ("Gunmen attacked a post near Saravan in Sistan-Baluchestan province.", ["Saravan", "Sistan-Baluchestan"]),
        ("Pakistan\u2019s Balochistan was hit.", ["Pakistan", "Balochistan"]),
        ("He flew from Quetta to Zahedan.", ["Quetta", "Zahedan"]),
        ("Paris Hilton met Jordan Smith.", []),
        ("He teaches at the University of Tehran.", []),
        ("The Tehran Times and the Washington Post wrote it.", []),
        ("In May the English and the March rate fell.", []),
        ("President Santiago met Mr. Lahore.", []),
        ("A ship passed the Strait of Hormuz.", ["Strait of Hormuz"]),
        ("He stood outside the UN office in Marib.", ["Marib"]),
        ("Gunmen held the oil town of Xyzzyville near Quetta.", ["Xyzzyville", "Quetta"]),
    ],
)
def test_which_words_are_places(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == expected


def test_locative_tells_where_from_who(gazetteer: Gazetteer) -> None:
    found = find_places("Islamabad rejected it, officials in Islamabad said.", gazetteer)
    assert [m.locative for m in found] == [False, True]


_WORDS = "In Tehran, near Paris of University U.S. the Iran\u2019s \u2014 Portland, Maine. of al-Quds St. \n May"


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(_WORDS.split(" ")),
            max_size=20,
        ).map(" ".join),
    )
)
def test_mentions_lie_in_the_text_and_never_overlap(text: str) -> None:
    last = 0
    for mention in find_places(text, Gazetteer.load()):
        assert text[mention.start : mention.end] == mention.text
        assert last <= mention.start < mention.end
        assert mention.reason
        last = mention.end


def test_a_town_of_a_state_that_the_text_names_is_no_stray(gazetteer: Gazetteer) -> None:
    text = "DUBAI - Officers from Iran flew from Dubai to Zaranj in Afghanistan; others went to Abu Dhabi and Sharjah."
    assert {m.text: m.entry.country for m in find_places(text, gazetteer, ("ARE",))}["Zaranj"] == "AFG"


def test_a_name_that_the_gazetteer_lacks_lies_where_the_text_around_it_plays(gazetteer: Gazetteer) -> None:
    text = "Talks in Paris went on. In Ukraine a soldier was killed by shelling near Svitlyivka, and Russian tanks stood by."
    found = {m.text: m.entry for m in find_places(text, gazetteer)}
    assert (found["Svitlyivka"].country, found["Svitlyivka"].kind) == ("UKR", "vicinity")


@pytest.mark.parametrize(
    "text",
    ["He has confidence in Orlovenko.", "It was read in Parliament; the parliament rose.", "Prices rose in Brentish crude."],
)
def test_not_every_name_after_in_is_a_place(text: str, gazetteer: Gazetteer) -> None:
    assert not find_places(f"Ukraine is at war. {text}", gazetteer)[1:]
