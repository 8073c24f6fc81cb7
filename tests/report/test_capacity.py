"""A capacity plan on a terminal: what is short is seen, and never called fine."""

from __future__ import annotations

import re

import numpy as np
import pytest

from staffing.records import CapacityPlan, CapacityTotals, CapacityWeeks
from staffing.report.text.capacity import capacity_report


def said(hire: list[float], overtime: list[float], short: list[float]) -> list[str]:
    """The lines for weeks of ten needed heads with these hires, overtime and heads short."""
    weeks = len(hire)
    none, missing = np.zeros(weeks), np.array(overtime) + np.array(short)
    weeks_ahead = CapacityWeeks(
        monday=np.datetime64("2026-11-23") + 7 * np.arange(weeks),
        offered=none,
        head_hours=none,
        needed=none + 10,
        hire=np.array(hire),
        joining=none,
        leaving=none,
        heads=10 - missing,
        productive=10 - missing,
        overtime=np.array(overtime),
        short=np.array(short),
    )
    totals = CapacityTotals(
        weeks=weeks,
        hires=int(sum(hire)),
        leavers=0.0,
        cost=1.0,
        lower_bound=1.0,
        gap=0.0,
        turnover_cost=0.0,
        overtime_hours=40 * sum(overtime),
        short_hours=40 * sum(short),
        short_weeks=sum(1 for heads in short if heads),
        least_heads=8.0,
        most_heads=10.0,
        solve_seconds=0.0,
    )
    plan = CapacityPlan("Centre", weeks_ahead, totals, ())
    lines = [line for text, _ in capacity_report(plan) for line in text.splitlines()]
    assert max(map(len, lines)) <= 80
    return lines


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ([0, 0, 0], "no hires are needed"),
        ([0, 2, 2], "no hire pays off within the 3 weeks; 160 hours stay short"),
    ],
)
def test_without_hires_what_is_short_is_said(short: list[float], words: str) -> None:
    """Only where nothing is short nobody is needed."""
    lines = said([0, 0, 0], [0, 0, 0], short)
    assert words in lines
    assert ("no hires are needed" in lines) == (not any(short))


def test_short_weeks_and_overtime_are_rows() -> None:
    """A week that is short without hires has its row; overtime has its column."""
    lines = said([0, 3, 0, 0], [0, 1.5, 0, 0.5], [0, 0, 0, 2.5])
    header = next(line for line in lines if line.startswith("week of"))
    assert header.split()[2:] == ["hire", "join", "heads", "productive", "overtime", "needed", "short"]
    rows = [line.split() for line in lines if re.match("2026|2027", line)]
    assert rows == [
        ["2026-11-30", "3", "0", "8.5", "8.5", "1.5", "10.0", "0.0"],
        ["2026-12-14", "0", "0", "7.0", "7.0", "0.5", "10.0", "2.5"],
    ]


def test_many_short_weeks_are_two_rows() -> None:
    """The first and the last of them, and what lies between as an ellipsis."""
    lines = said([0] * 8, [0] * 8, [0, 2, 2, 2, 2, 2, 2, 0])
    rows = [line[:10] for line in lines if re.match("2026|2027|…", line)]
    assert rows == ["2026-11-30", "…", "2027-01-04"]
