"""spaCy's small English network, run on a few sentences at a time with numpy alone.

spaCy's own code is made for large batches and for training. On an article's dozen sentences most of its time goes
elsewhere: embeddings of words that were seen a minute ago are looked up again, and each step of the parser leaves
Python's lock and takes it back hundreds of times (its builds for Python 3.11 have profiling hooks in). The same weights,
applied here, give the same tags and trees in two fifths of the time; tests/coding/test_parser_network.py holds the two together.

Layers: hashed embeddings of a word's features (Miranda et al. 2022, "Multi hash embeddings in spaCy"), a convolution over
windows of three words with maxout and layer normalisation, and a transition-based parser (Honnibal and Johnson 2015) whose
moves spaCy itself makes.
"""

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]

_KNOWN = 32_768
"""Words whose embeddings are kept (12 MB); then they are forgotten and learnt anew."""
_GAP = 4
"""Empty rows between sentences: as many as there are convolutions, so that no sentence sees another."""
_EPSILON = 1e-8


class ParserNetwork:
    """Tagger and parser of one spaCy pipeline."""

    def __init__(self, pipeline: "Language") -> None:
        """Take the weights of a pipeline.

        Raises:
            ValueError: Its tok2vec, tagger or parser is not built as that of spaCy's small models.
        """
        self._pipeline = pipeline
        self._tagger: Any
        self._parser: Any
        tok2vec: Any
        try:
            tok2vec, self._tagger, self._parser = (pipeline.get_pipe(name) for name in ("tok2vec", "tagger", "parser"))
            embed, encode = tok2vec.model.layers
            self._words = _Words(embed)
            self._layers = [_Maxout(layer.layers[0].layers[1]) for layer in encode.layers[0].layers]
            softmax = self._tagger.model.get_ref("softmax")
            self._tag_weights, self._tag_bias = _turned(softmax.get_param("W")), softmax.get_param("b")
            self._take_parser(pipeline)
        except (AttributeError, IndexError, KeyError, ValueError) as error:
            raise ValueError(f"the model's network is not that of spaCy's small models: {error}") from error

    def _take_parser(self, pipeline: "Language") -> None:
        narrow, lower, upper = self._parser.model.layers
        linear = narrow.layers[-1]
        weights = lower.get_param("W")
        features, hidden, pieces, width = weights.shape
        if pieces != 2 or self._parser.model.attrs["unseen_classes"]:
            raise ValueError("the parser's layers have another shape")
        # Pieces are laid side by side, so that their maximum is one of two halves; the first feature carries the bias.
        flat = weights.transpose(0, 2, 1, 3).reshape(-1, width)
        bias = np.zeros((features, pieces, hidden), np.float32)
        bias[0] = lower.get_param("b").T
        self._features, self._hidden = features, hidden
        self._feature_weights: Floats = _turned(flat @ linear.get_param("W"))
        self._feature_bias: Floats = flat @ linear.get_param("b") + bias.reshape(-1)
        self._missing: Floats = (lower.get_param("pad")[0].transpose(0, 2, 1) + bias).reshape(-1)
        # A row of the scores' weights for the bias, which a last hidden unit that is always 1 adds.
        self._scores: Floats = np.vstack([upper.get_param("W").T, upper.get_param("b")[None]])
        # The features of a state are found by a method of spaCy's step model, which only a document's gives.
        doc = pipeline.make_doc("x")
        tok2vec: Any = pipeline.get_pipe("tok2vec")
        tok2vec.set_annotations([doc], tok2vec.predict([doc]))
        self._features_of = self._parser.model.predict([doc]).get_token_ids

    def parse(self, texts: Sequence[str]) -> list["Doc"]:
        """Tag and parse texts, each as one sentence or more, in order."""
        docs = [self._pipeline.make_doc(text) for text in texts]
        if not any(len(doc) for doc in docs):
            return docs
        vectors = self._vectors(docs)
        tags = (vectors @ self._tag_weights + self._tag_bias).argmax(axis=1)
        self._tagger.set_annotations(docs, np.split(tags, np.cumsum([len(doc) for doc in docs])[:-1]))
        states = self._parser.moves.init_batch(docs)
        self._advance([state for state in states if not state.is_final()], vectors)
        self._parser.set_annotations(docs, states)
        return docs

    def _vectors(self, docs: Sequence["Doc"]) -> Floats:
        """Every token's vector in its sentence: [tokens, width]."""
        embedded = self._words.vectors(docs)
        tokens, width = embedded.shape
        at = np.arange(tokens) + np.repeat(_GAP * np.arange(1, len(docs) + 1), [len(doc) for doc in docs])
        rows: Floats = np.zeros((tokens + _GAP * (len(docs) + 1), width), np.float32)
        rows[at] = embedded
        window: Floats = np.zeros((len(rows), 3 * width), np.float32)
        for layer in self._layers:
            window[1:, :width] = rows[:-1]
            window[:, width : 2 * width] = rows
            window[:-1, 2 * width :] = rows[1:]
            rows += layer(window)
        found: Floats = rows[at]
        return found

    def _advance(self, states: list[Any], vectors: Floats) -> None:
        """Make the best move of each state until all are final."""
        table: Floats = np.empty((len(vectors) + 1, len(self._missing)), np.float32)
        table[0] = self._missing
        np.matmul(vectors, self._feature_weights, out=table[1:])
        table[1:] += self._feature_bias
        # What each token adds to the hidden layer as each feature of a state: a row of -1, none, stands first.
        parts = table.reshape(-1, 2 * self._hidden)
        offsets = np.arange(self._features, 2 * self._features, dtype=np.int32)
        hidden: Floats = np.ones((len(states), self._hidden + 1), np.float32)
        width, count, scores = self._hidden, self._features, self._scores
        while states:
            ids = self._features_of(states)
            ids *= count
            ids += offsets
            sums = np.add.reduce(parts.take(ids, axis=0), axis=1)
            live = hidden[: len(states)]
            np.maximum(sums[:, :width], sums[:, width:], out=live[:, :width])
            states = self._parser.transition_states(states, live.dot(scores))


