"""From a requirement to its grid, and to the model of the shifts that may cover it."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats, Times
from staffing.errors import InfeasibleError
from staffing.shifts.formulation.admissible import Shifts, admissible_shifts
from staffing.shifts.formulation.model import Model, shift_model
from staffing.shifts.formulation.service import PeriodService
from staffing.shifts.grid import Grid
from staffing.shifts.infeasible.reach import require_reachable
from staffing.shifts.rules import Rules
from staffing.timegrid import Zone

MINUTES_PER_WEEK = 7 * 1440


def planning_grid(interval_start: Times, required: Floats, rules: Rules) -> Grid:
    """The grid of a requirement; ValueError for a malformed one, InfeasibleError for half a cyclic week."""
    step = np.timedelta64(rules.interval_minutes, "m")
    if len(interval_start) == 0 or len(interval_start) != len(required):
        raise ValueError("interval_start and required must have the same, positive length")
    if np.any(np.diff(interval_start) != step):
        raise ValueError(f"interval_start must be a regular grid of {rules.interval_minutes} minutes")
    if not np.all(np.isfinite(required)) or required.min() < 0:
        raise ValueError("required must be finite and not negative")
    grid = Grid(interval_start[0], len(interval_start), rules.interval_minutes, rules.cyclic_week)
    if rules.cyclic_week and _local_minutes(grid, rules) % MINUTES_PER_WEEK:
        raise InfeasibleError(
            f"a cyclic week needs whole weeks, the requirement has {grid.minutes / 1440:g} days",
            hint="give the requirement of 7 days (or 14, 21, …) or set cyclic_week = false",
        )
    return grid


def _local_minutes(grid: Grid, rules: Rules) -> int:
    """Length of the horizon on the wall clock."""
    edges = grid.time(np.array([0, grid.minutes]))
    begin, end = Zone(rules.timezone).offset_minutes(edges).tolist()
    return grid.minutes + int(end - begin)


def model_of(grid: Grid, required: Floats, rules: Rules, service: PeriodService | None = None) -> Model:
    """The model of a requirement; InfeasibleError where some interval lies inside no admissible shift."""
    shifts = admissible_shifts(grid, rules)
    if rules.understaffing is None:
        require_reachable(shifts, required, grid, rules)
    shifts = shifts.only(_serves(shifts, required, grid))
    return shift_model(shifts, required, grid, rules, service)


def _serves(shifts: Shifts, required: Floats, grid: Grid) -> Bools:
    """Shifts that are present at some time when somebody is required."""
    shift, interval, _ = grid.overlap(shifts.start, shifts.length)
    return np.bincount(shift, required[interval] > 0, minlength=len(shifts)) > 0
