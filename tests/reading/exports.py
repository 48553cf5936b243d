"""Exports as the newspaper databases give them, made for the tests: layouts theirs, every fact and sentence our own."""

import io
import zipfile
from xml.sax.saxutils import escape

MARKET = (
    "Islamabad: The foreign ministers of Iran and Pakistan agreed on Monday to open a third market on their border.",
    "Officials of both sides said that the market would open within the year and that trade should double by then.",
)
FLOOD = (
    "Zahedan: Floods closed the road between Zahedan and Quetta on Tuesday, and Iran sent two helicopters to help Pakistan.",
    "The governor thanked the crews and said that the road would be open again before the end of the week.",
)
TEXTS = ["\n\n".join(MARKET), "\n\n".join(FLOOD)]

NEXIS = f"""\
User Name: = A. Reader
Date and Time: = Friday, January 26, 2024 2:11:00 PM EST
Job Number: = 123456
Documents (2)
1. Ministers agree on a market
Client/Matter: -None-
Search Terms: iran and pakistan
2. Floods close the road to Zahedan
Client/Matter: -None-
Search Terms: iran and pakistan
Ministers agree on a market
The Harbour Post (Pakistan)
January 18, 2024 Thursday
Copyright 2024 The Harbour Post All Rights Reserved
Section: WORLD; Vol. 12; No. 40
Length: 512 words
Byline: Sara Ahmadi
Dateline: ISLAMABAD
Body
{MARKET[0]}
{MARKET[1]}
Classification
Language: ENGLISH
Publication-Type: Newspaper
Subject: BORDERS (90%)
Load-Date: January 19, 2024
End of Document
Floods close the road to Zahedan
Quetta Courier
January 23, 2024
Length: 98 words
Body
{FLOOD[0]}
{FLOOD[1]}
Load-Date: January 24, 2024
End of Document
"""

NEXIS_FORMER = f"""\
                               1 of 2 DOCUMENTS

                               The Harbour Post

                           January 18, 2024 Thursday
                              Late Edition - Final

SECTION: Section A; Page 4

LENGTH: 512 words

HEADLINE: Ministers agree
 on a market

BYLINE: By SARA AHMADI

DATELINE: ISLAMABAD

BODY:
{MARKET[0][:60].rsplit(" ", 1)[0]}
{MARKET[0][len(MARKET[0][:60].rsplit(" ", 1)[0]) + 1 :]}

{MARKET[1][:60].rsplit(" ", 1)[0]}
{MARKET[1][len(MARKET[1][:60].rsplit(" ", 1)[0]) + 1 :]}

LOAD-DATE: January 19, 2024

LANGUAGE: ENGLISH

GRAPHIC: Photo: a lorry

PUBLICATION-TYPE: Newspaper

                      Copyright 2024 The Harbour Post
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                                 Quetta Courier

                                January 23, 2024

LENGTH: 98 words

HEADLINE: Floods close the road to Zahedan

BODY:
{FLOOD[0]}

{FLOOD[1]}

LOAD-DATE: January 24, 2024
"""

FACTIVA = f"""\
Ministers agree on a market
By Sara Ahmadi
512 words
18 January 2024
09:30
The Harbour Post
HRBPST
English
Copyright 2024. The Harbour Post. All rights reserved.

{MARKET[0]}

{MARKET[1]}

Document HRBPST0020240118ek1i0000a

World
Floods close the road to Zahedan

98 words
23 January 2024
Quetta Courier
QTCOUR
English
(c) 2024 Quetta Courier

{FLOOD[0]}

{FLOOD[1]}

Document QTCOUR0020240123ek1n0000b
"""

FACTIVA_ROWS = (
    (
        ("HD", "Ministers agree on a market"),
        ("BY", "Sara Ahmadi"),
        ("WC", "512 words"),
        ("PD", "18 January 2024"),
        ("ET", "09:30"),
        ("SN", "The Harbour Post"),
        ("SC", "HRBPST"),
        ("LA", "English"),
        ("CY", "Copyright 2024 The Harbour Post"),
        ("LP", MARKET[0]),
        ("TD", MARKET[1]),
        ("NS", "Foreign policy"),
        ("AN", "Document HRBPST0020240118ek1i0000a"),
    ),
    (
        ("HD", "Floods close the road to Zahedan"),
        ("WC", "98 words"),
        ("PD", "23 January 2024"),
        ("SN", "Quetta Courier"),
        ("LA", "English"),
        ("LP", FLOOD[0]),
        ("TD", FLOOD[1]),
        ("AN", "Document QTCOUR0020240123ek1n0000b"),
    ),
)

_LINE = "_" * 60
PROQUEST = f"""\
{_LINE}

Document 1 of 2

Ministers agree on a market

Author: Ahmadi, Sara

Publication info: The Harbour Post; Karachi [Karachi]. 18 Jan 2024.

Abstract: The ministers agreed.

Full text: {MARKET[0]}

{MARKET[1]}

Subject: Border markets; Trade

Title: Ministers agree on a market

Publication title: The Harbour Post; Karachi

Publication date: Jan 18, 2024

Language of publication: English

ProQuest document ID: 123456789

Document URL: https://search.example/docview/123456789

Copyright: Copyright The Harbour Post Jan 18, 2024

Database: Newsstream

{_LINE}

Document 2 of 2

Floods close the road to Zahedan

Full text: {FLOOD[0]}

{FLOOD[1]}

Title: Floods close the road to Zahedan

Publication title: Quetta Courier

Publication date: Jan 23, 2024

ProQuest document ID: 123456790

{_LINE}

Contact us at: https://search.example
"""


def word(text: str, extra: str = "") -> bytes:
    """A Word document of paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.split("\n"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'{extra}<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>'
        )
    return out.getvalue()


def rich(text: str) -> bytes:
    """A rich text file of paragraphs."""
    return (
        "{\\rtf1\\ansi\\ansicpg1252\n" + "".join(f"{_rich(line)}\\par\n" for line in text.split("\n")) + "}"
    ).encode()


def rich_tables(articles: tuple[tuple[tuple[str, str], ...], ...]) -> bytes:
    """A rich text file of a table an article, two cells a row, as Factiva makes them."""
    rows = "".join(
        "".join(
            f"\\trowd\\cellx900\\cellx9000\\intbl {code}\\cell {_rich(value)}\\cell\\row\n" for code, value in article
        )
        + "\\pard\\par\n"
        for article in articles
    )
    return ("{\\rtf1\\ansi\\ansicpg1252\n" + rows + "}").encode()


def _rich(text: str) -> str:
    marked = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in text)
    return marked.replace("\n", "\\par ")
