"""What the house owes its next maintainer is counted, and held to its limits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PACKAGE, ROOT
from tests.count_house import House, circles, longest_chain

MOST_WITH_A_ZONE, MOST_WITH_A_PLAN_FILE = 15, 3
DEEPEST = 12  # modules in a chain of imports


@pytest.fixture(scope="module")
def house() -> House:
    return House(PACKAGE)


def test_no_modules_import_one_another(house: House) -> None:
    """Not even inside a function, or for type checking only."""
    assert circles(house.imports(everywhere=True)) == []


def test_no_chain_of_imports_is_deep(house: House) -> None:
    """A reader who follows the imports down reaches the ground soon."""
    chain = longest_chain(house.imports(everywhere=False))
    assert len(chain) <= DEEPEST, chain


def test_rows_know_their_zone(house: House) -> None:
    """A zone is a parameter only where no rows are yet."""
    functions = house.functions_with("timezone")
    assert len(functions) <= MOST_WITH_A_ZONE, functions


def test_a_plan_knows_its_file(house: House) -> None:
    """The pair of a plan and its path travels as one."""
    functions = house.functions_with("plan_file")
    assert len(functions) <= MOST_WITH_A_PLAN_FILE, functions


def test_a_class_name_means_one_thing(house: House) -> None:
    """No name of a class is used twice in the package."""
    assert house.class_names_used_twice() == {}


def test_reports_take_records(house: House) -> None:
    """A report restates no record as a Protocol."""
    assert house.protocols_in("report") == []


TESTS = ROOT / "tests"
FOLDERS = sorted(path.name for path in TESTS.iterdir() if any(path.glob("test_*.py")))
OTHERS = {"self", "os"}
OF_NAMED_TUPLES = {"_replace", "_asdict", "_fields"}


def test_a_test_says_what_it_shows() -> None:
    """Every test function has a docstring."""
    silent = [
        f"{path.relative_to(TESTS)}:{node.name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("folder", [".", *FOLDERS])
def test_a_test_knows_no_private_name(folder: str) -> None:
    """Neither imported, nor looked up in a module or class of ours, nor patched."""
    files = sorted((TESTS / folder).glob("*.py"))
    assert [f"{path.name}: {name}" for path in files for name in private_names(path)] == []


def private_names(path: Path) -> Iterator[str]:
    """Names with a leading underscore that a test file uses and that are neither its own nor a library's."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == PACKAGE.name:
            yield from (alias.name for alias in node.names if _is_private(alias.name))
        elif isinstance(node, ast.Attribute) and _is_private(node.attr):
            if ast.unparse(node.value) not in OTHERS:
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".setattr"):
            texts = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
            yield from (text for text in texts if _is_private(text.split(".")[-1]))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in OF_NAMED_TUPLES


def test_a_private_name_is_found(tmp_path: Path) -> None:
    """However it is reached."""
    file = tmp_path / "test_it.py"
    file.write_text(
        "from staffing.a import _one, b\n"
        "def test_it(monkeypatch):\n"
        "    b._two()\n"
        "    monkeypatch.setattr('staffing.a._three', 3)\n"
        "    b.four.__name__, tuple()._replace()\n"
    )
    assert sorted(private_names(file)) == ["_one", "b._two", "staffing.a._three"]


def test_a_circle_is_found(tmp_path: Path) -> None:
    """Whether it is closed on import, inside a function or for type checking only."""
    package = tmp_path / "p"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from p.b import x\n")
    (package / "b.py").write_text("def f():\n    from p import c\n")
    (package / "c.py").write_text("import typing\nif typing.TYPE_CHECKING:\n    from p.a import y\n")
    found = House(package)
    assert circles(found.imports(everywhere=True)) == [["p.a", "p.b", "p.c"]]
    assert circles(found.imports(everywhere=False)) == []
    assert longest_chain(found.imports(everywhere=False)) == ["p.a", "p.b"]
