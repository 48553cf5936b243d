"""The record itself: runs, what was left out and why, coverage by month, and how right its lines are."""

from pydantic import Field

from bilat.evaluation.published import published
from bilat.record import listings
from bilat.web import paging
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.parts import Counted, MonthRow, counted, month_row
from bilat.web.snapshot import Snapshot

_SKIPPED = 100


class RecordAsked(Asked):
    """Nothing is asked."""


class RunRow(Answer):
    """A run and what it added."""

    id: str
    program: str
    settings: str | None = Field(description="The settings that it ran with.")
    lexicon: str | None = Field(description="Digest of the lexicon and of the places.")
    model: str | None = Field(description="The parsing model and the digests of the trained one.")
    started: str | None
    command: str | None
    articles: int
    recoded: int = Field(description="Articles that it coded again.")
    skipped: int


class Runs(Answer):
    """Runs."""

    runs: tuple[RunRow, ...] = Field(description="The first first.")


class SkipRow(Answer):
    """An input that was left out."""

    error: str = Field(description="The kind of error.")
    what: str
    where: str
    hint: str
    run: str


class Skipped(paging.Listed):
    """What was left out."""

    skipped: tuple[SkipRow, ...]
    total: int


class Coverage(Answer):
    """How much was read of each month."""

    months: tuple[MonthRow, ...] = Field(description="Months with an article, in order; the last may be null.")


class MeasuredRow(Answer):
    """What was measured on one set."""

    set: str
    command: str = Field(description="What measures it again.")
    n: str
    figures: str = Field(description="In per cent.")
    digest: str = Field(description="Of the file that was measured.")


class Accuracy(Answer):
    """How right the lines are, as far as it was measured, and what to expect less of."""

    measured: tuple[MeasuredRow, ...]
    notes: tuple[str, ...]
    limits: tuple[str, ...]


class RecordPage(Answer):
    """The record."""

    counts: Counted
    runs: tuple[RunRow, ...] = Field(description="The last first.")
    skipped: tuple[SkipRow, ...] = Field(description="The first of them.")
    reasons: tuple[tuple[str, int], ...] = Field(description="Kinds of error, and how often each.")
    months: tuple[MonthRow, ...]
    accuracy: Accuracy


def counts(snapshot: Snapshot, asked: RecordAsked) -> Counted:
    """How much the record holds."""
    return snapshot.cached("counts", lambda: counted(snapshot.view.counts()))


def runs(snapshot: Snapshot, asked: RecordAsked) -> Runs:
    """All runs."""
    names = RunRow.model_fields
    found = snapshot.view.runs()
    return Runs(runs=tuple(RunRow(**{name: getattr(one, name) for name in names}) for one in found))


def skipped(snapshot: Snapshot, asked: paging.Paged) -> Skipped:
    """The page of what was left out that is asked for."""
    lines = snapshot.cached("skipped", snapshot.view.skipped)
    start = (paging.after(asked.cursor, (int,)) or (0,))[0]
    page = lines[max(start, 0) :][: asked.limit]
    names = SkipRow.model_fields
    rows = tuple(SkipRow(**{name: getattr(one, name) for name in names}) for one in page)
    more = 0 <= start + asked.limit < len(lines)
    return Skipped(skipped=rows, total=len(lines), next=paging.cursor(start + asked.limit) if more else None)


def coverage(snapshot: Snapshot, asked: RecordAsked) -> Coverage:
    """All months."""
    return Coverage(months=snapshot.cached("months", lambda: tuple(map(month_row, listings.coverage(snapshot.view)))))


def accuracy(snapshot: Snapshot, asked: RecordAsked) -> Accuracy:
    """What the README states."""
    stated = published()
    names = MeasuredRow.model_fields
    rows = tuple(MeasuredRow(**{name: getattr(one, name) for name in names}) for one in stated.measured)
    return Accuracy(measured=rows, notes=stated.notes, limits=stated.limits)


def record(snapshot: Snapshot, asked: RecordAsked) -> RecordPage:
    """What the page on the record shows."""
    left = skipped(snapshot, paging.Paged(limit=_SKIPPED))
    kinds: dict[str, int] = {}
    for one in snapshot.cached("skipped", snapshot.view.skipped):
        kinds[one.error] = kinds.get(one.error, 0) + 1
    return RecordPage(
        counts=counts(snapshot, asked),
        runs=runs(snapshot, asked).runs[::-1],
        skipped=left.skipped,
        reasons=tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0]))),
        months=coverage(snapshot, asked).months,
        accuracy=accuracy(snapshot, asked),
    )


RECORD = Page(
    name="record",
    address="/record",
    asked=RecordAsked,
    answer=RecordPage,
    model=record,
    summary="The record: runs, what was left out, coverage, accuracy",
)
COUNTS = Page(
    name="counts",
    address=None,
    twin="/counts",
    asked=RecordAsked,
    answer=Counted,
    model=counts,
    summary="How much the record holds",
)
RUNS = Page(
    name="runs",
    address=None,
    twin="/runs",
    asked=RecordAsked,
    answer=Runs,
    model=runs,
    rows="runs",
    summary="The runs that wrote something, the first first",
)
SKIPPED = Page(
    name="skipped",
    address=None,
    twin="/skipped",
    asked=paging.Paged,
    answer=Skipped,
    model=skipped,
    rows="skipped",
    summary="Inputs that were left out, and why",
)
COVERAGE = Page(
    name="coverage",
    address=None,
    twin="/coverage",
    asked=RecordAsked,
    answer=Coverage,
    model=coverage,
    rows="months",
    summary="How much was read of each month",
)
ACCURACY = Page(
    name="accuracy",
    address=None,
    twin="/accuracy",
    asked=RecordAsked,
    answer=Accuracy,
    model=accuracy,
    rows="measured",
    summary="Measured accuracy, and limits",
)
