"""Stories for a terminal and for a program: what the sources tell of one happening, side by side."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilat.output import event_dict
from bilat.record import Point, Said, Story

_LONGEST = 160  # characters of a sentence in a list


def story_dict(story: Story) -> dict[str, Any]:
    """A story as plain JSON values; spans are characters of their article's text."""
    return {
        "what": "story",
        "id": story.id,
        "type": story.type,
        "mode": story.mode,
        "status": story.status,
        "parties": list(story.parties),
        "date": story.date,
        "date_basis": story.date_basis,
        "sentence": story.sentence.text,
        "outlets": list(story.outlets),
        "articles": [
            {"id": head.id, "title": head.title, "source": head.outlet, "date": head.date, "url": head.url}
            for head in story.articles.values()
        ],
        "agree": [_point_dict(point) for point in story.agree],
        "differ": [_point_dict(point) for point in story.differ],
        "merged": list(story.merged),
        "events": [
            {"article": one.event.article_id, "score": one.score, "reason": one.reason, **event_dict(one.event)}
            for one in story.accounts
        ],
    }


def _point_dict(point: Point) -> dict[str, Any]:
    return {
        "aspect": point.aspect,
        "what": point.what,
        "values": [{"value": one.value, "said": [_said_dict(said) for said in one.said]} for one in point.values],
    }


def _said_dict(said: Said) -> dict[str, Any]:
    return {
        "article": said.article_id,
        "event": said.event_id,
        "span": [said.span.start, said.span.end],
        "text": said.span.text,
    }


def print_stories(stories: Sequence[Story], out: Console) -> None:
    """A list of stories: the date, what happened, how many tell it and what they differ on, the id."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=10)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(style="dim", no_wrap=True, width=8)
    for story in stories:
        told = Text(f"{_head(story)}: {_short(story.sentence.text)}")
        told.append(f"\n{_told(story)}", style="dim")
        for point in story.differ:
            if point.aspect in {"number", "status"}:
                told.append(f"; {_point_line(point)}", style="bold")
        grid.add_row(story.date or "no date", told, story.id[:8])
    out.print(grid)


def _head(story: Story) -> str:
    mode = f", {story.mode}" if story.mode else ""
    return f"{story.type}{mode} ({', '.join(story.parties)}), {story.status}"


def _told(story: Story) -> str:
    n, outlets = len(story.articles), len(story.outlets)
    return f"{n} article{'' if n == 1 else 's'}, {outlets} outlet{'' if outlets == 1 else 's'}"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else one_line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _point_line(point: Point) -> str:
    return f"{point.what} {' / '.join(one.value for one in point.values)}"


def print_story(story: Story, out: Console) -> None:
    """A story: what its sources agree and differ on, then each article's sentences with the reason of the join."""
    out.print(Text(f"story {story.id}", style="bold"))
    basis = {"event": "", "article": " (the first report's)"}.get(story.date_basis or "", "")
    out.print(Text(f"{_head(story)}, {story.date or 'no date'}{basis}; {_told(story)}"))
    for title, points in (("The sources agree on", story.agree), ("The sources differ on", story.differ)):
        if points:
            out.print(f"\n{title}", style="bold")
            out.print(_points(points, story))
    for article_id, accounts in groupby(story.accounts, key=lambda one: one.event.article_id):
        head = story.articles[article_id]
        out.print(
            Text(f"\n{head.date or 'no date'} {head.outlet or 'no outlet'}: {head.title or article_id}", style="bold")
        )
        for one in accounts:
            sentence = Text(one.event.sentence.text)
            at = one.event.trigger.start - one.event.sentence.start
            sentence.stylize("bold reverse", max(at, 0), max(at, 0) + len(one.event.trigger.text))
            out.print(sentence)
            out.print(
                Text(f"  event {one.event.id[:8]}, {one.event.status}; {one.score:.2f}: {one.reason}", style="dim")
            )


def _points(points: Sequence[Point], story: Story) -> Table:
    """A row for each value: the point, the value, who says so in what words."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True, min_width=10)
    grid.add_column(no_wrap=True, min_width=10, max_width=28, overflow="ellipsis")
    grid.add_column(ratio=1, overflow="fold")
    for point in points:
        what = point.what if point.what == point.aspect else f"{point.aspect}: {point.what}"
        for n, value in enumerate(point.values):
            said = "; ".join(_source(one, story) for one in value.said)
            grid.add_row("" if n else what, value.value, said)
    return grid


def _source(said: Said, story: Story) -> str:
    head = story.articles[said.article_id]
    return f"{head.outlet or said.article_id} {head.date or ''} “{_short(said.span.text)}”"
