"""The compiled gazetteer: what it holds and what it weighs."""

import gzip
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.errors import Stop
from bilat.lexicon.gazetteer import Gazetteer, fold, parse

SMALL = (
    b"bilat-gazetteer 1\n# credits\n\nIRN\t\nIRN\tFars\n\n"
    b"Iran\t0\t32\t53\t80000000\tn\nShiraz\t1\t29.6\t52.5\t1500000\tc"
    b"\n\niran\t0\nshiraz\t1\nsiras\t~1\n"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_small_enough_and_with_its_credit() -> None:
    packed = (files("bilat.lexicon") / "data" / "gazetteer.txt.gz").read_bytes()
    assert len(packed) < 8_000_000
    # No time of making inside, so that the same sources give the same bytes.
    assert packed[4:8] == b"\0\0\0\0"
    assert b"GeoNames" in gzip.decompress(packed)[:400]
    assert b"CC BY 4.0" in gzip.decompress(packed)[:400]


@pytest.mark.parametrize(
    ("name", "country", "kind", "latitude", "longitude"),
    [
        ("Zahedan", "IRN", "city", 29.5, 60.9),
        ("ZAHEDAN", "IRN", "city", 29.5, 60.9),
        ("Washington", "USA", "city", 38.9, -77.0),
        ("New York", "USA", "city", 40.7, -74.0),
        ("Kyiv", "UKR", "city", 50.5, 30.5),
        ("Pakistan", "PAK", "country", 30.0, 70.0),
        ("Khyber Pakhtunkhwa", "PAK", "admin1", 34.5, 72.2),
        ("Persian Gulf", "", "feature", 26.5, 52.0),
        ("Rafah crossing", "PSE", "feature", 31.3, 34.3),
    ],
)
def test_first_meaning(
    name: str, country: str, kind: str, latitude: float, longitude: float, gazetteer: Gazetteer
) -> None:
    entry = gazetteer.find(name)[0]
    assert (entry.country, entry.kind) == (country, kind)
    assert entry.latitude == pytest.approx(latitude, abs=0.6)
    assert entry.longitude == pytest.approx(longitude, abs=0.6)


def test_every_state_has_its_point(gazetteer: Gazetteer) -> None:
    found = {
        e.country
        for name in ("Iran", "South Sudan", "Kosovo", "Palestine", "Taiwan", "Tuvalu")
        for e in gazetteer.find(name)
    }
    assert {"IRN", "SSD", "XKX", "PSE", "TWN", "TUV"} <= found


def test_a_peoples_name_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Iranian") == ()
    assert [e.country for e in gazetteer.people("Iranian")] == ["IRN"]


def test_the_countries_that_a_word_speaks_of(gazetteer: Gazetteer) -> None:
    assert gazetteer.countries("Iranian") == gazetteer.countries("Iran") == ("IRN",)
    assert gazetteer.countries("Zahedan") == gazetteer.countries("Monday") == ()


def test_a_short_form_is_apart(gazetteer: Gazetteer) -> None:
    assert [e.name for e in gazetteer.short("Ga.")] == ["Georgia"]


def test_other_names_weigh_less() -> None:
    small = parse(SMALL)
    assert small.find("Siras")[0].weight < small.find("Shiraz")[0].weight
    assert small.find("Nowhere") == ()
    assert small.find("") == ()


@pytest.mark.parametrize("data", [b"", b"bilat-gazetteer 2\n\na\n\nb\n\nc\n", b"bilat-gazetteer 1\n\na\n\nb\n"])
def test_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(Stop, match="not a gazetteer"):
        parse(data, "there")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=40))
def test_any_name_can_be_asked_for(name: str) -> None:
    for entry in Gazetteer.load().find(name):
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180
