"""Seats: at most so many heads are on a shift at once, lunches and breaks included.

    Seats  Σ_{s present at m} x_s ≤ seats    each moment m at which a shift may start

Between two starts people only leave, so these rows bound every moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.horizon import ShiftHorizon

WORK = units(10)
SLACK = 1e-6  # heads


@dataclass(frozen=True)
class Seats:
    """A row for each moment at which a shift of S may start; none where the rules name no seats."""

    def enter(self, draft: Draft) -> Ints:
        """Add the rows."""
        seats, shifts = draft.horizon.rules.seats, draft.shifts
        if seats is None:
            return np.zeros(0, dtype=np.int64)
        rows = []
        for moment in np.unique(shifts.start).tolist():
            row = draft.assembly.row(-np.inf, float(seats))
            there = np.flatnonzero(_present(shifts.start, shifts.length, moment, draft.horizon))
            draft.assembly.enter(row, there, 1.0)
            rows.append(row)
        return np.array(rows, dtype=np.int64)

    def check(
        self, plan: ShiftPlan, _working: Floats, _required: Floats, horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Moments at which more heads are on a shift."""
        seats = horizon.rules.seats
        if seats is None:
            return
        start = (plan.start - horizon.first).astype("timedelta64[m]").astype(np.int64)
        for moment in np.unique(start).tolist():
            heads = int(plan.agents[_present(start, plan.length_minutes, moment, horizon)].sum())
            if heads > seats:
                yield f"{heads} heads on a shift at {horizon.time(np.array([moment]))[0]}, {seats} seats"

    def explain(self, program: Program, rows: Ints, horizon: ShiftHorizon) -> Conflict | None:
        """How many seats would do at least; None where no number would, or where these do."""
        if not len(rows):
            return None
        entries = program.entries(rows, np.full(len(rows), -1.0), np.zeros(len(rows), dtype=np.int64))
        more = program.costing(np.zeros(len(program))).with_columns(entries, np.ones(1))
        answer = solve(more, Effort(WORK, relaxed=True))
        if answer.values is None or answer.values[-1] <= SLACK:
            return None
        seats = horizon.rules.seats or 0
        least = seats + math.ceil(answer.values[-1] - SLACK)
        return Conflict(
            f"{seats} seats are too few for the shifts that cover the requirement",
            [f"at least {least} seats are taken at once"],
            hint=f"raise [centre] seats to {least} or more, or lower the requirement of the busiest hours",
        )


def _present(start: Ints, length: Ints, moment: int, horizon: ShiftHorizon) -> Bools:
    """Which shifts are on at a minute after the first interval; around the end of a cyclic week, too."""
    since = moment - start
    if horizon.cyclic:
        since %= horizon.minutes
    present: Bools = (since >= 0) & (since < length)
    return present
