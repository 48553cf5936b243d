"""The room's front: inputs -> articles. Chooses each input's reader, then settles language, date, furniture and id."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from bilat.config import Settings
from bilat.errors import BadArgument, NotAnArticle, Skip, TooLarge, UnsupportedLanguage
from bilat.model import Article, content_id
from bilat.reading.cleaning import clean
from bilat.reading.dates import settle
from bilat.reading.draft import Draft
from bilat.reading.fields import FieldMap
from bilat.reading.kinds import MANY, Kind, kind_by_name, kind_of
from bilat.reading.language import code_of, language_of
from bilat.reading.page import domain, read_page
from bilat.reading.plain import read_plain
from bilat.reading.sources import Source, sources
from bilat.reading.stream import Stream
from bilat.reading.tables import read_many

_NO_FIELDS: Mapping[str, str] = {}


def read(
    paths: Iterable[str | Path], settings: Settings, *, fields: Mapping[str, str] = _NO_FIELDS, today: date
) -> Iterator[Article | Skip]:
    """The articles of files, folders (all that is under them, by name) and standard input ("-").

    Args:
        paths: What to read, in this order; a file that comes twice is read once.
        settings: Limits, languages, and the field map that ``fields`` adds to.
        fields: For JSONL and CSV, target field to the file's own name for it ("text" to "body").
        today: No article is from later than the day after.

    Yields:
        An article, or a Skip for each thing that was left out. It is lazy: nothing is held but the file at hand.

    Raises:
        BadArgument: No path at all, or a field map with an unknown target; at once, not at the first article.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    if not given:
        raise BadArgument("nothing to read", hint='name files or folders, or "-" for standard input')
    names = FieldMap.of({**settings.fields, **fields})
    return _read_all(given, settings, names, today)


def count(paths: Iterable[str | Path]) -> int | None:
    """How many articles the paths hold at most, by counting files; None with a file of many or a pipe among them."""
    total = 0
    for source in sources(paths):
        if isinstance(source, Skip):
            continue
        if source.path is None or kind_by_name(source.name) in MANY:
            return None
        total += 1
    return total


def _read_all(
    paths: Iterable[str | Path], settings: Settings, fields: FieldMap, today: date
) -> Iterator[Article | Skip]:
    for source in sources(paths):
        if isinstance(source, Skip):
            yield source
            continue
        for draft in _drafts(source, settings, fields):
            try:
                yield draft if isinstance(draft, Skip) else finish(draft, settings, today)
            except Skip as skip:
                yield skip


def _drafts(source: Source, settings: Settings, fields: FieldMap) -> Iterator[Draft | Skip]:
    """What one input holds; what stops its reading is its last value."""
    try:
        with Stream.open(source, settings.max_bytes) as stream:
            kind = kind_of(source.name, stream.head)
            if kind in MANY:
                yield from read_many(stream, kind, fields, settings.max_article_chars)
            elif kind is Kind.PAGE:
                yield read_page(stream.read(), source.name)
            else:
                yield read_plain(stream.read(), source.name)
    except Skip as skip:
        yield skip


def finish(draft: Draft, settings: Settings, today: date) -> Article:
    """The article of a draft.

    Raises:
        TooLarge, UnsupportedLanguage, NotAnArticle: Why there is none.
    """
    if len(draft.text) > settings.max_article_chars:
        most = settings.max_article_chars
        what = f"the article has {len(draft.text):,} characters, over the {most:,} of max_article_chars"
        raise TooLarge(what, where=draft.origin, hint="split it, or raise the setting max_article_chars")
    text, furniture, links = clean(draft.text, draft.anchors)
    if not text.strip():
        raise NotAnArticle("nothing is left but page furniture", where=draft.origin, hint="leave it out")
    language = _language(draft, text, settings)
    day, basis, reason = settle(draft.clues, draft.url, draft.text, today)
    return Article(
        id=draft.id or content_id(draft.title or "", text),
        text=text,
        title=draft.title,
        outlet=draft.outlet or domain(draft.url),
        date=day,
        date_basis=basis,
        date_reason=reason,
        language=language,
        url=draft.url,
        origin=draft.origin,
        links=links,
        furniture=furniture,
    )


def _language(draft: Draft, text: str, settings: Settings) -> str | None:
    given = code_of(draft.language) if draft.language else None
    found, confidence = (given, 1.0) if given else language_of(text, settings.languages)
    if found is None or found in settings.languages:
        return found
    how = "as its language field says" if given else f"with confidence {confidence:.2f}"
    hint = f"the setting languages has {', '.join(settings.languages)}"
    raise UnsupportedLanguage(f"the text is in {found!r}, {how}", where=draft.origin, hint=hint)
