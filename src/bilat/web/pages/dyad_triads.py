"""Who else acts on a pair, and how, with the sentences that show it."""

from pydantic import Field

from bilat import relations
from bilat.web.page import Answer, Page
from bilat.web.pages.dyad import PairAsked, pair_of
from bilat.web.pages.parts import PartyName, name_of
from bilat.web.snapshot import Snapshot


class EvidenceRow(Answer):
    """A sentence that shows it."""

    id: str = Field(description="Of the event or undertaking that it tells.")
    article: str
    date: str | None
    sentence: str


class TriadRow(Answer):
    """A third party's part in the pair, of one kind."""

    third: PartyName
    kind: str = Field(examples=["mediation"])
    on: tuple[PartyName, ...] = Field(description="Which of the two it acts on.")
    strength: float = Field(description="To order by, no more.")
    stories: int
    direct: int = Field(description="Stories that bind all three in one sentence, story or obstacle.")
    first: str | None
    last: str | None
    evidence: tuple[EvidenceRow, ...]


class DyadTriads(Answer):
    """Who else acts on a pair."""

    a: PartyName
    b: PartyName
    triads: tuple[TriadRow, ...] = Field(description="The strongest first.")


def model(snapshot: Snapshot, asked: PairAsked) -> DyadTriads:
    """The third parties of the pair that is asked for."""
    a, b = pair_of(snapshot, asked)
    found = relations.triads(snapshot.view, a, b)
    return DyadTriads(
        a=name_of(snapshot, a),
        b=name_of(snapshot, b),
        triads=tuple(_row(snapshot, one) for one in found.lines),
    )


def _row(snapshot: Snapshot, one: relations.Triad) -> TriadRow:
    return TriadRow(
        third=name_of(snapshot, one.code),
        kind=one.kind,
        on=tuple(name_of(snapshot, code) for code in one.on),
        strength=one.strength,
        stories=one.stories,
        direct=one.direct,
        first=one.first,
        last=one.last,
        evidence=tuple(
            EvidenceRow(id=o.id, article=o.article_id, date=o.date, sentence=o.sentence.text) for o in one.evidence
        ),
    )


PAGE = Page(
    name="dyad_triads",
    address="/dyad/{a}/{b}/triads",
    asked=PairAsked,
    answer=DyadTriads,
    model=model,
    rows="triads",
    slow=True,
    tag="Relations",
    summary="Who else acts on a pair: sanctions, pressure, mediation, obstacles, a common enemy, a patron",
)
