"""The explorer: pages and an API over a record's view, on this machine alone unless a token says otherwise."""

from bilat.web.app import create_app
from bilat.web.server import serve

__all__ = ["create_app", "serve"]
