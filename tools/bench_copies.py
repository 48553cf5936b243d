"""How well copies are found, and what it costs: makes copies of real articles and counts which are found.

Usage: python tools/bench_copies.py FILE [--articles N] [--copies N] [--seed N] [--audit N]

FILE is JSONL (or .jsonl.gz) with "text", "id" and, where known, "date" (or "est_date"). The first N articles are taken in, then
the made copies, then it is told, for each kind of copy, which were put into the group of the article that they were made from
(recall), and which were said to be copies of another (precision). The other articles of the file are the hard negatives.
What is found among these themselves can only be judged by eye: --audit prints such pairs.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bilat.model import Copy
from bilat.reading.copies import Copies
from bilat.reading.signature import sign

SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
AGENCIES = ("IRNA", "Xinhua", "Reuters", "AFP", "Mehr News Agency", "Press TV")


@dataclass(frozen=True)
class Report:
    """An article of the file."""

    id: str
    date: str | None
    text: str


def reports(path: Path, most: int | None) -> list[Report]:
    """The articles of the file; an id that comes twice is read once."""
    found: dict[str, Report] = {}
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for body in map(json.loads, lines):
            day = body.get("date") or body.get("est_date")
            found.setdefault(str(body["id"]), Report(str(body["id"]), day, body["text"]))
            if most and len(found) == most:
                break
    return list(found.values())


class Maker:
    """Makes copies of articles as other outlets print them."""

    def __init__(self, all_reports: list[Report], seed: int) -> None:
        self.rng = random.Random(seed)
        self.reports = all_reports
        seen = Counter(word for one in all_reports[:4000] for word in re.findall(r"\b[a-z]{2,}\b", one.text))
        common = [word for word, _ in seen.most_common(8000)]
        self.short, self.long = [w for w in common if len(w) < 5][:500], [w for w in common if len(w) >= 5]

    def truncated(self, text: str, least: float = 0.3) -> str:
        """The first 30 to 90 per cent, to a whole sentence where one ends there."""
        end = int(len(text) * self.rng.uniform(least, 0.9))
        stop = text.rfind(". ", 0, end) + 1
        return text[: stop if stop > least * len(text) else text.rfind(" ", 0, end)].rstrip()

    def reworded(self, text: str, most: float = 0.4) -> str:
        """10 to 40 per cent of the words dropped, swapped with the next, replaced, or gone with a sentence; numbers and
        names stand, as an editor leaves them; some sentences change places."""
        share = self.rng.uniform(0.1, most)
        sentences = [part.split() for part in SENTENCE_END.split(text) if part.strip()]
        total = sum(map(len, sentences))
        gone = 0
        for at in self.rng.sample(range(1, len(sentences)), len(sentences) - 1) if len(sentences) > 5 else ():
            if gone + len(sentences[at]) <= share * total / 4 and self.rng.random() < 0.5:
                gone += len(sentences[at])
                sentences[at] = []
        left = [words for words in sentences if words]
        for at in range(1, len(left) - 1):
            if self.rng.random() < share / 2:
                left[at], left[at + 1] = left[at + 1], left[at]
        free = sum(not _fixed(word, at) for words in left for at, word in enumerate(words))
        chance = min(0.9, (share * total - gone) / max(1, free))
        return " ".join(" ".join(self._sentence(words, chance)) for words in left)

    def _sentence(self, words: list[str], chance: float) -> Iterator[str]:
        rest = iter(enumerate(words))
        for at, word in rest:
            if _fixed(word, at) or self.rng.random() >= chance:
                yield word
                continue
            how = self.rng.random()
            if how < 0.3:
                continue
            if how < 0.45 and at + 1 < len(words):
                yield next(rest)[1]
                yield word
                continue
            bare = word.rstrip('.,;:”"')
            yield self.rng.choice(self.long if len(bare) > 4 else self.short) + word[len(bare) :]

    def extended(self, text: str) -> str:
        """A paragraph of another article put in, anywhere after the first paragraph (or sentence, where there is but one)."""
        parts = [part for part in text.split("\n\n") if part.strip()]
        parts = parts if len(parts) > 1 else SENTENCE_END.split(text)
        for _ in range(50):
            other = self.rng.choice(self.reports).text
            fitting = [p for p in other.split("\n\n") if 20 < len(p.split()) < 80 and len(p) < 0.4 * len(other)]
            if fitting and other != text:
                parts.insert(self.rng.randint(1, len(parts)), self.rng.choice(fitting))
                break
        return "\n\n".join(parts)

    def credited(self, text: str) -> str:
        """An agency's name in the dateline or at the end, and a line on who wrote it."""
        agency, body = self.rng.choice(AGENCIES), re.sub(r"^TEHRAN\s*[–-]+\s*", "", text)
        if self.rng.random() < 0.5:
            return f"TEHRAN, ({agency}) - {body}\n\nSource: {agency}"
        return f"{agency}\n\n{body}\n\n(Reporting by the {agency} Tehran bureau; Editing by the foreign desk)"

    def mixed(self, text: str) -> str:
        """Two of these at once: cut to half at the most, reworded by 25 per cent at the most."""
        ways: list[Callable[[str], str]] = [
            lambda t: self.truncated(t, 0.5),
            lambda t: self.reworded(t, 0.25),
            self.extended,
            self.credited,
        ]
        for way in self.rng.sample(ways, 2):
            text = way(text)
        return text


