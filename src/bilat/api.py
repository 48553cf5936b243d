"""What a notebook calls: the commands as functions."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

from bilat import briefing, reading, relations
from bilat.coding import code_article
from bilat.config import Settings
from bilat.errors import BadArgument, Skip
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, Coding, DateBasis, content_id
from bilat.record import View
from bilat.relations import outlook as foretell
from bilat.relations.outlook import HORIZONS, PEERS, Backtest, Outlook, WhatIf
from bilat.trained import load_model


def read(
    paths: Iterable[str | Path] | str | Path,
    settings: Settings | None = None,
    *,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Article | Skip]:
    """The articles of files and folders, and a Skip for each thing that was left out.

    Args:
        fields: For JSONL, CSV and Parquet, target field to the file's own name for it ({"text": "body"}).
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    return reading.read(given, settings or Settings.load(), fields=fields or {}, today=datetime.date.today())


def code(
    article: Article | Mapping[str, Any] | str,
    *,
    date: str | None = None,
    lexicon: Lexicon | None = None,
    gazetteer: Gazetteer | None = None,
) -> Coding:
    """Code one article: an :class:`Article`, a mapping with id, title, date, source and text, or the bare text.

    Args:
        date: ISO date of publication, for an article that has none.

    Raises:
        BadArgument: A mapping without a text, or a date that is none.
    """
    whole = _article(article)
    if date is not None and whole.date is None:
        whole = replace(whole, date=iso_day(date), date_basis=DateBasis.GIVEN, date_reason="given")
    return code_article(whole, lexicon or Lexicon.load(), gazetteer or Gazetteer.load(), load_model())


def dyad(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    by: relations.By = "month",
    count_by: relations.Count = "happenings",
    min_confidence: float = 0.0,
) -> relations.History:
    """The history of a pair, named by code or by name.

    Args:
        count_by: What a happening counts as in the series: one (the default), or so many assertions, articles, outlets or
            texts that tell of it.
        min_confidence: Events below it are left out.

    Raises:
        UnknownParty: with the nearest names.
    """
    lexicon = Lexicon.load()
    pair = view.dyad(lexicon.party_code(a), lexicon.party_code(b), since, until, least=min_confidence)
    return relations.history(pair, by, count=count_by, view=view)


def series(
    view: View, a: str, b: str | None = None, by: relations.By = "week", **choice: Unpack[relations.Choice]
) -> relations.Series:
    """The figures of a pair by period, each party named by code or by name; without the second, of one with everyone else.

    Args:
        by: How long a period is.
        choice: What is counted, and how: see :class:`bilat.relations.Choice`.

    Raises:
        UnknownParty: with the nearest names.
    """
    lexicon = Lexicon.load()
    return relations.series(view, lexicon.party_code(a), None if b is None else lexicon.party_code(b), by, **choice)


def brief(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float | None = None,
    sections: Iterable[str] | None = None,
) -> briefing.Brief:
    """The cited brief on a pair, named by code or by name.

    A view of an earlier day (``record.view(as_of="2019-04-20")``) gives the brief that could be written on that day.

    Args:
        min_confidence: Events below it, and those without one, are left out, and the brief says how many; null leaves out
            those that are known to be below :data:`bilat.briefing.LEAST`.
        sections: Keys of :data:`bilat.briefing.CHAPTERS`, or "all"; null for all but turns and outlook, which take seconds.

    Raises:
        UnknownParty: with the nearest names.
        BadArgument: There is no such section.
    """
    lexicon = Lexicon.load()
    chosen = None if sections is None else briefing.chapters(sections)
    pair = view.dyad(lexicon.party_code(a), lexicon.party_code(b), since, until, least=min_confidence or 0.0)
    pair = briefing.trusted(pair) if min_confidence is None else pair
    return briefing.compose(
        pair,
        relations.history(pair, view=view),
        lexicon.label,
        stories=view.stories_of(briefing.retold(pair)),
        weeks=relations.weeks_read(view),
        outlook=lambda: foretell.outlook(view, pair.a, pair.b),
        turns=lambda: _turned(view, pair.a, pair.b),
        sections=chosen,
    )


def _turned(view: View, a: str, b: str) -> briefing.Turned:
    found = relations.pair_turns(view, a, b).without_bursts()
    told = relations.Tellings(view, a, b)
    strongest = sorted(found.turns, key=lambda turn: -turn.gain)[: 2 * briefing.MOST_TURNS]
    events = [(turn, tuple(one.event for one in told.of(turn, 3))) for turn in strongest]
    return briefing.Turned(found=found, events=events)


