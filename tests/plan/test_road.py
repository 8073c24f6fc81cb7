"""The road from history to schedule: pure, and read from files only before it begins."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from staffing.history.load import read_for_forecast
from staffing.plan.file.read import read_plan
from staffing.plan.road import Walked, walk
from staffing.tables.records import write_record
from tests.explanation.simulated_day import folder_of, planned_run

AS_OF = np.datetime64("2026-11-23T00:00:00", "s")


def written(folder: Path, walked: Walked) -> dict[str, bytes]:
    """The CSV files of a walk, by name."""
    folder.mkdir()
    write_record(folder / "forecast.csv", walked.sized.made.forecast)
    write_record(folder / "requirement.csv", walked.sized.requirement)
    walked.scheduled.write(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """Twice along the road, and as the published run; no file beside the plan is read on the way."""
    (tmp_path / "centre").mkdir()
    run = planned_run(tmp_path / "centre", peak=20)
    published = {path.name: path.read_bytes() for path in sorted(folder_of(run).glob("*.csv"))}
    plan = read_plan(tmp_path / "centre" / "plan.toml").checked()
    history = read_for_forecast(plan.history_source, AS_OF)
    shutil.rmtree(tmp_path / "centre")
    first, again = (written(tmp_path / name, walk(plan, history, AS_OF)) for name in ("first", "again"))
    assert list(first) == [
        "coverage.csv",
        "forecast.csv",
        "requirement.csv",
        "shifts-by-person.csv",
        "shifts.csv",
    ]
    assert first == again == published
