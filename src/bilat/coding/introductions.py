"""The names that an article introduces and that the lexicon does not know: "Ali Shamkhani, secretary of Iran's council".

Persons are those that the reader of parties learnt with a role and a state in so many words; a role for which the article's
own state was assumed is none. Armed groups are those that stand beside a word for one: "the Ahrar al-Jabal militia".
Nothing here is used for coding: ``bilat learn`` proposes these names to a person.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bilat.coding.memory import Memory
from bilat.coding.parse import RoleHit, Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.phrases import proper_name
from bilat.coding.places import find_places
from bilat.coding.sentences import split_sentences
from bilat.coding.tokens import Token
from bilat.coding.whereabouts import note_places
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.lexicon.names import words
from bilat.model import Article, Introduction, NameKind, Party, Sector, Span, sector_of, state_of

_LONGEST = 1_200  # characters of a sentence; longer ones are tables or lists, not prose
_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "PTY", "REB"})
_PAST = frozenset({"former", "ex", "ex-", "late", "then", "onetime", "erstwhile", "outgoing", "slain", "ousted"})
_RANKS = frozenset({"deputy", "vice", "assistant", "acting", "caretaker", "provincial"})
_NAMES_TOO = frozenset({"shah", "sultan", "amir", "emir"})
_GROUPS = frozenset({"group", "militia", "outfit", "organization", "organisation", "network"})
_NOT_PERSONS = frozenset({"state", "demonym", "capital", "metonym", "igo", "body", "group"})
_PARTICLES = frozenset({"al", "ul", "ud", "el", "bin", "ibn", "ben", "de", "da", "dos", "von", "van", "e", "i", "u"})
_WORD = re.compile(r"[^\W\d_][\w'’.]*", re.UNICODE)
_NO_NAMES = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September
    October November December Ministry Minister President Council Committee Department Parliament Office Government
    Agency Army Force Forces University Party Movement Airport Command Authority Group Session Assembly Senate Embassy
    International Central National Asia Islamic Islamist Sunni Shia Shiite Muslim Kurdish Baluch Baloch Baluchi Balochi
    Takfiri Wahhabi Salafi Jihadi Jihadist Sir Dr Mr Mrs Ms Excellency
    """
_NOT_IN_NAMES = frozenset(_NO_NAMES.split())
_FEWEST, _MOST = 2, 5  # words of a person's name


