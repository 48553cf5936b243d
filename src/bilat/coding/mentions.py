"""Where a sentence names an undertaking: well-known ones by name, others by the noun that heads their name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.coding.mention_parties import PartyFinder
from bilat.coding.parse import Sentence
from bilat.coding.tokens import Token
from bilat.lexicon.undertakings import Known, MatterNoun, UndertakingWords
from bilat.model import Span, UndertakingKind

_MODIFIERS = frozenset(
    {"amod", "compound", "nmod", "poss", "nummod", "quantmod", "det", "predet", "punct", "advmod", "npadvmod"}
)
_NAMING_PREPOSITIONS = frozenset(
    {"between", "with", "on", "against", "over", "for", "of", "in", "to", "from", "among", "at"}
)
_LIMIT = 14  # words in a phrase after its head; what follows is the rest of the sentence
# Heads that a matter's noun may modify and still name the matter ("pipeline project", "trade deal talks").
_EXTENDING = frozenset(
    {
        "project",
        "deal",
        "agreement",
        "plan",
        "package",
        "process",
        "program",
        "programme",
        "regime",
        "scheme",
        "initiative",
        "pact",
    }
)


_TRADE = frozenset({"trade", "commerce", "turnover", "exchange"})
_AMOUNTS = frozenset({"million", "billion", "trillion", "bn", "m"})
_OF_MINDS = frozenset({"point", "area", "lack", "spirit", "degree", "sign", "measure"})
_PAPERS = frozenset({"deal", "agreement", "pact"})
_PLURALS = frozenset({"NNS", "NNPS"})


@dataclass(slots=True, kw_only=True)
class Mention:
    """A phrase that names an undertaking.

    Attributes:
        start, head, end: Tokens of the phrase: its first, its noun, and one past its last.
        core_end: One past the last word of its noun ("project" in "pipeline project").
        parties: Codes; basis: where they come from (name, phrase, act, sentence, article).
        texts: What the phrase or sentence calls a party, by code.
        goal: The sum that trade is to reach, for a target told by a verb.
    """

    sentence: Sentence
    start: int
    head: int
    end: int
    core_end: int
    noun: MatterNoun
    noun_words: tuple[str, ...]
    known: Known | None = None
    parties: tuple[str, ...] = ()
    texts: dict[str, str]
    basis: str = ""
    own: int = 0
    goal: str = ""

    @property
    def kind(self) -> UndertakingKind:
        """The kind of the known matter, else what the noun tells."""
        return self.known.kind if self.known else self.noun.kind

    @property
    def before(self) -> tuple[Token, ...]:
        """The words of the phrase before its noun."""
        return self.sentence.tokens[self.start : self.head]

    @property
    def span(self) -> Span:
        """The name's own words in the article."""
        return self.sentence.piece(self.start, self.core_end)


def find_mentions(sentence: Sentence, vocabulary: UndertakingWords, finder: PartyFinder) -> list[Mention]:
    """The mentions of one sentence, in order; a known name covers the nouns inside it."""
    known = list(_known(sentence, vocabulary, finder))
    covered = {i for mention in known for i in range(mention.start, mention.core_end)}
    nouns = [m for m in (*_nouns(sentence, vocabulary), *_targets(sentence, vocabulary)) if m.head not in covered]
    for mention in nouns:
        finder.complete(mention)
    return sorted([*known, *nouns], key=lambda m: m.head)


def _known(sentence: Sentence, vocabulary: UndertakingWords, finder: PartyFinder) -> Iterator[Mention]:
    for hit in vocabulary.known_names.of_text(sentence.span.text):
        tokens = list(sentence.between(hit.start, hit.end))
        if not tokens or _one_of_many(sentence, tokens) or _place(sentence, tokens):
            continue
        for name in hit.names:
            matter = vocabulary.known[int(name.code)]
            parties = finder.of_known(sentence, matter, short=name.kind == "short")
            if len(parties) < 2:
                continue
            noun = MatterNoun(family="", kind=matter.kind, issue=matter.issue, status=matter.status, weak=False)
            yield Mention(
                sentence=sentence, start=tokens[0], head=tokens[-1], end=tokens[-1] + 1, core_end=tokens[-1] + 1,
                noun=noun, noun_words=(), known=matter, parties=parties, texts={}, basis="name", own=2,
            )  # fmt: skip
            break


