"""A definition of service level that is added to the table works wherever a service level is computed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from staffing.definitions import ANSWERED, DEFINITIONS, GONE_IN_TIME, IN_TIME, OFFERED, Definition
from staffing.history.inspection.inspect import inspect
from staffing.history.load import read_native
from staffing.history.source import Source
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.explain import explain_run
from staffing.plan.jobs.scorecard import Beside, judge_of, score
from staffing.scorecard.make import ScorecardOptions

NAME = "answered-or-short"
FIFTH = Definition({IN_TIME: 1, GONE_IN_TIME: 1}, {ANSWERED: 1, GONE_IN_TIME: 1})
COUNTS = {OFFERED: 60, ANSWERED: 54, "abandoned": 6, IN_TIME: 45, GONE_IN_TIME: 3}  # of each interval
LEVEL = (45 + 3) / (54 + 3)
FIRST_DAY, DAYS = dt.date(2026, 11, 2), 21
PLAN = f"""
[centre]
name = "Fifth"
timezone = "UTC"
open = {{ mon-sun = "08:00-12:00" }}
[history]
source = "history.csv"
format = "staffing"
[forecast]
days = 1
method = "mean-of-weeks"
[service]
definition = "{NAME}"
target = "85/20"
patience_seconds = 120
[schedule]
gap = 0.05
time_limit_seconds = 10
[[schedule.pattern]]
name = "morning"
length_minutes = 240
earliest_start = "08:00"
"""


@pytest.fixture
def fifth(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in the table, as docs/background/extending.md says."""
    monkeypatch.setitem(DEFINITIONS, NAME, FIFTH)


def write_days(path: Path, first: dt.date, days: int) -> Path:
    """Equal half-hours from 08:00 to 12:00."""
    lines = ["interval_start,aht_seconds," + ",".join(COUNTS)]
    for day in range(days):
        for half_hour in range(8):
            start = dt.datetime.combine(first, dt.time(8)) + dt.timedelta(days=day, minutes=30 * half_hour)
            lines.append(f"{start.isoformat()},200," + ",".join(map(str, COUNTS.values())))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("fifth")
def test_a_fifth_definition_plans_inspects_scores_and_explains(tmp_path: Path) -> None:
    """One line in the table is all it takes."""
    history = write_days(tmp_path / "history.csv", FIRST_DAY, DAYS)
    plan_file = tmp_path / "plan.toml"
    plan_file.write_text(PLAN, encoding="utf-8")
    source = Source(str(history)).at("UTC", 30)

    assert inspect(read_native(source)).service_levels[NAME] == pytest.approx(LEVEL)

    card = score(source, Beside(), judge_of(str(plan_file), "UTC"), ScorecardOptions())
    scored = card.scores.rows(card.scores.metric == "service_level")
    np.testing.assert_allclose(scored.value, LEVEL)
    assert scored.variant[0].startswith(NAME)

    run = run_plan(plan_file)
    assert (run.scheduled.coverage.service_level >= 0.85).all()

    day = FIRST_DAY + dt.timedelta(days=DAYS)
    happened = explain_run(run.folder, str(write_days(tmp_path / "day.csv", day, 1)))
    actual = happened.explanation.actual[happened.explanation.measures.index("service_level")]
    np.testing.assert_allclose(actual, LEVEL)


@pytest.mark.usefixtures("fifth")
def test_a_printed_level_tells_who_was_answered_in_time() -> None:
    """Of every definition, once the other counts are known."""
    counts = {name: np.array([float(count)]) for name, count in COUNTS.items()}
    for definition in DEFINITIONS.values():
        part, whole = definition.of_counts(counts.__getitem__)
        np.testing.assert_allclose(definition.in_time_of(part / whole, counts.__getitem__), 45.0)


def test_a_plan_names_the_definitions_there_are(tmp_path: Path) -> None:
    """Without that line the name is refused, with the names that are known."""
    plan_file = tmp_path / "plan.toml"
    plan_file.write_text(PLAN, encoding="utf-8")
    with pytest.raises(Exception, match="one of offered, offered-less-short, answered, with-abandons"):
        read_plan(plan_file)


def test_a_part_without_those_answered_in_time_is_no_service_level() -> None:
    """A printed level could not say how many they were."""
    with pytest.raises(ValueError, match="answered_within_target"):
        Definition({ANSWERED: 1}, {OFFERED: 1})
