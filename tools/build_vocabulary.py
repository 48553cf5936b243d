"""Count the words of corpus/sentences.jsonl into src/bilat/record/data/vocabulary.tsv.

python tools/build_vocabulary.py            write the counts
python tools/build_vocabulary.py --check    fail if the committed ones differ from what the corpus gives
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from bilat.record.vocabulary import words

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "sentences.jsonl"
TARGET = ROOT / "src" / "bilat" / "record" / "data" / "vocabulary.tsv"
LEAST = 3
"""Fewest sentences that have a word; what is rarer weighs as an unseen one, nearly."""


def counts(corpus: Path) -> str:
    """The file's text: the number of sentences, then each word with the number of sentences that have it, by name."""
    having: Counter[str] = Counter()
    total = 0
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            having.update(set(words(json.loads(line)["text"])))
            total += 1
    kept = sorted((word, n) for word, n in having.items() if n >= LEAST)
    return "".join(f"{word}\t{n}\n" for word, n in [("sentences", total), *kept])


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the committed file")
    text = counts(CORPUS)
    if not parser.parse_args().check:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        sys.exit(f"{TARGET} differs from what {CORPUS} gives: run tools/build_vocabulary.py")


if __name__ == "__main__":
    main()
