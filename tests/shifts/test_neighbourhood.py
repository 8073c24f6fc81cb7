"""Windows: what is freed together, and that a tour frees everything."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.shifts import Pattern, Rest, Rules
from staffing.shifts.formulation.blocks.distinct import kinds_of
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.timed import OTHER
from staffing.shifts.horizon import horizon_of
from staffing.shifts.modelling import model_of
from staffing.shifts.search.neighbourhood import Windows

PATTERN = Pattern(
    "day", length_minutes=(240, 300), lunch=Rest(30, False, 60, 120), breaks=(Rest(15, True, 180, 210),)
)
DAY = 1440


def round_the_clock(**changes: object) -> tuple[Model, np.ndarray]:
    """A typical week that needs two heads, and the start of each column."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    rules = Rules("UTC", 30, (PATTERN,), cyclic_week=True).costing(**changes)
    model = model_of(horizon_of(starts, rules), np.full(336, 2.0))
    return model, model.timed.start


@pytest.mark.parametrize("minutes", [480, 720, 1560])
def test_a_tour_frees_every_column(minutes: int) -> None:
    """Each shift starts in a window or two of a tour, each rest is freed with some shift of its pool."""
    model, start = round_the_clock()
    for tour in range(3):
        groups = Windows(model.program, start, 7 * DAY).around(minutes, tour)
        freed = np.sum([free for group in groups for free in group], axis=0)
        assert freed.min() >= 1
        assert freed[start >= 0].max() <= 3


def test_shifts_are_freed_with_all_rests_they_may_take() -> None:
    """A freed shift's rests are free in every pool it belongs to, others' pools are held."""
    model, start = round_the_clock()
    for free in Windows(model.program, start, 7 * DAY).around(480, 0)[0]:
        inside = free[: len(model.shifts)]
        pools = {g for g, pool in enumerate(model.pools) if inside[pool.shifts].any()}
        freed = {
            c.pool for c, is_free in zip(model.rest_counts, free[len(inside) :], strict=False) if is_free
        }
        assert freed == pools


def test_windows_side_by_side_share_no_interval() -> None:
    """What two windows gain can be added up: half a horizon lies between them."""
    model, start = round_the_clock()
    for group in Windows(model.program, start, 7 * DAY).around(480, 1)[:-1]:
        rows = [abs(model.program.matrix[:, free]).sum(axis=1) > 0 for free in group]
        covers = [row[model.cover] for row in rows]
        assert len(group) == 2
        assert not (covers[0] & covers[1]).any()


def test_penalties_are_free_where_the_window_reaches() -> None:
    """Of what is neither shift nor rest, that of the intervals is freed in which somebody freed can work."""
    model, start = round_the_clock(understaffing=3.0, overstaffing=0.2)
    matrix = abs(model.program.matrix)
    other = start == OTHER
    for group in Windows(model.program, start, 7 * DAY).around(480, 0):
        for free in group:
            reached = matrix @ (free & ~other).astype(float) > 0
            meets = matrix.T @ reached.astype(float) > 0
            assert np.array_equal(free[other], meets[other])
            assert 0 < free[other].sum() < other.sum()


def test_kinds_are_freed_on_all_days_at_once() -> None:
    """Where kinds of shift cost something, a window is a stretch of every day: no kind is freed in part."""
    model, start = round_the_clock(distinct_shift=5.0)
    kind, kinds = kinds_of(model.shifts)
    for group in Windows(model.program, start, 7 * DAY).around(480, 0):
        for free in group:
            freed = np.bincount(kind, free[: len(kind)], minlength=kinds)
            assert set((freed / np.bincount(kind)).tolist()) == {0.0, 1.0}
