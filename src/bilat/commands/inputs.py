"""What the commands that read articles take: settings, accepted names, the articles themselves."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bilat import api, printing, reading
from bilat.commands.telling import say
from bilat.config import Settings
from bilat.errors import BadArgument, Skip
from bilat.lexicon import Lexicon, accepted
from bilat.lexicon.accepted import AcceptedNames
from bilat.model import Article, DateBasis


def settings_of(config: Path | None, names: Path | None) -> Settings:
    """The settings; an option on the command line wins."""
    settings = Settings.load(config)
    return settings.model_copy(update={"names": names}) if names else settings


def names_of(settings: Settings, *, quiet: bool) -> AcceptedNames | None:
    """The user's own names, told on standard error: a file of which nothing is accepted must not look like one in use."""
    if settings.names is None:
        return None
    own = accepted.load(settings.names, Lexicon.load())
    if not quiet:
        say(f"{own.file}: {own.accepted} of {printing.plural(own.entries, 'name')} accepted")
    return own


def articles_of(
    paths: list[str], settings: Settings, field: list[str] | None, day: str | None
) -> Iterator[Article | Skip]:
    given = api.iso_day(day) if day else None
    items = reading.read(paths, settings, fields=_field_map(field or []), today=datetime.date.today())
    return (_dated(item, given) if isinstance(item, Article) else item for item in items)


def _dated(article: Article, day: str | None) -> Article:
    if day is None or article.date is not None:
        return article
    return replace(article, date=day, date_basis=DateBasis.GIVEN, date_reason="given on the command line")


def _field_map(pairs: Iterable[str]) -> dict[str, str]:
    fields = {}
    for pair in pairs:
        target, sign, name = pair.partition("=")
        if not sign or not target or not name:
            raise BadArgument(f"--field {pair!r} is not TARGET=NAME", hint="for example --field text=body")
        fields[target] = name
    return fields