def _fixed(word: str, at: int) -> bool:
    return any(sign.isdigit() for sign in word) or (at > 0 and word[:1].isupper())


def made(maker: Maker, number: int) -> Iterator[tuple[str, str, Report]]:
    """(kind, id of the source, the copy) for so many articles, one copy of each kind; each a day or three later."""
    ways: dict[str, Callable[[str], str]] = {
        "headline": lambda text: text,
        "truncation": maker.truncated,
        "rewording": maker.reworded,
        "insertion": maker.extended,
        "credit": maker.credited,
        "mixed": maker.mixed,
    }
    for source in maker.rng.sample(maker.reports, min(number, len(maker.reports))):
        for kind, way in ways.items():
            day = source.date and (date.fromisoformat(source.date) + timedelta(maker.rng.randint(0, 3))).isoformat()
            yield kind, source.id, Report(f"{kind}:{source.id}", day, way(source.text))


def run(all_reports: list[Report], copies: int, seed: int, audit: int) -> None:
    """Takes all in and prints the figures."""
    found = Copies()
    started = time.process_time()
    links: list[Copy] = []
    for one in all_reports:
        links += found.add(one.id, one.date, sign(one.text))
    each = (time.process_time() - started) / len(all_reports) * 1000
    print(f"{len(all_reports):,} articles: {each:.2f} ms each, signature included; {len(links)} copies among them")
    group = _groups(links)
    for link in random.Random(seed).sample(links, min(audit, len(links))):
        _show(link, {one.id: one for one in all_reports})
    right, wrong, total = Counter[str](), Counter[str](), Counter[str]()
    for kind, source, copy in made(Maker(all_reports, seed), copies):
        # Each is judged on its own: a copy of a copy would be found too easily.
        told = found.like(copy.date, sign(copy.text))
        total[kind] += 1
        hits = [group(id) == group(source) for id in told]
        right[kind] += any(hits)
        wrong[kind] += len(hits) - sum(hits)
    for kind in [*total, "all"]:
        r, w, n = (sum(c.values()) if kind == "all" else c[kind] for c in (right, wrong, total))
        print(f"{kind:<11} {n:>6}  precision {100 * r / max(1, r + w):6.2f}  recall {100 * r / n:6.2f}")


def _groups(links: list[Copy]) -> Callable[[str], str]:
    parent: dict[str, str] = defaultdict(str)

    def root(id: str) -> str:
        while parent[id]:
            id = parent[id]
        return id

    for link in links:
        if root(link.article_id) != root(link.of):
            parent[root(link.article_id)] = root(link.of)
    return root


def _show(link: Copy, by_id: dict[str, Report]) -> None:
    print(f"\n{link.kind} {link.similarity}")
    for id in (link.of, link.article_id):
        one = by_id[id]
        print(f"  {id} {one.date} ({len(one.text.split())} words) {' '.join(one.text.split())[:400]}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--audit", type=int, default=0)
    given = parser.parse_args()
    run(reports(given.file, given.articles), given.copies, given.seed, given.audit)


if __name__ == "__main__":
    main()
