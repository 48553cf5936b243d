"""Whether what the project depends on is known to be unsafe, or is other than the lock says.

python tools/audit.py        says which of the two was done; 0 clean, 1 a finding

The lock is always held against pyproject.toml: the same requirements, every package from a registry, with a version and a
SHA-256 of each of its files. Known vulnerabilities are asked of the advisory data of the Python Package Index by pip-audit,
where that answers; where it does not, the output says so, and that alone fails nothing.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROBE = "https://pypi.org/pypi/{name}/{version}/json"
PROBE_SECONDS = 3
AUDIT_SECONDS = 15
PROCESSES = 4


def main() -> int:
    """Both checks, each with a line on what was done."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    findings = list(lock_findings(project, lock))
    pinned = pins(lock)
    if not findings:
        print(f"lock: {len(pinned)} packages, each with version and hashes, in step with pyproject.toml")
    known = known_vulnerabilities(pinned)
    if isinstance(known, str):
        print(f"known vulnerabilities: not looked up, {known}; the lock check alone was done")
    else:
        findings += known
        print(f"known vulnerabilities: looked up by pip-audit, {len(known)} found")
    for one in findings:
        print(f"audit: {one}", file=sys.stderr)
    return 1 if findings else 0


def lock_findings(project: Mapping[str, Any], lock: Mapping[str, Any]) -> Iterator[str]:
    """What in a lock is not as pyproject.toml asks, or is not pinned, each as a line."""
    own = next((one for one in lock["package"] if "editable" in one["source"] or "virtual" in one["source"]), None)
    if own is None:
        yield "uv.lock does not hold the project itself (run: uv lock)"
        return
    for what in sorted(asked(project) ^ locked(own)):
        yield f"uv.lock and pyproject.toml differ on {what} (run: uv lock)"
    for one in lock["package"]:
        name = one["name"]
        if one is own:
            continue
        if "registry" not in one["source"]:
            yield f"{name} comes from {one['source']}, not from a registry"
        files = [*one.get("wheels", ()), *([one["sdist"]] if "sdist" in one else ())]
        if "version" not in one or not files:
            yield f"{name} has no version or no files in uv.lock (run: uv lock)"
        if not all(str(file.get("hash", "")).startswith("sha256:") for file in files):
            yield f"{name} has files without a SHA-256 in uv.lock (run: uv lock)"


def asked(project: Mapping[str, Any]) -> set[str]:
    """The requirements that pyproject.toml states, with the extra or group that each belongs to."""
    groups: dict[str, list[str]] = {"": project["project"].get("dependencies", [])}
    groups |= {f"extra {name}": own for name, own in project["project"].get("optional-dependencies", {}).items()}
    groups |= {f"group {name}": own for name, own in project.get("dependency-groups", {}).items()}
    found = set()
    for group, lines in groups.items():
        for line in lines:
            one = Requirement(line)
            found.add(_line(one.name, str(one.specifier), group))
    return found


def locked(own: Mapping[str, Any]) -> set[str]:
    """The same as the lock has it of the project."""
    metadata = own.get("metadata", {})
    found = set()
    for one in metadata.get("requires-dist", ()):
        marker = one.get("marker", "")
        group = f"extra {marker.split(chr(39))[1]}" if marker.startswith("extra == ") else ""
        found.add(_line(one["name"], one.get("specifier", ""), group))
    for name, lines in metadata.get("requires-dev", {}).items():
        found |= {_line(one["name"], one.get("specifier", ""), f"group {name}") for one in lines}
    return found


def _line(name: str, specifier: str, group: str) -> str:
    parts = sorted(part.strip() for part in specifier.split(",") if part.strip())
    return " ".join(part for part in (canonicalize_name(name), ",".join(parts), f"({group})" if group else "") if part)


def pins(lock: Mapping[str, Any]) -> list[str]:
    """The packages of a lock as name==version."""
    return [f"{one['name']}=={one['version']}" for one in lock["package"] if "registry" in one["source"]]


def known_vulnerabilities(pinned: list[str]) -> list[str] | str:
    """What is known of these versions, a line each; why nothing could be looked up, where not all could."""
    if reason := _unreachable(pinned[0]):
        return reason
    parts = [pinned[start::PROCESSES] for start in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        answers = list(pool.map(_looked_up, parts))
    found = [line for answer in answers if not isinstance(answer, str) for line in answer]
    failed = [answer for answer in answers if isinstance(answer, str)]
    # What was found is a finding, whatever else could not be asked.
    return failed[0] if failed and not found else found


def _looked_up(pinned: list[str]) -> list[str] | str:
    """The same of some packages, by one process of pip-audit: it asks for one package after the other."""
    with tempfile.TemporaryDirectory() as folder:
        listed, answer = Path(folder) / "requirements.txt", Path(folder) / "answer.json"
        listed.write_text("\n".join(pinned), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--no-deps", "--disable-pip"]
        command += ["--format", "json", "--output", str(answer), "--progress-spinner", "off", "--timeout", "5"]
        try:
            subprocess.run(command, capture_output=True, timeout=AUDIT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"the index did not answer within {AUDIT_SECONDS} seconds"
        if not answer.is_file():
            return "pip-audit got no answer from the index"
        return reported(json.loads(answer.read_text(encoding="utf-8")), len(pinned))


def reported(answer: Mapping[str, Any], number: int) -> list[str] | str:
    """The vulnerabilities of pip-audit's answer, or that it could look up none of so many packages."""
    told = [one for one in answer["dependencies"] if "skip_reason" not in one]
    if number and not told:
        return "the index has no advisory data of any package"
    return [
        f"{one['name']} {one['version']}: {bug['id']} (mended in {', '.join(bug['fix_versions']) or 'no version yet'})"
        for one in told
        for bug in one["vulns"]
    ]


def _unreachable(pin: str) -> str:
    """Why the index's advisory data cannot be had, "" where it can, asked of one package."""
    name, version = pin.split("==")
    try:
        with urllib.request.urlopen(PROBE.format(name=name, version=version), timeout=PROBE_SECONDS) as answer:
            return "" if b'"vulnerabilities"' in answer.read() else "the index has no advisory data"
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        return f"the index's advisory data cannot be reached ({error})"


if __name__ == "__main__":
    sys.exit(main())
