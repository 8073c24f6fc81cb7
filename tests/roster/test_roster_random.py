"""Random plans, `cover` and `assign`, keep every rule and cost what their summary says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.random_rosters import RandomPlan
from tests.conftest import run_staffing
from tests.roster.second_checker import SecondChecker

SEEDS = (1, 2, 3, 4, 6)


def roster(plan: RandomPlan, out: Path, *options: object) -> None:
    """`staffing roster` of a plan, which succeeds."""
    files = (plan.folder / "requirement.csv", "--rules", plan.folder / "plan.toml")
    done = run_staffing("roster", *files, "--effort", "low", "--out", out, "-q", *options)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_plan_keeps_every_rule(seed: int, tmp_path: Path) -> None:
    """`benchmarks/random_rosters.py` tries three hundred."""
    plan, out = RandomPlan(tmp_path / "plan", seed), tmp_path / "out"
    roster(plan, out)
    checked = SecondChecker(plan.folder, out / "roster.csv")
    assert checked.violations == []
    assert json.loads((out / "summary.json").read_text())["objective"] == pytest.approx(checked.objective)
    plan.write_plan("assign")
    shifts = plan.write_shifts(out / "roster.csv")
    roster(plan, out, "--shifts", shifts)
    checked = SecondChecker(plan.folder, out / "roster.csv", shifts)
    assert checked.violations == []
    summary = json.loads((out / "summary.json").read_text())
    assert summary["objective"] == pytest.approx(checked.objective)
    assert summary["lower_bound"] is None or summary["lower_bound"] <= summary["objective"] + 1e-6
