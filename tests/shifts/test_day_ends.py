"""Overtime where it is worth it, and leaving early where nobody is missed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from staffing.records import ShiftPlan
from staffing.shifts import Pattern, Rest, Rules
from staffing.shifts.day_ends import WORTH, heads_of_blocks, leaving_early, overtime
from staffing.shifts.hurt import hurt_of, slopes

RULES = Rules("UTC", 30, (Pattern("day", length_minutes=(240, 480), breaks=(Rest(15, True, 60, 420),)),))
NOW = np.datetime64("2026-06-01T12:00", "s")
STARTS = np.arange(NOW, np.datetime64("2026-06-01T18:00"), np.timedelta64(30, "m"))
PRESENT = np.array([4.0] * 4 + [3] * 4 + [1] * 2 + [0] * 2)  # two ends: 14:00 (1), 16:00 (2), 17:00 (1)


def plan() -> ShiftPlan:
    ends = np.array(["2026-06-01T14:00", "2026-06-01T16:00", "2026-06-01T17:00"], dtype="datetime64[s]")
    breaks = np.array([["2026-06-01T10:00"], ["2026-06-01T15:00"], ["NaT"]], dtype="datetime64[s]")
    return ShiftPlan(
        np.array(["day"] * 3), ends - np.timedelta64(8, "h"), np.full(3, 480), breaks, np.full((3, 1), 15),
        np.array([1, 2, 1]), np.full(3, 8.0), ("break_1",),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_overtime_is_the_best_there_is(seed: int) -> None:
    """No combination of up to an hour for each saves more than it costs, by trying them all."""
    required = PRESENT + np.random.default_rng(seed).uniform(-1, 2, len(STARTS))
    required = np.maximum(required, 0.0)
    blocks = overtime(plan(), STARTS, required, PRESENT, RULES, now=NOW, most_minutes=60)
    assert all(block.end - block.start <= np.timedelta64(60, "m") for block in blocks)
    slope = slopes(np.ones(len(STARTS)))

    def cost(extra: np.ndarray) -> float:
        short = hurt_of(np.maximum(required - PRESENT - extra, 0.0), required, slope).sum()
        return float(short + WORTH * extra.sum())

    def stays(end: int, steps: int) -> np.ndarray:
        return ((np.arange(len(STARTS)) >= end) & (np.arange(len(STARTS)) < end + steps)) * 1.0

    tried = [
        cost(sum(stays(end, steps) for end, steps in zip((4, 8, 8, 10), choice, strict=True)))
        for choice in product(range(3), repeat=4)
    ]
    assert cost(heads_of_blocks(blocks, STARTS, 30)) == pytest.approx(min(tried), abs=1e-3)


def test_nobody_stays_where_nobody_is_short() -> None:
    """No shortage, no overtime; and none without minutes allowed."""
    assert overtime(plan(), STARTS, PRESENT, PRESENT, RULES, now=NOW, most_minutes=120) == ()
    assert overtime(plan(), STARTS, PRESENT + 5, PRESENT, RULES, now=NOW, most_minutes=0) == ()


def test_who_is_spare_may_leave_after_the_last_break() -> None:
    """Two too many from 13:00: 13:00 for one, after their break for two."""
    required = PRESENT - np.array([0, 0, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0])
    blocks = leaving_early(plan(), STARTS, required, PRESENT, RULES, now=NOW)
    left = PRESENT - heads_of_blocks(blocks, STARTS, 30)
    assert np.all(left >= required - 1e-9)
    leaves = sorted((str(block.start)[11:16], str(block.end)[11:16], block.people) for block in blocks)
    assert leaves == [("13:00", "14:00", 1), ("15:30", "16:00", 2)]
    assert sum(block.agent_hours for block in blocks) == 2.0


def test_where_heads_are_short_nobody_leaves() -> None:
    """Short now, spare later: only the spare hours are given."""
    required = np.where(np.arange(len(STARTS)) < 3, 9.0, 0.0)
    blocks = leaving_early(plan(), STARTS, required, PRESENT, RULES, now=NOW)
    assert min(block.start for block in blocks) >= STARTS[3]
