"""Each hostile input gives its error or its article, in bounded time and memory, and the article beside it is read."""

import re
import resource
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType

import pytest
from inputs import CASES, TEXT, Case

from bilat import pipeline, reading
from bilat.config import Settings
from bilat.errors import Skip
from bilat.model import Article, Coding

LIMITS = Settings(max_bytes=8_000_000, max_article_chars=50_000)
TODAY = date(2024, 5, 1)
MOST_MEMORY = 1 << 30
MOST_SECONDS = 20  # of the processor, far over what any needs: an input that takes the square of its length takes more


def _over(number: int, frame: FrameType | None) -> None:
    raise AssertionError(f"over {MOST_SECONDS} seconds of the processor")


@pytest.fixture
def bounded() -> Iterator[None]:
    """Time and memory that an input may take."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    former = signal.signal(signal.SIGPROF, _over)
    resource.setrlimit(resource.RLIMIT_AS, (taken + MOST_MEMORY, before[1]))
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_there_are_enough() -> None:
    assert len(CASES) >= 80


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """What is loaded once is not counted against an input."""
    pipeline.code_one(Article(id="a", text=TEXT))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_gives_its_error_or_its_article_and_the_one_beside_it_is_read(
    case: Case, tmp_path: Path, bounded: None
) -> None:
    path = case.build(tmp_path)
    beside = tmp_path / "zz-beside.txt"
    beside.write_text(TEXT)

    *found, last = reading.read([path, beside], LIMITS, today=TODAY)

    assert isinstance(last, Article)
    assert last.text == TEXT
    errors = [item for item in found if isinstance(item, Skip)]
    articles = [item for item in found if isinstance(item, Article)]
    assert [type(error) for error in errors] == [kind for kind, _ in case.errors], errors
    for error, (_, words) in zip(errors, case.errors, strict=True):
        assert re.search(words, str(error))
        assert error.where.startswith(str(path)), "the error names its file"
        assert error.hint
        assert str(error).isprintable()
        assert len(str(error)) < 1000
    assert case.reads in (len(articles), None)
    articles = articles[-3:]
    assert not articles or case.holds in articles[-1].text
    for result in pipeline.code(articles):
        assert isinstance(result, Coding) or "sentences" in result.what, result
        if isinstance(result, Coding) and articles[-1].text.startswith(TEXT):
            assert result.events, "the acts of its first sentences are found"
