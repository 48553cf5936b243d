"""Exports of LexisNexis and Nexis Uni.

The present form ends each article with "End of Document" and has "Length: 512 words" and a line "Body"; the former one
begins each with "3 of 100 DOCUMENTS" and has its labels in capitals ("LENGTH:", "HEADLINE:", "LOAD-DATE:").
"""

import re

from bilat.reading.databases.entry import Entry, paragraphs, squeezed
from bilat.reading.dates import parse_date

_END = re.compile(r"^\s*End of Document\s*$", re.MULTILINE | re.IGNORECASE)
_OF = re.compile(r"^[ \t]*(?:Document[ \t]+)?\d+ of \d+ DOCUMENTS?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LENGTH = re.compile(r"^\s*Length:\s*[\d,]+\s*words", re.MULTILINE | re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?P<name>HEADLINE|BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|GRAPHIC|LANGUAGE|LOAD-DATE|PUBLICATION-TYPE|SUBJECT"
    r"|INDUSTRY|GEOGRAPHIC|PERSON|ORGANIZATION|COMPANY|TICKER|JOURNAL-CODE|URL|CORRECTION-DATE|DISTRIBUTION|TYPE|COUNTRY"
    r"|STATE|CITY|SERIES|COLUMN|PUB-TYPE|ACC-NO|NOTES|TITLE|DATE|DATE-LOADED)\s*:[ \t]*(?P<value>.*)$",
    re.IGNORECASE,
)
_BODY = re.compile(r"^\s*Body:?[ \t]*(?P<rest>.*)$", re.IGNORECASE)
_AFTER = re.compile(r"^\s*(?:Classification|Load-Date:.*|Notes|Graphic|Correction|Bibliography)\s*$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\s*(?:Copyright\b|\u00a9|\(c\)|All Rights Reserved)", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:edition|final|correction appended)\b", re.IGNORECASE)
_COVER = re.compile(
    r"^\s*(?:User Name|Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|Content Type)\b"
)


def entries(text: str) -> list[Entry] | None:
    """The articles of an export of LexisNexis, None where the text is none."""
    if len(_LENGTH.findall(text)) == 0 or not (_END.search(text) or _OF.search(text)):
        return None
    parts = _OF.split(text) if _OF.search(text) else _END.split(text)
    return [_entry(part) for part in parts if _LENGTH.search(part)]


def _entry(part: str) -> Entry:
    lines = [line.rstrip() for line in _END.sub("", part).split("\n")]
    head, body, labels = _parted(lines)
    texts = [squeezed(line) for line in head if line.strip()]
    day_at = next((n for n in reversed(range(len(texts))) if parse_date(texts[n])), None)
    before = texts[:day_at] if day_at is not None else texts
    title = labels.get("headline") or labels.get("title") or (before[-2] if len(before) > 1 else None)
    outlet = before[-1] if before else None
    return Entry(
        title=squeezed(title) if title else None,
        outlet=outlet,
        day=texts[day_at] if day_at is not None else labels.get("load-date"),
        place="date line" if day_at is not None else "Load-Date",
        text=paragraphs(body),
        language=(labels.get("language") or "").split(";")[0].strip() or None,
    )


def _parted(lines: list[str]) -> tuple[list[str], list[str], dict[str, str]]:
    """The lines above the labels, those of the body, and the labels with their values."""
    head: list[str] = []
    body: list[str] = []
    labels: dict[str, str] = {}
    where, last = "head", ""
    for line in lines:
        label = _LABEL.match(line)
        start = _BODY.match(line)
        if where != "body" and start and (labels or not start["rest"]):
            where = "body"
            body += [start["rest"]] if start["rest"] else []
        elif where == "body" and _AFTER.match(line):
            where = "after"
        elif label and (
            where != "body" or label["name"].isupper() or label["name"].lower() in ("load-date", "language")
        ):
            last = label["name"].lower()
            labels.setdefault(last, label["value"].strip())
            where = "after" if where in ("body", "after") else "labels"
        elif where == "body":
            body.append(line)
        elif where == "head" and not _COPYRIGHT.match(line) and not _EDITION.search(line):
            head = [] if _COVER.match(line) else [*head, line]
        elif where == "labels" and line.strip() and last:
            labels[last] += f" {line.strip()}"  # a long headline goes on in the next line
    return head, body, labels
