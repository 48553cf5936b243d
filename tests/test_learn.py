"""Names proposed across articles, accepted by a user, and used: from the text to a changed coding."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Bilat, write_lines

from bilat.record import Record

SECRETARY = {
    "id": "secretary",
    "title": "A visit",
    "date": "2023-01-12",
    "source": "Quetta Courier",
    "text": "Davud Zamanfar, secretary of Iran's Supreme National Security Council, visited Islamabad on Monday.",
}
SPELT = {
    "id": "spelt",
    "title": "A journey",
    "date": "2023-02-20",
    "source": "Gulf Wire",
    "text": "The road is closed. Iranian security council secretary Davood Zamanfar said that it would open.",
}
LAWMAKER = {
    "id": "lawmaker",
    "title": "A quarrel",
    "date": "2023-03-02",
    "source": "Gulf Wire",
    "text": "Iraqi lawmaker Davud Zamanfar said on Friday that Turkey must leave.",
}
MINISTER = {
    "id": "minister",
    "title": "Talks",
    "date": "2024-09-05",
    "source": "Gulf Wire",
    "text": "Iranian Foreign Minister Kamran Behzadi arrived in Ankara. Former Iranian minister Parviz Gorgani did not come.",
}
PHONED = {
    "id": "phoned",
    "title": "A call",
    "date": "2024-09-08",
    "source": "Quetta Courier",
    "text": "Iran's foreign minister, Kamran Behzadi, phoned his Saudi counterpart. The Pakistani Parviz Gorgani was there.",
}
MILITIA = {
    "id": "militia",
    "title": "Fighting",
    "date": "2023-04-02",
    "source": "Quetta Courier",
    "text": "Fighters of the Ahrar al-Jabal militia attacked a Syrian army post on Sunday.",
}
BOMBED = {
    "id": "bombed",
    "title": "More fighting",
    "date": "2023-04-05",
    "source": "Gulf Wire",
    "text": "Jordan condemned the Ahrar al-Jabal militia, an armed group in Syria.",
}
MADE = (SECRETARY, SPELT, LAWMAKER, MINISTER, PHONED, MILITIA, BOMBED)
# Whom only an accepted name makes known: nothing in the text tells the state.
LATER = {
    "id": "later",
    "title": "Later",
    "date": "2024-12-03",
    "source": "Gulf Wire",
    "text": "Kamran Behzadi visited Pakistan on Monday. Ahrar al-Jabal attacked Jordan on Sunday.",
}


@pytest.fixture
def proposed(bilat: Bilat, tmp_path: Path) -> dict[str, Any]:
    """What the made articles propose, by name."""
    write_lines(tmp_path / "in.jsonl", *MADE)
    return {line["name"]: line for line in bilat("learn", "in.jsonl", "--json").lines}


def accept(tmp_path: Path, bilat: Bilat) -> Path:
    """The file that ``learn`` writes for the made articles, each entry accepted."""
    write_lines(tmp_path / "in.jsonl", *MADE)
    assert bilat("learn", "in.jsonl", "--yaml", "names.yaml").exit == 0
    file = tmp_path / "names.yaml"
    file.write_text(file.read_text("utf-8").replace("accepted: false", "accepted: true"), "utf-8")
    return file


# -- what is proposed --------------------------------------------------------------------------------------------------


def test_names_are_proposed_with_variants_and_the_day_they_were_seen_from(
    proposed: dict[str, Any],
) -> None:
    told = {
        name: [one[key] for key in ("kind", "also", "office", "code", "seen_from", "seen_to", "articles", "outlets")]
        for name, one in proposed.items()
    }

    assert told == {
        "Davud Zamanfar": [
            "person", ["Davood Zamanfar", "Zamanfar"], "secretary", "IRNGOV", "2023-01-12", "2023-03-02", 3, 2,
        ],
        "Kamran Behzadi": ["person", ["Behzadi"], "foreign minister", "IRNGOV", "2024-09-05", "2024-09-08", 2, 2],
        "Ahrar al-Jabal": ["group", [], "militia", "SYRREB", "2023-04-02", "2023-04-05", 2, 2],
    }  # fmt: skip


def test_evidence_stands_in_its_article_to_the_character(proposed: dict[str, Any]) -> None:
    texts = {article["id"]: article["text"] for article in MADE}

    for one in proposed.values():
        evidence = one["evidence"]
        assert 2 <= len(evidence) <= 3
        for item in evidence:
            text = texts[item["article"]]
            start, end = item["name_span"]
            assert text[item["start"] : item["end"]] == item["sentence"]
            assert text[start:end] == item["name"]
    (_, spelt, _) = proposed["Davud Zamanfar"]["evidence"]
    assert (spelt["start"], spelt["name_span"], spelt["outlet"]) == (20, [55, 70], "Gulf Wire")


def test_a_contradiction_is_kept_and_shown(bilat: Bilat, proposed: dict[str, Any]) -> None:
    one = proposed["Davud Zamanfar"]

    assert one["agreeing"] == 2
    assert one["contradicting"] == [{"code": "IRQLEG", "articles": 1, "roles": ["lawmaker"]}]
    assert "but IRQLEG (lawmaker) in 1 article" in bilat("learn", "in.jsonl").out


def test_where_articles_disagree_evenly_no_code_is_chosen(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", SECRETARY, LAWMAKER)

    (one,) = bilat("learn", "in.jsonl", "--json").lines
    bilat("learn", "in.jsonl", "--yaml", "names.yaml")
    file = tmp_path / "names.yaml"
    file.write_text(file.read_text().replace("accepted: false", "accepted: true"))
    refused = bilat("code", "in.jsonl", "--names", "names.yaml")

    assert (one["code"], one["agreeing"], {c["code"] for c in one["contradicting"]}) == (None, 0, {"IRNGOV", "IRQLEG"})
    assert refused.exit == 2
    assert "Davud Zamanfar" in refused.err
    assert "choose one" in refused.err


def test_the_lexicons_holder_of_the_office_is_told(proposed: dict[str, Any]) -> None:
    assert proposed["Kamran Behzadi"]["lexicon"] == [
        "the lexicon has Abbas Araghchi as foreign minister of Iran, from 2024-08-21 on: a successor?"
    ]


def test_a_person_whom_the_lexicon_has_in_an_earlier_office_is_told(bilat: Bilat, tmp_path: Path) -> None:
    text = "Pakistani Interior Minister Anwaarul Haq Kakar met Iranian officials in Tehran."
    write_lines(tmp_path / "in.jsonl", {"id": "a", "date": "2025-02-03", "text": text})

    (one,) = bilat("learn", "in.jsonl", "--json", "--min-articles", "1").lines

    assert (one["name"], one["office"], one["code"]) == ("Anwaarul Haq Kakar", "interior minister", "PAKGOV")
    told = "the lexicon has Anwaarul Haq Kakar as prime minister of Pakistan, 2023-08-14 to 2024-03-03"
    assert told in one["lexicon"]


def test_known_names_guesses_and_former_offices_are_not_proposed(bilat: Bilat, tmp_path: Path) -> None:
    text = (
        "Iranian President Hassan Rouhani met the minister Bahram Sadri. A former Pakistani minister, Parviz Gorgani, "
        "came too."
    )
    write_lines(tmp_path / "in.jsonl", {"id": "a", "date": "2016-03-26", "text": text})

    done = bilat("learn", "in.jsonl", "--min-articles", "1")

    assert (done.exit, done.out, done.err) == (0, "", "0 names proposed, from 1 article\n")


def test_where_nothing_can_be_read_no_file_of_names_is_left(bilat: Bilat, tmp_path: Path) -> None:
    done = bilat("learn", "gone.jsonl", "--yaml", "names.yaml")

    assert (done.exit, done.out) == (2, "")
    assert done.err.splitlines()[-1] == "0 names proposed, from 0 articles; 1 skipped"
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_names_asks_for_no_acceptance(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", {"id": "a", "date": "2016-03-26", "text": "It rained in the hills all day."})

    done = bilat("learn", "in.jsonl", "--yaml", "names.yaml")

    assert (done.exit, done.err) == (0, "0 names proposed to names.yaml, from 1 article\n")
    assert bilat("code", "in.jsonl", "--names", "names.yaml").exit == 0


def test_a_bare_surname_is_no_variant_where_another_bears_it(bilat: Bilat, tmp_path: Path) -> None:
    other = {**PHONED, "id": "other", "text": "Turkish lawmaker Emre Behzadi spoke in Ankara."}
    write_lines(tmp_path / "in.jsonl", MINISTER, PHONED, other)

    (one,) = bilat("learn", "in.jsonl", "--json").lines

    assert (one["name"], one["also"]) == ("Kamran Behzadi", [])


def test_a_record_proposes_what_its_files_propose(bilat: Bilat, proposed: dict[str, Any]) -> None:
    bilat("read", "in.jsonl", "--record", "rec")

    done = bilat("learn", "--record", "rec", "--json", "--workers", "1")

    assert {line["name"]: line for line in done.lines} == proposed


def test_limit_and_fewest_articles(bilat: Bilat, proposed: dict[str, Any]) -> None:
    assert [one["name"] for one in bilat("learn", "in.jsonl", "--json", "--limit", "1").lines] == ["Davud Zamanfar"]
    assert len(bilat("learn", "in.jsonl", "--json", "--min-articles", "3").lines) == 1


def test_learn_ends_as_the_others_do(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", *MADE)

    assert bilat("learn").exit == 2
    assert bilat("learn", "in.jsonl", "--record", "rec").exit == 2
    assert bilat("learn", "gone.jsonl").exit == 2
    assert bilat("learn", "in.jsonl", "gone.jsonl", "-q").exit == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


# -- what an accepted file does ----------------------------------------------------------------------------------------


def test_an_accepted_file_changes_the_coding_and_says_so(bilat: Bilat, tmp_path: Path) -> None:
    accept(tmp_path, bilat)
    write_lines(tmp_path / "later.jsonl", LATER)

    (before,) = bilat("code", "later.jsonl").lines
    done = bilat("code", "later.jsonl", "--names", "names.yaml")

    codes = [[p["code"] for p in e["actors"]] for e in before["events"] if e["trigger"] in {"visited", "attacked"}]
    assert ["IRNGOV"] not in codes
    assert ["SYRREB"] not in codes
    assert done.err.splitlines()[0] == "names.yaml: 3 of 3 names accepted"
    actors = {e["trigger"]: e["actors"][0] for e in done.lines[0]["events"]}
    assert (actors["visited"]["code"], actors["attacked"]["code"]) == ("IRNGOV", "SYRREB")
    assert actors["visited"]["reason"] == (
        "Kamran Behzadi, foreign minister 2024-09-05 to now; name learnt, accepted in names.yaml"
    )
    assert actors["attacked"]["reason"].endswith("; name learnt, accepted in names.yaml")


def test_an_unaccepted_file_changes_nothing(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", *MADE)
    write_lines(tmp_path / "later.jsonl", LATER)
    bilat("learn", "in.jsonl", "--yaml", "names.yaml")

    done = bilat("code", "later.jsonl", "--names", "names.yaml")

    assert done.err.splitlines()[0] == "names.yaml: 0 of 3 names accepted"
    assert done.out == bilat("code", "later.jsonl").out


def test_accepted_names_are_not_proposed_again(bilat: Bilat, tmp_path: Path) -> None:
    accept(tmp_path, bilat)

    assert bilat("learn", "in.jsonl", "--json", "--names", "names.yaml").lines == []


def test_a_file_is_never_written_over(bilat: Bilat, tmp_path: Path) -> None:
    file = accept(tmp_path, bilat)
    before = file.read_bytes()

    done = bilat("learn", "in.jsonl", "--yaml", "names.yaml")

    assert (done.exit, file.read_bytes()) == (2, before)
    assert "--names" in done.err


def test_the_run_notes_the_files_digest_and_workers_know_the_names(
    bilat: Bilat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(tmp_path, bilat)
    write_lines(tmp_path / "later.jsonl", LATER)
    monkeypatch.setenv("BILAT_NAMES", "names.yaml")

    assert bilat("read", "later.jsonl", "--record", "rec", "--workers", "2").exit == 0

    with Record.open(tmp_path / "rec").view() as view:
        (run,) = view.runs()
        coding = view.coding("later")
    assert run.lexicon is not None
    lexicon, rest = run.lexicon.split(", names ")
    names, places = rest.split(", places ")
    assert (len(lexicon), len(names), len(places)) == (16, 16, 16)
    assert json.loads(run.settings or "")["names"] == "names.yaml"
    assert coding is not None
    assert "IRNGOV" in {party.code for event in coding.events for party in event.actors}


def test_a_term_of_the_file_ends_one_of_the_lexicon(bilat: Bilat, tmp_path: Path) -> None:
    """The successor to one's own office: from its day on the file's term holds, before it the lexicon's."""
    term = {"office": "judge", "code": "IRNJUD", "from": "2025-02-01"}
    person = {"name": "Abbas Araghchi", "terms": [term], "accepted": True}
    (tmp_path / "names.yaml").write_text(yaml.safe_dump({"people": [person]}))
    articles = [
        {"id": day, "date": day, "text": "Abbas Araghchi visited Pakistan."} for day in ("2025-01-20", "2025-02-20")
    ]
    write_lines(tmp_path / "in.jsonl", *articles)

    lines = bilat("code", "in.jsonl", "--names", "names.yaml").lines

    assert [line["events"][0]["actors"][0]["code"] for line in lines] == ["IRNGOV", "IRNJUD"]


