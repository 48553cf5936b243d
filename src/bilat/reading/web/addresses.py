"""Web addresses taken apart: what may be asked at all, and the form that may be shown and kept."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from bilat.errors import NotAllowed

_WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_LAST_SYSTEM_PORT = 1023
_LONGEST = 4096
_MARKS = re.compile(r"(?i)([?&](?:utm_\w+|fbclid|gclid|mc_[ce]id)=[^&#]*)")
_SECRETS = re.compile(
    r"(?i)(?<=[?&])((?:(?:access|auth|api|client)[_-]?)?(?:token|key|secret|password|passwd|pwd|signature|sig|auth)=)[^&#]+"
)


def is_web(text: str) -> bool:
    """Whether an argument is a web address rather than a path."""
    return _WEB.match(text) is not None


def shown(text: str) -> str:
    """An address without the name and password before its host, and with secrets of its query blotted out.

    >>> shown("https://desk:pass@example.org/feed?api_key=5ca1ab1e&page=2")
    'https://example.org/feed?api_key=...&page=2'
    """
    scheme, sign, rest = text.partition("://")
    if sign:
        host, slash, path = re.match(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
        text = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
    return _SECRETS.sub(r"\1...", text)


def without_marks(text: str) -> str:
    """An address without the marks of campaigns (utm_source=...), so that one page has one address."""
    head, *marks = _MARKS.split(text)
    bare = head + "".join(marks[1::2])
    return bare if "?" in bare or "&" not in bare else bare.replace("&", "?", 1)


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address; ``str()`` is the form that may be shown and kept.

    Attributes:
        host: Lower case, in ASCII; an IPv6 address without its brackets.
        target: Path and query, as they are asked for.
        authorization: The header for the name and password that stood before the host.
    """

    scheme: str
    host: str
    port: int
    target: str
    authorization: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """The address that a text is.

        Raises:
            NotAllowed: Another scheme, no host, a port of another service, or no address at all.
        """
        name = shown(text.strip())[:_LONGEST]
        if not is_web(text.strip()):
            what = f"{_SCHEME.match(name)[0]} is not read" if _SCHEME.match(name) else "no web address"  # type: ignore[index]
            raise NotAllowed(what, where=name, hint="give one that begins with http:// or https://")
        try:
            if len(text) > _LONGEST:
                raise ValueError(f"longer than {_LONGEST} characters")
            url = parse_url(text.strip())
            host = (url.host or "").strip("[]")
            if not host or url.scheme is None:
                raise ValueError("no host")
        except (LocationParseError, ValueError) as error:
            hint = "correct the address"
            raise NotAllowed(f"no web address: {_reason(error)}", where=name, hint=hint) from None
        port = url.port if url.port is not None else _PORTS[url.scheme]
        if port <= _LAST_SYSTEM_PORT and port not in _PORTS.values():
            hint = "web servers have 80, 443 or one from 1024 on"
            raise NotAllowed(f"port {port} is not one for web pages", where=name, hint=hint)
        target = (url.path or "/") + (f"?{url.query}" if url.query is not None else "")
        return cls(url.scheme, host, port, target, _basic(url.auth))

    def joined(self, location: str) -> Self:
        """Where a redirect points; name and password go along only to the same origin.

        Raises:
            NotAllowed: As :meth:`of`.
        """
        try:
            there = urljoin(f"{self.origin}{self.target}", location.strip())
        except ValueError:
            there = location
        found = type(self).of(there)
        kept = self.authorization if found.origin == self.origin else None
        return type(self)(found.scheme, found.host, found.port, found.target, kept)

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the usual one, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return shown(f"{self.origin}{self.target}")


def _basic(auth: str | None) -> str | None:
    return f"Basic {b64encode(unquote(auth).encode()).decode()}" if auth else None


def _reason(error: Exception) -> str:
    """The library's message without the address, which may hold a password."""
    said = str(error).removeprefix("Failed to parse: ")
    return "it cannot be parsed" if "://" in said else said
