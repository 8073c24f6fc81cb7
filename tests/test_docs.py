"""Documentation that can fail: commands run, links resolve, columns and help are what the code says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from importlib.util import find_spec
from inspect import signature
from pathlib import Path

import pytest

import staffing
from staffing.history import FORMATS, format_named
from staffing.history.format_text import format_markdown
from staffing.records.trace import SCHEMA, RunTrace
from staffing.tables.columns import LAYOUTS, Column
from tests.conftest import PACKAGE, ROOT, Staffing

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TUTORIALS = sorted((ROOT / "docs" / "tutorial").glob("*.md"))
COMMANDS = [
    "plan",
    "forecast",
    "backtest",
    "size",
    "evaluate",
    "patience",
    "sweep",
    "lines",
    "schedule",
    "roster",
    "swap",
    "page",
    "handout",
    "leave",
    "simulate",
    "explain",
    "drift",
    "runs",
    "diff",
    "breaks",
    "adjust",
    "capacity",
    "skills",
    "whatif",
    "scorecard",
    "inspect",
    "read",
    "formats",
    "init",
    "store push",
    "store list",
    "store upgrade",
]


def marked(label: str, page: str = README) -> list[tuple[str, str]]:
    """(what the label says, the block) of every fenced block under an HTML comment of that label."""
    return re.findall(rf"<!-- {label}(.*?)-->\n```\w+\n(.*?)```", page, re.DOTALL)


API = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
API_BLOCKS = re.findall(r"(?:<!-- needs (\w+) -->\n)?```python\n(.*?)```", API, re.DOTALL)


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euc", command],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={**os.environ, "PATH": path},
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the pages speak to a shell")
@pytest.mark.parametrize("page", [ROOT / "README.md", *TUTORIALS], ids=lambda page: page.name)
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """Every block marked `runs` ends well, one after the other, and its output holds what the mark says."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    blocks = marked("runs", page.read_text(encoding="utf-8"))
    assert len(blocks) >= 3
    for promise, block in blocks:
        done = shell(block, tmp_path)
        assert done.returncode == 0, done.stderr
        assert promise.strip(": ") in done.stdout


@pytest.mark.slow
def test_the_readme_output_is_the_output(bank_run: Path) -> None:
    """The first screen shows what the program prints today, but for the choice among equally good shifts."""
    (_, shown) = marked("output of: staffing plan data/bank-2003/plan.toml")[0]
    screen = (bank_run.parent.parent / "screen.txt").read_text(encoding="utf-8")
    printed = {_first_columns(line) for line in screen.splitlines()}
    for line in shown.splitlines():
        assert _first_columns(line) in {*printed, "…"}, line
    hours = [
        float(found[1].replace(",", ""))
        for text in (shown, screen)
        if (found := re.search(r"([\d,.]+) paid hours", text))
    ]
    assert hours[0] == pytest.approx(hours[1], rel=0.005)


