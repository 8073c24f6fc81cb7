"""What a search must know of a model: its program, when each column's shift starts, and its grain."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Ints
from staffing.programs.program import Program

REST, OTHER, FLOW = -1, -2, -3  # in `start`, for columns that are no shifts; FLOW: free wherever one looks


@dataclass(frozen=True, eq=False)
class TimedProgram:
    """A program along a horizon; `start[j]` is the minute at which shift column j starts, or REST, or OTHER.

    Every objective is a multiple of `grain` (0: of nothing). `cap` is the one row that joins all days, if
    there is one; `constant` is a cost that every solution has beyond its program's.
    """

    program: Program
    start: Ints
    horizon_minutes: int
    grain: float = 0.0
    cap: int | None = None
    constant: float = 0.0
