"""Fuzz the readers, the coder and the record with atheris, guided by what code an input reaches.

    pip install atheris
    python tools/fuzz.py readers --minutes 10
    python tools/fuzz.py coder --minutes 10

An input that breaks a promise ends the run and is kept as crash-... in the working folder. Give the file's path in place of
the minutes to run it again: `python tools/fuzz.py readers --input crash-...`. The promises are the functions below, which
the suite runs as well, on inputs from hypothesis (tests/fuzz).
"""

import argparse
import contextlib
import importlib
import sys
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bilat import pipeline, reading
from bilat.config import Settings
from bilat.errors import Skip
from bilat.model import Article, Coding, Span

SUFFIXES = (".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", "", ".xhtml", ".txt.gz", ".md")
LIMITS = Settings(max_bytes=200_000, max_article_chars=20_000)
TODAY = date(2024, 5, 1)
SAMPLES = Path(__file__).resolve().parents[1] / "examples" / "iran-pakistan"


def readers(data: bytes) -> None:
    """Whatever a file holds, it gives articles whose text can be stored, and errors that are one line with a way out.

    Args:
        data: The first byte says what the file's name ends in, the rest is the file.
    """
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        path = Path(folder, f"in{SUFFIXES[data[0] % len(SUFFIXES)] if data else ''}")
        path.write_bytes(data[1:])
        for item in reading.read([path], LIMITS, today=TODAY):
            if isinstance(item, Skip):
                assert all((item.where, item.hint, str(item).isprintable())), item.as_dict()
                continue
            for words in (item.text, item.id, item.title, item.outlet, item.url, item.origin):
                (words or "").encode()
            assert all((item.text.strip(), item.id, item.date_reason)), item
            assert item.date is None or date.fromisoformat(item.date) <= TODAY.replace(day=2)
            assert reading.restore(item.text, item.furniture).strip()


def coder(data: bytes) -> None:
    """Whatever a text says, it gives a coding in which every span is what the text has there."""
    text = data.decode("utf-8", "replace")[:2000].replace("\r", "\n")
    coding = pipeline.code_one(Article(id="a", text=text, date="2024-02-29"))
    assert isinstance(coding, Coding), str(coding)
    for span in _spans(coding):
        assert text[span.start : span.end] == span.text


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if is_dataclass(value):
        return [span for field in fields(value) for span in _spans(getattr(value, field.name))]
    return [span for item in value for span in _spans(item)] if isinstance(value, tuple) else []


TARGETS: dict[str, Callable[[bytes], None]] = {"readers": readers, "coder": coder}


def seeds(target: str) -> list[bytes]:
    """The project's own samples as first inputs."""
    found = [path.read_bytes() for path in sorted(SAMPLES.rglob("*")) if path.suffix in (".html", ".jsonl", ".txt")]
    if target == "coder":
        return [
            article.text.encode()
            for article in reading.read([SAMPLES], Settings(), today=TODAY)
            if isinstance(article, Article)
        ]
    return [bytes([kind]) + data[:4000] for data in found for kind in range(len(SUFFIXES))]


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--input", type=Path, help="an input that was kept: run it once, without atheris")
    options = parser.parse_args()
    if options.input:
        TARGETS[options.target](options.input.read_bytes())
        return
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    with tempfile.TemporaryDirectory() as corpus, contextlib.suppress(KeyboardInterrupt):
        for number, seed in enumerate(seeds(options.target)):
            Path(corpus, f"{number:04}").write_bytes(seed)
        for name in [
            name
            for name in sys.modules
            if name.startswith(f"bilat.{'reading' if options.target == 'readers' else 'coding'}")
        ]:
            for thing in vars(sys.modules[name]).values():
                if getattr(thing, "__module__", None) == name and callable(thing) and hasattr(thing, "__code__"):
                    atheris.instrument_func(thing)
        most = f"-max_total_time={int(options.minutes * 60)}"
        atheris.Setup([sys.argv[0], corpus, most, "-max_len=4096", "-timeout=60"], TARGETS[options.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
