"""The settings of a run: one frozen value, from a TOML file and the environment.

Precedence, highest first: environment (``BILAT_MAX_BYTES=...``), the file, the defaults below. The file is the one
that is named, else ``$BILAT_CONFIG``, else ``bilat.toml`` in the working folder where there is one. An unknown key or a
wrong value anywhere is a :class:`~bilat.errors.BadSetting`: a misspelt limit must not silently leave the default.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bilat.errors import BadSetting

PREFIX = "BILAT_"
CONFIG_VARIABLE = "BILAT_CONFIG"
CONFIG_NAME = "bilat.toml"
FIELD_TARGETS = ("id", "title", "date", "outlet", "url", "text", "language")
TOKEN_VARIABLE = "BILAT_TOKEN"
_NOT_SETTINGS = {CONFIG_VARIABLE, TOKEN_VARIABLE}
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")


def all_cores(cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """The cores that this process may use: those that it may run on, and no more than a container's quota pays for.

    Args:
        cgroup: Where Linux tells a container its limits (cgroup v2, ``cpu.max``: microseconds in each period, or "max").
    """
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        quota, period = (cgroup / "cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        return cores
    return cores if quota == "max" else max(1, min(cores, -(-int(quota) // int(period))))


class Settings(BaseSettings):
    """What a run may use and what it reads.

    Attributes:
        max_bytes: Most bytes, after decompression, of one page or text file, or of one line of a JSONL or CSV file.
        max_article_chars: Most characters of one article's text.
        languages: ISO 639 codes of the languages that are read; articles in others are left out.
        workers: Processes that code at once.
        commit_every: Articles after which `bilat read` commits: what a killed run loses at most, against the number of files.
        fields: For JSONL, CSV and Parquet, target field to the name that the file has for it.
        maps: Your own field maps by name, each like `fields`; one without `text` is of lists of web pages.
        use_map: The map that files are read with, one of your own or of those that `--as` lists; `--as` sets it.
        names: A file of names that you have accepted, used on top of the lexicon; `bilat learn` writes one.
        analyst: Your name, under which `bilat judge` keeps what you say of the record's lines.
        withhold: Outlets whose articles' texts stay out of exports, in any case of letters; their spans' places stay in.
        web_private: Whether addresses of private networks and of this machine may be asked, as `--allow-private` says.
        web_networks: Networks (`10.1.0.0/16`) that may be asked whatever they are.
        web_contact: An address or page by which a site's owner can reach you; it is told to every server.
        web_delay: Least seconds between two requests to one host; a longer Crawl-delay of its robots.txt is kept.
        web_wait: Most seconds to wait for one host's turn, its Crawl-delay or its Retry-After; over it, it is left out.
        web_attempts: How often an address is asked that does not answer or has a server's error.
        web_connect_seconds: Most seconds for a connection.
        web_read_seconds: Most seconds without a byte.
        web_total_seconds: Most seconds for one answer, however it drips.
        web_max_bytes: Most bytes, after decompression, of one web page or feed.
        web_pages: Most addresses that are read from one list, sitemap or feed.
        web_cache_bytes: Most bytes of the pages kept beside a record, the oldest going first; 0 keeps none.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX)

    max_bytes: int = Field(default=64 * 1024 * 1024, ge=1024)
    max_article_chars: int = Field(default=200_000, ge=100)
    languages: Annotated[tuple[str, ...], NoDecode] = ("en",)
    workers: int = Field(default_factory=all_cores, ge=1, le=1024)
    commit_every: int = Field(default=500, ge=1)
    fields: dict[str, str] = Field(default_factory=dict)
    maps: dict[str, dict[str, str]] = Field(default_factory=dict)
    use_map: str | None = None
    names: Path | None = None
    analyst: str | None = Field(default=None, min_length=1, max_length=80)
    withhold: Annotated[tuple[str, ...], NoDecode] = ()
    web_private: bool = False
    web_networks: Annotated[tuple[str, ...], NoDecode] = ()
    web_contact: str | None = Field(default=None, max_length=200, pattern=r"^[\x21-\x7e][\x20-\x7e]*$")
    web_delay: float = Field(default=1.0, ge=0, le=3600)
    web_wait: float = Field(default=60.0, ge=0, le=86_400)
    web_attempts: int = Field(default=3, ge=1, le=10)
    web_connect_seconds: float = Field(default=10.0, gt=0, le=600)
    web_read_seconds: float = Field(default=20.0, gt=0, le=600)
    web_total_seconds: float = Field(default=60.0, gt=0, le=3600)
    web_max_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    web_pages: int = Field(default=50_000, ge=1)
    web_cache_bytes: int = Field(default=256 * 1024 * 1024, ge=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: :meth:`load` reads the file and the environment, so that ``Settings()`` is pure."""
        return (init_settings,)

    @field_validator("languages", "withhold", "web_networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("languages")
    @classmethod
    def _known_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not all(_LANGUAGE.match(code) for code in value):
            raise ValueError('must be ISO 639 codes such as "en"')
        return value

    @field_validator("web_networks")
    @classmethod
    def _known_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ip_network(network)
            except ValueError:
                raise ValueError(f"{network!r} is no network such as 10.1.0.0/16") from None
        return value

    @field_validator("maps")
    @classmethod
    def _known_maps(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for fields in value.values():
            cls._known_targets(fields)
        return {
            name: {target.replace("source", "outlet"): of for target, of in fields.items()}
            for name, fields in value.items()
        }

    @field_validator("fields")
    @classmethod
    def _known_targets(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(value) - set(FIELD_TARGETS) - {"source"})
        if unknown:
            raise ValueError(f"unknown target {unknown[0]!r}; the targets are {', '.join(FIELD_TARGETS)}")
        return value

    @classmethod
    def load(cls, path: Path | None = None, *, environ: Mapping[str, str] | None = None) -> Self:
        """The settings of this run.

        Args:
            path: The TOML file; None looks at ``$BILAT_CONFIG`` and for ``bilat.toml`` in the working folder.
            environ: The environment; None is the process's own.

        Raises:
            BadSetting: A file that cannot be read, an unknown key or a wrong value; names key and place.
        """
        variables = os.environ if environ is None else environ
        file = _config_file(path, variables)
        from_file = _read_toml(file) if file else {}
        from_environment = _read_environment(cls, variables)
        try:
            return cls(**{**from_file, **from_environment})
        except ValidationError as error:
            raise _bad_setting(error, from_environment, str(file)) from None


def _config_file(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    if path is not None:
        return path
    if environ.get(CONFIG_VARIABLE):
        return Path(environ[CONFIG_VARIABLE])
    default = Path(CONFIG_NAME)
    return default if default.is_file() else None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        what = f"the settings file cannot be read: {error.strerror}"
        raise BadSetting(what, where=str(file), hint=f"name another with --config or ${CONFIG_VARIABLE}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"not a TOML file: {error}", where=str(file), hint='lines read key = "value"') from None


def _read_environment(settings: type[Settings], environ: Mapping[str, str]) -> dict[str, Any]:
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in _NOT_SETTINGS:
            key = name.removeprefix(PREFIX).lower()
            if key not in settings.model_fields:
                raise BadSetting(f"unknown setting {key!r}", where=f"environment {name}", hint=_known(settings))
    source = EnvSettingsSource(settings)
    source.env_vars = {name.lower(): value for name, value in environ.items()}
    try:
        return source()
    except SettingsError as error:
        what = f"a value of the environment cannot be read: {error}"
        hint = 'tables are written as JSON, {"text": "body"}'
        raise BadSetting(what, where=f"environment {PREFIX}*", hint=hint) from None


def _bad_setting(error: ValidationError, from_environment: Mapping[str, Any], file: str) -> BadSetting:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else "?"
    where = f"environment {PREFIX}{key.upper()}" if key in from_environment else file
    if first["type"] == "extra_forbidden":
        return BadSetting(f"unknown setting {key!r}", where=where, hint=_known(Settings))
    what = f"setting {key!r} is {first['input']!r}: {first['msg'].removeprefix('Value error, ')}"
    return BadSetting(what, where=where, hint=f"correct or remove {key!r}")


def _known(settings: type[Settings]) -> str:
    return f"known: {', '.join(settings.model_fields)}"