def undertakings(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    status: Collection[str] = (),
    name: str | None = None,
    limit: int | None = None,
) -> tuple[relations.Matter, ...]:
    """What a pair, named by code or by name, has undertaken together: each matter over all articles, the most told of first.

    Args:
        status: Only matters that stand so ("stalled"); "open" stands for all but "ended".
        name: Only those with these words in a name, or with this id.
        limit: Most to give; those that are not given cost nothing to follow.

    Raises:
        UnknownParty: with the nearest names.
    """
    pair = _pair(a, b)
    return relations.undertakings(view, *pair, since=since, until=until, status=status, name=name, limit=limit)


def visits(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    firm: bool = False,
    min_confidence: float = 0.0,
) -> tuple[relations.Visit, ...]:
    """The visits between a pair, named by code or by name, by date: who, with whom, and what came of each.

    Args:
        limit: Only so many of the latest.
        firm: Only those that are told by name, as a delegation, with a day of their own, or in several articles.

    Raises:
        UnknownParty: with the nearest names.
    """
    pair = _pair(a, b)
    return relations.visits(view, *pair, since=since, until=until, limit=limit, firm=firm, least=min_confidence)


def triads(
    view: View,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    kinds: Collection[str] = (),
    limit: int | None = relations.EACH,
) -> relations.Triads:
    """Who else acts on a pair, named by code or by name, the strongest first, with the sentences that show it.

    Args:
        kinds: Only of these kinds ("sanctions", "mediation", ...).
        limit: Most of each kind.

    Raises:
        UnknownParty: with the nearest names.
    """
    return relations.triads(view, *_pair(a, b), since=since, until=until, kinds=kinds, limit=limit)


def _pair(a: str, b: str) -> tuple[str, str]:
    lexicon = Lexicon.load()
    return lexicon.party_code(a), lexicon.party_code(b)


def outlook(
    view: View, a: str, b: str, *, weeks: Sequence[int] = HORIZONS, source: str | None = None, complete: bool = False
) -> Outlook:
    """What the weeks to come may bring between a pair, named by code or by name.

    Args:
        view: One as of a day (``record.view(as_of=...)``) gives what would have been said then.
        weeks: How many weeks ahead, for each of the forecasts.
        source: A dataset that was imported, in place of the record's articles.
        complete: A week without an article is one in which nothing happened, and not one in which nothing was read.

    Raises:
        UnknownParty: with the nearest names.
    """
    lexicon = Lexicon.load()
    pair = lexicon.party_code(a), lexicon.party_code(b)
    return foretell.outlook(view, *pair, tuple(weeks), source=source, whole=complete)


def backtest(
    view: View, *, top: int = PEERS, weeks: Sequence[int] = HORIZONS, source: str | None = None, complete: bool = False
) -> Backtest:
    """How good every method's forecasts would have been on the busiest pairs; arguments as for :func:`outlook`."""
    return foretell.backtest(view, top, tuple(weeks), source=source, whole=complete)


def whatif(
    view: View,
    kind: str,
    a: str | None = None,
    b: str | None = None,
    *,
    weeks: int = 13,
    top: int = PEERS,
    source: str | None = None,
    complete: bool = False,
) -> WhatIf:
    """How pairs moved in the weeks after acts of a kind, beside weeks that were like theirs without one.

    Args:
        kind: A PLOVER type ("ASSAULT"), a quad category ("material-conflict"), or "visit".
        a, b: A pair, by code or by name; null for the ``top`` busiest pairs.
        weeks, source, complete: As for :func:`outlook`.

    Raises:
        BadArgument: No such kind, or one party without the other; UnknownParty: with the nearest names.
    """
    lexicon = Lexicon.load()
    if (a is None) != (b is None):
        raise BadArgument("a pair needs two parties", hint="name both, or none for all pairs of the record")
    pair = None if a is None or b is None else (lexicon.party_code(a), lexicon.party_code(b))
    panels = foretell.panels_with(view, pair, top, source=source, whole=complete)
    return foretell.whatif(panels, foretell.kind_of(kind), weeks, pair=pair)


def iso_day(text: str) -> str:
    """An ISO day, checked.

    Raises:
        BadArgument: It is none.
    """
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadArgument(f"{text!r} is no date", hint="write it as 2024-04-21") from error


def _article(given: Article | Mapping[str, Any] | str) -> Article:
    if isinstance(given, Article):
        return given
    if isinstance(given, str):
        given = {"text": given}
    text = given.get("text")
    if not isinstance(text, str):
        raise BadArgument("the article has no text", hint='give a mapping with a string under "text"')
    body, furniture, links = reading.clean(text)
    day = given.get("date")
    return Article(
        id=str(given.get("id") or content_id(str(given.get("title") or ""), text)),
        text=body,
        title=given.get("title"),
        outlet=given.get("source"),
        date=iso_day(str(day)) if day else None,
        date_basis=DateBasis.GIVEN if day else None,
        date_reason="given" if day else "none was given",
        url=given.get("url"),
        furniture=furniture,
        links=links,
    )
