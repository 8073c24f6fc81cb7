"""`uncertainty = "probability:0.9"`: so many agents that nine days of ten make their target when played."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from staffing.parallel import HERE
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.run.published import read_run
from staffing.report.words.simulation import confidence_sentence
from tests.plan.test_played_run import AS_OF, small_plan


def planned(folder: Path, uncertainty: str, simulation: str = "replications = 100", service: str = "") -> Run:
    """Five days of the small sample with long contacts, and as many short shifts as there is need of."""
    path = small_plan(folder, simulation, days=5)
    text = path.read_text().replace("[service]", f'[service]\nuncertainty = "{uncertainty}"\n{service}', 1)
    path.write_text(text.replace("max_agents = 12", "", 1))
    history = path.with_name("history.csv")
    rows = history.read_text().replace(",240", ",600").splitlines()
    history.write_text("\n".join(map(_uneven, rows) if service else rows) + "\n")
    return run_plan(path, as_of=AS_OF, engine=HERE)


def _uneven(row: str) -> str:
    """Two fifths more or fewer contacts from one day to the next but one."""
    start, offered, *others = row.split(",")
    if not start[:4].isdigit():
        return row
    factor = (0.6, 1.0, 1.4)[int(start[8:10]) % 3]
    return ",".join([start, f"{float(offered) * factor:.0f}", *others])


@pytest.mark.slow
def test_confidence_has_its_price(tmp_path: Path) -> None:
    """More days on target than as expected, about as many as asked for, for more hours; and it is said."""
    run = planned(tmp_path, "probability:0.99")
    summary = run.scheduled.summary
    assert summary.confidence == 0.99
    assert summary.days_on_target is not None
    assert summary.days_on_target_expected is not None
    assert summary.paid_hours_expected is not None
    assert summary.days_on_target_expected < 0.97
    assert summary.days_on_target == pytest.approx(0.99, abs=0.015)
    assert summary.paid_hours > summary.paid_hours_expected
    said = confidence_sentence(summary)
    assert said is not None
    assert said.startswith("Price of confidence: ")
    assert said in (run.folder / "report.html").read_text()
    published = json.loads((run.folder / "summary.json").read_text())
    assert published["days_on_target"] == summary.days_on_target
    assert read_run(run.folder).plan.confidence == 0.99


def test_a_plan_that_is_not_played_has_no_price_to_tell(tmp_path: Path) -> None:
    """It is sized for the range of each interval, as `size --uncertainty` does."""
    run = planned(tmp_path, "probability:0.9", "play = false")
    assert read_run(run.folder).plan.confidence == 0.9
    assert run.scheduled.summary.confidence is None
    assert confidence_sentence(run.scheduled.summary) is None


def test_days_that_make_it_anyhow_cost_nothing(tmp_path: Path) -> None:
    """Where as many make their target as is asked the schedule is the one expected."""
    summary = planned(tmp_path, "probability:0.5", "replications = 10").scheduled.summary
    assert summary.paid_hours == summary.paid_hours_expected
    assert summary.days_on_target == pytest.approx(summary.days_on_target_expected)


def test_without_a_service_level_the_range_of_each_interval_counts(tmp_path: Path) -> None:
    """No day has a target to make then: played or not, the plan is sized as `size --uncertainty` does."""
    waits = 'target = "none"\nmax_wait_seconds = 20'
    hours = [
        planned(tmp_path / name, uncertainty, simulation, waits).scheduled.summary.paid_hours
        for name, uncertainty, simulation in (
            ("played", "probability:0.9", "replications = 2"),
            ("unplayed", "probability:0.9", "play = false"),
            ("expected", "none", "play = false"),
        )
    ]
    assert hours[0] == hours[1] > hours[2]
