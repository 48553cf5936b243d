"""The same article again: which of two texts are one, in whatever order and portions they come."""

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import Copy, CopyKind
from bilat.reading.copies import Copies
from bilat.reading.postings import Postings
from bilat.reading.signature import sign

REPORT = (
    "The foreign ministers of Norland and Sudmark met in the border town of Elvegard on Monday to end a quarrel over fishing"
    " rights that has kept 40 trawlers in port since March.\n\nMinister Anna Holt said the two sides had settled on a joint"
    " patrol of six boats and a common office in the harbour, and that the first vessels would sail again within ten days."
    "\n\nHer colleague Piet Vermeer thanked the mediators from Ostria and called the evening a new start for both coasts. He"
    " said that crews who had lost their wages would be paid from a fund of 3.5 million crowns.\n\nFishermen in Elvegard had"
    " blocked the bridge twice this spring. Their union chief, Tor Lind, welcomed the deal but warned that words would not"
    " fill nets, and he asked both capitals to publish the map of the new fishing grounds before the summer season begins."
    "\n\nThe quarrel began when a Sudmark coast guard ship seized two boats near the Skarv bank, an area that both states"
    " have claimed since the war. Courts in both countries had ruled for their own side, and trade between the ports fell."
)
FOLLOW_UP = (
    "Sudmark's parliament refused on Thursday to approve the money for idle crews, and a senior member of the ruling party"
    " said that the government had promised more than the treasury could carry this year.\n\nThe vote puts in doubt a deal"
    " that trawler owners had greeted with relief. Opposition leader Mara Quist said her party would bring its own bill"
    " next week, with half the sum and stricter rules on who may claim it.\n\n" + REPORT.split("\n\n")[4]
)
FORM = (
    "The Elvegard exchange's main index {went} {points} points on {day} to close at {close}, brokers said. Some {volume} million"
    " shares worth {worth} million crowns changed hands during the session, with fish processors and shipping lines among"
    " the most traded names. The index stood at {before} a week earlier. Analysts watch the figure as a sign of how the coast's"
    " economy fares, and the exchange publishes it at noon. Trading takes place from Monday to Thursday in the old customs hall."
)
RISE = FORM.format(went="gained", points=212, day="Monday", close="8,114", volume=31, worth=77, before="7,902")
FALL = FORM.format(went="lost", points=95, day="Tuesday", close="8,019", volume=26, worth=64, before="7,950")
WORDS = REPORT.split(" ")


def found(*texts: str, days: tuple[str | None, ...] = ()) -> list[Copy]:
    copies = Copies()
    dates = days or (None,) * len(texts)
    return [link for n, text in enumerate(texts) for link in copies.add(f"a{n}", dates[n], sign(text))]


def reworded(share: float) -> str:
    """So many of the words are others, none of them a number or a name."""
    plain = [n for n, word in enumerate(WORDS) if word.isalpha() and word.islower()]
    changed = set(random.Random(5).sample(plain, round(share * len(WORDS))))
    return " ".join(f"thing{n % 7}" if n in changed else word for n, word in enumerate(WORDS))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (REPORT, CopyKind.EXACT),
        (REPORT.upper().replace(",", ""), CopyKind.NEAR),
        (REPORT[: REPORT.index("Fishermen")], CopyKind.TRUNCATED),
        (REPORT[: REPORT.index("Her colleague")], CopyKind.TRUNCATED),
        ("ELVEGARD (Norlandic News Agency) - " + REPORT + "\n\n(Reporting by Sven Dahl)", CopyKind.NEAR),
        (REPORT.replace("\n\nFishermen", "\n\n" + FOLLOW_UP.split("\n\n")[1] + "\n\nFishermen"), CopyKind.EXTENDED),
        (reworded(0.1), CopyKind.NEAR),
        (reworded(0.3), CopyKind.NEAR),
    ],
    ids=["same", "case and commas", "half", "a third", "agency", "paragraph added", "10 % reworded", "30 % reworded"],
)
def test_a_copy_is_found_and_told_what_it_is(text: str, kind: CopyKind) -> None:
    (link,) = found(REPORT, text, days=("2024-05-06", "2024-05-07"))

    assert (link.article_id, link.of) == ("a1", "a0")
    assert link.kind is kind
    assert 0 < link.similarity <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (REPORT, FOLLOW_UP),
        (RISE, FALL),
        (REPORT, REPORT.replace("40", "55").replace("3.5", "4.1").replace("six", "9").replace("Elvegard", "Haldur")),
        ("They met on Monday.", "They met on Tuesday."),
        ("", "They met."),
    ],
    ids=["follow-up with yesterday's background", "same form", "other numbers and places", "short", "empty"],
)
def test_what_only_has_much_in_common_is_no_copy(one: str, other: str) -> None:
    assert not found(one, other)
    assert not found(other, one)


