"""The matters of an article: the mentions that speak of one undertaking, with what their sentences tell of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bilat.coding.headline import Headline
from bilat.coding.mention_parties import PartyFinder
from bilat.coding.mentions import Mention, find_mentions, in_order, singular
from bilat.coding.naming import issue_of
from bilat.coding.obstacles import find_obstacles
from bilat.coding.parse import Sentence
from bilat.coding.sameness import BACK, FAR, POINTING, same, stands_alone
from bilat.coding.standing import Cued, cues_near, lifted, of_object
from bilat.coding.tokens import Token
from bilat.coding.works import imposing_clause
from bilat.lexicon import Lexicon
from bilat.lexicon.undertakings import UndertakingWords
from bilat.model import Issue, Obstacle, ObstacleKind, UndertakingKind, UndertakingStatus

_PARTIES = 3
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
            matter = _place(mention, matters, lexicon, finder)
            if matter is not None:
                here.append((matter, mention.head))
        if not here:
            here = list(_pointed(sentence, matters, vocabulary))
        main = [(m, 0) for m in matters if m.first.noun.family in headline.families or m.kind in headline.kinds]
        near = [(m, 0) for m in matters if m.kind is UndertakingKind.PROJECT and sentence.index - m.last <= 1]
        # What holds up "the project" of a headline on a deal holds up the work, not the paper.
        main = sorted([*main, *near], key=lambda pair: pair[0].kind is not UndertakingKind.PROJECT)[:1]
        _note(sentence, here, [m.head for m in mentions], matters, vocabulary, main)
    return matters


def _place(mention: Mention, matters: list[Matter], lexicon: Lexicon, finder: PartyFinder) -> Matter | None:
    """The matter that a mention speaks of, new or told before; None where it names no matter of its own."""
    issue, reason = issue_of(mention, lexicon, finder.events.get(mention.sentence.span.start, ()))
    parties = _ordered(mention)
    for matter in reversed(matters):
        if same(matter, mention, parties, issue):
            matter.mentions.append(mention)
            if mention.basis == "act" and len(joint := in_order([*parties, *matter.parties])) <= _PARTIES:
                matter.parties = joint
            matter.last = mention.sentence.index
            return matter
    if not parties or not stands_alone(mention):
        return None
    matter = Matter(mention, parties, issue, reason, [mention], last=mention.sentence.index)
    matters.append(matter)
    return matter


def _ordered(mention: Mention) -> tuple[str, ...]:
    """The parties; of sanctions, who imposes before whom they hit, and () where the one hit is not told."""
    if mention.kind is not _SANCTIONS or mention.known:
        return mention.parties if len(mention.parties) > 1 else ()
    doc = mention.sentence.tokens
    clause = imposing_clause(mention.sentence, mention.head)
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
    if not matters:
        return
    for token in sentence.tokens:
        if not _may_point(token, vocabulary):
            continue
        for matter in reversed(matters):
            if _points(sentence, token, matter, vocabulary):
                matter.last = sentence.index
                yield matter, token.i
                return


def _may_point(token: Token, vocabulary: UndertakingWords) -> bool:
    """Whether a word could go back to a matter of any kind."""
    if token.is_verb:
        return token.lemma_ in vocabulary.building
    if not token.is_noun:
        return False
    word = singular(token)
    return word in vocabulary.generic or word in vocabulary.continues or word in vocabulary.parts


def _points(sentence: Sentence, token: Token, matter: Matter, vocabulary: UndertakingWords) -> bool:
    """Whether a word goes back to a matter: "the project", "progress", "its section", "work", "to build"."""
    gone = sentence.index - matter.last
    work = matter.kind is UndertakingKind.PROJECT
    if token.is_verb:
        return work and gone <= BACK and token.lemma_ in vocabulary.building
    if not token.is_noun:
        return False
    word = singular(token)
    definite = any(c.lower_ in POINTING or c.dep_ == "poss" for c in token.lefts)
    pointed = definite and gone <= BACK and matter.kind in vocabulary.generic.get(word, frozenset())
    another = any(c.lower_ in {"a", "an"} for c in token.lefts)
    carried = not another and word in vocabulary.continues and matter.kind is not _SANCTIONS and gone <= 1
    whole = word in {"work", "construction"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
    part = word in vocabulary.parts and work and gone <= FAR and (definite or whole)
    return (pointed or carried or part) and not _of_another(token, matter, vocabulary)


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
