"""Reading: the world -> articles, and a Skip for each thing that was left out."""

from bilat.reading.articles import count, plan, poll, read
from bilat.reading.cleaning import clean, restore
from bilat.reading.maps import SAVED
from bilat.reading.web.addresses import shown
from bilat.reading.web.pages import Target
from bilat.reading.web.reader import Subscription, WebReader

__all__ = ["SAVED", "Subscription", "Target", "WebReader", "clean", "count", "plan", "poll", "read", "restore", "shown"]
