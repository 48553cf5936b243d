"""Write docs/errors.md: what the coder still gets wrong on the corpus's held-out part, by kind, with counts and examples.

    python tools/error_atlas.py            code the held-out part and write docs/errors.md
    python tools/error_atlas.py --print    only print it

Every example is the project's own sentence. A gold event is compared with the coded event of its sentence that is
nearest to it; what differs first, in the order type, parties, status, names the kind.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus_files import corpus_digest, held_out_articles, held_out_sentences

from bilat.evaluation.articles import GoldArticle
from bilat.evaluation.matching import Assertion, from_coding, matched, same_parties, sentence_ranges, sides, together
from bilat.predictors import predictor
from bilat.trained import load_model

TARGET = Path(__file__).resolve().parent.parent / "docs" / "errors.md"
_EXAMPLES = 3
_LONG = 260

KINDS = {
    "missed": "Acts that are not found",
    "invented": "Acts that are not there",
    "type": "Acts taken for another type",
    "actor missing": "The actor is not found",
    "actor wrong": "Somebody else is the actor, or one too many",
    "recipient missing": "The recipient is not found",
    "recipient wrong": "Somebody else is the recipient, or one too many",
    "turned": "Actor and recipient change places",
    "status": "The status is another",
}


@dataclass(slots=True)
class Kind:
    """One kind of error: how often, between what, and where."""

    n: int = 0
    between: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str]] = field(default_factory=list)

    def note(self, what: str, sentence: str, told: str) -> None:
        """Count one, and keep it as an example if none of its sort is kept."""
        self.n += 1
        self.between[what] += 1
        if len(self.examples) < _EXAMPLES and self.between[what] == 1 and len(sentence) <= _LONG:
            self.examples.append((sentence, told))


def survey(gold: Sequence[GoldArticle]) -> tuple[dict[str, Kind], Counter[str]]:
    """The kinds of error, and how many events gold has, how many were coded and how many are right."""
    code = predictor("articles")
    kinds: dict[str, Kind] = defaultdict(Kind)
    totals: Counter[str] = Counter()
    for article in gold:
        coded = from_coding(code(article.article)).assertions
        _compare(article.coded.assertions, coded, article.coded.text, kinds, totals)
    return kinds, totals


def _compare(
    gold: Sequence[Assertion], coded: Sequence[Assertion], text: str, kinds: dict[str, Kind], totals: Counter[str]
) -> None:
    gold_at, coded_at = sentence_ranges(gold, text), sentence_ranges(coded, text)
    left, free = list(range(len(gold))), list(range(len(coded)))
    totals.update(gold=len(gold), coded=len(coded))
    for n, test in enumerate(_TESTS):

        def agree(i: int, j: int, test: Callable[[Assertion, Assertion], bool] = test) -> bool:
            return together(gold_at[i], coded_at[j]) and test(gold[i], coded[j])

        for i, j in matched(left, free, agree):
            left.remove(i)
            free.remove(j)
            totals["right"] += n == 0
            _note(n, gold[i], coded[j], kinds)
    for i in left:
        kinds["missed"].note(str(gold[i].type), gold[i].sentence, f"{_line(gold[i])} is not coded")
    for j in free:
        kinds["invented"].note(str(coded[j].type), coded[j].sentence, f"coded: {_line(coded[j])}")


_TESTS: tuple[Callable[[Assertion, Assertion], bool], ...] = (
    lambda g, c: g.type == c.type and same_parties(g, c, "states") and g.status == c.status,
    lambda g, c: g.type == c.type and same_parties(g, c, "states"),
    lambda g, c: g.type == c.type,
    lambda g, c: same_parties(g, c, "states"),
)
"""What agrees, from all down to the parties alone."""


def _note(n: int, gold: Assertion, coded: Assertion, kinds: dict[str, Kind]) -> None:
    told = f"{_line(gold)}; coded: {_line(coded)}"
    if n == 1:
        kinds["status"].note(f"{gold.status} as {coded.status}", gold.sentence, told)
    elif n == 2:
        kinds[_of_parties(gold, coded)].note(str(gold.type), gold.sentence, told)
    elif n == 3:
        kinds["type"].note(f"{gold.type} as {coded.type}", gold.sentence, told)


def _of_parties(gold: Assertion, coded: Assertion) -> str:
    (ga, gr), (ca, cr) = sides(gold, "states"), sides(coded, "states")
    if ga and gr and ga == cr and gr == ca:
        return "turned"
    if ga != ca:
        return "actor missing" if ca < ga else "actor wrong"
    return "recipient missing" if cr < gr else "recipient wrong"


def _line(event: Assertion) -> str:
    arrow = f" → {', '.join(event.recipients)}" if event.recipients else ""
    return f"{event.type} {', '.join(event.actors) or 'nobody'}{arrow}, {event.status}"


def page(kinds: dict[str, Kind], totals: Counter[str]) -> Iterator[str]:
    """The lines of docs/errors.md."""
    yield "# What it still gets wrong\n"
    yield (
        "Counted on the part of the [corpus](../corpus/README.md) that nothing was trained on, by "
        f"`python tools/error_atlas.py`, corpus `{corpus_digest()[:16]}`, model `{load_model().digest}`. "
        "The sentences are the project's own; an article's sentence is read in its article, so that a name may stand "
        "in an earlier one.\n"
    )
    yield (
        f"Gold has {totals['gold']:,} events there, {totals['coded']:,} were coded, {totals['right']:,} agree in type, "
        "states and status. Each of the others is counted once:\n"
    )
    yield "| kind | n | most often |\n|---|---|---|"
    for name, title in KINDS.items():
        often = ", ".join(f"{what} {n}" for what, n in kinds[name].between.most_common(5))
        yield f"| {title} | {kinds[name].n} | {often} |"
    for name, title in KINDS.items():
        yield f"\n## {title}\n"
        for sentence, told in kinds[name].examples:
            yield f"- “{sentence}”  \n  {told}"


def main() -> int:
    """Survey, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true", help="print it and write nothing")
    options = parser.parse_args()
    text = "\n".join(page(*survey([*held_out_articles(), *held_out_sentences()]))) + "\n"
    if options.print:
        print(text)
    else:
        TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
