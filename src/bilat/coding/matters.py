"""The matters of an article: the mentions that speak of one undertaking, with what their sentences tell of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from bilat.coding.headline import Headline
from bilat.coding.mention_parties import PartyFinder, imposing_clause
from bilat.coding.mentions import Mention, find_mentions, in_order, singular
from bilat.coding.naming import bare, complement, core_words, issue_of
from bilat.coding.obstacles import find_obstacles
from bilat.coding.parse import Sentence
from bilat.coding.standing import Cued, cues_near, lifted, of_object
from bilat.coding.works import LINES
from bilat.lexicon import Lexicon
from bilat.lexicon.undertakings import UndertakingWords
from bilat.model import Issue, Obstacle, ObstacleKind, UndertakingKind, UndertakingStatus

_POINTING = frozenset({"the", "this", "that", "its", "their", "these", "such"})
_BACK = 4  # sentences that "the binding agreement" looks back
_FAR = 12  # the same for a bare "the agreement"
_ARTICLE_KINDS = frozenset({"pipeline", "way", "power", "market", "trade-target", "trade-agreement"})
_HELD = frozenset({"previous", "recent", "latest", "past", "earlier", "last"})
_PARTIES = 3
_MAKING = frozenset({"sign", "conclude", "reach", "ratify", "initial", "seal", "strike", "ink", "finalise", "finalize", "amend"})
_SANCTIONS = UndertakingKind.SANCTIONS_REGIME


@dataclass(slots=True)
class Matter:
    """One undertaking while its article is read."""

    first: Mention
    parties: tuple[str, ...]
    issue: Issue
    issue_reason: str
    mentions: list[Mention] = field(default_factory=list)
    cued: list[Cued] = field(default_factory=list)
    obstacles: dict[tuple[int, int], Obstacle] = field(default_factory=dict)
    hindered: bool = False
    ended: bool = False
    last: int = 0

    @property
    def kind(self) -> UndertakingKind:
        """The kind that its first mention has."""
        return self.first.kind

    @property
    def family(self) -> str:
        """The family of its nouns; a known line's own mention has none."""
        return next((m.noun.family for m in self.mentions if m.noun.family), self.first.noun.family)


def gather(sentences: Sequence[Sentence], lexicon: Lexicon, finder: PartyFinder, headline: Headline) -> list[Matter]:
    """The matters of an article, in the order of their first mention."""
    matters: list[Matter] = []
    vocabulary = lexicon.undertakings
    for sentence in sentences:
        here: list[tuple[Matter, int]] = []
        mentions = find_mentions(sentence, vocabulary, finder)
        for mention in mentions:
            matter = _place(mention, matters, lexicon)
            if matter is not None:
                here.append((matter, mention.head))
        if not here:
            here = list(_pointed(sentence, matters, vocabulary))
        main = [(m, 0) for m in matters if m.first.noun.family in headline.families or m.kind in headline.kinds]
        near = [(m, 0) for m in matters if m.kind is UndertakingKind.PROJECT and sentence.index - m.last <= 1]
        main = (main or near)[:1]
        _note(sentence, here, [m.head for m in mentions], matters, vocabulary, main)
    return matters


def _place(mention: Mention, matters: list[Matter], lexicon: Lexicon) -> Matter | None:
    """The matter that a mention speaks of, new or told before; None where it names no matter of its own."""
    issue, reason = issue_of(mention, lexicon)
    parties = _ordered(mention)
    for matter in reversed(matters):
        if _same(matter, mention, parties, issue):
            matter.mentions.append(mention)
            if mention.basis == "act" and len(joint := in_order([*parties, *matter.parties])) <= _PARTIES:
                matter.parties = joint
            matter.last = mention.sentence.index
            return matter
    if not parties or not _stands_alone(mention):
        return None
    matter = Matter(mention, parties, issue, reason, [mention], last=mention.sentence.index)
    matters.append(matter)
    return matter


def _same(matter: Matter, mention: Mention, parties: tuple[str, ...], issue: Issue) -> bool:
    if matter.first.known is not None and matter.first.known is mention.known:
        return True
    if LINES >= {matter.family, mention.noun.family}:
        # An article speaks of one pipeline, unless it names the parties of another.
        return mention.own < 2 or set(mention.parties) == set(matter.parties)
    if matter.kind is not mention.kind or (matter.first.known and mention.known):
        return False
    if mention.known is None and mention.own == 0 and _definite(mention):
        return mention.sentence.index - matter.last <= (_FAR if bare(mention) else _BACK)
    if matter.first.known is not None and matter.first.known.multilateral:
        parties = tuple(p for p in parties if not p.startswith("IGO")) or parties
    if mention.basis == "act" and _same_words(matter, mention) and set(parties) & set(matter.parties):
        return matter.first.noun.family == mention.noun.family
    if not set(parties) <= set(matter.parties) and not set(matter.parties) <= set(parties):
        return False
    if not parties:
        return False
    near = matter.first.noun.family == mention.noun.family or matter.issue is issue or _by_its_words(matter, mention)
    return near and (matter.kind is _SANCTIONS or not _told_apart(matter.first, mention))


