"""What people judged: the list, what they differ on, the figures."""

from typing import Annotated, Literal

from pydantic import Field

from bilat import review
from bilat.record import Comment
from bilat.record.judgements import applying
from bilat.review import Share
from bilat.web import paging
from bilat.web.judged import live, stamp
from bilat.web.page import Answer, Page
from bilat.web.pages.judging_parts import ConflictTold, EntryTold, conflict_told, entries, of_line
from bilat.web.pages.record import RecordAsked
from bilat.web.snapshot import Snapshot


class JudgementsAsked(paging.Paged):
    """Which entries."""

    analyst: Annotated[str | None, Field(max_length=80, description="Of this person alone.")] = None
    show: Annotated[
        Literal["all", "conflicts", "orphans", "comments"],
        Field(description="All; of lines on which people differ; of lines that the record has no longer; comments."),
    ] = "all"
    line: Annotated[str | None, Field(max_length=300, description="Of the line with this id alone.")] = None


class ConflictLine(Answer):
    """A line on which people differ."""

    id: str
    what: str
    said: str
    conflicts: tuple[ConflictTold, ...]


class JudgementsAnswer(paging.Listed):
    """Entries of the journal."""

    analysts: tuple[str, ...] = Field(description="All who said something.")
    total: int
    conflicts: tuple[ConflictLine, ...] = Field(description="Lines on which people differ, all of them.")
    orphans: int = Field(description="Judged lines that the record has no longer.")
    entries: tuple[EntryTold, ...] = Field(description="The latest first.")


def model(snapshot: Snapshot, asked: JudgementsAsked) -> JudgementsAnswer:
    """The entries that are asked for."""
    judged = live(snapshot)
    found = of_line(judged, asked.line) if asked.line else list(judged.entries)
    differ = [one for one in judged.standings.values() if one.conflicts]
    if asked.analyst:
        found = [one for one in found if one.analyst == asked.analyst]
    if asked.show == "comments":
        found = [one for one in found if isinstance(one, Comment) or getattr(one, "note", None)]
    elif asked.show != "all":
        lines = differ if asked.show == "conflicts" else judged.orphans
        ids = {one.id for standing in lines for one in standing.judgements}
        found = [one for one in found if one.id in ids]
    found.reverse()
    start = max((paging.after(asked.cursor, (int,)) or (0,))[0], 0)
    more = start + asked.limit < len(found)
    return JudgementsAnswer(
        analysts=tuple(sorted({one.analyst for one in judged.entries})),
        total=len(found),
        conflicts=tuple(
            ConflictLine(
                id=one.id or "",
                what=one.what.value,
                said=applying.said(one),
                conflicts=tuple(map(conflict_told, one.conflicts)),
            )
            for one in differ
        ),
        orphans=len(judged.orphans),
        entries=entries(judged, found[start : start + asked.limit]),
        next=paging.cursor(start + asked.limit) if more else None,
    )


class ShareRow(Answer):
    """A share with Wilson's interval at 95 %; null where nothing was judged."""

    of: str = Field(description="What is counted.", examples=["type ASSAULT"])
    share: float | None
    low: float | None
    high: float | None
    right: int
    n: int


class Measured(Answer):
    """How often the machine is right."""

    sample: str | None = Field(description="The seed of the random sample; null for all that was looked at.")
    judged: int
    missing: int | None = Field(description="Of the sample's beginning, how many were not judged.")
    conflicts: int = Field(description="Left out, since people differ on them.")
    rows: tuple[ShareRow, ...]


class PairRow(Answer):
    """Two analysts on what both judged; kappas are Cohen's, null where nothing could differ."""

    a: str
    b: str
    n: int
    blind: int = Field(description="Of how many neither had seen what the other said.")
    verdict: float | None
    verdict_kappa: float | None
    type: float | None
    type_kappa: float | None


class FiguresAnswer(Answer):
    """What the judgements say of the machine, and of those who judge."""

    by_analyst: tuple[tuple[str, int], ...]
    measured: tuple[Measured, ...] = Field(description="All that was looked at, then each random sample.")
    agreed_on: int = Field(description="Events that two or more judged.")
    verdict_alpha: float | None = Field(description="Krippendorff's alpha of all, nominal.")
    type_alpha: float | None
    pairs: tuple[PairRow, ...]
    orphans: int


def figures(snapshot: Snapshot, asked: RecordAsked) -> FiguresAnswer:
    """The figures of this moment."""
    found = review.figures(snapshot.view, live(snapshot))
    agreement = found.agreement
    return FiguresAnswer(
        by_analyst=tuple(found.judgements.items()),
        measured=(
            _measured(found.all, None, None),
            *(_measured(one.precision, one.seed, one.missing) for one in found.samples),
        ),
        agreed_on=agreement.n,
        verdict_alpha=agreement.verdict_alpha,
        type_alpha=agreement.type_alpha,
        pairs=tuple(
            PairRow(
                a=one.a,
                b=one.b,
                n=one.n,
                blind=one.blind,
                verdict=one.verdict.share,
                verdict_kappa=one.verdict_kappa,
                type=one.type.share,
                type_kappa=one.type_kappa,
            )
            for one in agreement.pairs
        ),
        orphans=found.orphans,
    )


def _measured(one: review.Precision, sample: str | None, missing: int | None) -> Measured:
    rows = [("in every field", one.line), ("an event at all", one.event)]
    rows += [(f"type {kind}", share) for kind, share in one.types.items()]
    rows += [(f"{name}, where it is one", share) for name, share in one.fields.items()]
    rows += [(f"type, confidence {a:.1f} to {b:.1f}", share) for (a, b), share in one.confidence.items() if share.n]
    return Measured(
        sample=sample,
        judged=one.line.n,
        missing=missing,
        conflicts=one.conflicts,
        rows=tuple(_row(name, share) for name, share in rows),
    )


def _row(name: str, share: Share) -> ShareRow:
    low, high = share.interval or (None, None)
    return ShareRow(of=name, share=share.share, low=low, high=high, right=share.right, n=share.n)


PAGE = Page(
    name="judgements",
    address="/judgements",
    asked=JudgementsAsked,
    answer=JudgementsAnswer,
    model=model,
    stamp=stamp,
    rows="entries",
    tag="Judgements",
    summary="Who said what of which line, and what they differ on",
)
FIGURES = Page(
    name="figures",
    address="/judgements/figures",
    asked=RecordAsked,
    answer=FiguresAnswer,
    model=figures,
    stamp=stamp,
    tag="Judgements",
    summary="How often the machine is right by what was judged, and how far people agree",
)
