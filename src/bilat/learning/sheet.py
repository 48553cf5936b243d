"""Proposals as plain JSON values, and as the YAML file that a user edits and accepts."""

import datetime
from collections.abc import Iterable
from typing import Any

import yaml

from bilat.learning.proposals import Evidence, Proposal
from bilat.model import NameKind

_HEAD = """\
# Names that `bilat learn` proposes, in the form of resources/offices/*.yaml and resources/groups.yaml.
#
# Nothing here is used as it stands. Read the evidence, correct name, also, office, code, from and until, and set
# accepted: true on the entries that are right; then give the file to --names, or name it as the setting "names".
# from: the day of the first article that has the name; the office may have begun before it. until: not known.
# seen, contradicting, lexicon, evidence: what the proposal was made from; they change nothing and may be taken out.
# No code: as many articles give one as another, and you must choose.
"""


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indents the items of a list below its key."""
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Flow, lambda d, data: d.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)


def as_dict(proposal: Proposal) -> dict[str, Any]:
    """A proposal as a JSON object; all offsets are characters of the article's "text"."""
    return {
        "kind": proposal.kind,
        "name": proposal.name,
        "also": list(proposal.also),
        "office": proposal.office,
        "code": proposal.code,
        "seen_from": proposal.since,
        "seen_to": proposal.last,
        "articles": proposal.articles,
        "outlets": proposal.outlets,
        "agreeing": proposal.agreeing,
        "contradicting": _claims(proposal),
        "lexicon": list(proposal.lexicon),
        "evidence": [_evidence_dict(one) for one in proposal.evidence],
    }


def as_yaml(proposals: Iterable[Proposal]) -> str:
    """The file for ``--names``, with ``accepted: false`` on each entry."""
    given = list(proposals)
    people = [_person(one) for one in given if one.kind is NameKind.PERSON]
    groups = [_group(one) for one in given if one.kind is NameKind.GROUP]
    body = {"people": people, "groups": groups}
    return _HEAD + yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def _person(one: Proposal) -> dict[str, Any]:
    term = _Flow({"office": one.office, "code": one.code, **_since(one)})
    return {"name": one.name, **_some("also", list(one.also)), "terms": [term], "accepted": False, **_seen(one)}


def _group(one: Proposal) -> dict[str, Any]:
    return {"names": [one.name, *one.also], "code": one.code, **_since(one), "accepted": False, **_seen(one)}


def _since(one: Proposal) -> dict[str, Any]:
    return {"from": _date(one.since)} if one.since else {}


def _seen(one: Proposal) -> dict[str, Any]:
    counts = {"articles": one.articles, "outlets": one.outlets, "first": _date(one.since), "last": _date(one.last)}
    return {
        "seen": _Flow(counts),
        **_some("contradicting", [_Flow(claim) for claim in _claims(one)]),
        **_some("lexicon", list(one.lexicon)),
        "evidence": [_quoted(item) for item in one.evidence],
    }


def _some(key: str, values: list[Any]) -> dict[str, Any]:
    return {key: values} if values else {}


def _quoted(one: Evidence) -> dict[str, Any]:
    return {
        "text": one.sentence.text,
        "article": one.article_id,
        "date": _date(one.date),
        "outlet": one.outlet,
        "says": _Flow({"office": one.role, "code": one.code}),
    }


def _date(text: str | None) -> datetime.date | str | None:
    """A whole day as YAML's own date, so that it stands without quotes."""
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return text


def _claims(one: Proposal) -> list[dict[str, Any]]:
    return [{"code": c.code, "articles": c.articles, "roles": list(c.roles)} for c in one.contradicting]


def _evidence_dict(one: Evidence) -> dict[str, Any]:
    return {
        "sentence": one.sentence.text,
        "start": one.sentence.start,
        "end": one.sentence.end,
        "name": one.span.text,
        "name_span": [one.span.start, one.span.end],
        "office": one.role,
        "code": one.code,
        "article": one.article_id,
        "date": one.date,
        "outlet": one.outlet,
    }
