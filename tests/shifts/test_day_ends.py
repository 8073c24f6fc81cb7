"""Overtime where it is worth it, and leaving early where nobody is missed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from staffing.records import ShiftPlan
from staffing.shifts import Pattern, Rest, Rules, horizon_of
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.shifts.standing.day_ends import WORTH, heads_of_blocks, leaving_early, overtime
from staffing.shifts.standing.hurt import hurt_of, slopes

RULES = Rules("UTC", 30, (Pattern("day", length_minutes=(240, 480), breaks=(Rest(15, True, 60, 420),)),))
NOW = np.datetime64("2026-06-01T12:00", "s")
STARTS = np.arange(NOW, np.datetime64("2026-06-01T18:00"), np.timedelta64(30, "m"))
PRESENT = np.array([4.0] * 4 + [3] * 4 + [1] * 2 + [0] * 2)  # two ends: 14:00 (1), 16:00 (2), 17:00 (1)


def plan() -> ShiftPlan:
    ends = np.array(["2026-06-01T14:00", "2026-06-01T16:00", "2026-06-01T17:00"], dtype="datetime64[s]")
    breaks = np.array([["2026-06-01T10:00"], ["2026-06-01T15:00"], ["NaT"]], dtype="datetime64[s]")
    return ShiftPlan(
        np.array(["day"] * 3), ends - np.timedelta64(8, "h"), np.full(3, 480), breaks, np.full((3, 1), 15),
        np.array([1, 2, 1]), np.full(3, 8.0), ("break_1",), "UTC",
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_overtime_is_the_best_there_is(seed: int) -> None:
    """No combination of up to an hour for each saves more than it costs, by trying them all."""
    required = PRESENT + np.random.default_rng(seed).uniform(-1, 2, len(STARTS))
    required = np.maximum(required, 0.0)
    blocks = overtime(plan(), horizon_of(STARTS, RULES), required, PRESENT, now=NOW, most_minutes=60)
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
    assert overtime(plan(), horizon_of(STARTS, RULES), PRESENT, PRESENT, now=NOW, most_minutes=120) == ()
    assert overtime(plan(), horizon_of(STARTS, RULES), PRESENT + 5, PRESENT, now=NOW, most_minutes=0) == ()


def test_who_is_spare_may_leave_after_the_last_break() -> None:
    """Two too many from 13:00: 13:00 for one, after their break for two."""
    required = PRESENT - np.array([0, 0, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0])
    blocks = leaving_early(plan(), horizon_of(STARTS, RULES), required, PRESENT, now=NOW)
    left = PRESENT - heads_of_blocks(blocks, STARTS, 30)
    assert np.all(left >= required - 1e-9)
    leaves = sorted((str(block.start)[11:16], str(block.end)[11:16], block.people) for block in blocks)
    assert leaves == [("13:00", "14:00", 1), ("15:30", "16:00", 2)]
    assert sum(block.agent_hours for block in blocks) == 2.0


def test_where_heads_are_short_nobody_leaves() -> None:
    """Short now, spare later: only the spare hours are given."""
    required = np.where(np.arange(len(STARTS)) < 3, 9.0, 0.0)
    blocks = leaving_early(plan(), horizon_of(STARTS, RULES), required, PRESENT, now=NOW)
    assert min(block.start for block in blocks) >= STARTS[3]


def of_period(seed: int, target: float) -> PeriodService:
    """A concave service level of heads for the six hours, with contacts of their own."""
    random = np.random.default_rng(seed)
    scale = random.uniform(1.5, 3.0, len(STARTS))
    return PeriodService(
        contacts=random.uniform(10, 40, len(STARTS)),
        period=np.zeros(len(STARTS), dtype=np.int64),
        target=target,
        of_heads=lambda heads: 1.0 - np.exp(-np.maximum(heads, 0.0) / scale),
    )


def every_choice(starts_at: bool, most: int) -> list[np.ndarray]:
    """Heads of every combination: for each of the four, so many half-hours after (before) the end."""
    found = []
    for steps in product(range(most + 1), repeat=4):
        heads = np.zeros(len(STARTS))
        for end, step in zip((4, 8, 8, 10), steps, strict=True):
            heads[end : end + step] += starts_at
            heads[end - step : end] += not starts_at
        found.append(heads)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_overtime_reaches_the_level_of_the_period_and_no_more(seed: int) -> None:
    """Where all choices are tried, none that reaches the level is shorter; without a lack nobody stays."""
    service = of_period(seed, 0.0)
    now = float(service.level(service.of_heads(PRESENT))[0])
    floor = np.minimum(PRESENT, 1.0)
    assert (
        overtime(plan(), horizon_of(STARTS, RULES), floor, PRESENT, now=NOW, most_minutes=60, service=service)
        == ()
    )
    asked = of_period(seed, now + 0.03)
    blocks = overtime(
        plan(), horizon_of(STARTS, RULES), floor, PRESENT, now=NOW, most_minutes=60, service=asked
    )
    stays = heads_of_blocks(blocks, STARTS, 30)
    enough = [heads.sum() for heads in every_choice(True, 2) if not asked.shortfall(PRESENT + heads).any()]
    assert not asked.shortfall(PRESENT + stays).any()
    assert stays.sum() == pytest.approx(min(enough))


@pytest.mark.parametrize("seed", range(6))
def test_people_leave_as_long_as_the_period_keeps_its_level(seed: int) -> None:
    """As many hours as any choice frees that keeps floors and level; none where the level is missed."""
    service = of_period(seed, 0.0)
    now = float(service.level(service.of_heads(PRESENT))[0])
    floor = np.minimum(PRESENT, 1.0)
    # the two of 16:00 are free after their break at 15:15 only, the others all the time
    free = [
        heads for heads in every_choice(False, 4) if heads[:4].max() <= 1 and heads[4:7].max(initial=0) == 0
    ]
    asked = of_period(seed, now - 0.05)
    blocks = leaving_early(plan(), horizon_of(STARTS, RULES), floor, PRESENT, now=NOW, service=asked)
    left = PRESENT - heads_of_blocks(blocks, STARTS, 30)
    assert not asked.shortfall(left).any()
    assert np.all(left >= floor - 1e-9)
    kept = [
        heads.sum()
        for heads in free
        if np.all(PRESENT - heads >= floor) and not asked.shortfall(PRESENT - heads).any()
    ]
    assert (PRESENT - left).sum() >= max(kept) - 1e-9
    missed = of_period(seed, now + 0.03)
    assert leaving_early(plan(), horizon_of(STARTS, RULES), floor, PRESENT, now=NOW, service=missed) == ()


def test_a_level_out_of_reach_is_approached() -> None:
    """Overtime where it brings something, though it is not enough."""
    asked = of_period(1, 0.999)
    blocks = overtime(
        plan(), horizon_of(STARTS, RULES), PRESENT * 0, PRESENT, now=NOW, most_minutes=60, service=asked
    )
    stays = heads_of_blocks(blocks, STARTS, 30)
    assert asked.shortfall(PRESENT + stays).any()
    assert asked.shortfall(PRESENT + stays)[0] < asked.shortfall(PRESENT)[0] - 0.02
