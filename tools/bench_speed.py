"""How fast bilat codes on one core, beside spaCy's full pipeline on the same articles in the same run.

    python tools/bench_speed.py ARTICLES.jsonl [--n 200] [--core 0]

ARTICLES holds JSON lines with "text" (may be .gz); articles of 1,500 to 2,600 characters are taken: fifty others first, so that
what is learnt of words is there as in a long run, then each ten by bilat and by spaCy in turn, so that both meet the machine in
the same state. Seconds are the process's own CPU time; on a shared machine only the ratio can be compared.

It keeps to one core itself, once all is loaded. Under ``taskset -c 0`` onnxruntime leaves Intel's tiles (AMX) alone: it
tries them at its start by moving from one core to another. Workers of ``bilat read``, which are not held to a core, use them.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy counts the cores when it is loaded

import bilat
from bilat.coding.parse import load_parser
from bilat.model import Article, Coding
from bilat.pipeline import shipped

_CHARACTERS = range(1_500, 2_600)
_WARM = 50
_BLOCK = 10


def articles_of(path: Path, n: int) -> list[Article]:
    """The first articles of a length."""
    found = (a for a in bilat.read([path]) if isinstance(a, Article) and len(a.text) in _CHARACTERS)
    return list(islice(found, n))


def split(articles: list[Article]) -> tuple[list[Article], list[Article]]:
    """Those to warm up on, and those to measure on."""
    if len(articles) <= _WARM:
        raise SystemExit(f"only {len(articles)} articles of {_CHARACTERS.start} to {_CHARACTERS.stop - 1} characters")
    return articles[:_WARM], articles[_WARM:]


def seconds(work: Callable[[Article], object], articles: Iterable[Article]) -> float:
    """CPU seconds of one pass."""
    begun = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - begun


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--n", type=int, default=200, help="how many articles (default 200)")
    parser.add_argument("--core", type=int, help="the core to keep to (default: the first that it may use)")
    options = parser.parse_args()
    first, articles = split(articles_of(options.articles, options.n + _WARM))
    code: Callable[[Article], Coding] = shipped
    seconds(code, first)
    if hasattr(os, "sched_setaffinity"):  # Linux
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0)) if options.core is None else options.core})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    meta = load_parser().meta
    whole = __import__(f"{meta['lang']}_{meta['name']}").load()
    seconds(lambda a: whole(a.text), first)
    ours = theirs = 0.0
    for at in range(0, len(articles), _BLOCK):
        ours += seconds(code, articles[at : at + _BLOCK])
        theirs += seconds(lambda a: whole(a.text), articles[at : at + _BLOCK])
    n, length = len(articles), sum(len(a.text) for a in articles) / len(articles)
    print(f"{n} articles of {length:,.0f} characters on average, one core")
    print(f"bilat             {n / ours:6.1f} articles a second, peak memory {peak:,.0f} MB")
    print(f"spaCy, whole      {n / theirs:6.1f} articles a second ({meta['name']} {meta['version']}, all its components)")
    print(f"bilat to spaCy    {theirs / ours:6.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
