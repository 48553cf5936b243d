"""Which names are one matter: made examples of works, papers and bodies of many regions, to join and to keep apart."""

import pytest

from bilat.model import Issue, UndertakingKind, UndertakingStatus
from bilat.relations.matters.joining import join
from bilat.relations.matters.names import Own
from bilat.relations.matters.telling import Telling

OWN = Own(["Ruritania", "Ruritanian", "Sylvania", "Sylvanian", "the Republic of Sylvania", "Zenda"])
PROJECT, AGREEMENT, MECHANISM = UndertakingKind.PROJECT, UndertakingKind.AGREEMENT, UndertakingKind.MECHANISM


def told(
    name: str,
    day: str = "2020-01-01",
    *,
    issue: Issue = Issue.TRADE,
    kind: UndertakingKind = PROJECT,
    parties: tuple[str, ...] = ("RUR", "SYL"),
    mention: str = "",
    sentence: str = "",
    status: UndertakingStatus = UndertakingStatus.UNKNOWN,
    reason: str = "“words”",
) -> Telling:
    """A mention whose id and article are its name and day."""
    return Telling(
        id=f"{name} {day}",
        article_id=f"{name} {day}",
        date=day,
        name=f"Ruritania-Sylvania {name}",
        kind=kind,
        issue=issue,
        status=status,
        parties=parties,
        mention=mention or name,
        sentence=sentence or f"They spoke of the {name}.",
        at=0,
        reason=reason,
    )


def matters(*some: Telling) -> set[frozenset[str]]:
    """The joined mentions, each by its name without the parties."""
    return {frozenset(one.id.rsplit(" ", 1)[0] for one in group) for group in join(some, OWN)}


@pytest.mark.parametrize(
    "names",
    [
        ("gas pipeline", "the gas pipeline project", "RS gas pipeline", "gas pipeline deal"),
        ("Ilava dam", "Ilava hydropower dam", "the long-delayed Ilava dam project"),
        ("port of Kalmar", "Kalmar port", "Kalmar deep-water port"),
        ("Zenda-Tarnow railway", "Tarnow rail link", "Tarnow railway line"),
        ("extradition treaty", "treaty on extradition", "agreement to extradite fugitives"),
        ("free trade agreement", "FTA", "free-trade deal", "Free Trade Pact"),
        ("joint economic commission", "Joint Economic Committee", "Joint Commission on Economic Cooperation"),
        ("visa waiver agreement", "agreement on visa waiver", "visa-waiver pact"),
        ("memorandum of understanding on fisheries", "fisheries MoU"),
        ("prisoner exchange", "prisoner exchange deal"),
        ("$500 million loan", "loan of $500 million"),
        ("$2.4 billion contract for 30 Falcon passenger jets", "$2.4 billion deal to buy 30 Falcon passenger planes"),
    ],
)
def test_one_matter_under_many_names_is_one(names: tuple[str, ...]) -> None:
    paper = any(word in names[0] for word in ("treaty", "agreement", "memorandum", "contract", "exchange"))
    kind = AGREEMENT if paper else MECHANISM if "commission" in names[0] else PROJECT
    days = (f"20{15 + n}-03-0{n + 1}" for n in range(len(names)))

    found = matters(*(told(name, day, kind=kind) for name, day in zip(names, days, strict=True)))

    assert found == {frozenset(names)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gas pipeline", "oil pipeline"),
        ("Nabor gas pipeline", "Medina gas pipeline"),
        ("Ilava dam", "Upper Morava dam"),
        ("port of Kalmar", "port of Sund"),
        ("second Kalmar bridge", "third Kalmar bridge"),
        ("extradition treaty", "water-sharing treaty"),
        ("free trade agreement", "preferential trade agreement"),
        ("memorandum of understanding on fisheries", "memorandum of understanding on tourism"),
        ("1961 border agreement", "2004 border agreement"),
        ("joint economic commission", "joint defence commission"),
        ("Kalmar railway", "Kalmar port"),
        ("undersea power cable", "overland power cable"),
        ("trade target of $5 billion", "trade target of $10 billion"),
        ("loan of $500 million", "loan of $200 million"),
    ],
)
def test_two_matters_are_two(one: str, other: str) -> None:
    assert matters(told(one), told(other, "2020-01-20")) == {frozenset({one}), frozenset({other})}