PERSON = "people: [{name: Kamran Behzadi, terms: [{office: minister, code: IRNGOV}], accepted: true}]"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("people: [", ["not YAML"]),
        ("- a", ["not a file of names", "people:"]),
        ("persons: []", ["unknown list 'persons'"]),
        ("people: {name: x}", ["'people' is not a list"]),
        ("people: [{name: Kamran Behzadi, terms: [{code: IRNGOV}]}]", ["Kamran Behzadi", "'accepted' is missing"]),
        (PERSON.replace("terms", "term"), ["people 1 (Kamran Behzadi)", "unknown field 'term'", "known: "]),
        (PERSON.replace("office", "offise"), ["unknown field 'terms.1.offise'", "known: office, code, from, until"]),
        (PERSON.replace("IRNGOV", "IRNGOVT"), ["'IRNGOVT' is no code", "IRNGOV"]),
        (PERSON.replace("IRNGOV", "REB"), ["'REB' is no code"]),
        (PERSON.replace("IRNGOV}", "IRNGOV, from: 4 May}"), ["terms.1.from '4 May': is no date", "2024-04-21"]),
        (PERSON.replace("IRNGOV}", "IRNGOV, from: 2024-13}"), ["terms.1.from '2024-13'"]),
        (PERSON.replace("IRNGOV}", "IRNGOV, from: 2024-02-31}"), ["not YAML"]),
        (PERSON.replace("IRNGOV}", "IRNGOV, from: 2024, until: 2023}"), ["from 2024 is after until 2023"]),
        (PERSON.replace("true", "maybe"), ["accepted 'maybe'"]),
        (PERSON.replace("Kamran Behzadi", "'--'"), ["has no letters"]),
        (PERSON[:-1] + ", {name: K. B., also: [Kamran Behzadi], terms: [{code: IRNLEG}], accepted: true}]",
         ["people 2 (K. B.)", "stands also in people 1 (Kamran Behzadi)", "keep it in one"]),
        (PERSON.replace("Kamran Behzadi,", "Kamran Behzadi, also: [Erdogan],"), ["the lexicon has 'Erdogan' as Recep"]),
        ("groups: [{names: [Ahrar al-Jabal], code: SYRR, accepted: true}]", ["groups 1 (Ahrar al-Jabal)", "no code"]),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_entry_and_the_way_out(
    bilat: Bilat, tmp_path: Path, content: str, told: list[str]
) -> None:
    (tmp_path / "names.yaml").write_text(content, "utf-8")

    done = bilat("code", "-", "--names", "names.yaml", stdin="Iran met Pakistan.")

    assert done.exit == 2
    assert done.err.startswith("bilat: names.yaml: ")
    assert done.err.count("\n") == 1
    assert all(part in done.err for part in told), done.err


def test_a_file_of_names_that_is_not_there(bilat: Bilat) -> None:
    done = bilat("code", "-", "--names", "gone.yaml", stdin="Iran met Pakistan.")

    assert done.exit == 2
    assert "gone.yaml: the file of names cannot be read" in done.err
