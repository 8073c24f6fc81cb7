"""Limits from below: kept where somebody is needed, and said where they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from staffing.plan.file.read import read_plan
from staffing.plan.jobs.schedule import schedule_requirement
from staffing.shifts import Pattern, Rules, StartRule, build_shifts, horizon_of
from staffing.shifts.formulation.blocks.limits import least_not_kept

DAY = Pattern("day", frozenset(range(6)), 480, 600, None, (240, 240))
RULES = Rules("UTC", 60, (DAY,), start_every_minutes=60)
WEEK = np.datetime64("2026-11-02T00:00", "s") + np.arange(7 * 24) * np.timedelta64(60, "m")


def missed(rules: Rules) -> list[tuple[str, list[str]]]:
    """Limits not kept, and their days, where a Monday and a Saturday morning need two heads."""
    required = np.zeros(len(WEEK))
    required[[9, 10, 5 * 24 + 9]] = 2
    plan = build_shifts(horizon_of(WEEK, rules), required).plan
    return [
        (side.words(rules), [str(day) for day in days]) for side, days in least_not_kept(plan, WEEK, rules)
    ]


def test_days_that_need_nobody_do_not_keep_a_least_number() -> None:
    """Tuesday to Friday; not Sunday, on which the pattern may not start, and not the days that are kept."""
    rules = replace(RULES, patterns=(replace(DAY, min_agents=3),))
    assert missed(rules) == [
        ("min_agents of 'day'", ["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"])
    ]


def test_starts_that_no_pattern_has_do_not_keep_a_least_number() -> None:
    """No shift starts at eleven at night; on Mondays of the pattern's days alone."""
    rule = StartRule("day", frozenset({0, 6}), earliest_start=1380, min_agents=2)
    assert missed(replace(RULES, starts=(rule,))) == [("min_agents of schedule.starts[1]", ["2026-11-02"])]
    assert missed(RULES) == []


def test_a_schedule_says_which_least_numbers_it_does_not_keep(tmp_path: Path) -> None:
    """A note names the limit and the day."""
    (tmp_path / "plan.toml").write_text(
        '[centre]\ntimezone = "UTC"\n[[schedule.pattern]]\nname = "day"\nearliest_start = "08:00"\n'
        'latest_start = "08:00"\nlength_minutes = 480\nmin_agents = 2\n'
    )
    hours = [f"2026-11-{day:02d}T{h:02d}:{m}" for day in (2, 3) for h in range(24) for m in ("00", "30")]
    open_hours = [f"2026-11-03T{h:02d}:{m}" for h in range(8, 16) for m in ("00", "30")]
    need = "".join(f"{t},{int(t in open_hours)}\n" for t in hours)
    (tmp_path / "need.csv").write_text("interval_start,scheduled\n" + need)
    plan = read_plan(tmp_path / "plan.toml")
    made, notes = schedule_requirement(str(tmp_path / "need.csv"), plan)
    assert made.shifts.agents.sum() == 2
    assert (
        "min_agents of 'day' (2) is not met on 2026-11-02: "
        "nobody is needed on those days, or no such shift fits"
    ) in notes