def test_a_bare_name_is_the_one_work_that_is_open() -> None:
    alone = matters(told("Ilava dam", "2014-02-01"), told("dam", "2019-05-01"), told("dam project", "2021-05-01"))
    assert alone == {frozenset({"Ilava dam", "dam", "dam project"})}


def test_a_bare_name_among_several_works_is_that_of_late_or_of_none() -> None:
    two = told("Ilava dam", "2014-02-01"), told("Morava dam", "2019-04-01")
    assert matters(*two, told("dam", "2019-05-01")) == {frozenset({"Ilava dam"}), frozenset({"Morava dam", "dam"})}
    assert frozenset({"dam"}) in matters(*two, told("dam", "2023-05-01"))


def test_a_bare_name_is_not_that_of_a_work_that_was_given_up() -> None:
    ended = told("Ilava dam", "2014-02-01", status=UndertakingStatus.ENDED)
    assert matters(ended, told("dam", "2019-05-01")) == {frozenset({"Ilava dam"}), frozenset({"dam"})}


def test_a_bare_paper_goes_back_only_to_what_was_told_of_lately_on_its_issue() -> None:
    treaty = told("extradition treaty", "2018-02-01", kind=AGREEMENT, issue=Issue.JUSTICE)
    near = told("agreement", "2018-02-20", kind=AGREEMENT, issue=Issue.JUSTICE)
    other = told("agreement", "2018-02-21", kind=AGREEMENT, issue=Issue.WATER)
    late = told("agreement", "2019-06-01", kind=AGREEMENT, issue=Issue.JUSTICE)
    found = join([treaty, near, other, late], OWN)
    assert sorted(sorted(one.date or "" for one in group) for group in found) == [
        ["2018-02-01", "2018-02-20"],
        ["2018-02-21"],
        ["2019-06-01"],
    ]


def test_a_name_and_a_load_are_one_line_where_there_is_no_other() -> None:
    assert matters(told("Friendship Pipeline"), told("oil pipeline", "2021-01-01")) == {
        frozenset({"Friendship Pipeline", "oil pipeline"})
    }
    three = matters(told("Friendship Pipeline"), told("oil pipeline", "2021-01-01"), told("gas pipeline", "2021-02-01"))
    assert len(three) == 3


def test_a_sentence_that_gives_both_names_makes_them_one() -> None:
    plain = told("Ilava dam")
    other = told("Old Mill dam", "2022-01-01")
    said = told(
        "Ilava dam", "2021-01-01", sentence="Work on the Ilava dam, also known as the Old Mill dam, has stopped."
    )
    assert matters(plain, other) == {frozenset({"Ilava dam"}), frozenset({"Old Mill dam"})}
    assert matters(plain, said, other) == {frozenset({"Ilava dam", "Old Mill dam"})}


def test_what_one_imposes_is_not_what_the_other_does() -> None:
    regime = UndertakingKind.SANCTIONS_REGIME
    one = told("sanctions on Sylvania", kind=regime, parties=("RUR", "SYL"))
    again = told("sanctions against the Republic of Sylvania", "2021-01-01", kind=regime, parties=("RUR", "SYL"))
    back = told("sanctions on Ruritania", "2021-02-01", kind=regime, parties=("SYL", "RUR"))
    assert sorted(len(group) for group in join([one, again, back], OWN)) == [1, 2]


def test_the_order_of_reading_does_not_matter() -> None:
    some = [
        told("gas pipeline", "2012-01-01"),
        told("pipeline", "2013-01-01"),
        told("oil pipeline", "2014-01-01"),
        told("Friendship Pipeline", "2015-01-01"),
        told("dam", "2013-06-01"),
        told("Ilava dam", "2016-01-01"),
    ]
    first = {frozenset(one.id for one in group) for group in join(some, OWN)}
    assert first == {frozenset(one.id for one in group) for group in join(some[::-1], OWN)}