def _by_its_words(matter: Matter, mention: Mention) -> bool:
    """Whether a phrase shares a telling word with the usual name of a matter ("25-year")."""
    known = matter.first.known or mention.known
    other = mention if matter.first.known else matter.first
    if known is None or other.known is not None:
        return False
    telling = {w.lower() for w in core_words(other)} - set(other.noun_words)
    return bool(telling & set(known.name.lower().split()))


def _same_words(matter: Matter, mention: Mention) -> bool:
    """Whether a mention a few sentences on says what the first one says, or nothing more than "a deal"."""
    near = mention.sentence.index - matter.last <= _BACK
    return near and (bare(mention) or complement(mention) == complement(matter.first) != "")


def _told_apart(a: Mention, b: Mention) -> bool:
    """Whether two phrases carry modifiers that share no word, and so name two matters."""
    if a.known or b.known:
        return False
    apart = [set(m.noun_words[:-1]) - {"-"} for m in (a, b)]
    if not apart[0] <= apart[1] and not apart[1] <= apart[0]:
        return True  # a free-trade agreement is no preferential trade agreement
    left, right = (set(" ".join(core_words(m)).lower().split()) - set(m.noun_words) for m in (a, b))
    return bool(left and right and not left & right)


def _definite(mention: Mention) -> bool:
    """Whether a phrase points back ("the deal", "this agreement") and says nothing of its own on what it is for."""
    before = mention.sentence.tokens[mention.start : mention.head]
    pointing = any(t.lower_ in _POINTING for t in before) or (not len(before) and mention.kind is _SANCTIONS)
    return pointing and len(mention.noun_words) == 1 and not complement(mention)


def _stands_alone(mention: Mention) -> bool:
    """Whether a mention is enough to code a matter by; doubtful nouns need their parties in their own phrase."""
    if mention.known is not None:
        return True
    head = mention.sentence.tokens[mention.head]
    if head.dep_ == "attr" and any(c.dep_ == "neg" for c in head.head.children):
        return False  # "it is not a bilateral agreement"
    if mention.kind is _SANCTIONS:
        return mention.basis in {"phrase", "act", "subject"}
    if mention.basis == "phrase":
        return not (mention.noun.weak and _passing(mention))
    if mention.noun.weak or _plural_bare(mention):
        return False
    if mention.basis in {"works", "line", "title"} or mention.noun.family in LINES:
        return head.tag_ in {"NN", "NNP"} or mention.basis != "article"
    if mention.basis == "subject":
        return True
    if bare(mention) and _definite(mention) and mention.kind is UndertakingKind.AGREEMENT:
        return _being_signed(mention)
    if mention.basis == "act":
        return not bare(mention) or _signed(mention)
    if mention.basis == "sentence":
        return not bare(mention) or mention.own > 0 or _being_signed(mention)
    told = len(mention.noun_words) > 1 or len(core_words(mention)) > 1
    if mention.kind is UndertakingKind.AGREEMENT and mention.noun.family not in _ARTICLE_KINDS:
        return told and _being_signed(mention)
    proper = head.tag_ == "NNP" and mention.kind is UndertakingKind.MECHANISM
    return (mention.noun.family in _ARTICLE_KINDS and (mention.own > 0 or told)) or proper


def _being_signed(mention: Mention) -> bool:
    """Whether the sentence says that the agreement is made: "signed a gas contract"."""
    above = list(mention.sentence.tokens[mention.head].ancestors)[:2]
    below = [c for c in mention.sentence.tokens[mention.head].rights if c.dep_ in {"acl", "relcl"}]
    return any(mention.sentence.lemma(t) in _MAKING for t in (*above, *below))


def _passing(mention: Mention) -> bool:
    """ "His negotiations with", "previous talks": a meeting that was held, no standing matter."""
    before = mention.sentence.tokens[mention.start : mention.head]
    return any(t.tag_ == "PRP$" or t.lower_ in _HELD for t in before)


def _plural_bare(mention: Mention) -> bool:
    return mention.sentence.tokens[mention.head].tag_ in {"NNS", "NNPS"} and bare(mention)


def _signed(mention: Mention) -> bool:
    return (
        mention.sentence.tokens[mention.head].dep_ in {"dobj", "nsubjpass", "pobj"}
        and mention.kind is UndertakingKind.AGREEMENT
    )


def _ordered(mention: Mention) -> tuple[str, ...]:
    """The parties; of sanctions, who imposes before whom they hit, and () where the one hit is not told."""
    if mention.kind is not _SANCTIONS or mention.known:
        return mention.parties if len(mention.parties) > 1 else ()
    doc = mention.sentence.tokens
    clause = imposing_clause(mention)
    hit = {
        code
        for child in [*doc[mention.head].rights, *(clause.rights if clause is not None else ())]
        if child.dep_ == "prep" and child.lower_ in {"on", "against", "of", "to"}
        for code in _codes(mention, child)
    }
    rest = [p for p in mention.parties if p not in hit]
    return (*rest, *(p for p in mention.parties if p in hit)) if hit and rest else ()


