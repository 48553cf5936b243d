"""An undertaking: its names, where it stands and stood, its steps, what holds it up, and every mention."""

from pydantic import Field

from bilat import relations
from bilat.errors import BadArgument
from bilat.model import Undertaking
from bilat.record.rows import side_key
from bilat.web.judged import stamp
from bilat.web.page import Answer, Asked, Page
from bilat.web.pages.dyad_undertakings import MatterRow, matter_row
from bilat.web.pages.judging_parts import JudgingTold, judging, shown_line
from bilat.web.pages.parts import PartyName, names_of, party_of
from bilat.web.problems import NotThere
from bilat.web.snapshot import Snapshot


class UndertakingAsked(Asked):
    """Which undertaking."""

    id: str = Field(min_length=4, max_length=100, description="The id of a mention, or the first characters of it.")
    a: str | None = Field(default=None, max_length=200, description="One of the pair; by default of the mention.")
    b: str | None = Field(default=None, max_length=200, description="The other.")


class MentionRow(Answer):
    """One article's word on it."""

    id: str
    article_id: str
    title: str | None
    outlet: str | None
    date: str | None
    words: str
    status: str
    stated: bool = Field(
        description="Whether words of the article tell the status; else it holds of such a matter as a rule."
    )
    sentence: str


class UndertakingAnswer(Answer):
    """An undertaking."""

    pair: tuple[PartyName, ...] = Field(
        description="The two among whose undertakings it was followed; none for one alone."
    )
    matter: MatterRow | None = Field(description="Null where the mention names no two parties to follow it between.")
    name: str
    kind: str
    issue: str
    status: str
    parties: tuple[PartyName, ...]
    mentions: tuple[MentionRow, ...]
    judging: JudgingTold = Field(description="Of the mention that was asked for.")


def model(snapshot: Snapshot, asked: UndertakingAsked) -> UndertakingAnswer:
    """The undertaking that is asked for."""
    machine = snapshot.view.machine_line(asked.id)
    if not isinstance(machine, Undertaking):
        raise NotThere(f"no undertaking has the id {asked.id!r}", where="id", hint="/undertakings lists them")
    found, _ = shown_line(snapshot, machine)
    assert isinstance(found, Undertaking)
    pair = _pair(snapshot, asked, found)
    matter = _followed(snapshot, found, pair)
    words = {one.undertaking_id: one for one in matter.mentions} if matter else {}
    ids = matter.undertaking_ids if matter else (found.id,)
    return UndertakingAnswer(
        pair=names_of(snapshot, pair) if matter else (),
        matter=matter_row(snapshot, matter) if matter else None,
        name=matter.name if matter else found.name,
        kind=matter.kind if matter else found.kind,
        issue=matter.issue if matter else found.issue,
        status=matter.status if matter else found.status,
        parties=names_of(snapshot, matter.parties if matter else found.parties),
        mentions=tuple(_mentions(snapshot, ids, words)),
        judging=judging(snapshot, machine),
    )


def _pair(snapshot: Snapshot, asked: UndertakingAsked, found: Undertaking) -> tuple[str, ...]:
    if asked.a and asked.b:
        a, b = party_of(snapshot, asked.a) or "", party_of(snapshot, asked.b) or ""
        if a == b:
            raise BadArgument("a pair needs two different parties", where="b", hint="name two, or none")
        return a, b
    return tuple(dict.fromkeys(key for code in found.parties if (key := side_key(code))))[:2]


def _followed(snapshot: Snapshot, found: Undertaking, pair: tuple[str, ...]) -> relations.Matter | None:
    if len(pair) < 2:
        return None
    matters = relations.undertakings(snapshot.view, pair[0], pair[1], name=found.id)
    return next((one for one in matters if found.id in one.undertaking_ids), None)


def _mentions(snapshot: Snapshot, ids: tuple[str, ...], words: dict[str, relations.Mention]) -> list[MentionRow]:
    marks = ", ".join("?" * len(ids))
    rows = snapshot.view.ask(
        'SELECT u.id, u.article_id, a.title, a.outlet, a."date", u.name, u.status, '
        "json_extract_string(u.body, '$.sentence[2]') FROM undertakings u JOIN articles a ON a.id = u.article_id "
        f'WHERE u.id IN ({marks}) ORDER BY a."first" NULLS LAST, u.id',
        list(ids),
    )
    found = []
    for id, article, title, outlet, day, name, status, sentence in rows:
        told = words.get(id)
        row = MentionRow(
            id=id,
            article_id=article,
            title=title,
            outlet=outlet,
            date=day,
            words=told.words if told else name,
            status=told.status if told else status,
            stated=told.stated if told else True,
            sentence=sentence or "",
        )
        found.append(row)
    return found


PAGE = Page(
    name="undertaking",
    address="/undertaking/{id}",
    asked=UndertakingAsked,
    answer=UndertakingAnswer,
    model=model,
    stamp=stamp,
    rows="mentions",
    tag="Relations",
    summary="An undertaking over time: names, status, steps, obstacles, mentions",
)