class _Maxout:
    """A layer of three linear pieces, the greatest of each three taken, and normalised."""

    def __init__(self, layer: Any) -> None:
        # A trained layer lies within one or two that only drop out.
        while not layer.name.startswith("maxout>>layernorm") or layer.layers[0].name != "maxout":
            layer = layer.layers[0]
        maxout, norm = layer.layers[:2]
        weights = maxout.get_param("W")
        self.width, pieces = weights.shape[:2]
        if pieces != 3:
            raise ValueError(f"{pieces} pieces of a maxout")
        self.weights: Floats = _turned(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]))
        self._bias: Floats = np.ascontiguousarray(maxout.get_param("b").T).reshape(-1)
        self._gain: Floats = norm.get_param("G")
        self._shift: Floats = norm.get_param("b")

    def __call__(self, rows: Floats) -> Floats:
        """[n, inputs] to [n, width]."""
        return self.settle(rows @ self.weights)

    def settle(self, sums: Floats) -> Floats:
        """The linear pieces' sums [n, 3 x width], which it overwrites, to the layer's answer [n, width]."""
        width = self.width
        sums += self._bias
        best = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        np.maximum(best, sums[:, 2 * width :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / width + _EPSILON
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self._gain
        best += self._shift
        return best


class _Words:
    """Embeddings of words by their features; a word seen before is looked up.

    What a feature adds to the mixing layer is multiplied out beforehand, so that a word's embedding is a sum of rows: it
    does not depend, to the last digit, on which words are embedded beside it, or on when.
    """

    def __init__(self, embed: Any) -> None:
        from spacy.attrs import intify_attr  # type: ignore[import-not-found,unused-ignore]

        extract, _, hashed, mix = embed.layers[:4]
        self._columns = [intify_attr(name) for name in extract.attrs["columns"]]
        self._mix = _Maxout(mix.layers[0])
        self._tables: list[tuple[Floats, int]] = []
        at = 0
        for chain in hashed.layers[0].layers:
            table = chain.layers[1]
            rows = table.get_param("E")
            weights = self._mix.weights[at : at + rows.shape[1]]
            self._tables.append((rows @ weights, table.attrs["seed"]))
            at += rows.shape[1]
        self._hash = embed.ops.hash
        self._learning = Lock()
        self._forget()

    def _forget(self) -> None:
        # The two go together and are replaced together: another thread that still reads the old ones is not disturbed.
        self._known: tuple[dict[bytes, int], Floats] = ({}, np.zeros((_KNOWN, self._mix.width), np.float32))

    def vectors(self, docs: Sequence["Doc"]) -> Floats:
        """The embeddings of all tokens in order: [tokens, width]."""
        features = np.concatenate([doc.to_array(self._columns).reshape(len(doc), len(self._columns)) for doc in docs])
        features = np.ascontiguousarray(features, np.uint64)
        keys: list[bytes] = features.view(f"V{features.itemsize * features.shape[1]}").ravel().tolist()
        if len(keys) > _KNOWN:
            return self._embed(features)
        rows, known = self._known
        at = [rows.get(key, -1) for key in keys]
        if -1 in at:
            rows, known = self._learn(dict(zip(keys, features, strict=True)))
            at = [rows[key] for key in keys]
        found: Floats = known[at]
        return found

    def _learn(self, words: dict[bytes, npt.NDArray[np.uint64]]) -> tuple[dict[bytes, int], Floats]:
        """Embed the words that are not known yet, and give what is known then, which holds all of these."""
        with self._learning:
            if len(self._known[0]) + len(words) > _KNOWN:
                self._forget()
            rows, known = self._known
            new = [key for key in words if key not in rows]
            start = len(rows)
            known[start : start + len(new)] = self._embed(np.stack([words[key] for key in new]))
            # Last, so that who finds a word finds its row filled.
            rows.update(zip(new, range(start, start + len(new)), strict=True))
            return rows, known

    def _embed(self, features: npt.NDArray[np.uint64]) -> Floats:
        sums: Floats = np.zeros((len(features), 3 * self._mix.width), np.float32)
        for column, (table, seed) in enumerate(self._tables):
            buckets = self._hash(np.ascontiguousarray(features[:, column]), seed) % len(table)
            sums += np.add.reduce(table[buckets], axis=1)
        return self._mix.settle(sums)


def _turned(weights: Floats) -> Floats:
    return np.ascontiguousarray(weights.T)
