"""Stories side by side: those that share too few words are left out, and no other."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import EventType, Mode, Status
from bilat.record.likeness import Words, least_shared, likeness, needed
from bilat.record.lineup import Shelf
from bilat.record.tellings import OpenStory, Telling
from bilat.record.vocabulary import Table, Weights

WORDS = ("border", "pipeline", "minister", "iran", "pakistan", "visit", "envoy", "zzyzx")
KINDS = (EventType.CONSULT, Mode.VISIT), (EventType.CONSULT, None), (EventType.ASSAULT, None), (EventType.ACCUSE, None)
SIDES = frozenset({"IRN"}), frozenset({"PAK"})


def telling(
    id: str, words: frozenset[str], sign: int = 0, kind: int = 2, names: frozenset[str] = frozenset()
) -> Telling:
    return Telling(
        event_id=id,
        article_id=id,
        number=1,
        kind=KINDS[kind],
        status=Status.ACTUAL,
        sides=SIDES,
        own=(738_000, 738_000 + sign % 2) if sign else None,
        told=738_000,
        place="quetta" if sign > 1 else None,
        country="PAK" if sign > 1 else None,
        names=names,
        words=words,
        trigger="visit",
    )


def story(id: str, *tellings: Telling) -> OpenStory:
    made = OpenStory(id, "2021-07")
    for one in tellings:
        made.add(one, "lead")
    return made


some_words = st.frozensets(st.sampled_from(WORDS))
tellings = st.builds(
    telling,
    st.uuids().map(str),
    some_words,
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from([frozenset[str](), frozenset({"raisi"})]),
)


@settings(deadline=None)
@given(one=tellings, groups=st.lists(st.lists(tellings, min_size=1, max_size=3), max_size=12), lead=st.booleans())
def test_no_story_that_is_like_a_telling_is_left_out(one: Telling, groups: list[list[Telling]], lead: bool) -> None:
    stories, shelf = [story(str(n), *group) for n, group in enumerate(groups)], Shelf()
    words, least, whole = Words(one, Weights(20, Table())), needed(one), "lead" if lead else "other"
    kept = shelf.sharing([shelf.lineup(stories)], words, least_shared(one, least))
    assert [likeness(one, words, whole, each, least) for each in stories if each not in kept] == [None] * (
        len(stories) - len(kept)
    )
    assert list(kept) == [each for each in stories if each in kept]


def test_stories_that_share_less_than_is_asked_for_are_left_out() -> None:
    words = ("border", "pipeline", "minister", "envoy")
    one = Words(telling("a", frozenset(words)), Weights(20, Table()))
    every = [story(str(n), telling(str(n), frozenset(words[:n]))) for n in range(5)]
    shelf = Shelf()
    lineup = shelf.lineup(every)
    for least, n in product((0.0, 0.1, 0.5, 0.9, 1.0), range(5)):
        shared = sum(one.squares[word] for word in words[:n]) ** 0.5 / one.length
        assert (every[n] in shelf.sharing([lineup], one, least)) == (shared >= least or n == 4)


def test_a_story_in_two_lineups_is_given_once_and_as_it_now_is() -> None:
    one = Words(telling("a", frozenset({"border"})), Weights(20, Table()))
    grown, shelf = story("s", telling("b", frozenset({"visit"}))), Shelf()
    assert not list(shelf.sharing([shelf.lineup([grown])], one, 0.5))
    grown.add(telling("c", frozenset({"border"})), "lead")
    assert list(shelf.sharing([shelf.lineup([grown]), shelf.lineup([grown])], one, 0.5)) == [grown]


def test_a_story_without_words_shares_none() -> None:
    shelf = Shelf()
    lineup = shelf.lineup([story("none", telling("b", frozenset())), story("one", telling("c", frozenset({"border"})))])
    found = shelf.sharing([lineup], Words(telling("a", frozenset({"border"})), Weights(20, Table())), 0.5)
    assert [each.id for each in found] == ["one"]
