"""Each command as a user meets it: what it prints, writes and how it ends."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, PIPELINE, STRIKES, VISIT, Bilat, write_lines

from bilat.record import Record

EVENT_FIELDS = {
    "sentence", "trigger", "type", "mode", "actors", "recipients", "status", "issues", "attributed_to", "date",
    "place", "story",
}  # fmt: skip
UNDERTAKING_FIELDS = {"name", "kind", "parties", "issue", "status", "obstacles", "sentence"}
COMMANDS = ("code", "read", "watch", "learn", "brief", "dyad", "show", "evaluate")


def shell(*arguments: str, stdin: str = "", cwd: Path, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bilat.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", **env},
        timeout=60,
        check=False,
    )


# -- the program itself ------------------------------------------------------------------------------------------------


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Standard output has the JSON and nothing else, so that it can be piped."""
    done = shell("code", "-", "gone.txt", "--workers", "2", stdin=VISIT["text"], cwd=tmp_path)

    assert done.returncode == 1
    assert json.loads(done.stdout)["events"][0]["type"] == "CONSULT"
    assert done.stderr.splitlines()[-1] == "1 article coded; 1 skipped"


def test_the_reader_of_a_pipe_may_go_away(tmp_path: Path, record: Path) -> None:
    """``bilat dyad ... | head -1`` ends quietly."""
    command = f"{sys.executable} -m bilat.cli dyad IRN PAK --record {record} --json | head -c 1"

    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)

    assert (done.stdout, done.stderr) == ("{", "")


def test_version(bilat: Bilat) -> None:
    done = bilat("--version")

    assert done.exit == 0
    assert re.fullmatch(r"bilat \d+\.\d+\.\d+\S*\n", done.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_that_parses(bilat: Bilat, command: str) -> None:
    done = bilat(command, "--help")
    words = " ".join(done.out.split())

    assert done.exit == 0
    example = re.search(rf"Example: (bilat {command} .+?) Arguments:", words)
    assert example
    # Every option that the example uses must be one of those listed.
    assert all(words.count(option) > 1 for option in re.findall(r"(?<=\s)--?[a-z]+", example[1]))


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["code"], ["read", "x"], ["dyad", "IRN"], ["code", "x", "--workers", "0"]]
)
def test_wrong_usage_ends_with_2_and_a_line_that_says_so(bilat: Bilat, arguments: list[str]) -> None:
    done = bilat(*arguments)

    assert done.exit == 2
    assert "Error:" in done.err or "Usage:" in done.err
    assert done.out == ""


def test_a_choice_that_there_is_not_is_told_without_the_validators_own_words(bilat: Bilat, record: Path) -> None:
    done = bilat("dyad", "IRN", "PAK", "--record", record, "--by", "fortnight")

    assert done.exit == 2
    assert "Invalid value for '--by': 'fortnight' is not one of 'day'" in done.err
    assert "Value error" not in bilat("judgements", "export", "--form", "x", "-o", "x", "--record", record).err


# -- code --------------------------------------------------------------------------------------------------------------


