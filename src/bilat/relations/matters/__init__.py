"""Undertakings over time: mentions in many articles joined to matters, with their steps, obstacles, silences and what is due."""
