"""Limits of [alerts] that a run may cross: what is said, and when."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.plan.file.read import read_plan
from staffing.plan.file.schema import Alerts
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.need.checked_history import read_checked
from staffing.plan.road import Walked, forecast_ahead, walk
from staffing.plan.run.alerts import run_alerts
from staffing.plan.run.volume import beside_last_year
from staffing.records.history import History
from tests.conftest import BANK
from tests.explanation.simulated_day import planned_run

DAYS = 28


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre of two queues with four weeks of history, planned for Monday 2026-11-23."""
    folder = tmp_path_factory.mktemp("centre")
    planned_run(folder, peak=40, queues=("billing", "sales"))
    return folder


@pytest.fixture(scope="module")
def walked(centre: Path) -> Walked:
    plan = read_plan(centre / "plan.toml").checked()
    return walk(plan, read_checked(plan, None), np.datetime64("2026-11-23T00:00:00"))


def crossed(walked: Walked, made_at: str = "2026-11-23T00:00:00", **limits: float) -> tuple[str, ...]:
    """What is said of a centre that is open as its rows are."""
    made = walked.sized.made
    known = walked.history.known_at(made.as_of)
    last_year = beside_last_year(made.forecast, known, made.as_of, None)
    return run_alerts(Alerts(**limits), walked, np.datetime64(made_at), last_year)  # type: ignore[arg-type]


def test_nothing_is_crossed_where_nothing_is_declared(walked: Walked) -> None:
    """However bad the plan."""
    assert crossed(walked, "2036-01-01T00:00:00") == ()


def test_a_stale_history_is_told_by_its_age(walked: Walked) -> None:
    """From the end of its last known interval to the moment of the plan."""
    end = walked.history.interval_start.max() + np.timedelta64(30, "m")
    later = str(end + np.timedelta64(49, "h"))
    assert crossed(walked, later, history_age_hours=49.5) == ()
    (said,) = crossed(walked, later, history_age_hours=48)
    assert said.startswith("history: 49 hours old, it ends at 2026-11-20T")


def test_service_is_judged_for_all_and_for_each_queue(walked: Walked) -> None:
    """A line for each that lies below."""
    assert crossed(walked, service_level=0.5) == ()
    said = crossed(walked, service_level=1.0)
    assert len(said) == 3
    assert "of queue billing is " in said[1]
    assert said[0].startswith("service: the predicted service level is ")


def test_a_gap_is_judged_as_it_was_proven(tmp_path: Path) -> None:
    """Equal to the limit is within it; of a search that may stop far from the least cost."""
    text = (BANK / "plan.toml").read_text(encoding="utf-8")
    for old, new in (("days = 28", "days = 3"), ("gap = 0.002", "gap = 0.05")):
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    shutil.copy(BANK / "history.csv", tmp_path)
    plan = read_plan(tmp_path / "plan.toml").checked()
    far = walk(plan, read_checked(plan, None), None)
    gap = far.scheduled.summary.gap
    assert gap > 0.001
    assert crossed(far, gap=gap) == ()
    (said,) = crossed(far, gap=gap / 2)
    assert said.startswith(f"gap: the schedule is proven within {gap:.2%} ")


def with_last_year(walked: Walked, factor: float) -> Walked:
    """The same with the days of last year in the history, with so many times the contacts."""
    return replace(walked, history=last_year_of(walked.history, factor, DAYS))


def last_year_of(now: History, factor: float, days: int) -> History:
    """A history with its rows of so many days less than a year before, too."""
    past = replace(
        now,
        interval_start=now.interval_start - np.timedelta64(364 - days, "D"),
        offered=now.offered * factor,
        notes=(),
    )
    return History.joined([past, now])


