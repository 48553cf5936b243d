"""The papers keep to the program: links, commands, options, the reference and the examples in Python."""

import doctest
import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from bilat.cli import app
from bilat.evaluation import MEASURES
from bilat.record.schema import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in PAPERS]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def blocks(path: Path, *kinds: str) -> Iterator[str]:
    """The code blocks of a paper whose first line names one of the kinds."""
    return (body for kind, body in FENCE.findall(path.read_text("utf-8")) if kind in kinds)


def prose(path: Path) -> str:
    """A paper without its code blocks."""
    return FENCE.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """The names that a page's headings give to links."""
    headings = re.findall(r"^#+ (.+)$", prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def calls(path: Path) -> list[list[str]]:
    """The calls of bilat in the blocks and in the running text of a paper, as lists of words."""
    shown = [line[2:] for body in blocks(path, "console") for line in body.splitlines() if line.startswith("$ ")]
    shown += [line for body in blocks(path, "bash") for line in body.splitlines()]
    shown += [span for span in re.findall(r"`(bilat [^`]+)`", prose(path)) if " -" in span]
    return [part for line in shown for part in pieces(line) if part[:1] == ["bilat"]]


def pieces(line: str) -> Iterator[list[str]]:
    """The commands of a shell line, without what goes to and comes from files."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|<>;&")
    lexer.whitespace_split = True
    words: list[str] = []
    skip = False
    for word in lexer:
        if word[0] in "|;&":
            yield words
            words = []
        elif word[0] in "<>":
            skip = True
            continue
        elif not skip:
            words.append(word)
        skip = False
    yield words


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The tool that writes docs/reference.md."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_links_between_papers_resolve(name: str) -> None:
    paper = ROOT / name
    for target in LINK.findall(prose(paper)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (paper.parent / file).resolve() if file else paper
        assert there.exists(), f"{name} points at {target}, which is not there"
        assert not anchor or anchor in anchors(there), f"{name} points at {target}: no such heading"


def test_reference_is_what_the_program_says(reference: ModuleType) -> None:
    written = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert written == reference.reference(), "run tools/make_reference.py"


def test_every_setting_has_its_meaning(reference: ModuleType) -> None:
    assert set(reference.meanings()) == set(reference.Settings.model_fields)


@pytest.mark.parametrize("name", NAMES)
def test_commands_in_papers_exist_with_their_options(name: str) -> None:
    root: Any = typer.main.get_command(app)
    for _, *words in calls(ROOT / name):
        assert words[0] in root.commands, f"{name}: there is no command bilat {words[0]}"
        command, own = root.commands[words[0]], words
        while hasattr(command, "commands"):
            own = own[1:]
            assert own[0] in command.commands, f"{name}: there is no command {' '.join(words)}"
            command = command.commands[own[0]]
        command.make_context(own[0], own[1:])  # raises on an unknown option or a missing argument
        assert words[0] != "evaluate" or words[1] in MEASURES, f"{name}: there is no measure {words[1]}"


def test_readme_shows_every_command() -> None:
    root: Any = typer.main.get_command(app)
    assert {words[1] for words in calls(ROOT / "README.md")} == set(root.commands)


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_in_papers_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:`|^\$ )make (\w+)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), f"{name}: the Makefile has no target {target}"


def test_record_page_names_every_table_and_column() -> None:
    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]*(?:`a>b`[^|]*)?\| (.+) \|$", page, flags=re.MULTILINE))
    shown = {table: re.findall(r"`(\w+)`", columns) for table, columns in rows.items()}
    assert shown == {table: [name for name in columns if name != "run"] for table, columns in TABLES.items()}


@pytest.mark.parametrize("name", [name for name in NAMES if any(blocks(ROOT / name, "python run"))])
def test_python_examples_give_what_they_show(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples" / "iran-pakistan" / "text", tmp_path / "examples" / "iran-pakistan" / "text")
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    heard: list[str] = []
    for body in blocks(ROOT / name, "python run"):
        test = doctest.DocTestParser().get_doctest(body, {}, name, name, 0)
        assert test.examples
        runner.run(test, out=heard.append)
    assert not runner.failures, "".join(heard)


def test_the_pages_are_built_whole_and_ask_no_network(tmp_path: Path) -> None:
    mkdocs = pytest.importorskip("mkdocs.commands.build", reason="the group docs is not installed")
    from mkdocs.config import load_config

    settings = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    mkdocs.build(settings)  # strict: a page that is in no menu, or a link to nowhere, is an error

    built = {path.stem for path in (tmp_path / "site").glob("*.html")} - {"404"}
    assert built == {path.stem for path in (ROOT / "docs").glob("*.md")}
    for page in (tmp_path / "site").glob("*.html"):
        loaded = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"?(https?://[^\s\">]+)", page.read_text("utf-8"))
        assert not loaded, f"{page.name} loads {loaded}"


def test_every_page_stands_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:")[2]
    assert set(re.findall(r"[\w-]+\.md", menu)) == {path.name for path in (ROOT / "docs").glob("*.md")}


def test_the_check_can_fail(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("```console\n$ cat a | bilat read x --recrod r > out\n```\n", "utf-8")
    (call,) = calls(paper)
    assert call == ["bilat", "read", "x", "--recrod", "r"]
    root: Any = typer.main.get_command(app)
    with pytest.raises(Exception, match="recrod"):
        root.commands["read"].make_context("read", call[2:])
