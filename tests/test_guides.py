"""The pages for the next maintainer name what is there: layers, records, registries, paths."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from tests import test_layers
from tests.conftest import PACKAGE, ROOT
from tests.count_house import House

ARCHITECTURE = (ROOT / "docs" / "background" / "architecture.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "background" / "extending.md").read_text(encoding="utf-8")
REGISTRIES = re.findall(r"`([A-Z_]+)` in `(staffing/[\w/]+\.py)`", EXTENDING)


def exists(layer: str) -> bool:
    """Whether the package has it yet."""
    return (PACKAGE / layer).is_dir() or (PACKAGE / f"{layer}.py").exists()


def told_layers() -> dict[str, set[str]]:
    """Layer → what it may import, from the table of the page."""
    layers = ARCHITECTURE.partition("## Layers\n")[2].partition("\n## ")[0]
    told: dict[str, set[str]] = {}
    for names, imports in re.findall(r"^\| (`[^|]*)\|[^|]*\|([^|]*)\|$", layers, re.MULTILINE):
        allowed = set(re.findall(r"`(\w+)`", imports))
        allowed |= test_layers.BASE if "the base" in imports else set()
        allowed |= test_layers.STAGES if re.search(r"the stages[, ]", imports) else set()
        assert allowed or imports.strip() == "nothing", names
        told |= dict.fromkeys(re.findall(r"`(\w+)(?:/|\.py)`", names), allowed)
    return told


def test_the_layers_of_the_page_are_those_of_the_test() -> None:
    """Each layer that exists has a row with what it may import."""
    allowed = {name: imports - {name} for name, imports in test_layers.ALLOWED.items() if exists(name)}
    assert {name: imports - {name} for name, imports in told_layers().items()} == allowed


def test_the_records_of_a_run_exist() -> None:
    """Every class that the page on architecture names is one of the package."""
    nodes = (node for tree in House(PACKAGE).trees.values() for node in ast.walk(tree))
    classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    named = set(re.findall(r"`([A-Z]\w*[a-z]\w*)`", ARCHITECTURE))
    assert len(named) > 10
    assert named <= classes


@pytest.mark.parametrize(("registry", "path"), REGISTRIES)
def test_every_registry_is_where_the_page_says(registry: str, path: str) -> None:
    """The choices are listed in that module, most by their names."""
    module = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    choices = getattr(module, registry)
    assert isinstance(choices, dict | tuple)
    assert choices


def test_the_page_names_the_registries() -> None:
    """So many that the pattern has not missed them."""
    assert len(REGISTRIES) >= 12


def test_every_path_of_extending_exists() -> None:
    """Folders and files that are named in full, with the package or inside it."""
    for name in re.findall(r"`([\w./-]+/[\w.-]*)`", EXTENDING):
        assert any((top / name).exists() for top in (PACKAGE.parent, PACKAGE, ROOT)), name


FOLDERS = [path.parent for path in PACKAGE.rglob("__init__.py")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(PACKAGE.parent)))
def test_a_folder_names_what_it_holds(folder: Path) -> None:
    """Each file and folder that its docstring lists is there; and each has a docstring."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert text
    for line in text.splitlines():
        for name in re.findall(r"[\w/]+(?:\.py|/)(?=[ ;:,]|$)", line) if line.startswith("    ") else ():
            assert (folder / name).exists(), name
