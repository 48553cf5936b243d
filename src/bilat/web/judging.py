"""What people judge in the browser and through the API: kept in the record's journal, and seen at once.

The pages on which one judges ask for what stands at this moment; the rest follows with the record's next state, which is
opened at once where that is quick.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from bilat import review
from bilat.errors import BadArgument
from bilat.lexicon.gazetteer import Gazetteer
from bilat.record import Entry, Judged, Record, Verdict, What
from bilat.record.judgements import comment, fields, judgement, passing, undo
from bilat.record.judgements.applying import applied, said
from bilat.record.judgements.entries import plain
from bilat.record.judgements.seen import seen, what_of
from bilat.web import problems
from bilat.web.analyst import ANALYST
from bilat.web.entrance import inside
from bilat.web.judged import live
from bilat.web.security import cookie
from bilat.web.snapshot import Snapshot, Snapshots

_FIELD = "field_"


class Judging(BaseModel):
    """What a person says of a line."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=4, max_length=300, description="The line's id, or the first characters of it.")
    verdict: str = Field(
        pattern="^(right|wrong|corrected|pass)$", description="right, wrong, corrected, or pass: leave it to others."
    )
    analyst: str = Field(min_length=1, max_length=80, description="Who says so.", examples=["A. Rahimi"])
    corrections: dict[str, str] = Field(
        default_factory=dict,
        description="By field, what is right, as a person types it.",
        examples=[{"type": "CONSULT", "recipients": "PAKGOV", "place": "Islamabad, PAK"}],
    )
    note: str | None = Field(default=None, max_length=10_000, description="Why.")
    membership: bool = Field(
        default=False, description="Judge not the event, but that it tells the story that it is in."
    )
    sample: str | None = Field(default=None, max_length=100, description="The random sample that it was drawn in.")
    blind: bool = Field(default=False, description="It was shown as the machine has it, without what others said.")


class Commenting(BaseModel):
    """A comment on a line."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=4, max_length=300, description="The line's or the story's id.")
    text: str = Field(min_length=1, max_length=10_000, description="What there is to say of it.")
    analyst: str = Field(min_length=1, max_length=80, description="Who says so.")
    reply_to: str | None = Field(default=None, max_length=100, description="Id of the entry that it answers.")


class Undoing(BaseModel):
    """The withdrawal of an entry of one's own."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = Field(
        default=None, max_length=300, description="Id of the entry, or of a line for the latest judgement of it."
    )
    analyst: str = Field(min_length=1, max_length=80, description="Who withdraws it.")
    note: str | None = Field(default=None, max_length=10_000, description="Why.")


class Kept(BaseModel):
    """What was kept in the journal, and what stands of the line from now on."""

    entry: dict[str, Any] = Field(description="The entry, as the journal has it.")
    stands: str | None = Field(description="right, wrong, corrected or conflict; null where nobody judged the line.")
    said: str = Field(description="The same in words.")


class Desk:
    """Takes in what people say."""

    def __init__(self, record: Record, snapshots: Snapshots) -> None:
        self._record = record
        self._snapshots = snapshots

    def judge(self, given: Judging) -> Kept:
        """Keeps a judgement, or that a line was passed.

        Raises:
            BadArgument: There is no such line, or a correction is none of its field's.
        """
        snapshot = self._snapshots.now()
        judged, now = live(snapshot), datetime.now(UTC)
        if given.verdict == "pass":
            return self._keep(snapshot, passing(snapshot.view, given.id, analyst=given.analyst, now=now, judged=judged))
        lexicon = snapshot.naming.lexicon
        thing = snapshot.view.machine_line(given.id)
        what = What.MEMBERSHIP if given.membership else What.EVENT if thing is None else what_of(thing)
        pairs = [f"{name}={value}" for name, value in given.corrections.items()]
        gazetteer = Gazetteer.load() if "place" in given.corrections else None
        one = judgement(
            snapshot.view,
            given.id,
            Verdict(given.verdict),
            review.corrections(what, pairs, lexicon, gazetteer),
            analyst=given.analyst,
            now=now,
            known=review.known(lexicon),
            note=given.note,
            membership=given.membership,
            sample=None if not given.sample else review.check_sample(given.sample),
            judged=judged,
            blind=given.blind,
        )
        return self._keep(snapshot, one)

    def comment(self, given: Commenting) -> Kept:
        """Keeps a comment."""
        snapshot = self._snapshots.now()
        judged, now = live(snapshot), datetime.now(UTC)
        return self._keep(
            snapshot,
            comment(
                snapshot.view,
                given.id,
                given.text,
                analyst=given.analyst,
                now=now,
                reply_to=given.reply_to or None,
                judged=judged,
            ),
        )

    def undo(self, given: Undoing) -> Kept:
        """Keeps a withdrawal."""
        snapshot = self._snapshots.now()
        now = datetime.now(UTC)
        return self._keep(snapshot, undo(live(snapshot), given.id, analyst=given.analyst, now=now, note=given.note))

    def corrections(self, id: str, typed: dict[str, str], *, blind: bool) -> dict[str, str]:
        """Of a form's fields those that differ from what was shown."""
        snapshot = self._snapshots.now()
        thing = snapshot.view.machine_line(id)
        if thing is None:
            return typed
        standing = None if blind else live(snapshot).of(what_of(thing), thing.id)
        shown = seen(applied(thing, standing) if standing is not None else thing)
        return {
            name: text
            for name, text in typed.items()
            if name not in shown or text.strip() != fields.told(name, shown[name])
        }

    def _keep(self, snapshot: Snapshot, one: Entry) -> Kept:
        self._record.tell([one])
        self._snapshots.changed()
        judged = live(snapshot)
        target = _target(judged, one)
        standing = next((found for what in What if (found := judged.of(what, target))), None) if target else None
        return Kept(
            entry=plain(one), stands=standing.verdict if standing is not None else None, said=_said(judged, one, target)
        )


