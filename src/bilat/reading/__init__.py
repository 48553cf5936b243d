"""Reading: the world -> articles, and a Skip for each thing that was left out."""

from bilat.reading.articles import count, plan, poll, read
from bilat.reading.cleaning import clean, restore
from bilat.reading.maps import SAVED
from bilat.reading.page import article_text
from bilat.reading.web.addresses import shown
from bilat.reading.web.ledger import Memory
from bilat.reading.web.pages import Target
from bilat.reading.web.reader import Subscription, WebReader
from bilat.reading.web.watchlist import EXAMPLE, load_watchlist

__all__ = [
    "EXAMPLE",
    "SAVED",
    "Memory",
    "Subscription",
    "Target",
    "WebReader",
    "article_text",
    "clean",
    "count",
    "load_watchlist",
    "plan",
    "poll",
    "read",
    "restore",
    "shown",
]
