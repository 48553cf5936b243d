"""What a crash can leave on a disk: the steps of a writer are noted, and every state that a power cut may leave is made.

The model is that of T. S. Pillai and others, "All File Systems Are Not Created Equal" (OSDI 2014), at its weakest: bytes last
once their file was flushed, a name once its folder was; of all the rest any part may be lost, in any order, and bytes may
be torn or come out as zeros.
"""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bilat.record import Record, layout
from bilat.record.files import Files
from bilat.record.findings import Kind

State = dict[str, bytes | None]
"""Path below the folder to bytes, None for a folder."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``name`` (an entry set or taken away), ``bytes`` (of a file), ``sync`` or ``ack`` (told to the caller)."""

    kind: str
    path: str
    file: int = 0
    data: bytes = b""
    old: str = ""


@dataclass
class Noting(Files):
    """The real disk below a folder, with every step noted; what others write there is noted before the next step."""

    root: Path
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files: dict[str, int] = {}
        self._seen: dict[str, bytes | None] = {}
        self._numbers = itertools.count(1)

    def write(self, path: Path, pieces: Iterable[str]) -> None:
        super().write(path, pieces)
        self._look()

    def sync(self, path: Path) -> None:
        self._look()
        super().sync(path)
        if path != self.root.parent:
            self.steps.append(Step("sync", self._name(path)))

    def rename(self, old: Path, new: Path) -> None:
        self._look()
        super().rename(old, new)
        number = self._files[self._name(new)] = self._files.pop(self._name(old))
        self._seen[self._name(new)] = self._seen.pop(self._name(old))
        self.steps.append(Step("name", self._name(new), number, old=self._name(old)))

    def remove(self, path: Path) -> None:
        self._look()
        super().remove(path)
        self._look()

    def make(self, folder: Path) -> None:
        super().make(folder)
        self._look()

    def acknowledge(self, what: str) -> None:
        """The writer has told its caller that something is kept."""
        self._look()
        self.steps.append(Step("ack", what))

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.root))

    def _look(self) -> None:
        found = {self._name(p): (p.read_bytes() if p.is_file() else None) for p in sorted(self.root.rglob("*"))}
        for name in [*self._seen]:
            if name not in found:
                del self._seen[name]
                self.steps.append(Step("name", "", self._files.pop(name), old=name))
        for name, data in found.items():
            if name not in self._files:
                self._files[name] = next(self._numbers)
                self.steps.append(Step("name", name, self._files[name] if data is not None else -self._files[name]))
            if data is not None and self._seen.get(name) != data:
                self.steps.append(Step("bytes", name, self._files[name], data))
            self._seen[name] = data


def states(steps: list[Step], seed: int, each: int = 4) -> Iterator[tuple[list[str], State]]:
    """What was acknowledged, and what may lie on the disk, for a power cut after each step: the strictest and the mildest
    loss, each pending step lost or kept alone, and some mixtures."""
    chance = random.Random(seed)
    for end in range(len(steps) + 1):
        done = steps[:end]
        acknowledged = [step.path for step in done if step.kind == "ack"]
        pending = _pending(done)
        picks: list[set[int]] = [set(), set(pending)]
        picks += [{one} for one in pending[-4:]] + [set(pending) - {one} for one in pending[-4:]]
        picks += [{one for one in pending if chance.random() < 0.5} for _ in range(each)]
        for kept in picks:
            yield acknowledged, _state(done, set(pending) - kept, chance)


def _pending(done: list[Step]) -> list[int]:
    """The steps that no flush has made last."""
    lasting: set[int] = set()
    for at, step in enumerate(done):
        if step.kind != "sync":
            continue
        for before, one in enumerate(done[:at]):
            folder = {str(Path(name).parent) for name in (one.path, one.old) if name}
            if (one.kind == "bytes" and one.path == step.path) or (one.kind == "name" and step.path in folder):
                lasting.add(before)
    return [at for at, step in enumerate(done) if step.kind in ("name", "bytes") and at not in lasting]


def _state(done: list[Step], lost: set[int], chance: random.Random) -> State:
    names: dict[str, int] = {}
    data: dict[int, bytes] = {}
    for at, step in enumerate(done):
        if step.kind == "bytes":
            data[step.file] = step.data if at not in lost else _torn(step.data, data.get(step.file, b""), chance)
        elif step.kind == "name" and at not in lost:
            if names.get(step.old) == step.file or step.old not in names:
                names.pop(step.old, None)
            if step.path:
                names[step.path] = step.file
    state: State = {name: data.get(file, b"") if file > 0 else None for name, file in names.items()}
    # A name in a folder that was lost cannot be reached.
    return {name: state[name] for name in sorted(state) if all(str(p) in state for p in list(Path(name).parents)[:-1])}


def _torn(new: bytes, old: bytes, chance: random.Random) -> bytes:
    cut = chance.randrange(len(new) + 1)
    return chance.choice((old, b"", new[:cut], bytes(len(new)), new[:cut] + bytes(len(new) - cut)))


def lay(state: State, folder: Path) -> None:
    """Makes the folder hold a state."""
    folder.mkdir(parents=True)
    for name, data in state.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)


def faults(folder: Path, *, thorough: bool) -> list[object]:
    """What is wrong with a record; files that a killed writer left, and the next one removes, are no fault.

    Args:
        thorough: Look through the lines too, and not only at every file's bytes.
    """
    if not thorough:
        return [*layout.damaged(folder, layout.commits(folder))]
    findings = Record.open(folder).check().findings
    return [one for one in findings if not (one.kind is Kind.LOOSE and "removes it" in one.hint)]


class Failing(Files):
    """The real disk, on which one step fails."""

    def __init__(self, at: int, error: Callable[[], OSError]) -> None:
        self.left, self._error = at, error

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise self._error()

    def write(self, path: Path, pieces: Iterable[str]) -> None:
        self._step()
        super().write(path, pieces)

    def sync(self, path: Path) -> None:
        self._step()
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)