@pytest.mark.parametrize(("factor", "count"), [(1.0, 0), (0.5, 2), (1.9, 2)])
def test_volume_is_compared_with_the_same_week_of_last_year(
    walked: Walked, factor: float, count: int
) -> None:
    """Either way, queue by queue."""
    said = crossed(with_last_year(walked, factor), volume_change=0.4)
    assert len(said) == count
    assert all("of last year (" in text and "limit 40.0%" in text for text in said)
    assert crossed(walked, volume_change=0.001) == ()


def without(walked: Walked, first: str, end: str) -> Walked:
    """The same without the rows of the history between two moments."""
    start = walked.history.interval_start
    inside = (start >= np.datetime64(first)) & (start < np.datetime64(end))
    return replace(walked, history=walked.history.rows(~inside))


@pytest.mark.parametrize(
    ("first", "end"), [("2025-11-24T00:00", "2025-11-24T14:00"), ("2025-11-24T09:00", "2025-11-24T12:00")]
)
def test_a_day_of_last_year_that_is_not_whole_is_not_compared(walked: Walked, first: str, end: str) -> None:
    """The first day of a history that begins at noon has not half the contacts, nor has one with a hole."""
    partial = without(with_last_year(walked, 1.0), first, end)
    assert crossed(partial, volume_change=0.2) == ()
    assert len(crossed(with_last_year(walked, 1.5), volume_change=0.2)) == 2


def test_what_was_never_written_is_not_what_an_export_leaves_out(walked: Walked) -> None:
    """Quiet intervals without a row had no contacts; those before the first row of all are not known."""
    quiet = with_last_year(walked, 0.1)
    assert len(crossed(quiet, volume_change=0.2)) == 2
    begun_at_two = without(quiet, "2025-11-24T00:00", "2025-11-24T14:00")
    assert crossed(begun_at_two, volume_change=0.2) == ()


def test_a_plan_from_mid_day_is_compared_by_its_whole_days(centre: Path) -> None:
    """The afternoon that is left of its first day is no day."""
    text = (centre / "plan.toml").read_text().replace("days = 1", "days = 2")
    (centre / "two-days.toml").write_text(text)
    plan = read_plan(centre / "two-days.toml").checked()
    history = last_year_of(read_checked(plan, None), 1.0, DAYS - 7)
    for as_of, days in ("2026-11-19T00:00", 2), ("2026-11-19T14:00", 1):
        made = forecast_ahead(plan, history, plan.forecast_options(np.datetime64(as_of, "s"), history.queues))
        known = history.known_at(made.as_of)
        for (week,) in beside_last_year(made.forecast, known, made.as_of, plan.opening_hours).values():
            assert week.came == days * history.offered[:24].sum()
            assert week.expected == pytest.approx(week.came, rel=0.01)


def run_with(centre: Path, alerts: str, as_of: str, out: Path) -> Run:
    plan = centre / "alerts.toml"
    plan.write_text(f"{(centre / 'plan.toml').read_text()}\n[alerts]\n{alerts}\n")
    return run_plan(plan, as_of=as_of, out=out)


@pytest.mark.slow
def test_a_nightly_plan_looks_back_at_its_own_forecasts(centre: Path, tmp_path: Path) -> None:
    """What the runs beside it believed, against what its history says came; only where it is declared."""
    assert run_with(centre, "forecast_bias = 0.1", "2026-11-19", tmp_path).crossed == ()
    history = (centre / "history.csv").read_text()
    doubled = []
    for line in history.splitlines():
        cells = line.split(",")
        if line.startswith("2026-11-19"):
            cells[2] = str(2 * float(cells[2]))
        doubled.append(",".join(cells))
    (centre / "history.csv").write_text("\n".join(doubled) + "\n")
    try:
        late = run_with(centre, "forecast_bias = 0.1", "2026-11-20", tmp_path)
        silent = run_with(centre, "gap = 0.9", "2026-11-20", tmp_path)
    finally:
        (centre / "history.csv").write_text(history)
    assert [text.partition(":")[0] for text in late.crossed] == ["billing, last 1 day", "sales, last 1 day"]
    assert silent.crossed == ()
    assert (late.folder / "shifts.csv").exists()
