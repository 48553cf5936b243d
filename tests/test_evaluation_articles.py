"""The measures over whole articles: hand-made cases, and the same numbers as the gold files' own script."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bilat.evaluation import articles, evaluate, matching
from bilat.evaluation.matching import Assertion, CodedArticle, NamedMatter
from bilat.model import (
    Article,
    Coding,
    Event,
    EventType,
    Issue,
    Party,
    Place,
    Span,
    Status,
    Undertaking,
    UndertakingKind,
    UndertakingStatus,
)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"
FIRST = "The foreign ministers of Mali and Niger met in Gao on Monday."
SECOND = "Niger's army shelled a rebel camp, and Mali's army shelled another."
TEXT = f"{FIRST}\n\n{SECOND}"


def meeting(**changes: Any) -> Assertion:
    fields: dict[str, Any] = {
        "sentence": FIRST, "type": "CONSULT", "actors": ("MLIGOV", "NERGOV"), "status": "actual",
        "issues": frozenset({"diplomacy", "border"}), "date": "2024-05-06", "country": "MLI", "story": 1,
    }  # fmt: skip
    return Assertion(**{**fields, **changes})


def shelling(actor: str, **changes: Any) -> Assertion:
    fields: dict[str, Any] = {"sentence": SECOND, "type": "ASSAULT", "actors": (actor,), "recipients": ("REB",),
                              "status": "actual", "story": 2}  # fmt: skip
    return Assertion(**{**fields, **changes})


def measure(gold: list[Assertion], coded: list[Assertion]) -> Any:
    return articles.measure([CodedArticle("1", TEXT, tuple(gold))], {"1": CodedArticle("1", TEXT, tuple(coded))})


def test_figures_of_a_worked_case() -> None:
    gold = [meeting(), shelling("NERMIL"), shelling("MLIMIL")]
    coded = [
        meeting(
            actors=("NER", "MLI"), status="planned", issues=frozenset({"border", "trade"}), date="2024-05", country=None
        ),
        shelling("MLIREB", story=3),
        shelling("TCDMIL", type="COERCE"),
    ]
    result = measure(gold, coded)
    assert result["detect"] == {"p": 66.7, "r": 66.7, "f1": 66.7, "gold": 3, "coded": 3}
    assert result["quad"]["f1"] == 100
    # The meeting's states agree in any order, the rebels' state is Mali's; a bare state is its government.
    assert result["dyad"]["f1"] == 66.7
    assert result["coded"]["f1"] == 33.3
    # Gold links Mali and Niger by the meeting; the coder has that as planned. REB is no state.
    assert result["link"] == {"p": 0, "r": 0, "f1": 0, "gold": 1, "coded": 0}
    assert result["status"] == 50
    assert result["status_majority"] == 100
    assert result["issues"] == {"p": 50, "r": 50, "f1": 50, "gold": 2, "coded": 2}
    assert (result["date"], result["place"]) == (0, 0)
    assert result["story"] == {"p": 0, "r": 0, "f1": 0, "gold": 0, "coded": 0}
    assert result["by_type"] == {"ASSAULT": 66.7, "COERCE": 0, "CONSULT": 100}


def test_perfect_is_a_hundred_and_nothing_coded_is_nothing() -> None:
    gold = [meeting(), shelling("NERMIL"), shelling("MLIMIL")]
    names = ("detect", "quad", "dyad", "coded", "link", "issues", "story")
    perfect, nothing = measure(gold, gold), measure(gold, [])
    assert [perfect[name]["f1"] for name in names] == [100] * 7
    assert (perfect["status"], perfect["date"], perfect["place"]) == (100, 100, 100)
    assert [nothing[name]["f1"] for name in names] == [0] * 7
    assert (nothing["status"], nothing["date"], nothing["place"]) == (None, None, None)


def test_events_of_one_type_in_one_sentence_are_matched_by_their_parties() -> None:
    gold = [shelling("NERMIL", status="actual"), shelling("MLIMIL", status="negated")]
    assert measure(gold, gold[::-1])["status"] == 100


def test_an_event_in_another_sentence_is_not_detected() -> None:
    assert measure([meeting()], [meeting(sentence=SECOND)])["detect"]["f1"] == 0


def test_a_sentence_is_found_whatever_its_blanks_and_quotes() -> None:
    assert measure([meeting()], [meeting(sentence=FIRST.replace(" ", "\n ").upper())])["detect"]["f1"] == 100


@pytest.mark.parametrize(
    ("gold", "coded", "hit"),
    [
        ("2024-05-06", "2024-05-06", 100),
        ("2024-05", "2024-05-31", 100),
        ("2024-05-06", "2024-05", 0),
        ("2024", "1999", None),
    ],
)
def test_a_date_is_right_to_the_day_or_month_that_gold_gives(gold: str, coded: str, hit: float | None) -> None:
    assert measure([meeting(date=gold)], [meeting(date=coded)])["date"] == hit


@pytest.mark.parametrize(
    ("name", "issue", "same"),
    [
        ("Gao bridge project", "connectivity", True),
        ("the bridge of Gao", "energy", True),
        ("Gao power plant", "connectivity", False),
        ("Gao road", "connectivity", True),
        ("Gao road", "energy", False),
    ],
)
def test_undertakings_match_by_name_and_issue(name: str, issue: str, same: bool) -> None:
    gold = NamedMatter("Gao bridge", "connectivity", "stalled")
    if name == "Gao power plant":
        gold = NamedMatter("Gao river bridge", "connectivity", "stalled")
    assert matching.same_undertaking(gold, NamedMatter(name, issue, "stalled")) is same


def coded_by_hand(article: Article) -> Coding:
    """A coder that knows the one article of these tests."""

    def party(text: str, code: str) -> Party:
        return Party(text=text, code=code)

    sentence = Span(0, len(FIRST), FIRST)
    event = Event(
        id="e", article_id=article.id, sentence=sentence, trigger=Span(40, 43, "met"), type=EventType.CONSULT,
        actors=(party("Mali", "MLIGOV"), party("Niger", "NERGOV"), party("others", "")), recipients=(),
        mode=None, status=Status.ACTUAL, issues=(Issue.BORDER, Issue.DIPLOMACY), date="2024-05-06",
        place=Place(text="Gao", country="MLI"), story=7,
    )  # fmt: skip
    undertaking = Undertaking(
        id="u", article_id=article.id, name="the Gao bridge", kind=UndertakingKind.PROJECT, parties=("MLI", "NER"),
        issue=Issue.CONNECTIVITY, status=UndertakingStatus.STALLED, obstacles=(), sentence=sentence, mention=sentence,
    )  # fmt: skip
    return Coding(article=article, events=(event,), undertakings=(undertaking,))


def row() -> dict[str, Any]:
    event = {
        "sentence": FIRST, "trigger": "met", "type": "CONSULT", "status": "actual", "issues": ["diplomacy", "border"],
        "actors": [{"text": "Mali", "code": "MLI"}, {"text": "Niger", "code": "NER"}], "recipients": [],
        "date": "2024-05-06", "place": {"text": "Gao", "country": "MLI"}, "story": 1,
    }  # fmt: skip
    matter = {"name": "Gao bridge", "issue": "connectivity", "status": "stalled"}
    return {"id": "1", "title": None, "date": "2024-05-07", "source": None, "text": TEXT, "events": [event],
            "undertakings": [matter]}  # fmt: skip


def test_a_coder_is_judged_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row()) + "\n")
    seen: list[Article] = []

    def code(article: Article) -> Coding:
        seen.append(article)
        return coded_by_hand(article)

    result: Any = evaluate("articles", path, code)
    assert [(a.text, a.date, a.language) for a in seen] == [(TEXT, "2024-05-07", "en")]
    assert [result[k]["f1"] for k in ("detect", "dyad", "coded", "link", "issues", "undertakings")] == [100] * 6
    assert (result["status"], result["date"], result["place"], result["undertakings"]["status"]) == (100,) * 4
    assert (result["n"], result["articles"], result["articles_coded"]) == (1, 1, 1)
    assert len(result["data_digest"]) == 16


def test_an_event_may_give_offsets_for_its_sentence() -> None:
    given = row()
    del given["events"][0]["sentence"]
    given["events"][0] |= {"start": 0, "end": len(FIRST)}
    assert matching.from_row(given).assertions[0].sentence == FIRST


def disturbed(article: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """An article coded with errors of every kind."""
    events = []
    for event in article["events"]:
        event = dict(event)
        for key, others in (
            ("type", [t.value for t in EventType]), ("status", [*Status, None]), ("date", ["2024", "2024-01", None]),
            ("issues", [["trade"], [], ["security", "border"]]), ("story", [1, 2, None]), ("recipients", [[], None]),
            ("place", [None, {"text": "x", "country": "IRN"}]), ("actors", [[{"code": "IRN"}, {"code": "PAKGOV"}], []]),
            ("sentence", [event["sentence"][7:], "not there", None]),
        ):  # fmt: skip
            if chance.random() < 0.15:
                event[key] = chance.choice(others)
        events.extend([event] * chance.choice([0, 1, 1, 1, 2]))
    chance.shuffle(events)
    matters = [{**u, "issue": chance.choice([u["issue"], "trade"]), "status": chance.choice([u["status"], "ended"])}
               for u in article["undertakings"] if chance.random() < 0.8]  # fmt: skip
    return {"id": article["id"], "events": events, "undertakings": matters}


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="../shared/gold/score.py is not beside this checkout")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_numbers_are_those_of_the_gold_files_own_script(seed: int, tmp_path: Path) -> None:
    chance, path = random.Random(seed), SHARED / "articles-dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    coded = [disturbed(article, chance) for article in rows if chance.random() < 0.9]
    file = tmp_path / "coded.jsonl"
    file.write_text("\n".join(map(json.dumps, coded)))
    command = [sys.executable, str(SHARED / "score.py"), str(path), str(file)]
    expected = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    texts = {article["id"]: article["text"] for article in rows}
    answers = {c["id"]: matching.from_row(c, texts[c["id"]]) for c in coded}
    result = articles.measure([g.coded for g in articles.read(path)], answers)
    assert json.loads(json.dumps(result)) == expected
    assert 0 < expected["detect"]["f1"] < 100  # the errors did their work
