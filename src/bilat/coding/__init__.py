"""Article -> Events, Undertakings, Facts. A pure function: it touches no file, clock or network."""

from bilat.coding.coder import code_article

__all__ = ["code_article"]