def introductions(article: Article, lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[Introduction, ...]:
    """The names that an article introduces: as the coder reads its parties, without looking for acts.

    Returns:
        Each name once with each role and code, in the order of the text; every span lies in ``article.text``.
    """
    spans = [(i, span) for i, span in enumerate(split_sentences(article.text)) if len(span.text) <= _LONGEST]
    reader = PartyReader(lexicon, article.date, Memory())
    parsed = list(parse(spans, lexicon))
    note_places(parsed, find_places(article.text, gazetteer))
    for sentence in parsed:
        reader.read(sentence)
    return introduced(article, parsed, reader)


def introduced(article: Article, parsed: Sequence[Sentence], reader: PartyReader) -> tuple[Introduction, ...]:
    """The names that a reader of parties met in an article that it has read."""
    found: dict[tuple[str, str, str], Introduction] = {}
    persons = (_person(article, parsed, party, reader) for party in reader.memory.introduced)
    groups = (group for sentence in parsed for group in _groups(article, sentence, reader))
    for item in (*persons, *groups):
        if item is not None:
            found.setdefault((item.name, item.role, item.code), item)
    return tuple(sorted(found.values(), key=lambda item: item.span.start))


def _person(article: Article, parsed: Sequence[Sentence], party: Party, reader: PartyReader) -> Introduction | None:
    name, lexicon = party.name, reader.lexicon
    if not name or not party.span or not party.role or not _of_a_public_body(party.code):
        return None
    if not _holders(party.role, lexicon) or not _person_name(name, lexicon) or _person_known(name, reader):
        return None
    sentence = _sentence_of(parsed, party.span)
    if sentence is None:
        return None
    span = _place(name, sentence.span, party.span)
    before = _before_role(sentence, party.role, span)
    if {t.lower_ for t in before} & _PAST:
        return None
    rank = next((t.lower_ for t in reversed(before) if t.lower_ in _RANKS), None)
    return Introduction(
        article_id=article.id,
        date=article.date,
        outlet=article.outlet,
        kind=NameKind.PERSON,
        name=name,
        role=f"{rank} {party.role}" if rank else party.role,
        code=party.code,
        sentence=sentence.span,
        span=span,
    )


def _holders(word: str, lexicon: Lexicon) -> bool:
    """Whether a role's word is one for a person who holds it now, and not a body's or a part of a name ("Shah")."""
    role = lexicon.roles.get(tuple(word.split()))
    return word not in _NAMES_TOO and (role is None or (role.kind == "person" and role.rank != "former"))


def _before_role(sentence: Sentence, word: str, name: Span) -> list[Token]:
    """The few words before a role's word, the one nearest to the name."""
    at = name.start - sentence.span.start
    hits = {hit.start: hit for hit in sentence.role_at.values() if hit.role.word == word}
    if not hits:
        return []
    start = min(hits, key=lambda i: abs(sentence.tokens[i].idx - at))
    return list(sentence.tokens[max(0, start - 4) : start])


def _of_a_public_body(code: str) -> bool:
    return code.startswith("IGO") or (bool(state_of(code)) and sector_of(code) in _PUBLIC)


def _person_name(name: str, lexicon: Lexicon) -> bool:
    """Whether a run of proper nouns looks like a person's whole name."""
    parts = name.split()
    if not _FEWEST <= len(parts) <= _MOST or name.isupper() or _NOT_IN_NAMES & {part.strip(".") for part in parts}:
        return False
    if not all(_WORD.match(part) and (part[0].isupper() or part in _PARTICLES) for part in parts):
        return False
    return not any(n.kind in _NOT_PERSONS for hit in lexicon.names.find(words(name)) for n in hit.names)


def _person_known(name: str, reader: PartyReader) -> bool:
    """Whether the lexicon has a person of this name on the article's day, also under a shorter form of it."""
    for hit in reader.lexicon.names.find(words(name)):
        whole = (hit.start, hit.end) == (0, len(name))
        for meaning in hit.names:
            held = meaning.holds(reader.day) or (reader.day is None and whole)
            if meaning.kind == "person" and held and (whole or " " in meaning.text):
                return True
    return False


def _sentence_of(parsed: Sequence[Sentence], span: Span) -> Sentence | None:
    at = bisect_right([s.span.start for s in parsed], span.start) - 1
    return parsed[at] if at >= 0 and span.end <= parsed[at].span.end else None


def _place(name: str, sentence: Span, near: Span) -> Span:
    """Where a name stands in its sentence, as near as can be to a phrase; the phrase where the name does not stand there."""
    at = [m.start() + sentence.start for m in re.finditer(re.escape(name), sentence.text)]
    if not at:
        return near
    start = min(at, key=lambda i: abs(i - near.start))
    return Span(start, start + len(name), name)


def _groups(article: Article, sentence: Sentence, reader: PartyReader) -> Iterator[Introduction]:
    """The unknown names beside a word for an armed group."""
    for start, hit in sentence.role_at.items():
        if start != hit.start or not _group_word(sentence, hit):
            continue
        token = sentence.tokens[hit.end - 1]
        for first, end in _names_beside(sentence, token, hit):
            span = sentence.piece(first, end)
            if not _group_known(span.text, reader.lexicon):
                state = next((state_of(c) for c in reader.told_states(sentence, token) if not c.startswith("IGO")), "")
                yield Introduction(
                    article_id=article.id,
                    date=article.date,
                    outlet=article.outlet,
                    kind=NameKind.GROUP,
                    name=span.text,
                    role=hit.role.word,
                    code=state + Sector.REB.value,
                    sentence=sentence.span,
                    span=span,
                )
                break


def _group_word(sentence: Sentence, hit: RoleHit) -> bool:
    token = sentence.tokens[hit.end - 1]
    return hit.role.sector is Sector.REB and token.lemma_ in _GROUPS and token.tag_ in {"NN", "NNP"}


def _names_beside(sentence: Sentence, token: Token, hit: RoleHit) -> Iterator[tuple[int, int]]:
    """The runs of proper nouns that may be a group's name: before its word, after it, and in apposition with it."""
    if (first := _run_back(sentence, hit.start)) < hit.start:
        yield first, hit.start
    if (end := _run_on(sentence, hit.end)) > hit.end:
        yield hit.end, end
    if token.dep_ == "appos" and token.head.tag_ == "NNP" and (name := proper_name(sentence, token.head)):
        first = _run_back(sentence, token.head.i + 1)
        if sentence.piece(first, token.head.i + 1).text.endswith(name):
            yield first, token.head.i + 1


def _run_back(sentence: Sentence, end: int) -> int:
    """Where the run of a name's words that ends before token ``end`` begins."""
    start = end
    while start > 0 and _in_name(sentence, start - 1):
        start -= 1
    while start < end and not sentence.tokens[start].text[:1].isupper():
        start += 1
    return start


def _run_on(sentence: Sentence, start: int) -> int:
    """One past the run of a name's words that begins at token ``start``."""
    end = start
    while end < len(sentence.tokens) and _in_name(sentence, end):
        end += 1
    while end > start and not sentence.tokens[end - 1].text[:1].isupper():
        end -= 1
    return end


def _in_name(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    if i in sentence.name_at and sentence.name_at[i][2][0].kind != "place":
        return False
    if i in sentence.role_at or token.text in _NOT_IN_NAMES:
        return False
    return token.tag_ in {"NNP", "NNPS"} or token.text == "-" or token.lower_ in _PARTICLES


def _group_known(name: str, lexicon: Lexicon) -> bool:
    """Whether the name is one of the lexicon's, holds one, or has too few letters to be one."""
    return len(name) < 3 or bool(lexicon.names.find(words(name)))
