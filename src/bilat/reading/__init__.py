"""Reading: the world -> articles, and a Skip for each thing that was left out."""

from bilat.reading.articles import count, read
from bilat.reading.cleaning import clean, restore

__all__ = ["clean", "count", "read", "restore"]
