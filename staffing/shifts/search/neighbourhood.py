"""What is freed while the rest is held: the shifts that start within a stretch of the horizon.

With them go all rests they share with others, and of the columns that are neither shift nor rest (penalties,
pieces of a service curve, kinds) those that meet one of these in a row. Work that may wait is always free:
what a window does no longer, another hour may.

Where kinds of shift cost something, a stretch of every day: a kind is worked at the same time of many days,
and only where all of them are free can it be given up for another.

The steps of *relax and fix* (Pochet and Wolsey 2006), which builds a solution from the relaxation, are
stretches too. Shifts that start in the stretch are decided in whole heads. Those before it are settled, those
soon after it stay fractional but free, and those later stand as in the relaxation. So every step is a program
of a day or two however long the horizon, and what it decides fits what must follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.programs.program import Program
from staffing.shifts.formulation.timed import FLOW, REST
from staffing.timegrid import MINUTES_PER_DAY

GOLDEN = 0.6180339887498949
STRETCH_MINUTES = 12 * 60  # of relax and fix
AHEAD_MINUTES = 12 * 60


class Windows:
    """Windows of a program; `start[j]` is the minute at which shift column j starts."""

    def __init__(self, program: Program, start: Ints, horizon_minutes: int) -> None:
        self._start = start
        self._integer = program.integer
        self._is_shift = start >= 0
        self._is_rest = (start == REST) & program.integer
        self._is_flow = start == FLOW
        self._is_other = ~(self._is_shift | self._is_rest)
        self._rows = abs(program.matrix)
        self._columns = self._rows.T.tocsr()
        self.has_kinds = bool((self._is_other & program.integer).any())
        self._round = MINUTES_PER_DAY if self.has_kinds else horizon_minutes
        self._pools = abs(program.matrix[pool_rows(program)])
        self._sharing = self._pools.T.tocsr()

    def around(self, length_minutes: int, tour: int) -> list[tuple[Bools, ...]]:
        """The windows of a tour round the horizon, each half over the one before, in groups far apart.

        Every tour begins elsewhere (the golden ratio spreads the beginnings evenly).
        """
        if self.has_kinds:
            length_minutes = min(length_minutes, MINUTES_PER_DAY // 2)
        step = max(length_minutes // 2, 1)
        offset = int(tour * GOLDEN % 1 * step)
        openings = range(offset, self._round + offset, step)
        half = -(-len(openings) // 2)
        pairs = [(openings[i], *openings[i + half : i + half + 1]) for i in range(half)]
        return [tuple(self._free(opening, length_minutes) for opening in pair) for pair in pairs]

    def between(self, opening: int, end: int) -> Bools:
        """The columns of the shifts that start in a stretch, without going round."""
        inside: Bools = self._is_shift & (self._start >= opening) & (self._start < end)
        return self._with_their_own(inside)

    def settled(self, end: int) -> Bools:
        """The integer columns that can be whole once all shifts that start before `end` are."""
        later = self._is_shift & (self._start >= end)
        whole: Bools = self._integer & ~(later | self._rests_of(later))
        return whole

    def _free(self, opening: int, length_minutes: int) -> Bools:
        """The columns of one window."""
        return self._with_their_own(self._is_shift & ((self._start - opening) % self._round < length_minutes))

    def _with_their_own(self, shifts: Bools) -> Bools:
        """Shifts with all rests they may take, and what else meets them in a row."""
        people = shifts | self._rests_of(shifts)
        rows = self._rows @ people.astype(float) > 0
        free: Bools = people | self._is_flow | (self._is_other & (self._columns @ rows.astype(float) > 0))
        return free

    def _rests_of(self, shifts: Bools) -> Bools:
        """The rests in the pools of these shifts."""
        pools = self._pools @ shifts.astype(float) > 0
        rests: Bools = self._is_rest & (self._sharing @ pools.astype(float) > 0)
        return rests


@dataclass(frozen=True, eq=False)
class FixingStep:
    """The columns of a step, and the program in which they and no others must be whole."""

    free: Bools
    program: Program


def fixing_steps(program: Program, windows: Windows, horizon_minutes: int) -> Iterator[FixingStep]:
    """The steps of relax and fix through the horizon; each takes what is not free from those before it."""
    for opening in range(0, horizon_minutes, STRETCH_MINUTES):
        end = opening + STRETCH_MINUTES
        free = windows.between(opening, end + AHEAD_MINUTES)
        if free.any():
            yield FixingStep(free, replace(program, integer=windows.settled(end)))


def pool_rows(program: Program) -> Bools:
    """The rows that join the rests of a pool to its shifts: whole columns alone, in balance.

    There are two sides to a balance: where nobody at all may start, a row has but one.
    """
    rows = len(program.row_lower)
    row, data = program.matrix.tocoo().coords[0], program.matrix.data
    whole = np.bincount(row, ~program.integer[program.matrix.indices], rows) == 0
    two_sided = (np.bincount(row, data > 0, rows) > 0) & (np.bincount(row, data < 0, rows) > 0)
    joins: Bools = (program.row_lower == 0) & (program.row_upper == 0) & whole & two_sided
    return joins