def _first_columns(line: str) -> str:
    """A line of days up to what hangs on the shifts that the solver chose; of the totals only the words."""
    if re.match(r"\w{3} \d{4}-\d\d-\d\d ", line):
        return " ".join(line.split()[:3])
    return (
        re.sub(r"[\d,.%]+|▒|█", "#", line).rstrip("# ")
        if any(mark in line for mark in ("paid hours", "service level", "intervals short", "┤"))
        else line.rstrip()
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Relative links name existing files and existing headings."""
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        linked = (page.parent / file) if file else page
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}, target


@pytest.mark.smoke
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_with_an_example(staffing: Staffing, command: str) -> None:
    """Its help has an example, the README names it."""
    done = staffing(*command.split(), "--help")
    assert done.returncode == 0
    assert f"Example: staffing {command}" in " ".join(done.stdout.split())
    assert f"`staffing {command}" in README


def described(column: Column) -> str:
    kind = column.kind
    if kind == "number":
        kind = "whole number" if column.whole else "number"  # type: ignore[assignment]
        if column.maximum is not None:
            kind += f" {column.minimum:g}–{column.maximum:.15g}"  # type: ignore[assignment]
        elif column.minimum is not None:
            kind += f" ≥ {column.minimum:g}"  # type: ignore[assignment]
    return f"| `{column.name}` | {kind} | {'yes' if column.required else ''} | {column.meaning} |"


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_columns_of_every_file_are_those_of_the_code(name: str) -> None:
    """docs/reference/file-formats.md lists exactly the columns, in order, with their bounds."""
    page = (ROOT / "docs" / "reference" / "file-formats.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    rows = [line for line in section[1].splitlines() if line.startswith("| `")]
    assert rows == [described(column) for column in LAYOUTS[name]]


def test_the_fields_of_run_json_are_those_of_the_code() -> None:
    """docs/reference/file-formats.md lists all, in order, and the version of the table."""
    page = (ROOT / "docs" / "reference" / "file-formats.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition("### run.json")[2].splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[0])]
    assert named == [field.name for field in fields(RunTrace)]
    assert f"meaning: {SCHEMA} (" in page


def test_the_exports_are_described_as_the_code_reads_them() -> None:
    """docs/reference/acd-formats.md holds each format's section word for word."""
    page = (ROOT / "docs" / "reference" / "acd-formats.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert format_markdown(format_named(name)) in page, name


def test_the_index_names_every_page() -> None:
    """docs/README.md links each page of the four parts; background/models.md those on models."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    models = (ROOT / "docs" / "background" / "models.md").read_text(encoding="utf-8")
    for part in ("tutorial", "how-to", "reference", "background"):
        for page in (ROOT / "docs" / part).glob("*.md"):
            assert f"({part}/{page.name})" in index
    for page in (ROOT / "docs" / "background" / "models").glob("*.md"):
        assert f"(models/{page.name})" in models


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_modules_exist(page: Path) -> None:
    """`search/method.py` in a page is the end of a path of the package, or of a tool or test beside it."""
    tools = [ROOT / folder for folder in ("tests", "benchmarks", "data", "examples", ".ci")]
    paths = [
        f"/{path.relative_to(top.parent).as_posix()}"
        for top in (PACKAGE, *tools)
        for path in top.rglob("*.py")
    ]
    for name in re.findall(r"`([\w./-]+\.py)`", page.read_text(encoding="utf-8")):
        assert any(path.endswith(f"/{name}") for path in paths), name


def every_subclass(base: type) -> set[type]:
    """Its subclasses, theirs, and so on."""
    direct = set(base.__subclasses__())
    return direct.union(*map(every_subclass, direct))


def test_the_plan_page_names_every_key() -> None:
    """No key of the plan is undocumented."""
    from staffing.plan.file import schema

    page = (ROOT / "docs" / "reference" / "plan.md").read_text(encoding="utf-8")
    sections = every_subclass(schema.Section) - {schema.Plan}
    assert len(sections) > 15
    for section in sections:
        for key in set(section.model_fields) - {"pattern"}:
            assert re.search(rf"`(\[+[\w.]+\]+ )?{key}`", page) or f"`{key}`" in page, (
                f"{section.__name__}.{key}"
            )


YOUR_DATA = (ROOT / "docs" / "how-to" / "your-data.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"<!-- reads: (.*?) -->\n```csv\n(.*?)```", YOUR_DATA, re.DOTALL)


@pytest.mark.parametrize(("promise", "picture"), PICTURES)
def test_each_pictured_layout_is_read_as_the_page_says(promise: str, picture: str, tmp_path: Path) -> None:
    """The contacts or the queues under the picture are what `inspect` says of it."""
    from staffing.history.inspection.inspect import inspect
    from staffing.history.inspection.text import inspection_text
    from staffing.history.load import read_native
    from staffing.history.source import Source

    path = tmp_path / "export.csv"
    path.write_text(picture, encoding="utf-8")
    assert promise in inspection_text(inspect(read_native(Source(str(path)))))


def test_ten_layouts_are_pictured() -> None:
    """The page shows what it promises."""
    assert len(PICTURES) == 10


@pytest.mark.slow
def test_the_blocks_of_the_api_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after the other, and each `print` prints the comment behind it."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    promised = []
    for needed, block in API_BLOCKS:
        if not needed or find_spec(needed):
            exec(compile(block, "docs/reference/api.md", "exec"), names)
            promised += re.findall(r"^ *print\(.*\)  # (.*)$", block, re.MULTILINE)
    assert len(promised) > 15
    assert capsys.readouterr().out.splitlines() == promised


def test_the_api_page_names_every_name_and_argument() -> None:
    """Of the functions all, in order; each class has a row."""
    for name in set(staffing.__all__) - {"__version__"}:
        public = getattr(staffing, name)
        if isinstance(public, type):
            assert f"| `{name}" in API, name
        else:
            arguments = ", ".join(
                f"*, {key}" if one.kind is one.KEYWORD_ONLY and key == first_keyword(public) else key
                for key, one in signature(public).parameters.items()
            )
            assert f"| `{name}({arguments})` |" in API, name


def first_keyword(function: Callable[..., object]) -> str | None:
    """The first argument that is given by name only."""
    parameters = signature(function).parameters.values()
    return next((one.name for one in parameters if one.kind is one.KEYWORD_ONLY), None)


def test_the_changelog_has_this_version() -> None:
    """The newest heading with a number is that of the package, and the older ones follow it."""
    headings = re.findall(r"^## (\d+)\.(\d+)\.(\d+) \((\d{4}-\d\d-\d\d)\)$", CHANGELOG, re.MULTILINE)
    numbers = [tuple(map(int, heading[:3])) for heading in headings]
    assert ".".join(headings[0][:3]) == staffing.__version__
    assert numbers == sorted(numbers, reverse=True)
    assert [heading[3] for heading in headings] == sorted((heading[3] for heading in headings), reverse=True)
    assert len(re.findall(r"^## ", CHANGELOG, re.MULTILINE)) - len(headings) <= 1, (
        "one heading for what is not out"
    )
