"""Whereabouts: the places that a sentence tells, each with the word on which it hangs.

A place is told by its name, by what it is to a state ("the Turkish capital", "Afghan soil"), or by pointing back at one
told before ("that city", "here" under a dateline).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from bilat.coding.parse import Sentence
from bilat.coding.places import PlaceMention
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Entry, Gazetteer
from bilat.model import Place, state_of

Places = Sequence[tuple[Token, Place]]

# What is of a state and lies in it.
_PARTS: Final = frozenset(
    {"capital", "soil", "territory", "waters", "airspace", "mainland", "coast", "parliament", "capitals"}
)
_QUARTERS: Final = ("north", "south", "east", "west", "centre", "center")
# Nouns that point back at a place told before, by the kind of place.
_CITIES: Final = frozenset({"city", "town", "village", "township", "port"})
_AREAS: Final = frozenset({"province", "region", "area", "island", "islands", "enclave", "strip", "valley", "district"})
_TOWN: Final = (frozenset({"city", "vicinity"}),)
_AREA: Final = (frozenset({"admin1", "region", "feature"}),)
_KINDS_OF: Final = dict.fromkeys(_CITIES, _TOWN) | dict.fromkeys(_AREAS, _AREA)
_ANYWHERE: Final = (frozenset({"city", "admin1", "region", "vicinity"}), frozenset({"country"}))
_UNNAMED: Final = _PARTS | _CITIES | _AREAS | {"country", "here", "there"}
_POINTERS: Final = frozenset({"the", "that", "this"})


def places_of(
    sentence: Sentence,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    home: str | None = None,
) -> Places:
    """The places of a sentence with the token on which each hangs: states and capitals of the lexicon, then the gazetteer's.

    Args:
        home: Alpha-3 code of the state where the article is at home: "the capital" is its, where none is named before.
    """
    found: dict[int, tuple[Token, Place]] = {}
    for i in sorted(sentence.name_at):
        token, hit = sentence.tokens[i], sentence.name_at[i]
        if token.dep_ not in {"pobj", "dobj", "conj", "appos"}:
            continue
        name = next((n for n in hit[2] if n.kind in {"state", "capital"}), None)
        if name and name.kind == "capital":
            # The article's other places may tell of another town of that name: Santiago of the Dominican Republic.
            at = sentence.span.start + sentence.tokens[hit[0]].idx
            held = next((m.entry.country for m in mentions if m.start <= at < m.end), "")
            name = None if held and held != state_of(name.code) else name
        if name:
            country = state_of(name.code)
            entry = next((e for e in gazetteer.find(name.text) if e.country == country), None)
            span = sentence.piece(hit[0], hit[1])
            found[token.i] = (
                token,
                _place(span.text, sentence, hit[0], hit[1], country, entry, f"{name.kind} of {name.label}"),
            )
    for mention in mentions:
        if not sentence.span.start <= mention.start < sentence.span.end:
            continue
        if not mention.locative and (mention.text.lower(),) in lexicon.issues:
            continue  # the Chamber of Commerce is not in Commerce, California
        first = sentence.span.start
        tokens = [sentence.tokens[i] for i in sentence.between(mention.start - first, mention.end - first)]
        if any(_body(sentence, token) for token in tokens):
            continue
        head = next(
            (t for t in tokens if t.dep_ in {"pobj", "dobj"}),
            next((t for t in tokens if t.dep_ in {"appos", "conj"}), None),
        )
        if tokens and head is None:
            head = tokens[-1].head if tokens[-1].dep_ in {"compound", "poss", "nmod"} else tokens[-1]
        if head is not None and head.i not in found:
            entry = mention.entry
            place = _place(
                mention.text, sentence, tokens[0].i, tokens[-1].i + 1, entry.country or None, entry, mention.reason
            )
            found[head.i] = head, place
    for token, place in _unnamed(sentence, mentions, gazetteer, home):
        found.setdefault(token.i, (token, place))
    return list(found.values())


def _body(sentence: Sentence, token: Token) -> bool:
    """Whether a word is part of the name of a group or a body: Hamas is no hamlet in Germany."""
    hit = sentence.name_at.get(token.i)
    return hit is not None and all(n.kind not in {"state", "capital", "demonym", "place"} for n in hit[2])


def _unnamed(
    sentence: Sentence, mentions: Sequence[PlaceMention], gazetteer: Gazetteer, home: str | None
) -> Iterator[tuple[Token, Place]]:
    """Places told without a name of their own."""
    for token in sentence.among(_UNNAMED):
        if token.lower_ in _PARTS or (token.lower_ == "country" and _alone(token)):
            state = home if token.lower_ == "country" else _owner(sentence, token) or (home if _alone(token) else None)
            if state:
                yield token, _part(sentence, token, state, gazetteer)
        elif token.lower_ in {"here", "there"} and token.dep_ in {"advmod", "pcomp", "pobj"}:
            mention = _dateline(mentions) if token.lower_ == "here" else _before(sentence, token, mentions)
            if mention:
                yield token, _again(sentence, token, mention)
        elif token.lower_ in _CITIES | _AREAS and _points_back(token):
            mention = _before(sentence, token, mentions)
            if mention:
                yield token, _again(sentence, token, mention)


def _alone(token: Token) -> bool:
    """ "In the capital", of no state that is named; "in the south of the country"."""
    if token.dep_ != "pobj" or [t.lower_ for t in token.children] != ["the"]:
        return False
    return token.lower_ == "capital" or (token.lower_ == "country" and token.head.head.lower_.startswith(_QUARTERS))


def _owner(sentence: Sentence, token: Token) -> str:
    """The state named right before a word ("the Turkish capital"), or before "the capital" in the sentence."""
    for i in range(token.i - 1, -1, -1):
        hit = sentence.name_at.get(i)
        name = next((n for n in hit[2] if n.kind in {"state", "demonym", "capital"}), None) if hit else None
        if name:
            return state_of(name.code)
        if token.lower_ != "capital" and i < token.i - 2:
            break
    return ""


def _part(sentence: Sentence, token: Token, state: str, gazetteer: Gazetteer) -> Place:
    first = token.i
    while (
        first
        and sentence.tokens[first - 1].dep_ in {"amod", "compound", "nmod", "poss", "case"}
        and first > token.i - 3
    ):
        first -= 1
    piece = sentence.piece(first, token.i + 1)
    entry = gazetteer.capital(state) if token.lower_ == "capital" else None
    return _place(piece.text, sentence, first, token.i + 1, state, entry, f"{token.lower_} of {state}")


def _points_back(token: Token) -> bool:
    kids = list(token.children)
    return (
        any(k.dep_ == "det" and k.lower_ in _POINTERS for k in kids)
        and all(k.dep_ in {"det", "relcl", "punct", "advcl"} or _describes(k) for k in kids)
        and token.dep_ in {"pobj", "dobj", "nsubjpass"}
    )


def _describes(word: Token) -> bool:
    """Whether a word before "province" only says what it is like: "the border province", not "the Panjgur province"."""
    return word.dep_ in {"amod", "compound"} and (word.lower_ == word.text or word.tag_ == "JJ")


def _before(sentence: Sentence, token: Token, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place named last before a word that points back, of the kind that the word calls for."""
    at = sentence.span.start + token.idx
    # A capital named for its government is no place that "the city" could mean.
    earlier = [m for m in mentions if m.end <= at and m.locative]
    for kinds in _KINDS_OF.get(token.lower_, _ANYWHERE):
        fitting = [m for m in earlier if m.entry.kind in kinds]
        if fitting:
            return fitting[-1]
    return None


def _dateline(mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    return next((m for m in mentions if m.reason == "the dateline"), None)


def _again(sentence: Sentence, token: Token, mention: PlaceMention) -> Place:
    entry = mention.entry
    reason = f"stands for “{mention.text}”: {mention.reason}"
    return _place(token.text, sentence, token.i, token.i + 1, entry.country or None, entry, reason)


def note_places(sentences: Sequence[Sentence], mentions: Sequence[PlaceMention]) -> None:
    """Tell each sentence of the places in it, so that "Karachi police" are Pakistan's."""
    by_start = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in by_start]
    for sentence in sentences:
        for mention in by_start[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]:
            if mention.entry.country:
                first = sentence.span.start
                sentence.note_place(mention.start - first, mention.end - first, mention.text, mention.entry.country)


def _place(
    text: str, sentence: Sentence, start: int, end: int, country: str | None, entry: Entry | None, reason: str
) -> Place:
    return Place(
        text=text,
        country=country,
        span=sentence.piece(start, end),
        name=entry.name if entry else text,
        latitude=entry.latitude if entry else None,
        longitude=entry.longitude if entry else None,
        reason=f"“{text}”: {reason}",
    )
