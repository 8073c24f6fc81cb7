"""Imports run one way: the architecture of docs/background/architecture.md, enforced."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import BANK, PACKAGE

pytestmark = pytest.mark.smoke

BASE = {"arrays", "definitions", "errors", "records", "timegrid", "daygrid", "tables", "wording", "progress"}
BASE |= {"parallel", "cluster", "shard", "machine", "worker", "crew", "programs", "interrupts", "compiled"}
STAGES = {
    "history",
    "forecast",
    "requirement",
    "shifts",
    "roster",
    "simulation",
    "skills",
    "scorecard",
    "explanation",
    "capacity",
    "report",
}
ALLOWED = {
    "errors": set(),
    "arrays": set(),
    "definitions": {"arrays", "queueing"},  # for their types alone
    "timegrid": {"arrays", "errors"},
    "records": {"arrays", "definitions", "errors", "queueing", "timegrid", "wording"},
    "daygrid": {"arrays", "errors", "records", "timegrid"},
    "tables": {"arrays", "errors", "records", "timegrid", "wording"},
    "wording": set(),
    "progress": set(),
    "shard": {"errors"},
    "cluster": {"errors", "version"},
    "parallel": {"cluster", "errors"},
    "machine": set(),
    "interrupts": set(),
    "compiled": set(),
    "worker": {"machine"},
    "crew": {"worker"},
    "programs": {"arrays", "errors"},
    "queueing": {"arrays", "errors"},
    **{stage: BASE | {"queueing", stage} for stage in STAGES},
    "store": {"arrays", "errors", "records", "tables", "timegrid"},
    "plan": BASE | STAGES | {"queueing", "store", "version"},
    "api": BASE | STAGES | {"queueing", "plan"},
    "cli": BASE | STAGES | {"queueing", "plan", "version"},
    "__main__": {"interrupts", "cli"},
    "version": set(),
}
ONLY_IN = {
    "typer": {"cli"},
    "rich": {"cli", "report/text"},
    "pulp": {"programs"},
    "highspy": {"programs"},
    "pydantic": {"plan"},
    "sqlalchemy": {"store", "tables"},
    "alembic": {"store"},
    "jinja2": {"report/html"},
    "markupsafe": {"report/html"},
}


RULES = {"rules", "pattern", "clock_rests", "grid", "effort", "horizon", "counted", "rest_columns", "wording"}
IN_SHIFTS = {
    "formulation": RULES,
    "even": RULES | {"formulation"},
    "search": RULES | {"formulation"},
    "infeasible": RULES | {"formulation"},
    "groups": RULES | {"formulation", "even", "search", "modelling", "build", "verify"},
    "standing": RULES | {"formulation", "even", "search", "modelling", "build", "verify"},
}


def modules() -> list[Path]:
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Dotted names of everything a module imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "staffing":
                names |= {f"staffing.{alias.name}" for alias in node.names}
    return names


def layer(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_imports_only_layers_below_it(path: Path) -> None:
    """A stage knows the base, the theory and itself; nothing but `__main__` imports the command line."""
    if layer(path) == "__init__":
        return
    used = {name.split(".")[1] for name in imported(path) if name.startswith("staffing.")}
    allowed = ALLOWED[layer(path)] | {layer(path)}
    assert used <= allowed, f"{path} imports {sorted(used - allowed)}"


@pytest.mark.parametrize("folder", IN_SHIFTS)
def test_a_folder_of_the_shifts_knows_only_those_above_it(folder: str) -> None:
    """The order of docs/background/architecture.md."""
    for path in (PACKAGE / "shifts" / folder).glob("*.py"):
        parts = (name.split(".") for name in imported(path.relative_to(PACKAGE)))
        used = {part[2] for part in parts if part[:2] == ["staffing", "shifts"] and len(part) > 2}
        assert used <= IN_SHIFTS[folder] | {folder}, path


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_library_is_imported_only_where_it_belongs(path: Path) -> None:
    """typer belongs to the command line, pulp to the solvers, pydantic to the plan."""
    roots = {name.split(".")[0] for name in imported(path)}
    for library, homes in ONLY_IN.items():
        if library in roots:
            assert any(path.with_suffix("").is_relative_to(home) for home in homes), (
                f"{path} imports {library}"
            )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["plan", "--help"], ["size", "--help"], ["inspect", "--help"]]
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """`staffing --help` stays fast: no numpy, scipy, pulp, rich or pydantic."""
    code = (
        "import sys; from staffing.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy','scipy','pulp','rich','pydantic','highspy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command", [["forecast", "--days", "1", "--quiet", "--out", os.devnull], ["inspect", "--quiet"]]
)
def test_a_history_is_read_without_the_plan(command: list[str]) -> None:
    """No pydantic and no solver is imported where no plan is given."""
    code = (
        "import sys; from staffing.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print([m for m in ('pulp','pydantic','highspy') if m in sys.modules])"
    )
    arguments = [command[0], str(BANK / "history.csv"), *command[1:]]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
