"""Write docs/reference.md, the help of every command and every setting, from the program itself.

python tools/make_reference.py            write docs/reference.md
python tools/make_reference.py --check    fail where the committed file differs
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from bilat.cli import app  # noqa: E402
from bilat.config import CONFIG_NAME, CONFIG_VARIABLE, FIELD_TARGETS, PREFIX, Settings  # noqa: E402

TARGET = ROOT / "docs" / "reference.md"
WIDTH = 100
UNSET = {"workers": "all cores", "fields": "none", "maps": "none", "use_map": "none", "names": "none", "web_contact": "none"}
UNSET |= {"analyst": "your user name"}
HEAD = """# Reference

This page is written by `tools/make_reference.py` from the program. Do not edit it by hand: a test fails where it
differs.

Exit codes of every command: 0 done, 1 done but something was skipped, 2 could not run, 130 interrupted.
What was skipped, and every error, is told on standard error in one line: where, what, and the way out.
"""
SETTINGS = f"""## Settings

Settings are read from a TOML file and from the environment; the environment wins. The file is the one that `--config`
names, else the one that `${CONFIG_VARIABLE}` names, else `{CONFIG_NAME}` in the working folder. A key or value that is
not known is an error. An option on the command line (`--workers`, `--field`) wins over both.
"""


def help_of(command: Any, name: str, parent: Any = None) -> tuple[str, Any]:
    """What ``--help`` prints, at a fixed width, and the context in which the command's own commands stand."""
    width = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    context = command.make_context(name, [], parent, resilient_parsing=True, **width)
    return "\n".join(line.rstrip() for line in command.get_help(context).strip().splitlines()), context


def commands() -> Iterator[str]:
    """A section for the program and for each command, in the order of the program's own list."""
    root: Any = typer.main.get_command(app)
    text, context = help_of(root, "bilat")
    yield f"## bilat\n\n```text\n{text}\n```\n"
    for name, command in root.commands.items():
        text, inner = help_of(command, name, context)
        yield f"## bilat {name}\n\n```text\n{text}\n```\n"
        for part, each in getattr(command, "commands", {}).items():
            yield f"### bilat {name} {part}\n\n```text\n{help_of(each, part, inner)[0]}\n```\n"


def meanings() -> dict[str, str]:
    """What each setting means, from the class's docstring."""
    section = (Settings.__doc__ or "").partition("Attributes:")[2]
    pairs = re.findall(r"^\s+(\w+): (.+?)(?=^\s+\w+: |\Z)", section, flags=re.MULTILINE | re.DOTALL)
    return {name: " ".join(text.split()) for name, text in pairs}


def settings() -> Iterator[str]:
    """The table of settings and a file that sets each of them."""
    meant = meanings()
    yield "| key | environment | default | meaning |\n|---|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = UNSET.get(name) or f"`{toml(field.default)}`"
        yield f"| `{name}` | `{PREFIX}{name.upper()}` | {default} | {meant[name]} |"
    yield f"\nTargets of `fields` and `--field`: {', '.join(f'`{target}`' for target in FIELD_TARGETS)}.\n"
    yield f"A `{CONFIG_NAME}`:\n\n```toml"
    for name in Settings.model_fields:
        examples = {"workers": "2", "fields": '{ text = "body", outlet = "publisher" }', "names": '"names.yaml"'}
        examples |= {"maps": '{ mine = { text = "body", title = "kop" } }', "use_map": '"mine"'}
        examples |= {"withhold": '["The Licensed Times"]', "web_networks": '["10.1.0.0/16"]', "web_contact": '"desk@example.org"'}
        examples |= {"analyst": '"A. Rahimi"'}
        example = examples.get(name)
        yield f"{name} = {example or toml(Settings.model_fields[name].default)}"
    yield "```"


def toml(value: object) -> str:
    """A setting's value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return str(value)


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *commands(), SETTINGS, *settings()]) + "\n"


def main() -> int:
    """Write, or check, the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the committed file")
    page = reference()
    if parser.parse_args().check:
        same = TARGET.is_file() and TARGET.read_text("utf-8") == page
        print("docs/reference.md is up to date" if same else "docs/reference.md differs: run tools/make_reference.py")
        return 0 if same else 1
    TARGET.write_text(page, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(page.splitlines())} lines")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