def test_a_reworded_report_of_another_month_is_taken_for_one_of_the_same_form() -> None:
    assert found(REPORT, reworded(0.2), days=("2024-05-06", "2024-05-07"))
    assert not found(REPORT, reworded(0.2), days=("2024-05-06", "2024-08-07"))
    assert found(REPORT, REPORT, days=("2024-05-06", "2024-08-07"))


def test_a_text_too_short_to_compare_is_found_when_it_is_the_same() -> None:
    (link,) = found("Talks are under way.", "Talks are under way.")
    assert link.kind is CopyKind.EXACT


def test_a_key_that_many_share_hides_no_copy() -> None:
    others = [RISE.replace("212", str(n)).replace("8,114", f"8,{n}") for n in range(100, 300)]
    links = found(REPORT, *others, REPORT)
    assert [(link.article_id, link.of) for link in links] == [("a201", "a0")]


POOL = [
    REPORT,
    reworded(0.1),
    reworded(0.3),
    REPORT[: REPORT.index("Fishermen")],
    FOLLOW_UP,
    RISE,
    FALL,
    "Short notice.",
]
SIGNED = [sign(text) for text in POOL]


def groups(links: list[Copy], ids: list[str]) -> set[frozenset[str]]:
    of = {id: {id} for id in ids}
    for link in links:
        joined = of[link.article_id] | of[link.of]
        for id in joined:
            of[id] = joined
    return {frozenset(group) for group in of.values()}


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(POOL))), st.integers(0, len(POOL)))
def test_the_groups_depend_neither_on_the_order_nor_on_how_often_the_state_is_rebuilt(
    order: list[int], at: int
) -> None:
    ids = [f"p{n}" for n in range(len(POOL))]
    links: list[Copy] = []
    copies = Copies()
    for n in order[:at]:
        links += copies.add(ids[n], None, SIGNED[n])
    copies = Copies()
    for n in order[:at]:
        copies.recall(ids[n], None, SIGNED[n])
    for link in links:
        copies.join(link)
    for n in order[at:]:
        links += copies.add(ids[n], None, SIGNED[n])

    assert groups(links, ids) == {frozenset(ids[:4])} | {frozenset([id]) for id in ids[4:]}
    assert len(links) == 3


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text())
def test_any_two_texts_are_compared_the_same_either_way(one: str, other: str) -> None:
    there, back = found(one, other), found(other, one)
    assert [link.similarity for link in there] == [link.similarity for link in back]
    assert found(one, one) or not one


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), unique=True, max_size=6), max_size=40), st.integers(1, 20), st.integers(1, 5)
)
def test_the_index_gives_the_last_articles_of_each_key(added: list[list[int]], waiting: int, most: int) -> None:
    postings = Postings(most, waiting)
    having: defaultdict[int, list[int]] = defaultdict(list)
    for number, keys in enumerate(added):
        postings.add(number, keys)
        for key in keys:
            having[key].append(number)

    asked = list(range(14))

    assert sorted(postings.find(asked).tolist()) == sorted(n for key in asked for n in having[key][-most:])
