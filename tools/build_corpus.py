"""Check the corpus and give its labels their offsets.

    python tools/build_corpus.py            write corpus/sentences.jsonl and print the variety measures
    python tools/build_corpus.py --check    fail if the written file differs from the batches
    python tools/build_corpus.py --batch F  only check one batch: every line that does not hold together

The batches (corpus/sentences/batch-*.jsonl) are what people write: labels name words of the sentence. Here every label gets
its characters, and a line that does not hold together stops the build with its place.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bilat.lexicon import Lexicon
from bilat.model import EventType, Issue, Mode, Sector, Status, content_id, sector_of

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "corpus" / "sentences"
TARGET = ROOT / "corpus" / "sentences.jsonl"
HELD_OUT_EVERY = 8
"""Every eighth line of a batch is held out: never trained on, measured on."""


class CorpusError(Exception):
    """A line that does not hold together; the message names file and line."""


def rows() -> Iterator[dict[str, Any]]:
    """The sentences of all batches, checked, with offsets."""
    seen: dict[str, str] = {}
    for path in sorted(SOURCES.glob("batch-*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            where = f"{path.relative_to(ROOT)}:{number}"
            try:
                row = sentence(json.loads(line), path.stem, number)
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{where}: {type(error).__name__}: {error}") from error
            if row["text"] in seen:
                raise CorpusError(f"{where}: the sentence of {seen[row['text']]} again")
            seen[row["text"]] = where
            yield row


def sentence(raw: dict[str, Any], batch: str, number: int) -> dict[str, Any]:
    """One sentence with its events."""
    text = raw["text"]
    return {
        "id": content_id(text),
        "text": text,
        "date": raw["date"],
        "genre": raw["genre"],
        "region": raw["region"],
        "batch": batch,
        "split": "held-out" if number % HELD_OUT_EVERY == 0 else "train",
        "events": [event(text, e) for e in raw["events"]],
    }


def event(text: str, raw: dict[str, Any]) -> dict[str, Any]:
    """One event: closed lists checked, words found in the sentence."""
    return {
        "trigger": span(text, raw["trigger"]),
        "type": EventType(raw["type"]).value,
        "mode": Mode(raw["mode"]).value if raw.get("mode") else None,
        "status": Status(raw.get("status", "actual")).value,
        "actors": [party(text, p) for p in raw.get("actors", ())],
        "recipients": [party(text, p) for p in raw.get("recipients", ())],
        "object": span(text, raw["object"]) if raw.get("object") else None,
        "speaker": party(text, raw["speaker"]) if raw.get("speaker") else None,
        "issues": [Issue(issue).value for issue in raw["issues"]],
        "contexts": raw.get("contexts") or [],
        "date": raw.get("when"),
        "place": {**span(text, raw["where"][0]), "country": raw["where"][1]} if raw.get("where") else None,
    }


def party(text: str, raw: list[str]) -> dict[str, Any]:
    """A party: its words' place and its code."""
    words, code = raw
    labels = Lexicon.load().labels
    state, sector = ("", code) if code in Sector.__members__ else (code[:3], sector_of(code))
    if not code.isascii() or code != code.upper():
        raise ValueError(f"{code!r} is no code")
    if code and not code.startswith("IGO") and state and state not in labels:
        raise ValueError(f"{code!r} begins with no state's code")
    if not code.startswith("IGO") and sector and sector not in Sector.__members__:
        raise ValueError(f"{code!r} ends with no sector")
    return {**span(text, words), "code": code}


def span(text: str, words: str) -> dict[str, Any]:
    """Where words stand in a sentence (the first place)."""
    at = text.find(words)
    if not words or at < 0:
        raise ValueError(f"{words!r} is not in the sentence")
    return {"start": at, "end": at + len(words), "text": words}


def lemmas(text: str) -> str:
    """A trigger's words by their lemmas, so that "signed" and "signing" are one."""
    lexicon = Lexicon.load()
    return " ".join(lexicon.lemma(lexicon.lemma(word, "v"), "n") for word in text.lower().split())


def variety(found: list[dict[str, Any]]) -> str:
    """How varied the corpus is: distinct triggers a type, repeated word runs, parties, statuses."""
    triggers: dict[str, Counter[str]] = defaultdict(Counter)
    codes: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    runs: Counter[tuple[str, ...]] = Counter()
    for row in found:
        words = row["text"].lower().split()
        runs.update({tuple(words[i : i + 5]) for i in range(len(words) - 4)})
        for e in row["events"]:
            triggers[e["type"]][lemmas(e["trigger"]["text"])] += 1
            statuses[e["status"]] += 1
            codes.update(p["code"] for p in e["actors"] + e["recipients"])
    shared = sum(n for n in runs.values() if n > 1) / max(1, sum(runs.values()))
    none = sum(not row["events"] for row in found)
    lines = [
        f"{len(found):,} sentences, {sum(map(sum, (c.values() for c in triggers.values()))):,} events, {none} with none"
    ]
    for kind in EventType:
        of = triggers[kind]
        lines.append(f"  {kind.value:<10} {sum(of.values()):>5} events, {len(of):>4} distinct triggers by lemma")
    lines.append("status: " + ", ".join(f"{k} {v}" for k, v in statuses.most_common()))
    lines.append(f"{len(codes)} party codes; {100 * shared:.1f} % of five-word runs stand in more than one sentence")
    return "\n".join(lines)


def faults(path: Path) -> list[str]:
    """What does not hold together in one batch, a line each."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            sentence(json.loads(line), path.stem, number)
        except (ValueError, KeyError, TypeError) as error:
            found.append(f"{path}:{number}: {type(error).__name__}: {error}")
    return found


def main() -> int:
    """Build, or check, the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the committed file")
    parser.add_argument("--batch", type=Path, metavar="F", help="only check this batch")
    options = parser.parse_args()
    if options.batch:
        found_faults = faults(options.batch)
        print("\n".join(found_faults) or f"{options.batch}: every line holds together")
        return 1 if found_faults else 0
    try:
        found = list(rows())
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    if options.check:
        same = TARGET.exists() and TARGET.read_text("utf-8") == content
        print("the corpus is up to date" if same else "corpus/sentences.jsonl is not what its batches give: build it")
        return 0 if same else 1
    TARGET.write_text(content, "utf-8")
    print(variety(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
