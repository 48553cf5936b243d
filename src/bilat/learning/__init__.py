"""Introductions of many articles -> proposals of names for the lexicon. Nothing is used until a person accepts it."""

from bilat.learning.proposals import Claim, Evidence, Proposal, propose
from bilat.learning.sheet import as_dict, as_yaml
from bilat.learning.table import print_proposals

__all__ = ["Claim", "Evidence", "Proposal", "as_dict", "as_yaml", "print_proposals", "propose"]