def test_code_keeps_the_ids_of_jsonl_and_has_the_guidelines_fields(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", *ARTICLES)

    done = bilat("code", "in.jsonl")

    assert done.exit == 0
    assert [line["id"] for line in done.lines] == ["visit", "strikes", "pipeline"]
    for line, article in zip(done.lines, ARTICLES, strict=True):
        assert {key: line[key] for key in article} == article
        assert line["events"]
        for event in line["events"]:
            assert set(event) >= EVENT_FIELDS
            assert line["text"][event["start"] : event["end"]] == event["sentence"]
            start, end = event["trigger_span"]
            assert line["text"][start:end] == event["trigger"]
            assert all({"text", "code"} <= set(party) for party in event["actors"] + event["recipients"])
        for item in line["undertakings"]:
            assert set(item) >= UNDERTAKING_FIELDS


def test_code_says_who_did_what(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", *ARTICLES)

    visit, strikes, pipeline = bilat("code", "in.jsonl").lines

    first = visit["events"][0]
    assert (first["type"], first["mode"], first["status"]) == ("CONSULT", "visit", "actual")
    assert first["date"] == "2016-03-25"
    assert ([p["code"] for p in first["actors"]], first["recipients"][0]["code"][:3]) == (["IRNGOV"], "PAK")
    assert first["place"]["country"] == "PAK"
    directed = [e for e in strikes["events"] if e["recipients"]]
    told = {(e["type"], e["actors"][0]["code"][:3], e["recipients"][0]["code"][:3]) for e in directed}
    assert told >= {("ASSAULT", "PAK", "IRN"), ("SANCTION", "PAK", "IRN"), ("REQUEST", "CHN", "IRN")}
    (matter,) = [u for u in pipeline["undertakings"] if u["status"] == "stalled"]
    assert "pipeline" in matter["name"]
    assert (matter["parties"], matter["issue"]) == (["IRN", "PAK"], "energy")
    assert [o["kind"] for o in matter["obstacles"]] == ["sanctions"]
    (fact,) = pipeline["facts"]
    assert (fact["quantity"], fact["unit"], fact["parties"]) == (900, "km", ["IRN", "PAK"])


def test_code_reads_a_folder_and_standard_input_alike(bilat: Bilat, tmp_path: Path) -> None:
    (tmp_path / "news" / "deep").mkdir(parents=True)
    (tmp_path / "news" / "deep" / "a.txt").write_text(STRIKES["text"])

    (of_folder,) = bilat("code", "news").lines
    (of_stdin,) = bilat("code", "-", stdin=STRIKES["text"]).lines

    assert (of_folder["origin"], of_stdin["origin"]) == ("news/deep/a.txt", "<stdin>")
    assert of_folder["events"] == of_stdin["events"]


def test_code_takes_jsonl_on_standard_input(bilat: Bilat) -> None:
    (line,) = bilat("code", "-", stdin=json.dumps(VISIT)).lines

    assert (line["id"], line["date"], line["date_basis"]) == ("visit", "2016-03-26", "given")


def test_code_writes_a_whole_file_or_none(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT)
    target = tmp_path / "out.jsonl"

    done = bilat("code", "in.jsonl", "-o", "out.jsonl")

    assert (done.exit, done.out, done.err) == (0, "", "1 article coded to out.jsonl\n")
    assert json.loads(target.read_text())["id"] == "visit"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_code_may_write_into_the_folder_that_it_reads(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT)

    done = bilat("code", ".", "-o", "out.jsonl")

    assert (done.exit, done.err) == (0, "1 article coded to out.jsonl\n")


def test_code_maps_fields_and_dates(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", {"body": VISIT["text"], "paper": "X"})

    (line,) = bilat("code", "in.jsonl", "--field", "text=body", "--field", "source=paper", "--date", "2016-03-26").lines

    assert (line["source"], line["date"], line["date_basis"]) == ("X", "2016-03-26", "given")
    assert line["events"][0]["date"] == "2016-03-25"


def test_a_given_date_does_not_go_before_the_articles_own(bilat: Bilat) -> None:
    (line,) = bilat("code", "-", "--date", "2020-01-01", stdin=json.dumps(VISIT)).lines

    assert line["date"] == "2016-03-26"


def test_quiet_says_nothing_but_what_was_skipped(bilat: Bilat) -> None:
    assert bilat("code", "-", "-q", stdin=VISIT["text"]).err == ""
    assert bilat("code", "-", "gone.txt", "-q", stdin=VISIT["text"]).err.startswith("skipped: gone.txt")


# -- read --------------------------------------------------------------------------------------------------------------


def test_read_adds_and_the_second_time_finds_nothing_new(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", *ARTICLES)

    first = bilat("read", "in.jsonl", "--record", "rec")
    with Record.open(tmp_path / "rec").view() as view:
        before = view.counts()
    second = bilat("read", "in.jsonl", "--record", "rec")
    with Record.open(tmp_path / "rec").view() as view:
        after = view.counts()

    assert (first.exit, second.exit, first.out, second.out) == (0, 0, "", "")
    assert first.err.startswith("3 articles added to rec: ")
    assert second.err == "nothing new: rec has 3 articles of these already\n"
    assert before == after
    assert (before.articles, before.outlets, before.first, before.last) == (3, 2, "2016-03-26", "2024-01-18")


def test_read_tells_a_program_what_it_did(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT)
    bilat("read", "in.jsonl", "--record", "rec")
    write_lines(tmp_path / "more.jsonl", VISIT, STRIKES)

    done = bilat("read", "more.jsonl", "gone.txt", "--record", "rec", "--json")

    assert done.exit == 1
    (told,) = done.lines
    assert (told["added"], told["known"], told["skipped"]) == (1, 1, 1)
    assert told["events"] >= 3


def test_read_notes_the_run_and_what_was_left_out(bilat: Bilat, tmp_path: Path) -> None:
    bilat("read", "-", "gone.txt", "--record", "rec", stdin=VISIT["text"])

    with Record.open(tmp_path / "rec").view() as view:
        (run,) = view.runs()
        (skip,) = view.skipped()

    assert run.command == "bilat read - gone.txt --record rec"
    assert run.lexicon
    assert run.model
    assert datetime.fromisoformat(run.started or "").tzinfo is not None
    assert (skip.error, skip.where) == ("UnreadableFile", "gone.txt")


@pytest.mark.parametrize("given", ["gone.txt", "empty", "broken.jsonl"])
def test_where_nothing_can_be_read_no_record_is_made(bilat: Bilat, tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.jsonl").write_text("{\n[1]\n")
    before = sorted(tmp_path.iterdir())

    done = bilat("read", given, "--record", "rec")

    skipped = {"gone.txt": 1, "empty": 1, "broken.jsonl": 2}[given]
    assert (done.exit, done.out) == (2, "")
    assert done.err.splitlines()[-1] == f"0 articles read: no record was made at rec; {skipped} skipped"
    assert len(done.err.splitlines()) == 1 + skipped
    assert sorted(tmp_path.iterdir()) == before
    assert bilat("read", given, "--record", "rec", "--json").lines[0]["skipped"] == skipped
    assert sorted(tmp_path.iterdir()) == before


def test_a_record_that_there_is_notes_what_was_left_out_of_it(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT)
    assert bilat("read", "gone.txt", "in.jsonl", "--record", "rec").exit == 1
    done = bilat("read", "lost.txt", "--record", "rec")

    assert done.exit == 2
    with Record.open(tmp_path / "rec").view() as view:
        assert view.counts().articles == 1
        assert {skip.where for skip in view.skipped()} == {"gone.txt", "lost.txt"}


def test_dry_run_lists_and_makes_nothing(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT, STRIKES)

    done = bilat("read", "in.jsonl", "--record", "rec", "--dry-run")

    assert done.exit == 0
    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["visit", "2016-03-26", "Quetta Courier"],
        ["strikes", "2024-01-18", "Gulf Wire"],
    ]
    assert done.err == "2 articles would be read\n"
    assert not (tmp_path / "rec").exists()


def test_read_gives_undated_articles_the_date_of_the_command(bilat: Bilat, tmp_path: Path) -> None:
    bilat("read", "-", "--record", "rec", "--date", "2016-03-26", stdin=VISIT["text"])

    with Record.open(tmp_path / "rec").view() as view:
        (dyad,) = [d for d in view.dyads() if {d.a, d.b} == {"IRN", "PAK"}]

    assert (dyad.first, dyad.last) == ("2016-03-25", "2016-03-26")


# -- brief -------------------------------------------------------------------------------------------------------------


def test_brief_in_its_three_forms_says_the_same(bilat: Bilat, record: Path, tmp_path: Path) -> None:
    for name in ("b.html", "b.md", "b.json"):
        done = bilat("brief", "Iran", "PAK", "--record", record, "-o", name)
        assert (done.exit, done.out, done.err) == (0, "", f"brief written to {name}\n")

    page, text = (tmp_path / "b.html").read_text(), (tmp_path / "b.md").read_text().replace("\\", "")
    value = json.loads((tmp_path / "b.json").read_text())

    for sentence in ("Pakistan launched air strikes on Iran on Thursday.", "Gulf Wire", "Quetta Courier"):
        assert sentence in page
        assert sentence in text
        assert sentence in json.dumps(value)
    assert page.startswith("<!doctype html>")
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page), "a brief must not load from the network"


def test_brief_without_a_name_goes_to_standard_output(bilat: Bilat, record: Path) -> None:
    assert bilat("brief", "IRN", "PAK", "--record", record).out.startswith("# ")
    assert json.loads(bilat("brief", "IRN", "PAK", "--record", record, "--format", "json").out)


def test_brief_as_of_a_day_knows_nothing_later(bilat: Bilat, record: Path) -> None:
    done = bilat("brief", "IRN", "PAK", "--record", record, "--as-of", "2023-08-04", "--format", "json")
    made = json.loads(done.out)
    assert (made["as_of"], made["day"], made["newest"]) == ("2023-08-04", "2023-08-04", "2023-08-04")
    assert {one["article_id"] for one in made["citations"]} == {"visit", "pipeline"}


def test_brief_gives_the_sections_that_were_asked_for(bilat: Bilat, record: Path) -> None:
    text = bilat("brief", "IRN", "PAK", "--record", record, "--sections", "chronology, files").out
    assert re.findall("^## (.*)$", text, re.MULTILINE) == ["Where each file stands", "Chronology", "Sources"]


def test_brief_as_a_word_file_and_as_a_card(bilat: Bilat, record: Path, tmp_path: Path) -> None:
    done = bilat("brief", "IRN", "PAK", "--record", record, "-o", "card.docx", "--card")
    assert (done.exit, done.err) == (0, "card written to card.docx\n")
    assert (tmp_path / "card.docx").read_bytes().startswith(b"PK")
    assert bilat("brief", "IRN", "PAK", "--record", record, "--card").out.startswith("# Iran and Pakistan\n\nA card ")


def test_brief_keeps_to_its_time(bilat: Bilat, record: Path) -> None:
    text = bilat("brief", "IRN", "PAK", "--record", record, "--since", "2024", "--until", "2024-06").out

    assert "launched air strikes" in text
    assert "Rouhani" not in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["IRN", "PAK", "-o", "b.odt"], [r"b\.odt", "form of the brief", r"\.html, \.pdf, \.md, \.docx or \.json"]),
        (["IRN", "PAK", "--format", "pdf"], ["no text for the screen", r"-o brief\.pdf"]),
        (["IRN", "PAK", "--sections", "visit,fles"], ["no section 'fles'", "choose among .*files"]),
        (["IRN", "PAK", "--sections", "visit", "--card"], ["leave out --sections or --card"]),
        (["IRN", "PAK", "--as-of", "Easter"], ["'Easter' is no date", "2024-01-18"]),
        (["Irann", "PAK"], ["'Irann'", r"did you mean .*Iran \(IRN\)"]),
        (["IRN", "Pakistn"], ["'Pakistn'", r"did you mean .*Pakistan \(PAK\)"]),
        (["IRN", "Qqqqqq"], ["'Qqqqqq'", "ISO 3166"]),
        (["IRN", "Iran"], ["two different parties"]),
        (["IRN", "PAK", "--since", "2023", "--until", "2020"], ["2023", "2020", "swap"]),
        (["IRN", "PAK", "--since", "last year"], ["'last year' is no date", "2024-01-18"]),
    ],
)
def test_brief_says_what_is_wrong(bilat: Bilat, record: Path, arguments: list[str], told: list[str]) -> None:
    done = bilat("brief", *arguments, "--record", record)

    assert (done.exit, done.out) == (2, "")
    assert done.err.startswith("bilat: ")
    assert done.err.count("\n") == 1
    for pattern in told:
        assert re.search(pattern, done.err), done.err


def test_a_brief_without_a_record_says_how_to_make_one(bilat: Bilat) -> None:
    done = bilat("brief", "IRN", "PAK", "--record", "nowhere")

    assert done.exit == 2
    assert "nowhere" in done.err
    assert "bilat read FILES --record DIR" in done.err


# -- dyad --------------------------------------------------------------------------------------------------------------


def test_dyad_as_json_leads_back_to_the_sentences(bilat: Bilat, record: Path) -> None:
    (told,) = bilat("dyad", "IRN", "PAK", "--record", record, "--by", "year", "--json").lines

    assert (told["a"], told["b"]) == ("IRN", "PAK")
    busy = {p["label"] for p in told["series"]["periods"] if p["happenings"]}
    assert {"2016", "2024"} <= busy
    texts = {article["id"]: article["text"] for article in ARTICLES}
    for one in told["happenings"]:
        for id in one["event_ids"]:
            event = told["events"][id]
            assert texts[event["article"]][event["start"] : event["end"]] == event["sentence"]
            assert event["article"] in told["articles"]


@pytest.mark.parametrize("width", ["80", "120"])
def test_dyad_cuts_nothing_off(bilat: Bilat, record: Path, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)

    done = bilat("dyad", "IRN", "PAK", "--record", record)
    lines = done.out.splitlines()

    assert "…" not in done.out
    assert max(map(len, lines)) <= int(width)
    assert "Iran and Pakistan" in lines[0]
    heads = next(line for line in lines if line.startswith("period")).split()
    assert heads == ["period", "net", "coop.", "coop.", "confl.", "confl.", "planned", "articles"]
    row = next(line for line in lines if line.startswith("2024-01"))
    assert re.match(r"2024-01 +-\d+\.\d ", row)
    assert "█" in row


def test_dyad_tells_visits_undertakings_and_the_latest(bilat: Bilat, record: Path) -> None:
    out = bilat("dyad", "Pakistan", "Iran", "--record", record).out

    sections = re.split(r"\n\n(?=[A-Z][a-z]+\n)", out)
    told: dict[str, str] = {part.split("\n")[0]: " ".join(part.split()) for part in sections}
    assert "Hassan Rouhani, Iran to Pakistan" in told["Visits"]
    assert "stalled; held up by" in told["Undertakings"]
    assert "launched air strikes on Iran" in told["Latest"]
    assert "2023-08-04 900-kilometer border (IRN, PAK)" in told["Facts"].replace("a 900", "900")


def test_a_pair_of_which_nothing_is_known_is_told_so(bilat: Bilat, record: Path) -> None:
    done = bilat("dyad", "Iceland", "FJI", "--record", record)

    assert (done.exit, done.out) == (0, "Iceland and Fiji: the record has nothing on this pair.\n")


def test_a_brief_and_a_list_of_stories_on_nothing_say_so(bilat: Bilat, record: Path) -> None:
    assert "the record has nothing on this pair" in bilat("brief", "Iceland", "FJI", "--record", record).err
    written = bilat("brief", "Iceland", "FJI", "--record", record, "-o", "b.html")
    assert written.err.strip() == "brief written to b.html; the record has nothing on this pair"
    assert "nothing" not in bilat("brief", "IRN", "PAK", "--record", record, "-o", "c.html").err
    told = bilat("stories", "Iceland", "FJI", "--record", record, "--since", "2020").out
    assert told == "Iceland and Fiji: the record has no story of the two in this time.\n"


def test_a_dyad_has_no_line_of_another_time_for_an_article_that_tells_of_the_time_asked_for(
    bilat: Bilat, tmp_path: Path
) -> None:
    text = "Iran and Pakistan signed an agreement on Monday. Iran will host talks with Pakistan on 3 May 2022."
    plan = {"id": "plan", "date": "2021-11-04", "text": text}
    later = {"id": "later", "date": "2022-06-08", "text": "Iran signed an agreement with Pakistan on Tuesday."}
    bilat("read", write_lines(tmp_path / "a.jsonl", plan, later), "--record", "r")

    told = bilat("dyad", "IRN", "PAK", "--record", "r", "--since", "2022").out

    assert "2022-05" in told
    assert "2021-11 " not in told.partition("Latest")[0]
    assert "2021-11 " in bilat("dyad", "IRN", "PAK", "--record", "r").out


def test_a_time_in_which_nothing_is_known_is_told_so(bilat: Bilat, record: Path) -> None:
    done = bilat("dyad", "IRN", "PAK", "--record", record, "--since", "1990", "--until", "1991")

    assert done.out == "Iran and Pakistan: the record has nothing on this pair in this time.\n"


# -- show --------------------------------------------------------------------------------------------------------------


def ids(record: Path) -> dict[str, Any]:
    with Record.open(record).view() as view:
        coding = view.coding(PIPELINE["id"])
    assert coding is not None
    return {"event": coding.events[0].id, "undertaking": coding.undertakings[0].id, "fact": coding.facts[0].id}


@pytest.mark.parametrize("kind", ["event", "undertaking", "fact"])
def test_show_leads_from_a_line_to_its_sentence(bilat: Bilat, record: Path, kind: str) -> None:
    id = ids(record)[kind]

    done = bilat("show", id[:8], "--record", record)
    (told,) = bilat("show", id, "--record", record, "--json").lines

    words = " ".join(done.out.split())
    assert done.out.startswith(f"{kind} {id}\n")
    assert told["sentence"] in words
    assert f"{told['start']} to {told['end']}" in words
    assert "pipeline: Gas pipeline waits" in words
    assert (told["what"], told["id"], told["article"]) == (kind, id, "pipeline")
    assert PIPELINE["text"][told["start"] : told["end"]] == told["sentence"]


def test_show_gives_an_events_parties_and_reasons(bilat: Bilat, record: Path) -> None:
    with Record.open(record).view() as view:
        coding = view.coding(STRIKES["id"])
    assert coding is not None
    assault = next(event for event in coding.events if event.type == "ASSAULT")

    words = " ".join(bilat("show", assault.id, "--record", record).out.split())

    assert "ASSAULT (material-conflict)" in words
    assert re.search(r"actor PAK: 'Pakistan', characters 0 to 8; \S+", words)
    assert re.search(r"recipient IRN: 'Iran', characters \d+ to \d+; \S+", words)
    for field in ("status actual; ", "date 2024-01-18; ", "attributed to null; "):
        assert field in words, field
    assert re.search(r"confidence 0\.\d+; the model gives an act 0\.\d\d", words)


def test_show_an_article_with_all_that_was_found_in_it(bilat: Bilat, record: Path) -> None:
    out = bilat("show", "strikes", "--record", record).out
    (told,) = bilat("show", "strikes", "--record", record, "--json").lines

    assert out.startswith("article strikes: Pakistan answers Iranian strikes\n")
    assert STRIKES["text"].split(". ")[1] in " ".join(out.split())
    assert (told["what"], told["text"], told["source"]) == ("article", STRIKES["text"], "Gulf Wire")
    for event in told["events"]:
        assert event["id"][:8] in out


def test_show_an_id_that_is_not_there(bilat: Bilat, record: Path) -> None:
    done = bilat("show", "ffffffffff", "--record", record)

    assert (done.exit, done.out) == (2, "")
    assert "'ffffffffff'" in done.err
    assert str(record) in done.err


def test_show_needs_some_of_the_id(bilat: Bilat, record: Path) -> None:
    done = bilat("show", "vis", "--record", record)

    assert done.exit == 2
    assert "'vis' is too short" in done.err
    assert bilat("show", "visi", "--record", record).exit == 0


def test_show_an_id_that_could_be_several(bilat: Bilat, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", VISIT | {"id": "report-1"}, STRIKES | {"id": "report-2"})
    bilat("read", "in.jsonl", "--record", "rec")

    done = bilat("show", "repo", "--record", "rec")

    assert done.exit == 2
    assert "several" in done.err
    assert "report-1, report-2" in done.err


# -- evaluate ----------------------------------------------------------------------------------------------------------


def test_evaluate_articles_on_a_gold_file(bilat: Bilat, tmp_path: Path) -> None:
    gold = {
        **VISIT,
        "events": [
            {
                "sentence": "Iranian President Hassan Rouhani visited Islamabad on Friday.",
                "trigger": "visited",
                "type": "CONSULT",
                "mode": "visit",
                "actors": [{"text": "Iranian President Hassan Rouhani", "code": "IRNGOV"}],
                "recipients": [{"text": "Islamabad", "code": "PAKGOV"}],
                "status": "actual",
                "issues": ["diplomacy"],
                "attributed_to": None,
                "date": "2016-03-25",
                "place": {"text": "Islamabad", "country": "PAK"},
                "story": 1,
            }
        ],
        "undertakings": [],
    }
    write_lines(tmp_path / "gold.jsonl", gold)

    (told,) = bilat("evaluate", "articles", "gold.jsonl", "--json").lines
    text = bilat("evaluate", "articles", "gold.jsonl").out

    assert told["detect"]["r"] == 100
    assert 0 < told["detect"]["p"] < 100, "the meeting and the agreement are not in this gold file"
    assert re.search(r"detect +p \S+ +r 100", text)


def test_evaluate_an_unknown_measure_names_those_there_are(bilat: Bilat, tmp_path: Path) -> None:
    done = bilat("evaluate", "speed", "gold.jsonl")

    assert done.exit == 2
    assert "'speed'" in done.err
    assert "articles, relations, sentences, actors, places, stories, status" in done.err


def test_evaluate_a_file_of_another_form_says_which_it_needs(bilat: Bilat, tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text("a\tb\n1\t2\n")

    done = bilat("evaluate", "articles", "gold.tsv")

    assert done.exit == 2
    assert "gold.tsv" in done.err
    assert "JSON lines with id, text and events" in done.err
