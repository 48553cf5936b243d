"""Turns of one series: levels, the changes between them, peaks and bursts upon them, and the state as of the last period."""
