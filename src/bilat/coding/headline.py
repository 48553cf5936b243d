"""What an article's title tells of its undertakings: the main matter, its parties and what it is for."""

from dataclasses import dataclass, field

from bilat.coding.mention_parties import PartyFinder
from bilat.coding.mentions import find_mentions
from bilat.coding.naming import core_words
from bilat.coding.parse import parse
from bilat.lexicon import Lexicon
from bilat.lexicon.names import words
from bilat.model import Span, UndertakingKind

_VERBS = frozenset(
    {"sign", "conclude", "ink", "seal", "seek", "near", "ratify", "reach", "discuss", "eye", "mull", "weigh"}
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The matters that a title names.

    Attributes:
        families: Families of their nouns, in order; kinds: their kinds.
        parties: By family, who the title says has a part in it.
        cores: By kind, the words before and of the noun, where they say more than the noun ("gas export contract").
    """

    families: tuple[str, ...] = ()
    kinds: tuple[UndertakingKind, ...] = ()
    parties: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cores: dict[UndertakingKind, str] = field(default_factory=dict)


def read_headline(title: str | None, lexicon: Lexicon, finder: PartyFinder) -> Headline:
    """The matters of a title; none where it names none."""
    if not title or not any(w.lower().rstrip("s") in lexicon.undertakings.noun_starts for w in words(title).forms):
        return Headline()
    (sentence,) = parse([(-1, Span(0, len(title), title))], lexicon)
    headline = Headline()
    families, kinds = [], []
    for mention in find_mentions(sentence, lexicon.undertakings, finder):
        families.append(mention.noun.family)
        kinds.append(mention.kind)
        if mention.basis in {"phrase", "works", "act", "subject", "sentence"}:
            headline.parties.setdefault(mention.noun.family, mention.parties)
        core = core_words(mention)
        # The verb of a headline may be taken for a part of the name: "X and Y sign trade accord".
        while len(core) > 1 and core[0].lower() in lexicon.undertakings.doing | _VERBS:
            core = core[1:]
        if len(core) > 1 and mention.known is None:
            headline.cores.setdefault(mention.kind, " ".join(core))
    return Headline(tuple(families), tuple(kinds), headline.parties, headline.cores)
