"""The report that the project began with, read whole: what a desk officer must find in it."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from bilat import reading
from bilat.coding import code_article
from bilat.config import Settings
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, Coding, EventType, Issue, Mode, ObstacleKind, Status, UndertakingStatus
from bilat.trained import load_model

SEED = Path(__file__).resolve().parents[2] / "shared" / "data" / "seed-article.txt"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the measuring files are not beside the checkout")


@pytest.fixture(scope="module")
def coding() -> Coding:
    (article,) = reading.read([SEED], Settings(), today=datetime.date(2026, 1, 1))
    assert isinstance(article, Article)
    return code_article(replace(article, date="2024-04-21"), Lexicon.load(), Gazetteer.load(), load_model())


def test_the_visit_is_planned(coding: Coding) -> None:
    visits = [e for e in coding.events if e.mode is Mode.VISIT]

    assert visits
    assert all(e.status is Status.PLANNED for e in visits)
    assert {p.code for p in visits[0].actors} == {"IRNGOV"}
    assert {p.code for p in visits[0].recipients} == {"PAK"}


def test_the_agenda_names_its_issues(coding: Coding) -> None:
    told = {issue for e in coding.events if e.type in {EventType.CONSULT, EventType.COOPERATE} for issue in e.issues}

    assert {Issue.TRADE, Issue.CONNECTIVITY, Issue.ENERGY, Issue.AGRICULTURE} <= told
    assert told & {Issue.SECURITY, Issue.TERRORISM}


def test_the_strikes_and_the_sanctions_are_acts_that_took_place(coding: Coding) -> None:
    acts = {
        (e.type, frozenset(p.code for p in e.actors), frozenset(p.code for p in e.recipients)): e for e in coding.events
    }

    strikes = acts[EventType.ASSAULT, frozenset({"IRN", "PAK"}), frozenset()]
    sanctions = acts[EventType.SANCTION, frozenset({"USA"}), frozenset({"IRN"})]
    assert strikes.status is sanctions.status is Status.ACTUAL
    assert Issue.ENERGY in sanctions.issues


def test_the_pipeline_stands_still_for_sanctions(coding: Coding) -> None:
    (pipeline,) = [u for u in coding.undertakings if "pipeline" in u.name]

    assert set(pipeline.parties) == {"IRN", "PAK"}
    assert pipeline.issue is Issue.ENERGY
    assert pipeline.status in {UndertakingStatus.STALLED, UndertakingStatus.UNDER_NEGOTIATION}
    assert ObstacleKind.SANCTIONS in {o.kind for o in pipeline.obstacles}


def test_the_border_has_its_length(coding: Coding) -> None:
    assert (900.0, "km", {"IRN", "PAK"}) in [(f.quantity, f.unit, set(f.parties)) for f in coding.facts]


def test_the_pages_last_lines_are_no_part_of_it(coding: Coding) -> None:
    article = coding.article

    assert "Gaza" not in article.text
    assert "comment" not in article.text
    assert [link.text for link in article.links] == ["Pakistan Dispatches Fifth Batch of Relief Goods to Gaza"]
    assert reading.restore(article.text, article.furniture) == SEED.read_text("utf-8").replace("\r\n", "\n")
