"""Exports of Factiva: with its field codes (HD, BY, WC, PD, SN, LP, TD), or without ("300 words", date, outlet, language).

Either form ends each article with its accession number, "Document DAWN000020240118ek1i0000a".
"""

import re

from bilat.reading.databases.entry import Entry, paragraphs, squeezed
from bilat.reading.dates import parse_date

_END = re.compile(
    r"^[ \t|]*(?:AN[ \t|]+)?Document[ \t]+[A-Z][A-Z0-9]{5,11}(?:19|20)\d{6}[a-z0-9]{4,16}[ \t|]*$", re.MULTILINE
)
_CODES = (
    "SE", "HD", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CT", "RF", "CO", "IN", "NS",
    "RE", "IPC", "IPD", "PUB", "AN", "BY", "CLM", "ART", "VOL", "CX", "GC",
)  # fmt: skip
_CODE = re.compile(
    rf"^[ \t|]*(?P<code>{'|'.join(_CODES)})(?:[ \t]*\|[ \t]*|[ \t]{{2,}}|\t|[ \t]*$|[ ](?=\S))(?P<value>.*)$"
)
_WORDS = re.compile(r"^\s*[\d,.]+ words\s*$")
_TIME = re.compile(r"^\s*\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s+GMT)?\s*$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\s*(?:Copyright\b|\u00a9|\(c\)|All Rights Reserved)", re.IGNORECASE)
_LANGUAGES = (
    "English",
    "French",
    "German",
    "Spanish",
    "Russian",
    "Arabic",
    "Persian",
    "Urdu",
    "Chinese",
    "Turkish",
    "Hindi",
)
_BY = re.compile(r"^\s*By\s+\S", re.IGNORECASE)
_LATEST = 14
"""Lines after the number of words in which the language must stand."""


def entries(text: str) -> list[Entry] | None:
    """The articles of an export of Factiva, None where the text is none."""
    if not _END.search(text):
        return None
    found = [_coded(part) or _plain(part) for part in _END.split(text) if part.strip()]
    return [entry for entry in found if entry is not None]


def _coded(part: str) -> Entry | None:
    fields: dict[str, list[str]] = {}
    code = ""
    for line in part.split("\n"):
        found = _CODE.match(line)
        if found and found["code"] not in fields:
            code = found["code"]
            fields[code] = [found["value"].strip(" \t|")]
        elif code:
            fields[code].append(line.strip(" \t|"))
    if not {"HD", "PD", "SN"} <= fields.keys():
        return None
    body = [*fields.get("LP", []), "", *fields.get("TD", [])]
    one = {name: squeezed(" ".join(lines)) or None for name, lines in fields.items()}
    day, language = one.get("PD"), one.get("LA")
    return Entry(
        title=one.get("HD"), outlet=one.get("SN"), day=day, place="field PD", text=paragraphs(body), language=language
    )


def _plain(part: str) -> Entry | None:
    lines = part.split("\n")
    words = next((n for n, line in enumerate(lines) if _WORDS.match(line)), None)
    if words is None:
        return None
    after = [(n, line.strip()) for n, line in enumerate(lines) if n > words and line.strip()][:_LATEST]
    speech = next(((n, line) for n, line in after if line in _LANGUAGES), None)
    if speech is None:
        return None
    start, language = speech
    facts = [line for n, line in after if n < start and not _TIME.match(line)]
    day_at = next((n for n, line in enumerate(facts) if parse_date(line)), None)
    rest = facts[day_at + 1 :] if day_at is not None else []
    body = [line for line in lines[start + 1 :] if not _COPYRIGHT.match(line)]
    return Entry(
        title=_title(lines[:words]),
        outlet=rest[0] if rest else None,
        day=facts[day_at] if day_at is not None else None,
        place="date line",
        text=paragraphs(body),
        language=language,
    )


def _title(lines: list[str]) -> str | None:
    """The last paragraph before the number of words that is no byline; a section stands above it."""
    kept = [squeezed(line) for line in lines if line.strip() and not _BY.match(line)]
    return kept[-1] if kept else None