def _target(judged: Judged, one: Entry) -> str | None:
    """The line that an entry speaks of, by the id that it has now."""
    of = getattr(one, "of", None)
    spoken = next((other for other in judged.entries if other.id == of), one) if of else one
    target = getattr(spoken, "target", None)
    now = (id for (_, then), id in judged.current.items() if then == target)
    return next(now, target)


def _said(judged: Judged, one: Entry, target: str | None) -> str:
    standing = next((found for what in What if (found := judged.of(what, target))), None) if target else None
    return said(standing) if standing is not None else f"nothing stands, says {one.analyst}"


def _named(response: Response, analyst: str) -> Response:
    kept = cookie(ANALYST, quote(analyst, safe=""))
    response.headers.append("set-cookie", f"{kept}; Max-Age=31536000")
    return response


def add(router: APIRouter, desk: Desk) -> None:
    """Adds the routes that change something."""
    answers: dict[int | str, dict[str, Any]] = {
        200: {"model": Kept},
        **problems.documented(400, 401, 403, 404, 421, 422, 503),
    }

    def judged(given: Judging) -> Response:
        return _named(_json(desk.judge(given)), given.analyst)

    def commented(given: Commenting) -> Response:
        return _named(_json(desk.comment(given)), given.analyst)

    def undone(given: Undoing) -> Response:
        return _named(_json(desk.undo(given)), given.analyst)

    for path, act, name, summary in (
        ("/api/v1/judgements", judged, "judge", "Say of a line that it is right or wrong, or what is right"),
        ("/api/v1/comments", commented, "comment", "Comment on a line or a story"),
        ("/api/v1/undo", undone, "undo", "Withdraw what one said"),
    ):
        router.add_api_route(
            path,
            act,
            methods=["POST"],
            name=f"api_{name}",
            operation_id=f"post_{name}",
            summary=summary,
            tags=["Judgements"],
            response_model=None,
            response_class=Response,
            responses=answers,
        )
    for path, kind in (("/judge", Judging), ("/comment", Commenting), ("/undo", Undoing)):
        router.add_api_route(
            path, _form(desk, kind), methods=["POST"], include_in_schema=False, response_class=Response
        )


def _json(kept: Kept) -> Response:
    return Response(kept.model_dump_json(), media_type="application/json")


def _form(desk: Desk, kind: type[BaseModel]) -> Any:
    """A route for a page's own form: what it keeps it shows by going back to the page."""

    async def route(request: Request) -> Response:
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        return await run_in_threadpool(_take, desk, kind, form)

    return route


def _take(desk: Desk, kind: type[BaseModel], form: dict[str, str]) -> Response:
    to = inside(form.get("to", "/judge"))
    given: dict[str, Any] = {name: value for name, value in form.items() if name in kind.model_fields and value != ""}
    if not given.get("analyst", "").strip():
        raise BadArgument("nobody is named", where="analyst", hint="go back and write your name")
    if kind is Judging:
        typed = {name.removeprefix(_FIELD): value for name, value in form.items() if name.startswith(_FIELD)}
        corrected = given.get("verdict") == "corrected"
        given["corrections"] = desk.corrections(given.get("id", ""), typed, blind="blind" in given) if corrected else {}
        desk.judge(Judging(**given))
    elif kind is Commenting:
        desk.comment(Commenting(**given))
    else:
        desk.undo(Undoing(**given))
    return _named(RedirectResponse(to, status_code=303), given["analyst"])
