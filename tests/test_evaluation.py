"""The measures on cases that were calculated by hand."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.errors import BadArgument, BadRecord
from bilat.evaluation import MEASURES, Act, actors, evaluate, figures, folding, places, relations, sentences, status
from bilat.evaluation.folding import ROOTS, fold
from bilat.model import Event, EventType, Party, Quad, Span, Status

ASSAULT, CONSULT, AID, RETREAT = EventType.ASSAULT, EventType.CONSULT, EventType.AID, EventType.RETREAT


class TestFolding:
    @pytest.mark.parametrize(
        ("kind", "when", "root"),
        [
            (CONSULT, Status.PLANNED, "AGREE"),
            (AID, Status.HYPOTHETICAL, "AGREE"),
            (EventType.COERCE, Status.PLANNED, "THREATEN"),
            (ASSAULT, Status.HYPOTHETICAL, "THREATEN"),
            (EventType.CONCEDE, Status.PLANNED, "YIELD"),
            (RETREAT, Status.ACTUAL, "YIELD"),
            (EventType.REQUEST, Status.PLANNED, "REQUEST"),
            (EventType.REJECT, Status.HYPOTHETICAL, "REJECT"),
            (ASSAULT, Status.HISTORICAL, "ASSAULT"),
            (CONSULT, Status.NEGATED, "CONSULT"),
        ],
    )
    def test_acts_ahead_change_their_root(self, kind: EventType, when: Status, root: str) -> None:
        assert fold(Act(kind, when)) == root

    def test_every_act_folds_to_one_of_fifteen_roots_that_has_a_quad(self) -> None:
        roots = {fold(Act(t, s)) for t in EventType for s in Status}
        assert roots == set(ROOTS)
        assert len(ROOTS) == 15
        assert all(folding.quad_of(root) for root in roots)

    def test_yield_is_material_cooperation(self) -> None:
        assert folding.quad_of("YIELD") is Quad.MATERIAL_COOPERATION
        assert folding.is_conflict("YIELD") is False

    @pytest.mark.parametrize(
        ("code", "root"), [("0841", "YIELD"), ("190", "ASSAULT"), ("02", "REQUEST"), ("015", None)]
    )
    def test_cameo_codes_go_by_their_first_two_digits(self, code: str, root: str | None) -> None:
        assert folding.root_of_cameo(code) == root

    def test_names_of_older_versions_are_known_and_others_refused(self) -> None:
        assert [folding.root_of_name(n) for n in ("DEMAND", "FIGHT", "CONCEDE", "AID")] == [
            "REQUEST", "ASSAULT", "YIELD", "AID",
        ]  # fmt: skip
        with pytest.raises(ValueError, match="WAVE"):
            folding.root_of_name("WAVE")


class TestFigures:
    def test_macro_f1_weighs_classes_alike(self) -> None:
        # a: 2 hits of 3 gold and 2 predicted, F1 0.8; b: 1 hit of 1 gold and 2 predicted, F1 2/3.
        assert figures.macro_f1(["a", "a", "a", "b"], ["a", "a", "b", "b"]) == pytest.approx(73.33)

    def test_a_class_that_gold_never_has_is_no_part_of_the_mean(self) -> None:
        assert figures.macro_f1(["a", "a"], ["a", "z"]) == pytest.approx(66.67)

    def test_b_cubed_of_a_worked_case(self) -> None:
        # Gold {1 2 3} {4 5}; predicted {1 2} {3 4 5}. Precision (1+1+1/3+2/3+2/3)/5, recall (2/3+2/3+1/3+1+1)/5.
        precision, recall = figures.b_cubed("aaabb", [0, 0, 1, 1, 1])
        assert precision == pytest.approx(11 / 15)
        assert recall == pytest.approx(11 / 15)

    def test_pearson_is_null_where_nothing_varies(self) -> None:
        assert figures.pearson([1, 2, 3], [6, 4, 2]) == -100
        assert figures.pearson([1, 2, 3], [2, 2, 2]) is None

    def test_a_lost_prediction_is_refused(self) -> None:
        for score in (figures.macro_f1, figures.accuracy, figures.b_cubed):
            with pytest.raises(ValueError, match="1 predictions for 2"):
                score(["a", "b"], ["a"])

    @given(st.lists(st.sampled_from("abc"), min_size=1))
    def test_perfect_is_a_hundred_and_empty_is_nothing(self, gold: list[str]) -> None:
        nothing = [None] * len(gold)
        assert figures.macro_f1(gold, gold) == figures.accuracy(gold, gold) == 100
        assert figures.macro_f1(gold, nothing) == figures.accuracy(gold, nothing) == 0
        assert figures.b_cubed(gold, gold) == pytest.approx((1, 1))

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1))
    def test_b_cubed_turned_round_swaps_precision_and_recall(self, pairs: list[tuple[str, str]]) -> None:
        gold, predicted = zip(*pairs, strict=True)
        precision, recall = figures.b_cubed(gold, predicted)
        assert figures.b_cubed(predicted, gold) == pytest.approx((recall, precision))


class TestRelations:
    def pair(self, root: str) -> relations.MarkedPair:
        return relations.MarkedPair("1", "Mali met Niger.", Span(0, 4, "Mali"), Span(9, 14, "Niger"), root)

    def test_marks_become_spans_of_the_plain_sentence(self) -> None:
        text, spans = relations.unmark(
            "On Monday <t>Niger</t> was visited by <s> Mali's envoy</s>, and <t>Niger</t> agreed."
        )
        assert text == "On Monday Niger was visited by  Mali's envoy, and Niger agreed."
        assert spans["s"].text == "Mali's envoy"
        assert spans["t"].start == 10
        assert all(text[s.start : s.end] == s.text for s in spans.values())

    def test_figures_of_a_worked_case(self) -> None:
        gold = [self.pair(r) for r in ("YIELD", "AID", "ASSAULT", "ACCUSE")]
        result = relations.measure(gold, ["AID", "AID", "ACCUSE", None])
        # Roots: only AID is hit (F1 2/3), YIELD, ASSAULT and ACCUSE get 0.
        assert result["root_macro_f1"] == pytest.approx(16.67)
        assert result["root_accuracy"] == 25
        # Quads: material cooperation 1; material conflict 0; verbal conflict 0.
        assert result["quad_macro_f1"] == pytest.approx(33.33)
        # Cooperation 1; conflict 1 of 2, none wrong: 2/3.
        assert result["binary_macro_f1"] == pytest.approx(83.33)

    def test_the_judge_sees_the_pair_and_its_status_is_folded(self) -> None:
        seen: list[object] = []

        def judge(sentence: str, source: Span | None, target: Span | None) -> Act | None:
            seen.append((sentence, source, target))
            return Act(CONSULT, Status.PLANNED)

        result = relations.run([self.pair("AGREE")], judge)
        assert result["root_accuracy"] == 100
        assert seen == [("Mali met Niger.", Span(0, 4, "Mali"), Span(9, 14, "Niger"))]


def deed(sources: str, targets: str, root: str = "CONSULT") -> sentences.Deed:
    return sentences.Deed(tuple(sources.split()), tuple(targets.split()), root)


def score(gold: Sequence[sentences.Deed], predicted: Sequence[sentences.Deed]) -> dict[str, object]:
    item = sentences.CodedSentence("1", "text", None, tuple(gold))
    return {k: v for k, v in sentences.measure([item], [predicted]).items() if k != "left_out"}


PERFECT = {"triple_f1": 100, "source_f1": 100, "target_f1": 100, "root_f1": 100}


class TestSentences:
    @pytest.mark.parametrize("predicted", [deed("MLI", "NER"), deed("NER", "MLI"), deed("NER MLI", "")])
    def test_a_reciprocal_act_accepts_either_direction(self, predicted: sentences.Deed) -> None:
        assert score([deed("MLI NER", "")], [predicted]) == PERFECT

    def test_a_symmetric_prediction_meets_a_directed_act(self) -> None:
        assert score([deed("NER", "MLI")], [deed("MLI NER", "")]) == PERFECT

    def test_a_directed_act_the_wrong_way_round_is_wrong(self) -> None:
        expected = {"triple_f1": 0, "source_f1": 0, "target_f1": 0, "root_f1": 100}
        assert score([deed("MLI", "NER", "AID")], [deed("NER", "MLI", "AID")]) == expected

    def test_figures_of_a_worked_case(self) -> None:
        gold = [deed("MLI", "NER TCD", "ASSAULT"), deed("RWA", "", "PROTEST")]
        predicted = [deed("MLI", "NER", "ASSAULT"), deed("RWA", "UGA", "PROTEST")]
        # Triples: 1 hit of 3 and 2. Sources: 2 of 2. Targets: 1 of 2 and 2 (the absent target is none). Roots: 2 of 2.
        assert score(gold, predicted) == {"triple_f1": 40, "source_f1": 100, "target_f1": 50, "root_f1": 100}

    def test_parties_of_one_state_act_on_each_other(self) -> None:
        assert score([deed("NGA NGA", "")], [deed("NGA", "NGA")]) == PERFECT

    def test_nothing_coded_where_nothing_happened_is_no_loss(self) -> None:
        items = [
            sentences.CodedSentence("1", "a", None, ()),
            sentences.CodedSentence("2", "b", None, (deed("MLI", "NER"),)),
        ]
        assert sentences.measure(items, [(), [deed("MLI", "NER")]])["triple_f1"] == 100
        assert sentences.measure(items, [[deed("MLI", "NER")], ()])["triple_f1"] == 0

    def test_events_are_folded_and_negated_ones_left_out(self) -> None:
        def event(kind: EventType, when: Status) -> Event:
            return Event(
                id="e", article_id="a", sentence=Span(0, 1, "x"), trigger=Span(0, 1, "x"), type=kind, mode=None,
                actors=(Party(text="Mali", code="MLIGOV"),), recipients=(Party(text="the UN", code="IGOUN"),),
                status=when, issues=(),
            )  # fmt: skip

        planned, negated = event(CONSULT, Status.PLANNED), event(AID, Status.NEGATED)
        assert sentences.deeds_of([planned, negated]) == (deed("MLI", "IGO", "AGREE"),)

    def test_rows_of_both_sets_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "s.jsonl"
        plover = {"source_codes": ["TUR", "GRC"], "target_codes": [], "plover": "DEMAND", "reciprocal": True}
        cameo = {"source_codes": ["---REB"], "target_codes": ["IGOUNOMIL"], "cameo": "193", "plover": None}
        speech = {"source_codes": ["USA"], "target_codes": ["ITL"], "cameo": "015", "plover": None}
        rows = [{"id": "1", "text": "t", "date": "20150609", "events": [plover, cameo, speech]}]
        path.write_text("\n".join(map(json.dumps, rows)))
        assert sentences.read(path) == [
            sentences.CodedSentence(
                "1", "t", "2015-06-09", (deed("TUR GRC", "", "REQUEST"), sentences.Deed(("",), ("IGO",), "ASSAULT")), 1
            )
        ]

    @given(
        st.lists(
            st.builds(
                sentences.Deed,
                st.lists(st.sampled_from(["MLI", "NER", "TCD", ""]), min_size=1, max_size=3).map(tuple),
                st.lists(st.sampled_from(["MLI", "NER", "TCD", ""]), max_size=2).map(tuple),
                st.sampled_from(ROOTS),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_gold_against_itself_is_perfect(self, deeds: list[sentences.Deed]) -> None:
        result = score(deeds, deeds)
        assert result["triple_f1"] == result["root_f1"] == 100
        assert {result["source_f1"], result["target_f1"]} <= {100, None}


class TestActors:
    @pytest.mark.parametrize(
        ("expected", "code", "right"),
        [
            ("MLI", "MLIGOV", True),
            ("MLI", "NERGOV", False),
            (None, "GOV", True),
            (None, "", True),
            (None, "MLI", False),
            (None, "IGOUN", False),
            ("IGO", "IGOWB", True),
            ("UNO", "IGOWHO", True),
            ("UNO", "IGOEU", False),
            ("EUR", "IGOEU", True),
            ("MLI", "", False),
        ],
    )
    def test_country(self, expected: str | None, code: str, right: bool) -> None:
        assert actors.country_matches(expected, code) is right

    def test_rows_that_cannot_be_compared_are_left_out(self) -> None:
        gold = [
            actors.GoldPhrase("the Malian army", None, "MLI", "MIL"),
            actors.GoldPhrase("farmers", None, None, "CVL"),
            actors.GoldPhrase("a slip", None, "LEG", None),
            actors.GoldPhrase("Mali", None, "MLI", None),
        ]
        result = actors.measure(gold, ["MLIGOV", "CVL", "MLI", "MLI"])
        assert result == {"country_accuracy": 100, "sector_accuracy": 50, "n_country": 3, "n_sector": 2}

    def test_quoted_and_empty_dates(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        row = {"phrase": "the envoy", "country": None, "sector": None}
        path.write_text(json.dumps([{**row, "date": "'2022-04-01'"}, {**row, "date": ""}, row]))
        assert [r.date for r in actors.read(path)] == ["2022-04-01", None, None]


@dataclass(frozen=True)
class Entry:
    country: str | None
    latitude: float
    longitude: float


class TestPlaces:
    def test_distance_of_paris_and_london(self) -> None:
        assert places.distance_km((48.8566, 2.3522), (51.5074, -0.1278)) == pytest.approx(343.6, abs=0.5)
        assert places.distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)

    def test_figures_of_a_worked_case(self) -> None:
        toponyms = [
            places.Toponym("a", 0, 0),
            places.Toponym("b", 0, 0),
            places.Toponym("c", 0, 0),
            places.Toponym("d", 0, 0),
        ]
        answers = [Entry("MLI", 0, 1), Entry("NER", 0, 1.5), Entry("MLI", 0, 10), None]
        result = places.measure(toponyms, ["MLI", "MLI", "MLI", None], answers)
        # 111, 167 and 1,112 km, and none: the median lies between 167 and 1,112; the last has no country.
        assert result == {"country_accuracy": 66.67, "within_161km": 25, "median_km": 639.4, "n_country": 3}

    def test_without_answers_there_is_no_median(self) -> None:
        result = places.measure([places.Toponym("a", 0, 0)], ["MLI"], [None])
        assert result == {"country_accuracy": 0, "within_161km": 0, "median_km": None, "n_country": 1}
        assert inf not in result.values()  # JSON has no infinity

    def test_gold_countries_come_from_the_file_or_the_nearest_entry(self) -> None:
        predictor = places.PlacePredictor(
            resolve=lambda articles: [[None] * len(a.toponyms) for a in articles],
            country_named={"Mali": "MLI"}.get,
            country_at=lambda latitude, longitude: "NER",
        )
        given = [
            places.Toponym("Gao", 16, 0, country="Mali"),
            places.Toponym("Niamey", 13, 2),
            places.Toponym("Africa", 0, 20, stateless=True),
        ]
        assert places.gold_countries(given, predictor) == ["MLI", "NER", None]

    def test_both_xml_forms(self, tmp_path: Path) -> None:
        path = tmp_path / "p.xml"
        path.write_text(
            "<articles><article><text>From Congo to Asia</text><locations>"
            "<location><name>Za\u00efre</name><altName>Congo</altName><lat>-1</lat><lon>15</lon></location>"
            "<location><name>Asia</name><continent/><lat>40</lat><lon>90</lon></location></locations></article>"
            "<article><text>Gao, Nowhere</text><toponyms><toponym><phrase>Gao</phrase><gaztag><name>Gao City</name>"
            "<lat>16</lat><lon>0</lon><country>Mali</country></gaztag></toponym>"
            "<toponym><phrase>Nowhere</phrase></toponym></toponyms></article></articles>",
            encoding="utf-8",
        )
        first, second = places.read(path)
        assert first.toponyms == (places.Toponym("Congo", -1, 15), places.Toponym("Asia", 40, 90, stateless=True))
        assert second.toponyms == (places.Toponym("Gao", 16, 0, country="Mali"),)
        assert places.count([first, second]) == 3


class TestStatus:
    def test_happened_is_above_nought(self) -> None:
        gold = [status.Predicate("a", ("a",), 0, value) for value in (3, 1.5, 0, -3)]
        result = status.measure(gold, [3, -1, 1, -3])
        assert result["accuracy"] == 50
        # Deviations (2.625, 1.125, -.375, -3.375) and (3, -1, 1, -3): 16.5 / sqrt(19.6875 * 20).
        assert result["correlation"] == pytest.approx(83.15, abs=0.01)

    def test_every_status_has_a_factuality(self) -> None:
        assert set(status.FACTUALITY) == set(Status)
        assert {s for s, value in status.FACTUALITY.items() if value > 0} == {Status.ACTUAL, Status.HISTORICAL}


class TestEvaluate:
    def test_the_file_is_read_judged_and_named_by_its_digest(self, tmp_path: Path) -> None:
        path = tmp_path / "status.jsonl"
        path.write_bytes(b'{"sentence": "He may leave .", "token": 3, "word": "leave", "factuality": -1.5}\n')
        seen: list[Any] = []

        def factuality(sentence: str, tokens: Sequence[str], index: int) -> float:
            seen.append((sentence, tokens[index]))
            return -3.0

        result = evaluate("status", path, factuality)
        assert seen == [("He may leave .", "leave")]
        assert result["accuracy"] == 100
        assert result["n"] == 1
        assert result["data_digest"] == "fa34dc3bcbf6d79e"
        assert isinstance(result["per_second"], float)

    def test_pages_are_measured_by_words_and_runs(self, tmp_path: Path) -> None:
        gold = {"a": {"articleBody": "One two two three."}, "b": {"articleBody": "Alpha beta gamma delta epsilon"}}
        (tmp_path / "ground-truth.json").write_text(json.dumps(gold))
        (tmp_path / "a.html").write_bytes(b"<p>a")
        (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>b"))
        texts = {b"<p>a": "ONE two four", b"<p>b": "alpha beta gamma delta zeta eta"}

        result = evaluate("pages", tmp_path, texts.__getitem__)

        # a: 2 of 3 found, 2 of 4 wanted; b: 4 of 6, 4 of 5, and 1 of 3 runs found, 1 of 2 wanted
        assert result["precision"] == round(100 * (2 / 3 + 4 / 6) / 2, 2)
        assert result["recall"] == round(100 * (2 / 4 + 4 / 5) / 2, 2)
        assert result["word_f1"] == round(100 * (4 / 7 + 8 / 11) / 2, 2)
        assert result["run_f1"] == round(100 * (0 + 2 / 5) / 2, 2)
        assert result["n"] == 2

    def test_a_folder_without_its_pages_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "ground-truth.json").write_text('{"a": {"articleBody": "One."}}')

        with pytest.raises(BadRecord, match="page cannot be read"):
            evaluate("pages", tmp_path, str)
        with pytest.raises(BadArgument):
            evaluate("pages", tmp_path / "gone", str)

    def test_all_measures_of_the_command_are_there(self) -> None:
        assert list(MEASURES) == [
            "articles",
            "relations",
            "sentences",
            "actors",
            "places",
            "stories",
            "status",
            "pages",
        ]
