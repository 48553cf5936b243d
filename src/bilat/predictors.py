"""The coder as the answerer of each published measure."""

from collections.abc import Sequence
from datetime import date as day_of
from functools import partial
from pathlib import Path
from typing import Any

from bilat.coding import code_article
from bilat.coding.candidates import Candidate
from bilat.coding.classifier import STATUSES, TYPES, Classifier
from bilat.coding.coder import draft_events
from bilat.coding.frames import carrying_verb
from bilat.coding.memory import Memory
from bilat.coding.nesting import outermost
from bilat.coding.outlets import Toponyms, resolve_articles
from bilat.coding.pairs import judge_pair
from bilat.coding.parse import parse
from bilat.coding.parties import PartyReader
from bilat.coding.places import find_places
from bilat.coding.status import judge
from bilat.coding.whereabouts import note_places
from bilat.errors import Skip
from bilat.evaluation import Act
from bilat.evaluation.folding import likeliest
from bilat.evaluation.places import PlacedArticle, PlacePredictor
from bilat.evaluation.status import FACTUALITY
from bilat.lexicon import Act as LexicalAct
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Entry, Gazetteer
from bilat.model import Article, Coding, DateBasis, Event, EventType, Sector, Span, Status, content_id
from bilat.reading import article_text
from bilat.record.decisions import Join
from bilat.record.stories import Stories
from bilat.trained import SHIPPED, load_model

_PREDICATE = " said so."


def predictor(measure: str, model: Path | None = None) -> Any:
    """What :func:`bilat.evaluation.evaluate` needs for a measure.

    Args:
        model: Folder of the trained model; the shipped one where none is given.

    Raises:
        BadArgument: The folder holds no model.
    """
    if measure == "places":
        return _places()
    if measure == "pages":
        return _page_text
    classifier = load_model(model or SHIPPED)
    code = partial(_code, classifier)
    return {
        "articles": code,
        "relations": partial(_judge_pair, classifier),
        "sentences": partial(_code_sentence, classifier),
        "actors": _resolve_actor,
        "stories": _stories,
        "status": _factuality,
    }[measure]


def _page_text(data: bytes) -> str:
    try:
        return article_text(data)
    except Skip:
        return ""


def _stories(articles: Sequence[Article]) -> list[str]:
    """The story of each article as a whole, as the record would keep it had they come by date."""
    stories, found = Stories(), {}
    for article in sorted(articles, key=lambda one: (one.date or "", one.id)):
        whole = next(line for line in stories.add(Coding(article=article)) if isinstance(line, Join))
        found[article.id] = whole.story
    return [found[article.id] for article in articles]


def _code(classifier: Classifier, article: Article) -> Coding:
    return code_article(article, Lexicon.load(), Gazetteer.load(), classifier)


def _code_sentence(classifier: Classifier, sentence: str, date: str | None) -> list[Event]:
    basis = DateBasis.GIVEN if date else None
    article = Article(id=content_id(sentence), text=sentence, date=date, date_basis=basis, language="en")
    drafts, _, _ = draft_events(article, Lexicon.load(), Gazetteer.load(), classifier)
    outer = outermost([draft.candidate for draft in drafts])
    return [draft.event for draft in drafts if draft.candidate in outer]


def _judge_pair(classifier: Classifier, sentence: str, source: Span | None, target: Span | None) -> Act | None:
    reading = judge_pair(sentence, source, target, Lexicon.load(), classifier)
    types = dict(zip(TYPES, map(float, reading.types), strict=True))
    return likeliest(types, dict(zip(STATUSES, map(float, reading.statuses), strict=True)))


def _resolve_actor(phrase: str, date: str | None) -> str:
    """The code of a phrase that stands alone: read as a sentence's subject, for so the parse knows it as one."""
    lexicon = Lexicon.load()
    valid = date if date and _is_day(date) else None
    reader = PartyReader(lexicon, valid, Memory())
    text = f"{phrase.strip()}{_PREDICATE}"
    sentences = list(parse([(0, Span(0, len(text), text))], lexicon))
    mentions = [m for m in find_places(text, Gazetteer.load()) if m.end <= len(phrase)]
    note_places(sentences, mentions)
    (sentence,) = sentences
    inside = [t for t in sentence.tokens if t.idx < len(phrase.strip())]
    heads = [t for t in inside if t.dep_ in {"nsubj", "nsubjpass"} and t.head.idx >= len(phrase.strip())]
    for head in [*heads, *[t for t in inside if t.tag_.startswith("NN") and t not in heads]]:
        parties = reader.resolve(sentence, head).parties
        if parties and parties[0].code:
            return parties[0].code
    if mentions:
        # A town that is no seat of government stands for its people.
        return f"{mentions[0].entry.country}{Sector.CVL}"
    hits = [hit for head in heads if (hit := sentence.role_at.get(head.i)) and hit.role.kind == "thing"]
    return str(hits[0].role.sector or "") if hits else ""  # a weapon without an owner is some army's


def _is_day(text: str) -> bool:
    try:
        day_of.fromisoformat(text)
    except ValueError:
        return False
    return True


def _places() -> PlacePredictor:
    gazetteer = Gazetteer.load()

    def answer(articles: Sequence[PlacedArticle]) -> list[list[Entry | None]]:
        asked = [Toponyms([t.name for t in a.toponyms], a.text, a.outlet) for a in articles]
        return resolve_articles(asked, gazetteer)

    return PlacePredictor(answer, *_countries(gazetteer))


def _countries(gazetteer: Gazetteer) -> tuple[Any, Any]:
    """Country names to codes, and coordinates to countries, for gold files that lack codes."""
    lexicon = Lexicon.load()

    def named(name: str) -> str | None:
        hits = [n for n in lexicon.names.exact(name) if n.kind == "state"]
        return hits[0].code if hits else None

    return named, gazetteer.country_at


def _factuality(sentence: str, tokens: Sequence[str], index: int) -> float:
    lexicon = Lexicon.load()
    start = 0
    for token in tokens[:index]:
        start = sentence.index(token, start) + len(token)
    at = sentence.index(tokens[index], start)
    (parsed,) = parse([(0, Span(0, len(sentence), sentence))], lexicon)
    word = next(t for t in parsed.tokens if t.idx + len(t) > at)
    act = LexicalAct(words=(word.lower_,), type=EventType.CONSULT)
    verb = word if word.is_verb else carrying_verb(word)
    candidate = Candidate(parsed, act, act.type, None, word, word.i, word.i + 1, verb)
    return FACTUALITY.get(judge(candidate, lexicon, value=None, day=None)[0], FACTUALITY[Status.ACTUAL])