def _codes(mention: Mention, prep: Token) -> Iterator[str]:
    last = prep.right_edge.i + 1
    text = mention.sentence.piece(prep.i, last if prep.i >= mention.end else min(last, mention.end)).text
    yield from (code for code, words in mention.texts.items() if words in text)


def _pointed(
    sentence: Sentence, matters: Sequence[Matter], vocabulary: UndertakingWords
) -> Iterator[tuple[Matter, int]]:
    """The matter that "the project" or, right after it, "progress" goes back to."""
    for token in sentence.tokens:
        for matter in reversed(matters):
            if _points(sentence, token, matter, vocabulary):
                matter.last = sentence.index
                yield matter, token.i
                return


def _points(sentence: Sentence, token: Token, matter: Matter, vocabulary: UndertakingWords) -> bool:
    """Whether a word goes back to a matter: "the project", "progress", "its section", "work", "to build"."""
    gone = sentence.index - matter.last
    work = matter.kind is UndertakingKind.PROJECT
    if token.tag_.startswith("VB"):
        return work and gone <= _BACK and sentence.lemma(token) in vocabulary.building
    if not token.tag_.startswith("NN"):
        return False
    word = singular(token)
    definite = any(c.lower_ in _POINTING or c.dep_ == "poss" for c in token.lefts)
    pointed = definite and gone <= _BACK and matter.kind in vocabulary.generic.get(word, frozenset())
    another = any(c.lower_ in {"a", "an"} for c in token.lefts)
    carried = not another and word in vocabulary.continues and matter.kind is not _SANCTIONS and gone <= 1
    if _of_another(token, matter, vocabulary):
        return False
    whole = word in {"work", "construction"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
    part = word in vocabulary.parts and work and gone <= _FAR and (definite or whole)
    return pointed or carried or part


def _of_another(token: Token, matter: Matter, vocabulary: UndertakingWords) -> bool:
    """ "Work on a free-trade agreement" is no work on the market of the sentence before."""
    things = [o for prep in token.rights if prep.lower_ in {"on", "of"} for o in prep.children if o.dep_ == "pobj"]
    own = vocabulary.parts | {w for w, kinds in vocabulary.generic.items() if matter.kind in kinds}
    words = {w for m in matter.mentions for w in m.noun_words}
    return any(singular(o) not in own | words for o in things)


def _note(
    sentence: Sentence,
    here: Sequence[tuple[Matter, int]],
    heads: Sequence[int],
    matters: Sequence[Matter],
    vocabulary: UndertakingWords,
    main: list[tuple[Matter, int]],
) -> None:
    """Add what a sentence tells of its matters: status cues and obstacles.

    Args:
        main: The matter of the title, which an obstacle is of where the sentence names no matter.
    """
    for matter, at in here:
        matter.cued += of_object(sentence, at, vocabulary)
        # A cue speaks of the mention that is nearest to it.
        cues = cues_near(sentence, at, vocabulary)
        matter.cued += [c for c in cues if all(abs(head - c.at) >= c.distance for head in heads)]
        matter.ended |= matter.kind is _SANCTIONS and lifted(sentence, at)
    held = [(m, at) for m, at in here if m.kind is not _SANCTIONS]
    if not held:
        held = [(m, at) for m, at in _pointed(sentence, [m for m in matters if m.kind is not _SANCTIONS], vocabulary)]
        for matter, at in held:
            matter.cued += cues_near(sentence, at, vocabulary)
    named = bool(held)
    held = held or main
    for obstacle, cue, firm in find_obstacles(sentence, vocabulary) if held else ():
        if not named and not (firm and _law_or_sanctions(obstacle)):
            continue
        matter = min(held, key=lambda pair: abs(pair[1] - cue))[0]
        own = next(at for m, at in held if m is matter)
        at = sentence.span.start + sentence.tokens[own].idx
        if named and obstacle.span.start <= at < obstacle.span.end:
            continue  # the matter itself is what hinders something else
        matter.obstacles.setdefault((obstacle.span.start, obstacle.span.end), obstacle)
        matter.hindered |= firm


def _law_or_sanctions(obstacle: Obstacle) -> bool:
    """What stands in the way of whatever the article is about, even where a sentence does not say of what."""
    return obstacle.kind in {ObstacleKind.SANCTIONS, ObstacleKind.LEGAL, ObstacleKind.FINANCE}


def status_of_hindered(status: UndertakingStatus) -> UndertakingStatus:
    """A matter that something holds up is stalled, unless it is further gone."""
    kept = {UndertakingStatus.SUSPENDED, UndertakingStatus.ENDED, UndertakingStatus.VIOLATED, UndertakingStatus.STALLED}
    return status if status in kept else UndertakingStatus.STALLED
