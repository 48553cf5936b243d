"""A dyad's brief, put together from its history: see :func:`compose`."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bilat.briefing.brief import Brief
from bilat.briefing.desk import Desk
from bilat.briefing.sections import CHAPTERS
from bilat.briefing.turned import Turned
from bilat.briefing.wording import Names
from bilat.errors import BadArgument
from bilat.record import Dyad, Story
from bilat.relations import History
from bilat.relations.outlook import Outlook


def compose(
    dyad: Dyad,
    history: History,
    names: Names,
    *,
    stories: Sequence[Story] = (),
    weeks: Mapping[str, int] | None = None,
    outlook: Callable[[], Outlook] | None = None,
    turns: Callable[[], Turned] | None = None,
    sections: Iterable[str] | None = None,
) -> Brief:
    """The brief of a pair.

    Args:
        dyad: The pair's slice of the record.
        history: What :func:`bilat.relations.history` says of the same slice.
        names: A code's name, as in "IRN" to "Iran".
        stories: The pair's, for what the sources differ on.
        weeks: What :func:`bilat.relations.weeks_read` gives, for the gaps; null where it is not known.
        outlook: Works out the pair's outlook, turns: its turns; each is asked only where its section is wanted.
        sections: Keys of :data:`CHAPTERS`, or "all"; null for all but those that take seconds. A brief has them in its own
            order.

    Raises:
        BadArgument: There is no such section.
    """
    chosen = [key for key, one in CHAPTERS.items() if not one.slow] if sections is None else chapters(sections)
    desk = Desk(dyad, history, names, stories=stories, weeks=weeks, outlook=outlook, turns=turns)
    made = tuple(CHAPTERS[key].make(desk) for key in chosen)
    return Brief(
        a=(dyad.a, names(dyad.a)),
        b=(dyad.b, names(dyad.b)),
        since=dyad.since,
        until=dyad.until,
        newest=history.newest,
        as_of=dyad.as_of,
        day=desk.day,
        sections=made,
        citations=desk.citer.citations(),
    )


def chapters(wanted: Iterable[str]) -> list[str]:
    """The wanted sections in a brief's order, each once; "all" stands for every one.

    Raises:
        BadArgument: There is no such section, or none was named.
    """
    given = [key.strip() for key in wanted if key.strip()]
    if "all" in given:
        given = [*(key for key in given if key != "all"), *CHAPTERS]
    unknown = [key for key in given if key not in CHAPTERS]
    if unknown or not given:
        what = f"there is no section {unknown[0]!r}" if unknown else "no section is named"
        raise BadArgument(what, hint=f"choose among {', '.join(CHAPTERS)}, or all")
    return [key for key in CHAPTERS if key in given]
