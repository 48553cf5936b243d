"""The copied words say what spaCy's own tokens say."""

import json
from itertools import islice
from pathlib import Path

from spacy.tokens import Token as SpacyToken

from bilat.coding.parse import load_parser
from bilat.coding.tokens import Token, tokens_of
from bilat.lexicon import Lexicon

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "sentences.jsonl"
ODD = ["A 😀 test of “odd” text’s  double  spaces\tand tabs in İstanbul.", "", " "]


def test_copied_words_are_spacys() -> None:
    with CORPUS.open(encoding="utf-8") as lines:
        texts = ODD + [json.loads(line)["text"] for line in islice(lines, 0, None, 60)]

    forms = Lexicon.load().forms
    for doc in load_parser().pipe(texts):
        words = tokens_of(doc, doc.text, forms)
        assert [_told(token) for token in words] == [_told(token) for token in doc]
        assert [token.is_verb for token in words] == [token.tag_.startswith("VB") for token in doc]


def _told(token: Token | SpacyToken) -> tuple[object, ...]:
    below = [[t.i for t in some] for some in (token.lefts, token.rights, token.children, token.subtree, token.ancestors)]
    edges = token.left_edge.i, token.right_edge.i
    words = token.text, token.lower_, token.whitespace_, token.tag_, token.dep_
    return token.i, token.idx, len(token), *words, token.head.i, *below, *edges
