"""Compiles what README.md says of accuracy and limits for the program: src/bilat/evaluation/data/accuracy.json.

python tools/make_accuracy.py            write it
python tools/make_accuracy.py --check    fail where the committed file differs

The README is what people read and edit; the explorer's page on the record shows the same words from this file.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "bilat" / "evaluation" / "data" / "accuracy.json"


def compiled(readme: str) -> dict[str, Any]:
    """The table of figures and the list of limits."""
    accuracy, limits = section(readme, "How accurate it is"), section(readme, "Limits")
    notes = [plain(part) for part in re.split(r"\n\n+", accuracy) if not part.startswith("|")]
    bullets = re.split(r"^- ", limits, flags=re.MULTILINE)[1:]
    return {"notes": notes, "measured": list(rows(accuracy)), "limits": [plain(one) for one in bullets]}


def section(page: str, title: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n+(.+?)(?=^## )", page, flags=re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no section {title!r}")
    return found[1].strip()


def rows(accuracy: str) -> Any:
    """The lines of the table, by their columns."""
    lines = [line.strip("| ").split(" | ") for line in accuracy.splitlines() if line.startswith("| ")]
    names = lines[0]
    for line in lines[1:]:
        yield {name: plain(cell) for name, cell in zip(names, line, strict=True)}


def plain(text: str) -> str:
    """Markdown as words on one line."""
    return " ".join(re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text).replace("`", "").split())


def main() -> int:
    """Write, or check, the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the committed file")
    made = json.dumps(compiled((ROOT / "README.md").read_text("utf-8")), ensure_ascii=False, indent=1) + "\n"
    if parser.parse_args().check:
        same = TARGET.is_file() and TARGET.read_text("utf-8") == made
        print("accuracy.json is up to date" if same else "accuracy.json differs: run tools/make_accuracy.py")
        return 0 if same else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(made, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
