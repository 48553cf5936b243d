"""Exports of ProQuest: labelled fields ("Title:", "Publication date:", "Full text:"), articles parted by underscores
or by "Document 3 of 50"."""

import re

from bilat.reading.databases.entry import Entry, paragraphs, squeezed

_BETWEEN = re.compile(r"^[ \t]*_{20,}[ \t]*$|^[ \t]*Document \d+ of \d+[ \t]*$", re.MULTILINE)
_NAMES = (
    "Title", "Author", "Publication title", "Publication year", "Publication date", "Publication info", "Publication subject",
    "Full text", "Abstract", "Links", "Subject", "Location", "People", "Company / organization", "Section", "Pages", "Page",
    "First page", "Number of pages", "Volume", "Issue", "Publisher", "Place of publication", "Country of publication",
    "ISSN", "e-ISSN", "Source type", "Language of publication", "Language", "Document type", "Document feature",
    "ProQuest document ID", "Document URL", "Copyright", "Last updated", "Database", "Credit", "Business indexing term",
    "Identifier / keyword", "Classification", "Dateline", "Column", "Year", "Accession number", "Company", "DOI",
    "Online publication date", "Illustrations",
)  # fmt: skip
_LABEL = re.compile(rf"^[ \t]*(?P<name>{'|'.join(map(re.escape, _NAMES))}):[ \t]*(?P<value>.*)$")
_TEXT = re.compile(r"^[ \t]*Full text:", re.MULTILINE)
_IS = re.compile(r"^[ \t]*(?:ProQuest document ID|Publication title|Publication info|Document URL):", re.MULTILINE)


def entries(text: str) -> list[Entry] | None:
    """The articles of an export of ProQuest, None where the text is none."""
    if not (_TEXT.search(text) and _IS.search(text)):
        return None
    return [_entry(part) for part in _BETWEEN.split(text) if _TEXT.search(part) or _IS.search(part)]


def _entry(part: str) -> Entry:
    fields: dict[str, list[str]] = {}
    above: list[str] = []
    name = ""
    for line in part.split("\n"):
        found = _LABEL.match(line)
        if found and found["name"].lower() not in fields:
            name = found["name"].lower()
            fields[name] = [found["value"]]
        elif name:
            fields[name].append(line)
        else:
            above.append(line)
    body = fields.get("full text", [])
    one = {name: squeezed(" ".join(lines)) or None for name, lines in fields.items()}
    day = one.get("publication date")
    outlet = one.get("publication title") or one.get("publication info")
    return Entry(
        title=one.get("title") or next((squeezed(line) for line in above if line.strip()), None),
        outlet=outlet.partition(";")[0].strip() if outlet else None,
        day=day or one.get("publication info") or one.get("publication year"),
        place="field Publication date" if day else "field Publication info",
        text=paragraphs(body),
        language=one.get("language of publication") or one.get("language"),
        url=one.get("document url"),
    )
