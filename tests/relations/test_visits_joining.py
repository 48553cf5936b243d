"""Which reports are one visit's, and which are another's: small dyads put together by hand."""

from dataclasses import replace

from relation_samples import dyad, event, head, party

from bilat.model import Event, EventType, Mode, Party, Place, Span, Status
from bilat.relations import Visit, visits_of

PREMIER = party("IRNGOV", "Jalal Rostami", "Prime Minister")
MINISTER = party("IRNGOV", "Omid Karimi", "Foreign Minister")


def visit(id: str, article: str, who: Party = PREMIER, *, words: str = "visit", **more: object) -> Event:
    told = event(id, article, EventType.CONSULT, actors=[who], mode=Mode.VISIT, **more)  # type: ignore[arg-type]
    return _with(told, f"The guest's {words} to the neighbour.", words)


def _with(told: Event, sentence: str, words: str) -> Event:
    at = sentence.index(words)
    return replace(
        told, sentence=Span(0, len(sentence), sentence), trigger=Span(at, at + len(words), words), id=told.id
    )


def found(*events: Event) -> list[Visit]:
    days = ("2021-03-01", "2021-03-04", "2021-04-20", "2021-05-30", "2021-12-01")
    heads = [head(f"a{n}", day) for n, day in enumerate(days)]
    return list(visits_of(dyad(heads, events)))


def test_a_visit_told_of_again_without_its_day_is_no_second_one() -> None:
    (one,) = found(visit("then", "a1", date="2021-03-03"), visit("later", "a2"))
    assert (one.date, one.event_ids) == ("2021-03-03", ("then", "later"))


def test_a_visit_is_not_where_its_host_is_not() -> None:
    wars = Place(text="Gaza", country="PSE")
    told = visit("then", "a1", date="2021-03-03")
    (one,) = found(replace(told, place=wars))
    assert one.place is None
    (one,) = found(replace(told, place=replace(wars, country=one.host)))
    assert one.place == "Gaza"


def test_a_guest_who_arrives_again_is_on_a_second_visit() -> None:
    both = found(visit("then", "a1", date="2021-03-03"), visit("again", "a2", words="arrived in"))
    assert [one.event_ids for one in both] == [("then",), ("again",)]


def test_a_plan_without_a_day_is_that_of_the_visit_that_followed() -> None:
    (one,) = found(visit("plan", "a1", status=Status.PLANNED), visit("day", "a2", date="2021-04-10"))
    assert (one.status, one.date, one.date_basis) == (Status.ACTUAL, "2021-04-10", "event")


def test_two_guests_of_one_day_are_two_visits() -> None:
    both = found(visit("premier", "a1", date="2021-03-03"), visit("minister", "a1", MINISTER, date="2021-03-03"))
    assert {(one.name, one.event_ids) for one in both} == {
        ("Jalal Rostami", ("premier",)),
        ("Omid Karimi", ("minister",)),
    }


def test_the_day_that_most_reports_give_is_the_visit_s() -> None:
    (one,) = found(
        visit("slip", "a0", date="2021-02-28"),
        visit("right", "a1", date="2021-03-03"),
        visit("too", "a1", date="2021-03-03"),
    )
    assert one.date == "2021-03-03"


def off(id: str, article: str, words: str, sentence: str) -> Event:
    told = event(id, article, EventType.REJECT, actors=[PREMIER])
    return _with(told, sentence, words)


def test_a_visit_that_was_put_off_and_took_place_did_take_place() -> None:
    put_off = off("off", "a1", "postponed", "He postponed his visit to the neighbour.")
    (one,) = found(visit("plan", "a0", date="2021-03-20", status=Status.PLANNED), put_off)
    assert (one.status, one.called_off, one.called_off_by) == (Status.NEGATED, "postponed", ("off",))
    (one,) = found(
        visit("plan", "a0", date="2021-04-19", status=Status.PLANNED), put_off, visit("day", "a2", date="2021-04-19")
    )
    assert (one.status, one.called_off) == (Status.ACTUAL, "postponed")


def test_what_is_cancelled_must_be_a_visit() -> None:
    assert not found(off("off", "a1", "cancelled", "He cancelled the contract with the neighbour."))


def test_an_act_of_the_day_and_place_came_of_it_and_one_of_next_month_did_not() -> None:
    there = Place(text="Lahore", country="PAK")
    signed = event("signed", "a2", EventType.AGREE, date="2021-03-03", status=Status.ACTUAL)
    late = event("late", "a2", EventType.AGREE, date="2021-04-10", status=Status.ACTUAL)
    some = [replace(_with(one, "They agreed on customs.", "agreed"), place=there) for one in (signed, late)]
    (one,) = found(visit("day", "a1", date="2021-03-03"), *some)
    assert [(came.by, came.event_ids) for came in one.outcomes] == [("day and place", ("signed",))]
