"""Which lines of a record leave, and whose texts are held back."""

from dataclasses import dataclass

from bilat.errors import BadArgument
from bilat.record.codec import dump
from bilat.record.dates import reach
from bilat.record.engine import literal
from bilat.record.imported import condition
from bilat.record.pair import events_between, matters_between
from bilat.record.view import View

LONGEST = 80
"""Most characters of a name, trigger, place, reason or obstacle of an article whose text is held back."""

# A date's first and last day as text; the 31st stands for the last of any month, which no comparison of texts minds.
_FIRST = "CASE length({0}) WHEN 4 THEN {0} || '-01-01' WHEN 7 THEN {0} || '-01' ELSE left({0}, 10) END"
_LAST = "CASE length({0}) WHEN 4 THEN {0} || '-12-31' WHEN 7 THEN {0} || '-31' ELSE left({0}, 10) END"
_ISO = r"regexp_full_match({0}, '\d{{4}}(-\d\d(-\d\d)?)?(T.*)?')"
_LISTED = "(SELECT unnest(from_json(?, '[\"VARCHAR\"]')))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an export takes; as it stands, all, with the texts.

    Attributes:
        since, until: ISO day, month or year; an event counts by its own date, else its article's, all else by the article's.
        pair: The codes of two parties: only what stands between them.
        least: Events below this confidence, and those without one, are left out; 0 leaves none out.
        without_text: Hold back the text of every article; withhold: of these outlets.
    """

    since: str | None = None
    until: str | None = None
    pair: tuple[str, str] | None = None
    least: float = 0.0
    without_text: bool = False
    withhold: tuple[str, ...] = ()

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return self.since is None and self.until is None and self.pair is None and self.least <= 0


def choose(view: View, selection: Selection) -> None:
    """Makes the tables ``chosen`` (kind, id) and ``held`` (article_id) in a view's memory, and the view ``chosen_imported``."""
    view.ask("CREATE TABLE chosen (kind VARCHAR, id VARCHAR)")
    first, last = _range(selection)
    _choose_events(view, selection, first, last)
    _choose_imported(view, selection)
    for kind in ("undertaking", "fact"):
        _choose_matters(view, kind, selection, first, last)
    within = "" if selection.all else (
        " WHERE id IN (SELECT article_id FROM events SEMI JOIN chosen c ON c.kind = 'events' AND c.id = events.id)"
        " OR id IN (SELECT article_id FROM undertakings u SEMI JOIN chosen c ON c.kind = 'undertakings' AND c.id = u.id)"
        " OR id IN (SELECT article_id FROM facts f SEMI JOIN chosen c ON c.kind = 'facts' AND c.id = f.id)"
    )  # fmt: skip
    view.ask(f"INSERT INTO chosen SELECT 'articles', id FROM articles{within}")
    outlets = dump([name.casefold() for name in selection.withhold])
    held = "true" if selection.without_text else f"lower(outlet) IN {_LISTED}"
    view.ask(
        f"CREATE TABLE held AS SELECT id AS article_id FROM articles WHERE {held}",
        [] if selection.without_text else [outlets],
    )


def _range(selection: Selection) -> tuple[str, str]:
    first, last = _reach(selection.since, 0) or "0001-01-01", _reach(selection.until, 1) or "9999-12-31"
    if first > last:
        what = f"the range ends before it begins: {selection.since} to {selection.until}"
        raise BadArgument(what, hint="swap the two dates")
    return first, last


def _reach(date: str | None, end: int) -> str | None:
    if date is None:
        return None
    span = reach(date)
    if span is None:
        raise BadArgument(f"{date!r} is no date", hint="give it as 2024-01-18, 2024-01 or 2024")
    return span[end]


def _choose_events(view: View, selection: Selection, first: str, last: str) -> None:
    where: list[str] = ["true"]
    values: list[str | float] = []
    if selection.least > 0:
        where.append("e.confidence >= ?")
        values.append(selection.least)
    if selection.since or selection.until:
        own = _ISO.format('e."date"')
        begin = f'CASE WHEN {own} THEN {_FIRST.format("e.date")} ELSE a."first" END'
        end = f'CASE WHEN {own} THEN {_LAST.format("e.date")} ELSE a."last" END'
        where.append(f"{begin} <= ? AND {end} >= ?")
        values += [last, first]
    if selection.pair:
        where.append(f"e.id IN {_LISTED}")
        values.append(dump(events_between(view.ask, *selection.pair)))
    view.ask(
        "INSERT INTO chosen SELECT 'events', e.id FROM events e JOIN articles a ON a.id = e.article_id "
        f"WHERE {' AND '.join(where)}",
        values,
    )


def _choose_imported(view: View, selection: Selection) -> None:
    """The events of other datasets, with the same bounds; none has a confidence. A view of many lines holds none in memory."""
    a, b = selection.pair or (None, None)
    where, values = condition(a, b, selection.since, selection.until, None)
    start, *pieces = where.split("?")
    where = start + "".join(literal(value) + piece for value, piece in zip(values, pieces, strict=True))
    view.ask(f"CREATE VIEW chosen_imported AS SELECT id FROM imported WHERE {where} AND {selection.least <= 0}")


def _choose_matters(view: View, kind: str, selection: Selection, first: str, last: str) -> None:
    where, values = ["true"], []
    if selection.since or selection.until:
        where.append('a."first" <= ? AND a."last" >= ?')
        values += [last, first]
    if selection.pair:
        where.append(f"m.id IN {_LISTED}")
        values.append(dump(matters_between(view.ask, kind, *selection.pair)))
    view.ask(
        f"INSERT INTO chosen SELECT '{kind}s', m.id FROM {kind}s m JOIN articles a ON a.id = m.article_id "
        f"WHERE {' AND '.join(where)}",
        values,
    )
