"""Article -> Events, Undertakings, Facts. A pure function: it touches no file, clock or network."""

from bilat.coding.coder import code_article
from bilat.coding.introductions import introductions

__all__ = ["code_article", "introductions"]
