"""Outlook: what the weeks to come may bring, how good such forecasts would have been, what followed acts of a kind."""

from bilat.record.news import KINDS
from bilat.relations.outlook.backtest import HORIZONS, Backtest, Score, Target, Trial
from bilat.relations.outlook.conformal import LEVELS
from bilat.relations.outlook.forecast import Forecast, Interval, Moving, Outlook, Week, backtest, outlook, steps
from bilat.relations.outlook.panels import PEERS, Panels, kind_of, panels, panels_with, peers
from bilat.relations.outlook.whatif import Followed, WhatIf, whatif

__all__ = [
    "HORIZONS",
    "KINDS",
    "LEVELS",
    "PEERS",
    "Backtest",
    "Followed",
    "Forecast",
    "Interval",
    "Moving",
    "Outlook",
    "Panels",
    "Score",
    "Target",
    "Trial",
    "Week",
    "WhatIf",
    "backtest",
    "kind_of",
    "outlook",
    "panels",
    "panels_with",
    "peers",
    "steps",
    "whatif",
]
