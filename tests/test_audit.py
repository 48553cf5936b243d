"""The audit of dependencies: a lock out of step, a file without a hash and a known vulnerability are findings."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import audit
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def lock() -> dict[str, Any]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_the_lock_of_the_project_is_in_step_and_pinned(project: dict[str, Any], lock: dict[str, Any]) -> None:
    assert list(audit.lock_findings(project, lock)) == []


@pytest.mark.parametrize("line", ["duckdb>=99", "something-new>=1"])
def test_a_requirement_that_the_lock_lacks_is_found(project: dict[str, Any], lock: dict[str, Any], line: str) -> None:
    project["project"]["dependencies"].append(line)
    assert any(line.split(">")[0] in one for one in audit.lock_findings(project, lock))


def test_a_requirement_of_a_group_that_was_dropped_is_found(project: dict[str, Any], lock: dict[str, Any]) -> None:
    project["dependency-groups"]["docs"].pop()
    assert any("group docs" in one for one in audit.lock_findings(project, lock))


def test_a_file_without_a_hash_and_a_package_from_elsewhere_are_found(
    project: dict[str, Any], lock: dict[str, Any]
) -> None:
    bare, strange = deepcopy(lock), deepcopy(lock)
    first = next(one for one in bare["package"] if one.get("wheels"))
    del first["wheels"][0]["hash"]
    assert any(first["name"] in one and "SHA-256" in one for one in audit.lock_findings(project, bare))
    strange["package"][0]["source"] = {"git": "https://example.org/x.git"}
    assert any("not from a registry" in one for one in audit.lock_findings(project, strange))


def test_a_known_vulnerability_is_a_finding_and_no_answer_is_none() -> None:
    safe = {"name": "a", "version": "1", "vulns": []}
    bad = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-2020-1", "fix_versions": ["3"]}]}
    skipped = {"name": "c", "skip_reason": "not found"}
    assert audit.reported({"dependencies": [safe, bad, skipped]}, 3) == ["b 2: PYSEC-2020-1 (mended in 3)"]
    assert audit.reported({"dependencies": [safe]}, 1) == []
    assert isinstance(audit.reported({"dependencies": [skipped]}, 1), str)