def _place(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """ "In Chabahar port" is where a thing took place, not the undertaking."""
    first, last = tokens[0], sentence.tokens[tokens[-1]]
    head_of_more = last.dep_ == "compound" and last.head.i > last.i
    named_port = "port" in {sentence.tokens[i].lower_ for i in tokens}
    before = sentence.tokens[first - 1].lower_ if first > 0 else ""
    return named_port and not head_of_more and before in {"in", "at", "near", "from", "to"}


def _one_of_many(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """ "A Saudi-led coalition" is not the one that goes by the name."""
    first, last = tokens[0], sentence.tokens[tokens[-1]]
    before = [t.lower_ for t in sentence.tokens[max(0, first - 2) : first]]
    wished = len(before) == 2 and before[0] in {"a", "an"} and sentence.tokens[first - 1].tag_ == "JJ"
    return wished or (before[-1:] in (["a"], ["an"]) and last.text.islower())


def _nouns(sentence: Sentence, vocabulary: UndertakingWords) -> Iterator[Mention]:
    taken: set[int] = set()
    starts = vocabulary.noun_starts
    for token in sentence.among(vocabulary.spelt_starts):
        plural = token.tag_ in _PLURALS and singular(token) in starts
        if not (plural or token.lower_ in starts) or token.i in taken:
            continue
        found = _longest(sentence, token.i, vocabulary)
        if found is None:
            continue
        length, noun = found
        head, core_end = _head(sentence, token.i + length - 1)
        if noun.kind is UndertakingKind.PROJECT and singular(sentence.tokens[core_end - 1]) in _PAPERS:
            continue  # a pipeline deal is a deal
        if head is None or _of_minds(head):
            continue
        taken.update(range(token.i, core_end))
        start = phrase_start(sentence, head, token.i)
        key = tuple(sentence.tokens[i].lower_ for i in range(token.i, token.i + length))
        end = phrase_end(head, core_end)
        if noun.needs and not any(t.lower_ in noun.needs for t in sentence.tokens):
            continue
        yield Mention(
            sentence=sentence, start=start, head=head.i, end=end, core_end=core_end, noun=noun,
            noun_words=key, texts={},
        )  # fmt: skip


def _of_minds(head: Token) -> bool:
    """ "Points of agreement", "in agreement": no paper."""
    prep = head.head if head.dep_ == "pobj" else None
    if prep is None or head.lower_ != "agreement" or any(c.dep_ not in {"amod", "prep"} for c in head.children):
        return False
    return prep.lower_ == "in" or (prep.lower_ == "of" and prep.head.lemma_ in _OF_MINDS)


def _targets(sentence: Sentence, vocabulary: UndertakingWords) -> Iterator[Mention]:
    """ "To raise trade to $30 billion": a target of trade that a verb tells."""
    key = ("trade", "target")
    noun = vocabulary.nouns[key]
    for token in sentence.verbs:
        if token.lemma_ not in vocabulary.raising:
            continue
        raised = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"} and c.i != token.i]
        head = next((t for c in raised for t in c.subtree if singular(t) in _TRADE and t.is_noun), None)
        to = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "to"), None)
        if head is None or to is None:
            continue
        goal = _amount(sentence, to.i + 1, to.right_edge.i + 1)
        if goal:
            yield Mention(
                sentence=sentence, start=phrase_start(sentence, head, head.i), head=head.i, end=head.i + 1,
                core_end=head.i + 1, noun=noun, noun_words=key, texts={}, goal=goal,
            )  # fmt: skip


def _amount(sentence: Sentence, start: int, end: int) -> str:
    """A sum of money in tokens ``start`` to ``end``: "$30 billion", "30 billion dollars"."""
    for i in range(start, end):
        if sentence.tokens[i].lower_ not in _AMOUNTS:
            continue
        first = last = i
        while first > start and (sentence.tokens[first - 1].tag_ in {"CD", "$"} or sentence.tokens[first - 1].text == "-"):
            first -= 1
        if i + 1 < end and sentence.tokens[i + 1].lower_ in {"dollars", "euros", "dollar", "euro"}:
            last = i + 1
        return sentence.piece(first, last + 1).text
    return ""


def _longest(sentence: Sentence, i: int, vocabulary: UndertakingWords) -> tuple[int, MatterNoun] | None:
    """The longest noun phrase of the vocabulary that begins at token ``i``."""
    doc = sentence.tokens
    for length in vocabulary.noun_starts.get(doc[i].lower_, (1,)):
        last = doc[i + length - 1] if i + length <= len(doc) else None
        if last is None or not last.tag_.startswith(("NN", "CD")):
            continue
        head = [token.lower_ for token in doc[i : i + length - 1]]
        noun = vocabulary.nouns.get((*head, singular(last))) or vocabulary.nouns.get((*head, last.lower_))
        if noun is not None:
            return length, noun
    return None


def singular(token: Token) -> str:
    """A noun's lower-case singular, by its ending."""
    low: str = token.lower_
    if token.tag_ not in _PLURALS:
        return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low


def _head(sentence: Sentence, last: int) -> tuple[Token | None, int]:
    """The phrase's head and one past the name's last word; no head where the noun only modifies another thing."""
    token = sentence.tokens[last]
    end = last + 1
    while token.dep_ in {"compound", "nmod", "amod"} and token.head.i == end and singular(token.head) in _EXTENDING:
        token, end = token.head, end + 1
    if token.dep_ in {"compound", "nmod"} and token.head.i > token.i and token.head.is_noun:
        return None, end
    return token, end


def phrase_start(sentence: Sentence, head: Token, at: int) -> int:
    """The first token of a phrase: its modifiers that stand in a row before its noun."""
    start = at
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.i >= at:
            continue
        if child.dep_ not in _MODIFIERS or child.tag_ in {"``", "''", ",", ":", "-LRB-"}:
            break
        start = min(start, child.left_edge.i)
    while start < at and sentence.tokens[start].tag_ in {"``", "''", ",", ":"}:
        start += 1
    return start


def phrase_end(head: Token, core_end: int) -> int:
    """One past the phrase's last token: what the naming prepositions and "to ..." after the head hold."""
    end = core_end
    for child in head.rights:
        naming = child.dep_ in {"prep", "dative"} and child.lower_ in _NAMING_PREPOSITIONS
        purpose = child.dep_ in {"acl", "relcl"} and any(c.dep_ == "aux" and c.lower_ == "to" for c in child.lefts)
        if not (naming or purpose) or child.left_edge.i > end + 1:
            continue
        end = max(end, _clause_free(child, child.left_edge.i + _LIMIT) + 1)
    return end


def _clause_free(top: Token, limit: int) -> int:
    """The last token under ``top`` before a relative clause, a comma or the limit."""
    last: int = top.i
    for token in top.doc[top.left_edge.i : min(top.right_edge.i + 1, limit)]:
        if token.tag_ in {",", ":", "``", "''", "-LRB-"} or token.tag_ in {"WDT", "WP", "WRB"}:
            break
        last = token.i
    return last


def in_order(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes without repeats, in order."""
    return tuple(dict.fromkeys(c for c in codes if c))
