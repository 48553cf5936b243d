"""The commands that keep a record, as a user runs them."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ARTICLES, Bilat, write_lines

V1 = Path(__file__).parent / "record" / "fixtures" / "v1"


@pytest.fixture
def kept(record: Path, tmp_path: Path) -> Path:
    """A copy of the small record that a test may change."""
    return Path(shutil.copytree(record, tmp_path / "kept"))


def test_a_whole_record_is_said_to_be_whole(bilat: Bilat, kept: Path) -> None:
    ran = bilat("check", "--record", kept, "--deep")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.startswith(f"{kept} is whole: 1 commit, ")
    (found,) = bilat("check", "--record", kept, "--json").lines
    assert found["findings"] == []
    assert found["digest"] in ran.out


def test_damage_is_told_repaired_and_read_again(bilat: Bilat, kept: Path) -> None:
    digest = bilat("check", "--record", kept, "--json").lines[0]["digest"]
    part = kept / "parts/facts/00000001.parquet"
    part.write_bytes(part.read_bytes()[:-1])
    ran = bilat("check", "--record", kept)
    assert ran.exit == 1
    assert f"part: {part}: it has" in ran.out
    (found,) = bilat("check", "--record", kept, "--json").lines
    assert found["findings"][0]["seq"] == 1
    planned = bilat("repair", "--record", kept)
    assert planned.exit == 0
    assert "read again: strikes  2024-01-18" in planned.out
    assert "nothing was done; with --yes it is, and then 3 articles must be read again" in planned.out
    assert part.exists()
    assert "is repaired; 3 articles" in bilat("repair", "--record", kept, "--yes").out
    assert bilat("check", "--record", kept).exit == 0
    assert bilat("read", write_lines(kept.parent / "again.jsonl", *ARTICLES), "--record", kept).exit == 0
    again = bilat("check", "--record", kept, "--json").lines[0]
    assert (again["findings"], again["digest"] == digest) == ([], False)  # the origins of the articles are others


def test_a_record_with_a_broken_mark_is_repaired(bilat: Bilat, kept: Path) -> None:
    (kept / "record.json").write_text("?")
    assert bilat("dyad", "IRN", "PAK", "--record", kept).exit == 2
    assert bilat("check", "--record", kept).exit == 1
    assert bilat("repair", "--record", kept, "--yes").exit == 0
    assert bilat("dyad", "IRN", "PAK", "--record", kept).exit == 0


@pytest.mark.parametrize("command", ["check", "repair"])
def test_no_record_is_told(bilat: Bilat, tmp_path: Path, command: str) -> None:
    ran = bilat(command, "--record", tmp_path / "nowhere")
    assert ran.exit == 2
    assert "no record here" in ran.err


def test_an_old_record_is_migrated_and_coded_again_once(bilat: Bilat, tmp_path: Path) -> None:
    old = Path(shutil.copytree(V1, tmp_path / "old"))
    told = bilat("migrate", "--record", old, "--dry-run")
    assert "schema 1 to 2" in told.out
    assert "nothing was done" in told.out
    assert "3 of 3 articles would be coded again" in bilat("recode", "--record", old, "--dry-run").out
    assert json.loads((old / "record.json").read_text())["schema_version"] == 1

    ran = bilat("recode", "--record", old)
    assert ran.exit == 0
    assert "was migrated from schema 1 to 3" in ran.err
    assert f"3 of 3 articles in {old} coded again" in ran.err
    assert "nothing to code again" in bilat("recode", "--record", old).err
    assert "has schema 3 already" in bilat("migrate", "--record", old).out
    assert bilat("check", "--record", old, "--deep").exit == 0

    (changed,) = bilat("diff", "--record", old, "--json").lines
    assert changed["articles"] == 3
    assert sum(changed["kinds"].values()) == len(changed["changes"])
    assert bilat("diff", "--record", old).out.count("\n") >= 2
    first, second = bilat("diff", "--record", old, "--runs").out.splitlines()
    assert "3 articles, 0 coded again" in first
    assert "0 articles, 3 coded again" in second
    before = bilat("dyad", "IRN", "PAK", "--record", old, "--as-of-run", first.split()[0], "--json").lines[0]
    assert len(before["events"]) == 7  # as bilat 0.1 coded them
    same = bilat("diff", "--record", old, "--other", old)
    assert "0 articles of 3 coded otherwise" in same.out


def test_a_diff_needs_something_to_compare(bilat: Bilat, kept: Path) -> None:
    ran = bilat("diff", "--record", kept)
    assert ran.exit == 2
    assert "no article of the record was coded again" in ran.err


def test_a_backup_is_restored(bilat: Bilat, kept: Path, tmp_path: Path) -> None:
    assert "written to b.tar" in bilat("backup", "--record", kept, "b.tar").err
    assert bilat("backup", "--record", kept, "b.tar").exit == 2
    ran = bilat("restore", "b.tar", "--record", "back")
    assert ran.exit == 0
    assert "back: 3 articles" in ran.err
    assert "0 articles of 3 coded otherwise" in bilat("diff", "--record", kept, "--other", "back").out


def test_a_backup_that_is_not_there_or_none_is_told(bilat: Bilat, kept: Path, tmp_path: Path) -> None:
    assert "nope.tar: no such file or folder (name the tar" in bilat("restore", "nope.tar", "--record", "back").err
    (tmp_path / "other").mkdir()
    assert "other: no backup of bilat here" in bilat("restore", "other", "--record", "back").err
    (tmp_path / "x.tar").write_text("no tar")
    told = bilat("restore", "x.tar", "--record", "back").err
    assert told.startswith("bilat: x.tar: it is damaged or no backup of bilat")
    assert not (tmp_path / "back").exists()
    assert "nowhere: there is no such folder" in bilat("backup", "--record", kept, "nowhere/b.tar").err


def test_an_export_takes_names_and_settings(bilat: Bilat, kept: Path, tmp_path: Path) -> None:
    ran = bilat("export", "--record", kept, "--form", "plover", "-o", "x.jsonl", "--pair", "Iran", "China")
    assert ran.exit == 0
    found = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()]
    assert {one["Actor Country"] for one in found} == {"CHN"}
    (tmp_path / "bilat.toml").write_text('withhold = ["quetta courier"]\n')
    assert bilat("export", "--record", kept, "--form", "jsonl", "-o", "y.jsonl", "-q").err == ""
    texts = {one["source"]: one["text"] for one in map(json.loads, (tmp_path / "y.jsonl").read_text().splitlines())}
    assert texts["Quetta Courier"] is None
    assert texts["Gulf Wire"] is not None
    assert bilat("export", "--record", kept, "--form", "graphml", "-o", "g.graphml").exit == 0
    assert '<data key="label">Pakistan</data>' in (tmp_path / "g.graphml").read_text()
    assert bilat("export", "--record", kept, "--form", "jsonl", "-o", "no/such/x.jsonl").exit == 2
