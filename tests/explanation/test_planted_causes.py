"""A cause that is planted in a simulated day is found; `benchmarks/explain.py` does it a hundred times."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.explanation.factors import FACTORS
from staffing.plan.jobs.explain import explain_run
from staffing.plan.run.published import Published
from tests.explanation.simulated_day import (
    NOTHING,
    PLANTED,
    QUARTER_BREAKS,
    Cause,
    folder_of,
    planned_run,
    simulate,
)

SEEDS = range(6)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return planned_run(tmp_path_factory.mktemp("centre"), peak=300)


def accounts(folder: Path, run: Published, cause: Cause) -> tuple[np.ndarray, np.ndarray]:
    """Parts of the service level, (days, factors), and the gaps, in points."""
    found = []
    for seed in SEEDS:
        actuals, people = simulate(folder, run, cause, seed)
        found.append(explain_run(folder_of(run), str(actuals), people=str(people)).whole)
    parts = np.array([account.parts[0, :, 0] for account in found])
    return 100 * parts, 100 * np.array([account.actual[0, 0] - account.planned[0, 0] for account in found])


@pytest.mark.slow
@pytest.mark.parametrize("cause", PLANTED)
def test_the_planted_cause_gets_the_gap(cause: str, run: Published, tmp_path: Path) -> None:
    """At least 80 % of it on average, and no other cause a tenth of that."""
    parts, gaps = accounts(tmp_path, run, PLANTED[cause])
    np.testing.assert_allclose(parts.sum(axis=1), gaps, rtol=0, atol=1e-7)
    place = FACTORS.index(cause)
    mean, gap = parts.mean(axis=0), gaps.mean()
    assert gap < -2
    assert mean[place] / gap >= 0.8
    others = np.delete(mean[:-1], place)
    assert np.abs(others).max() < 0.1 * abs(mean[place]) + 0.3


@pytest.mark.slow
def test_a_day_as_planned_is_chance(run: Published, tmp_path: Path) -> None:
    """Nothing is planted, and no factor gets more than a point; chance is about as large as it says."""
    parts, _ = accounts(tmp_path, run, NOTHING)
    assert np.abs(parts[:, :-1].mean(axis=0)).max() < 1
    assert np.abs(parts[:, -1]).max() < 6


def test_breaks_inside_an_interval_are_no_chance(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """The plan's prediction sees what quarter-hour breaks cost: no cause gets it, nor chance."""
    run = planned_run(tmp_path_factory.mktemp("breaks"), peak=300, breaks=QUARTER_BREAKS)
    parts, gaps = accounts(tmp_path, run, NOTHING)
    np.testing.assert_allclose(parts.sum(axis=1), gaps, rtol=0, atol=1e-7)
    assert np.abs(parts[:, :-1].mean(axis=0)).max() < 1
    assert abs(parts[:, -1].mean()) < 1.5
