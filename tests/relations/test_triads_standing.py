"""What a third is said to be to a pair is held against all that it and the two have to do with each other."""

import pytest

from bilat.model import EventType, Status
from bilat.record.strangers import Bearing, Bears, Link, Standing
from bilat.relations.thirds.standing import agreeing

PAIR = ("IRN", "PAK")


def row(third: str, side: str = "IRN", type: EventType = EventType.SANCTION, link: Link = "sentence") -> Bearing:
    return Bearing(
        id=f"{third}-{side}-{link}",
        article_id="a",
        at=0,
        third=third,
        side=side,
        type=type,
        status=Status.ACTUAL,
        date="2019-05-02",
        first="2019-05-02",
        link=link,
        story=None,
    )


def standing(dealings: int, conflict: int, acts: int = 0, hostile: int = 0, sanctions: int = 0) -> Standing:
    return Standing(dealings=dealings, conflict=conflict, acts=acts, hostile=hostile, sanctions=sanctions)


def thirds(how: Bears, rows: list[Bearing], known: dict[tuple[str, str], Standing]) -> set[str]:
    return {one.third for one in agreeing(how, rows, PAIR, known)}


def test_who_was_freed_of_sanctions_does_not_lay_them() -> None:
    known = {
        ("IRN", "USA"): standing(900, 700, 500, 450, 200),
        ("IRN", "JPN"): standing(300, 30, 100, 13, 4),
        ("IRN", "ISR"): standing(300, 250, 100, 95, 1),
    }
    assert thirds("presses", [row("USA"), row("JPN"), row("ISR"), row("NZL")], known) == {"USA", "NZL"}
    threats = [row("JPN", type=EventType.THREATEN), row("ISR", type=EventType.THREATEN)]
    assert thirds("presses", threats, known) == {"ISR"}


def test_an_article_on_many_things_binds_no_sanctions_by_itself() -> None:
    rows = [row("CAN", link="article"), row("USA", link="article"), row("USA")]
    assert [one.id for one in agreeing("presses", rows, PAIR, {})] == ["USA-IRN-article", "USA-IRN-sentence"]


@pytest.mark.parametrize(
    ("how", "kept"), [("fought", {"IRQ", "NEW"}), ("aids", {"CHN", "NEW"}), ("mediates", {"CHN", "NEW"})]
)
def test_enemies_are_mostly_fought_and_friends_are_not(how: Bears, kept: set[str]) -> None:
    known = {
        ("IRN", "IRQ"): standing(100, 80),
        ("PAK", "IRQ"): standing(100, 60),
        ("IRN", "CHN"): standing(100, 10),
        ("PAK", "CHN"): standing(100, 10),
        ("IRN", "SAU"): standing(100, 90),
        ("PAK", "SAU"): standing(100, 5),
        ("IRN", "NEW"): standing(4, 2),
    }
    assert thirds(how, [row(third) for third in ("IRQ", "CHN", "SAU", "NEW")], known) == kept
