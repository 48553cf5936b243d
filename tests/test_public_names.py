"""What ``import bilat`` promises."""

import inspect
import subprocess
import sys

import pytest

import bilat
from bilat import briefing, errors, evaluation, reading, record, relations


@pytest.mark.parametrize("name", bilat.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(bilat, name)

    doc = inspect.getdoc(thing)

    assert doc
    assert not doc.startswith(f"{name}("), "only the dataclass's own signature"
    assert thing.__module__.startswith("bilat.")


def test_dir_lists_the_names_and_the_version() -> None:
    assert dir(bilat) == sorted([*bilat.__all__, "__version__"])
    assert bilat.__version__[0].isdigit()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'cod'"):
        _ = bilat.cod


@pytest.mark.parametrize("module", [briefing, evaluation, reading, record, relations])
def test_the_names_of_each_room_resolve(module: object) -> None:
    names = getattr(module, "__all__", [])
    assert names
    assert not [name for name in names if not hasattr(module, name)]


def test_the_tree_of_errors_is_the_one_drawn_at_its_top() -> None:
    """The drawing is what a reader learns the tree from; each class must be in it, under its parent's branch."""
    drawn = errors.__doc__ or ""
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__}

    lines = [line.split("BilatError")[-1] for line in drawn.splitlines()]
    order = [word for line in lines for word in line.replace("|", " ").replace("`", " ").replace("-", " ").split()[:1]]

    for kind in kinds - {errors.BilatError}:
        assert kind.__name__ in order, kind
        branch = errors.Skip if order.index(kind.__name__) < order.index("Stop") else errors.Stop
        assert issubclass(kind, branch), kind


def test_the_model_is_imported_without_the_parser() -> None:
    """A notebook that only reads a record must not pay for spaCy's start."""
    probe = "import sys, bilat.model, bilat.errors; from bilat import EventType; print('spacy' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"
