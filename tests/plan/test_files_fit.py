"""A published run is read only where its files fit one another, and the plan given in place of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.run.published import read_run
from tests.conftest import ROOT

CENTRE = ROOT / "data" / "simulated-centre"
DAY = 48  # rows
pytestmark = pytest.mark.slow

Change = Callable[[list[str]], list[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of the small sample, not played."""
    folder = tmp_path_factory.mktemp("fit")
    shutil.copy(CENTRE / "history.csv", folder)
    text = (CENTRE / "plan.toml").read_text(encoding="utf-8").replace("days = 1", "days = 2")
    (folder / "plan.toml").write_text(f"{text}\n[simulation]\nplay = false\n", encoding="utf-8")
    return run_plan(folder / "plan.toml", as_of="2026-11-23").folder


def test_a_plan_of_other_intervals_is_refused(run: Path) -> None:
    """Its quarters would be half the run's half-hours."""
    plan = read_run(run).plan
    centre = plan.sections.centre.model_copy(update={"interval_minutes": 15})
    other = replace(plan, sections=plan.sections.model_copy(update={"centre": centre}))
    with pytest.raises(
        InputError, match=r"centre.interval_minutes: found '15', expected the intervals .* 30"
    ):
        read_run(run, other)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (
            "requirement.csv",
            lambda lines: lines[:-DAY],
            "requirement.csv: expected the intervals of coverage",
        ),
        ("coverage.csv", lambda lines: lines[:-DAY], "requirement.csv: expected the intervals of coverage"),
        (
            "coverage.csv",
            lambda lines: [lines[0].replace("working", "w"), *lines[1:]],
            "column named working",
        ),
        ("coverage.csv", lambda lines: [*lines[:-1], lines[-1].split(",")[0] + ",,0,0,0,0,0,1"], "required"),
    ],
)
def test_files_that_do_not_fit_are_refused(
    run: Path, tmp_path: Path, name: str, change: Change, told: str
) -> None:
    """A day that one of them lacks, and heads that are not known."""
    harmed = Path(shutil.copytree(run, tmp_path / "harmed"))
    lines = (run / name).read_text(encoding="utf-8").splitlines()
    (harmed / name).write_text("\n".join([*change(lines), ""]), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        assert len(read_run(harmed).need) > 0
