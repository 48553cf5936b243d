"""Whether a mention speaks of a matter told before, and whether it is enough to found a matter of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilat.coding.mentions import Mention
from bilat.coding.naming import bare, complement, core_words, year_of
from bilat.coding.works import LINES
from bilat.model import Issue, UndertakingKind

if TYPE_CHECKING:
    from bilat.coding.matters import Matter

POINTING = frozenset({"the", "this", "that", "its", "their", "these", "such"})
BACK = 4  # sentences that "the binding agreement" looks back
FAR = 12  # the same for a bare "the agreement"
_ARTICLE_KINDS = frozenset({"pipeline", "way", "power", "market", "trade-target", "trade-agreement"})
_JOINT = frozenset(
    {"they", "both", "two", "sides", "countries", "neighbours", "neighbors", "joint", "jointly", "together"}
)
_HELD = frozenset({"previous", "recent", "latest", "past", "earlier", "last"})
_PRESENT = frozenset({"present", "current", "existing", "standing"})
_MAKING = frozenset(
    {"sign", "conclude", "reach", "ratify", "initial", "seal", "strike", "ink", "finalise", "finalize", "amend", "agree"}
)


def same(matter: Matter, mention: Mention, parties: tuple[str, ...], issue: Issue) -> bool:
    if matter.first.known is not None and matter.first.known is mention.known:
        return True
    if {matter.family, mention.noun.family} <= LINES:
        # An article speaks of one pipeline, unless it names the parties of another.
        return mention.own < 2 or set(mention.parties) == set(matter.parties)
    if matter.kind is not mention.kind or (matter.first.known and mention.known):
        return False
    if mention.known is None and mention.own == 0 and _definite(mention):
        return mention.sentence.index - matter.last <= (FAR if bare(mention) else BACK)
    if matter.first.known is not None and matter.first.known.multilateral:
        parties = tuple(p for p in parties if not p.startswith("IGO")) or parties
    if mention.basis == "act" and _same_words(matter, mention) and set(parties) & set(matter.parties):
        return matter.first.noun.family == mention.noun.family
    if not set(parties) <= set(matter.parties) and not set(matter.parties) <= set(parties):
        return False
    if not parties:
        return False
    # A refinery is no part of a pipeline, though both are of energy.
    alike = matter.issue is issue and matter.kind is not UndertakingKind.PROJECT
    near = matter.first.noun.family == mention.noun.family or alike or _by_its_words(matter, mention)
    return near and (matter.kind is UndertakingKind.SANCTIONS_REGIME or not _told_apart(matter.first, mention))


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
    near = mention.sentence.index - matter.last <= BACK
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
    pointing = any(t.lower_ in POINTING for t in mention.before) or (
        not mention.before and mention.kind is UndertakingKind.SANCTIONS_REGIME
    )
    return pointing and len(mention.noun_words) == 1 and not complement(mention)


def stands_alone(mention: Mention) -> bool:
    """Whether a mention is enough to code a matter by; doubtful nouns need their parties in their own phrase."""
    if mention.known is not None:
        return True
    head = mention.sentence.tokens[mention.head]
    if head.dep_ == "attr" and any(c.dep_ == "neg" for c in head.head.children):
        return False  # "it is not a bilateral agreement"
    if mention.kind is UndertakingKind.SANCTIONS_REGIME:
        return mention.basis in {"phrase", "act", "subject"}
    if mention.basis == "phrase":
        return not (mention.noun.weak and _passing(mention))
    if _on_a_matter(mention):
        return True
    if mention.noun.weak or (_plural_bare(mention) and not _counted(mention)):
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
        return bool(year_of(mention)) or ((told or _dated(mention)) and _being_signed(mention))
    joined = "joint" in mention.noun_words
    proper = mention.kind is UndertakingKind.MECHANISM and (head.tag_ == "NNP" or joined)
    if mention.noun.family not in _ARTICLE_KINDS or mention.own > 0:
        return mention.noun.family in _ARTICLE_KINDS or proper
    # A highway or a power plant that is only named is a place; a trade agreement needs two.
    joint = any(t.lower_ in _JOINT for t in mention.sentence.tokens)
    return told and (joint or mention.kind is UndertakingKind.AGREEMENT)


def _on_a_matter(mention: Mention) -> bool:
    """ "Negotiations on a new loan" between those who act in its sentence: what they are on makes them a matter of their own."""
    told = mention.kind is UndertakingKind.NEGOTIATION and mention.basis in {"act", "sentence", "subject"}
    return told and complement(mention).startswith(("on ", "over ")) and not _passing(mention)


def _passing(mention: Mention) -> bool:
    """ "His negotiations with", "previous talks": a meeting that was held, no standing matter."""
    return any(t.tag_ == "PRP$" or t.lower_ in _HELD for t in mention.before)


def _plural_bare(mention: Mention) -> bool:
    return mention.sentence.tokens[mention.head].tag_ in {"NNS", "NNPS"} and bare(mention)


def holds(mention: Mention) -> bool:
    """Whether an agreement is spoken of as one that is there: "they have a treaty", "the present contract"."""
    if mention.known is not None or mention.kind is not UndertakingKind.AGREEMENT:
        return False
    head = mention.sentence.tokens[mention.head]
    before = {t.lower_ for t in mention.before}
    had = head.dep_ == "dobj" and head.head.lemma_ == "have"
    return had or bool(before & _PRESENT)


def _counted(mention: Mention) -> bool:
    """ "Signed five memorandums": how many there are makes them a matter."""
    return _signed(mention) and any(t.dep_ == "nummod" for t in mention.before)


def _being_signed(mention: Mention) -> bool:
    """Whether the sentence says that the agreement is made: "signed a gas contract"."""
    above = list(mention.sentence.tokens[mention.head].ancestors)[:2]
    phrase = mention.sentence.tokens[mention.head : mention.core_end]
    below = [c for token in phrase for c in token.rights if c.dep_ in {"acl", "relcl"}]
    return any(t.lemma_ in _MAKING for t in (*above, *below))


def _dated(mention: Mention) -> bool:
    """Whether the phrase itself says that the agreement was made: "under a treaty signed in 1973"."""
    head = mention.sentence.tokens[mention.head]
    return any(c.dep_ == "acl" and c.lemma_ in _MAKING for c in head.rights)


def _signed(mention: Mention) -> bool:
    return (
        mention.sentence.tokens[mention.head].dep_ in {"dobj", "nsubjpass", "pobj"}
        and mention.kind is UndertakingKind.AGREEMENT
    )
