"""Visits and delegations: who went where, when, at what level, with whom, and what came of it."""
