"""Own samples, cut, doubled, mixed and littered with odd characters: the promises of tools/fuzz.py hold for all of them."""

from tempfile import TemporaryDirectory

from fuzz import SUFFIXES, coder, readers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat import pipeline
from bilat.model import Article, Coding
from bilat.record import Record, RunInfo

REPORT = (
    "TEHRAN - Iran\u2019s foreign minister, Hossein Amir-Abdollahian, visited Islamabad on Monday, January 29, 2024.\n\n"
    "\u201cWe will not allow terrorists to harm our ties,\u201d he said. The two countries agreed to send 900 troops to "
    "their 900-kilometer border; a $7 billion gas pipeline has been stalled by U.S. sanctions since 2009.\n\n"
    "Read also: Pakistan and Iran exchange strikes\n\nBy our correspondent"
)
SAMPLES = (
    REPORT,
    f"<!doctype html><html><head><title>A visit</title><meta property='article:published_time' content='2024-01-29'>"
    f"<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"A visit\"}}</script></head>"
    f"<body><div><article><h1>A visit</h1><p>{REPORT}</p></article></div></body></html>",
    '{"id": "a", "title": "A visit", "date": "2024-01-29", "source": "Wire", "text": "Iran met Pakistan in Paris."}\n' * 3,
    '[{"id": 7, "url": "https://news.example/2024/01/29/visit", "text": "Iran met Pakistan.", "language": "en"}]',
    'id,date,text\n1,2024-01-29,"Iran met Pakistan, and Iraq."\n2,,"Pakistan thanked Iran."\n',
)  # fmt: skip
# fmt: off
ODD = (
    "\0", "\ufeff", "\u202e", "\u200b", "\u0301", "\u2028", "\x85", "\r", "\r\n", '"', "<", "&#0;", "\\ud800", "'", "\u201c",
    "{", "[", ",", "\x1b[31m", "\U0001f1ee", "9" * 40, "1e999", "NaN", "-->", "<!--", "]]>", ".", "...", "U.S.", "\t",
    " " * 30, "\u0130",
)
# fmt: on
few = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
fewer = settings(few, max_examples=25)


@st.composite
def mutated(draw: st.DrawFn, samples: tuple[str, ...] = SAMPLES) -> str:
    """A sample, changed in up to six places."""
    text = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(0, 6))):
        at, to = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        new = draw(st.one_of(st.sampled_from(ODD), st.text(max_size=5), st.just(text[at:to]), st.just("")))
        text = text[:at] + new * draw(st.sampled_from((1, 1, 2, 60))) + text[draw(st.sampled_from((at, to))) :]
    return text


@few
@given(
    mutated(), st.integers(0, len(SUFFIXES) - 1), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-32-le", "utf-7"])
)
def test_any_file_gives_articles_or_errors(text: str, kind: int, encoding: str) -> None:
    readers(bytes([kind]) + text.encode(encoding, "replace"))


@few
@given(st.binary(max_size=200), st.integers(0, len(SUFFIXES) - 1))
def test_any_bytes_give_articles_or_errors(data: bytes, kind: int) -> None:
    readers(bytes([kind]) + data)


@fewer
@given(mutated((REPORT,)))
def test_any_text_gives_a_coding_with_true_spans(text: str) -> None:
    coder(text.encode("utf-8", "replace"))


@fewer
@given(st.lists(mutated((REPORT[:160],)), min_size=1, max_size=3, unique=True))
def test_what_was_coded_comes_back_from_the_record(texts: list[str]) -> None:
    codings = [pipeline.code_one(Article(id=f"{n}", text=text)) for n, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        record = Record.open(folder + "/r", create=True)
        with record.writer(RunInfo(program="1")) as writer:
            for coding in codings:
                assert isinstance(coding, Coding)
                writer.add(coding)
        with record.view() as view:
            assert [view.coding(f"{n}") for n in range(len(texts))] == codings
