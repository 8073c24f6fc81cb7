"""Relax and fix (Pochet and Wolsey 2006): a solution built from the relaxation, stretch by stretch.

Shifts that start in the stretch are decided in whole heads. Those before it are settled, those soon after it
stay fractional but free, and those later stand as in the relaxation. So every step is a program of a day or
two however long the horizon, and what it decides fits what must follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from staffing.programs.program import Program
from staffing.records import Bools
from staffing.shifts.search.neighbourhood import Windows

STRETCH_MINUTES = 12 * 60
AHEAD_MINUTES = 12 * 60


@dataclass(frozen=True, eq=False)
class Step:
    """The columns of a step, and the program in which they and no others must be whole."""

    free: Bools
    program: Program


def steps(program: Program, windows: Windows, horizon_minutes: int) -> Iterator[Step]:
    """The steps through the horizon; each takes what is not free from those before it."""
    for opening in range(0, horizon_minutes, STRETCH_MINUTES):
        end = opening + STRETCH_MINUTES
        free = windows.between(opening, end + AHEAD_MINUTES)
        if free.any():
            yield Step(free, replace(program, integer=windows.settled(end)))
