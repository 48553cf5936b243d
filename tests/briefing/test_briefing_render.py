"""The three written forms: self-contained, complete, and inert whatever an article says."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from briefing_samples import EVENTS, HEADS, STRIKE, brief, dyad, event, head

from bilat.briefing import Brief, as_dict, as_json, html, markdown
from bilat.briefing.render import SCHEMA, safe_url
from bilat.model import EventType, Party

PAYLOADS = [
    "<script>alert(1)</script> Iran hit Pakistan.",
    '"><img src=x onerror=alert(1)> Iran hit Pakistan.',
    "</style></title><svg onload=alert(1)> Iran hit Pakistan.",
    "{{ 7 * 7 }} {% raw %} Iran hit Pakistan.",
    "[press](javascript:alert(1)) ![x](http://evil.example/x.png) `code` Iran hit Pakistan.",
    "# Heading\n\n| a | b |\n---\n- item Iran hit Pakistan.",
    "<http://evil.example> www.evil.example Iran hit Pakistan.",
]


class Reader(HTMLParser):
    """All elements with their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def hostile(payload: str, url: str | None = None) -> Brief:
    heads = (*HEADS, head("bad", "2024-02-01", payload, title=payload, url=url))
    struck = event(
        *("bad1", "bad", EventType.ASSAULT, payload, "hit" if "hit" in payload else payload),
        actors=(Party(text="Iran", code="IRNREB", name=payload),),
        recipients=(Party(text="Pakistan", code="PAK"),),
        date="2024-02-01",
    )
    return brief(dyad(events=(*EVENTS, struck), heads=heads))


def test_the_page_needs_nothing_from_outside_and_allows_no_script() -> None:
    page = html(brief())
    found = read(page).found
    assert {tag for tag, _ in found}.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base", "img"})
    policy = next(
        a["content"] for tag, a in found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "url(" not in page
    assert "@import" not in page
    assert page.index('<meta charset="utf-8">') < 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_article_says_stays_text_on_the_page(payload: str) -> None:
    reader = read(html(hostile(payload)))
    plain = read(html(brief()))
    assert {tag for tag, _ in reader.found} == {tag for tag, _ in plain.found}
    assert not [a for _, a in reader.found if any(key.startswith("on") for key in a)]
    assert payload in reader.text
    assert "49" not in reader.text.replace(payload, "") or "49" in plain.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_article_says_stays_text_in_markdown(payload: str) -> None:
    text = markdown(hostile(payload))
    assert not re.search(r"(?<!\\)<(?!https?://wire\.example)", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)`", text)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert "# Heading" not in headings
    assert not [line for line in text.splitlines() if line.startswith(("---", "- item", "| a "))]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https://",
        "java\nscript:x",
        "http://[",
        "https://a b",
    ],
)
def test_only_http_and_https_addresses_become_links(url: str) -> None:
    assert safe_url(url) is None
    made = hostile(STRIKE.replace("fired missiles at", "hit"), url)
    links = [a["href"] for tag, a in read(html(made)).found if tag == "a" and not (a["href"] or "").startswith("#")]
    assert set(links) == {"https://wire.example/strike?a=1&b=2"}
    assert f"<{url}>" not in markdown(made)


def test_every_citation_mark_leads_to_a_source_and_every_contents_line_to_a_section() -> None:
    found = read(html(brief())).found
    ids = [a["id"] for _, a in found if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {(a["href"] or "")[1:] for tag, a in found if tag == "a" and (a["href"] or "").startswith("#")}
    assert targets <= set(ids)
    assert {f"c{one.number}" for one in brief().citations} <= targets


def test_headings_go_down_one_level_at_a_time_and_pictures_have_names() -> None:
    found = read(html(brief())).found
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = {a.get("id") for _, a in found}
    for tag, a in found:
        if tag == "svg":
            assert set((a["aria-labelledby"] or "").split()) <= ids
    assert [tag for tag, _ in found].count("main") == 1


def test_each_source_has_outlet_date_with_basis_sentence_and_ids() -> None:
    text = " ".join(read(html(brief())).text.split())
    assert "Sample Wire, 17 January 2024 (from the page's metadata). A report" in text
    assert STRIKE in text
    assert "No outlet named, undated" in text
    assert "https://wire.example/strike?a=1&b=2 e1" in text
    assert "reports/a2.html e2" in text


def test_json_has_the_stated_shape_and_its_citations_lead_somewhere() -> None:
    made = brief()
    plain = json.loads(as_json(made))
    assert plain == json.loads(json.dumps(as_dict(made)))
    assert list(plain) == [
        *("schema", "a", "b", "since", "until", "newest", "as_of", "day"),
        *("sections", "citations", "card"),
    ]
    assert plain["schema"] == SCHEMA
    assert plain["a"] == {"code": "IRN", "name": "Iran"}
    assert set(plain["sections"][0]) == {
        *("key", "title", "badge", "notes", "rule", "counts", "counted", "statements", "parts", "figure"),
    }
    statement = next(one for section in plain["sections"] for one in section["statements"])
    assert set(statement) == {
        *("text", "citations", "when", "date", "tags", "quote", "more", "label", "status", "short", "under"),
    }
    numbers = {one["number"] for one in plain["citations"]}
    assert {n for s in plain["sections"] for one in s["statements"] for n in one["citations"]} <= numbers


def test_markdown_has_every_section_statement_and_source() -> None:
    made, text = brief(), markdown(brief())
    for part in made.sections:
        assert f"\n## {part.title}" in text
    assert "**16 January 2024**: Attack by Iran on Pakistan, in Panjgur" in text
    for one in made.citations:
        assert f"**[{one.number}]**" in text


def test_an_empty_brief_is_written_in_all_forms() -> None:
    made = brief(dyad(events=(), heads=(), undertakings=(), facts=()))
    assert "No article has a date" in html(made)
    assert markdown(made).endswith("\n")
    assert json.loads(as_json(made))["citations"] == []
