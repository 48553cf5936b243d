"""What the weeks to come may bring between a pair, with the back-test that says how far to trust it."""

from pydantic import Field

from bilat.relations.outlook import Forecast, outlook
from bilat.web.page import Answer, Page
from bilat.web.pages.dyad import PairAsked, pair_of
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot


class IntervalRow(Answer):
    """What the number lies in with a probability of ``level``."""

    level: float
    low: int
    high: int


class ScoreRow(Answer):
    """The back-test of what is in use."""

    best: str = Field(description="The best baseline of the later weeks.")
    ratio: float | None = Field(
        description="CRPS of what is in use by that of the best baseline, on weeks not chosen by."
    )
    series: int
    forecasts: int
    reason: str


class ForecastRow(Answer):
    """Of one target and horizon."""

    target: str = Field(examples=["conflict"])
    weeks: int
    first: str
    last: str
    method: str = Field(
        description="Whose distribution it is: a model where it beat the baselines, else the best of these."
    )
    chance: float = Field(description="Probability that it happens at all.")
    mean: float | None
    intervals: tuple[IntervalRow, ...]
    calibrated: bool = Field(description="Whether the intervals' cover was held to past errors.")
    before: int | None = Field(description="How many there were in as many weeks up to now.")
    usual: float | None
    trial: ScoreRow | None = Field(description="Null where there is too little to try on.")


class MovingRow(Answer):
    """An undertaking, and how likely its status changes."""

    id: str
    name: str
    status: str
    chances: tuple[tuple[int, float], ...] = Field(description="By horizon, in weeks.")


class DyadOutlook(Answer):
    """A pair's outlook."""

    a: PartyName
    b: PartyName
    as_of: str | None = Field(description="The last day that it knows.")
    stories: int = Field(description="Stories of acts between the two that it rests on.")
    weeks: int
    read: int = Field(description="Of these weeks, those in which something was read.")
    peers: int = Field(description="From how many other pairs it learns.")
    reason: str | None = Field(description="Why there is none; null where there is.")
    forecasts: tuple[ForecastRow, ...]
    moving: tuple[MovingRow, ...]


def model(snapshot: Snapshot, asked: PairAsked) -> DyadOutlook:
    """The outlook of the pair that is asked for."""
    a, b = pair_of(snapshot, asked)
    found = outlook(snapshot.view, a, b)
    return DyadOutlook(
        a=name_of(snapshot, a),
        b=name_of(snapshot, b),
        as_of=found.as_of,
        stories=found.stories,
        weeks=found.weeks,
        read=found.read,
        peers=found.peers,
        reason=found.reason,
        forecasts=tuple(map(_row, found.forecasts)),
        moving=tuple(
            MovingRow(
                id=one.id, name=one.name, status=one.status, chances=tuple((w, round(p, 3)) for w, p in one.chances)
            )
            for one in found.moving[:12]
        ),
    )


def _row(one: Forecast) -> ForecastRow:
    tried = one.trial
    return ForecastRow(
        target=one.target,
        weeks=one.weeks,
        first=one.first,
        last=one.last,
        method=one.method,
        chance=round(one.chance, 3),
        mean=None if one.mean is None else round(one.mean, 2),
        intervals=tuple(IntervalRow(level=o.level, low=o.low, high=o.high) for o in one.intervals),
        calibrated=one.calibrated,
        before=one.before,
        usual=None if one.usual is None else round(one.usual, 2),
        trial=None
        if tried is None
        else ScoreRow(
            best=tried.best,
            ratio=None if tried.ratio is None else round(tried.ratio, 3),
            series=tried.series,
            forecasts=tried.forecasts,
            reason=tried.reason,
        ),
    )


PAGE = Page(
    name="dyad_outlook",
    address="/dyad/{a}/{b}/outlook",
    asked=PairAsked,
    answer=DyadOutlook,
    model=model,
    rows="forecasts",
    slow=True,
    tag="Relations",
    summary="A pair's outlook for 4, 8 and 13 weeks, with its back-test",
)
