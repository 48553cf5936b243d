"""The room's front: inputs -> articles. Chooses each input's reader, then settles language, date, furniture and id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from bilat.config import Settings
from bilat.errors import BadArgument, NotAnArticle, Skip, TooLarge, UnsupportedLanguage
from bilat.model import Article, content_id
from bilat.reading.cleaning import clean
from bilat.reading.dates import settle
from bilat.reading.decode import decode_line
from bilat.reading.draft import Draft
from bilat.reading.fields import FieldMap
from bilat.reading.files import FileReader
from bilat.reading.kinds import MANY, kind_by_name
from bilat.reading.language import code_of, language_of
from bilat.reading.maps import saved_map
from bilat.reading.page import domain
from bilat.reading.sources import Source, sources
from bilat.reading.stream import Stream
from bilat.reading.web.pages import Target
from bilat.reading.web.reader import Found, Subscription, WebReader

_NO_FIELDS: Mapping[str, str] = {}
Seen = Callable[[str], bool]
"""Whether the input of a digest was read before."""


def read(
    paths: Iterable[str | Path],
    settings: Settings,
    *,
    fields: Mapping[str, str] = _NO_FIELDS,
    today: date,
    web: WebReader | None = None,
    urls: bool = False,
    seen: Seen | None = None,
) -> Iterator[Article | Skip]:
    """The articles of files, folders (all that is under them, by name), web addresses and standard input ("-").

    Args:
        paths: What to read, in this order; a file that comes twice is read once.
        settings: Limits, languages, and the field map that ``fields`` adds to.
        fields: For JSONL and CSV, target field to the file's own name for it ("text" to "body").
        today: No article is from later than the day after.
        web: Reads web addresses; None is one that keeps nothing.
        urls: The files are lists of web addresses, one a line.
        seen: Is asked for each input by its digest (:attr:`Article.input`) before the work on it; what it says yes to is
            left out.

    Yields:
        An article, or a Skip for each thing that was left out. It is lazy: nothing is held but the file at hand.

    Raises:
        BadArgument: No path at all, or a field map with an unknown target; at once, not at the first article.
    """
    found = plan(paths, settings, fields=fields, today=today, web=web, urls=urls, seen=seen)
    return (item for item in found if not isinstance(item, Target))


def plan(
    paths: Iterable[str | Path],
    settings: Settings,
    *,
    fields: Mapping[str, str] = _NO_FIELDS,
    today: date,
    web: WebReader | None = None,
    urls: bool = False,
    seen: Seen | None = None,
) -> Iterator[Article | Target | Skip]:
    """As :func:`read`; where the web's reader is a dry one, pages that are only listed come as targets."""
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    if not given:
        raise BadArgument("nothing to read", hint='name files, folders or web addresses, or "-" for standard input')
    names = FieldMap.of({**settings.fields, **fields}, saved_map(settings.use_map, settings.maps))
    web = web or WebReader.of(settings, today=lambda: today)
    return _finished(_found(given, settings, names, web, urls=urls), settings, today, seen)


def poll(
    feeds: Iterable[Subscription], settings: Settings, *, today: date, web: WebReader
) -> Iterator[Article | Target | Skip]:
    """The articles of feeds that were not read yet, feed by feed."""
    return _finished(chain.from_iterable(map(web.feed, feeds)), settings, today)


def count(paths: Iterable[str | Path]) -> int | None:
    """How many articles the paths hold at most, by counting files; None with a file of many, the web or a pipe among them."""
    total = 0
    for source in sources(paths):
        if isinstance(source, Skip):
            continue
        if source.path is None or kind_by_name(source.name) in MANY:
            return None
        total += 1
    return total


def _found(
    paths: Iterable[str | Path], settings: Settings, fields: FieldMap, web: WebReader, *, urls: bool
) -> Iterator[Found]:
    files = FileReader(settings, fields)
    for source in sources(paths):
        if isinstance(source, Skip):
            yield source
        elif source.url is not None:
            yield from web.named(source.url)
        elif urls:
            yield from _listed(source, settings, web)
        else:
            yield from web.among(files.drafts(source))


def _finished(
    found: Iterable[Found], settings: Settings, today: date, seen: Seen | None = None
) -> Iterator[Article | Target | Skip]:
    for item in found:
        if seen is not None and isinstance(item, Draft) and seen(item.digest):
            continue
        try:
            yield finish(item, settings, today) if isinstance(item, Draft) else item
        except Skip as skip:
            if isinstance(item, Draft) and item.counts is not None:
                item.counts.add(skip)
            else:
                yield skip


def _listed(source: Source, settings: Settings, web: WebReader) -> Iterator[Found]:
    """The pages of a file with a web address on each line; blank lines and those that begin with # are passed over."""
    try:
        with Stream.open(source, settings.max_bytes) as stream:
            numbered = enumerate(iter(stream.readline, b""), 1)
            lines = ((decode_line(line).strip("\ufeff \t\r\n"), number) for number, line in numbered)
            yield from web.listed(
                (line, f"{source.name}#{n}") for line, n in lines if line and not line.startswith("#")
            )
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
    if not any(map(str.isalpha, text)):
        raise NotAnArticle("there is not one letter in it", where=draft.origin, hint="leave it out")
    language = _language(draft, text, settings)
    day, basis, reason = settle(draft.clues, draft.url, draft.text, today, draft.fetched)
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
        input=draft.digest,
    )


def _language(draft: Draft, text: str, settings: Settings) -> str | None:
    given = code_of(draft.language) if draft.language else None
    found, confidence = (given, 1.0) if given else language_of(text, settings.languages)
    if found is None or found in settings.languages:
        return found
    how = "as its language field says" if given else f"with confidence {confidence:.2f}"
    hint = f"the setting languages has {', '.join(settings.languages)}"
    raise UnsupportedLanguage(f"the text is in {found!r}, {how}", where=draft.origin, hint=hint)
