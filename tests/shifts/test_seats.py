"""At most so many people in the building at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from staffing.errors import InfeasibleError
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of

EFFORT = SearchEffort(gap=0.0)
STARTS = np.datetime64("2026-06-01T08:00", "s") + np.arange(8) * np.timedelta64(60, "m")
HALF = Pattern("half", earliest_start=480, latest_start=720, length_minutes=(180, 240))
LONG = Pattern(
    "long",
    earliest_start=480,
    latest_start=540,
    length_minutes=(420, 420),
    cost_per_hour=0.5,
    lunch=Rest(60, False, 180, 240),
)


NEEDS = [[1, 2, 3, 3, 3, 3, 2, 1], [3, 3, 0, 1, 4, 4, 2, 2], [2, 4, 2, 4, 2, 4, 2, 0]]


def rules(seats: int | None, *patterns: Pattern) -> Rules:
    return Rules("UTC", 60, patterns, start_every_minutes=60, seats=seats)


def columns() -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Presence, work and cost of every shift and place of its lunch, hour by hour."""
    found = []
    for first, hours in itertools.product(range(5), (3, 4)):
        if first + hours <= 8:
            on = np.array([first <= hour < first + hours for hour in range(8)], dtype=float)
            found.append((on, on, float(hours)))
    for first, lunch in itertools.product(range(2), (3, 4)):
        on = np.array([first <= hour < first + 7 for hour in range(8)], dtype=float)
        found.append((on, on - (np.arange(8) == first + lunch), 3.0))
    return found


def least_cost(required: np.ndarray, seats: int) -> float | None:
    """By brute force over heads on every column; None if there is none."""
    from scipy.optimize import LinearConstraint, milp

    on, work, cost = (np.array(part) for part in zip(*columns(), strict=True))
    answer = milp(
        cost,
        constraints=[LinearConstraint(work.T, required), LinearConstraint(on.T, -np.inf, seats)],
        integrality=np.ones(len(cost)),
        options={"mip_rel_gap": 0},
    )
    return float(answer.fun) if answer.success else None


@pytest.mark.parametrize("seats", [3, 4, 5, 6])
@pytest.mark.parametrize("required", NEEDS)
def test_seats_equal_brute_force(required: list[int], seats: int) -> None:
    """Least cost is that of all shifts and lunches with a row of seats for each hour, or there is none."""
    need = np.array(required, dtype=float)
    expected = least_cost(need, seats)
    horizon = horizon_of(STARTS, rules(seats, HALF, LONG))
    if expected is None:
        with pytest.raises(InfeasibleError, match=r"seats are too few|cannot cover"):
            build_shifts(horizon, need, EFFORT)
        return
    made = build_shifts(horizon, need, EFFORT)
    assert made.objective_hours == pytest.approx(expected)
    assert made.lower_bound_hours == pytest.approx(expected)
    assert made.scheduled.max() <= seats


def test_too_few_seats_are_told() -> None:
    """The error says how many are taken at least, and that many do."""
    need = np.full(8, 4.0)
    with pytest.raises(InfeasibleError, match="3 seats are too few") as caught:
        build_shifts(horizon_of(STARTS, rules(3, HALF)), need, EFFORT)
    assert "seats to 4 or more" in str(caught.value.hint)
    assert build_shifts(horizon_of(STARTS, rules(4, HALF)), need, EFFORT).scheduled.max() == 4
