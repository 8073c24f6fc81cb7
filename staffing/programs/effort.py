"""How hard a solver should try."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.programs.brake import Brake


@dataclass(frozen=True)
class Effort:
    """How much `work` (ticks, see `work`) to give a program, and how close to come.

    `nodes` limits branching besides. `brake` ends a solve under way where the work did not. A solver other
    than HiGHS tells nothing while it runs: its nodes are limited, and its time by what the brake has left.
    """

    work: int
    gap: float = 0.0
    gap_absolute: float = 0.0
    nodes: int | None = None
    relaxed: bool = False  # ignore integrality
    interior: bool = False  # of a relaxation: a point inside its optimal face, not a vertex
    solver: str = "highs"  # of integer programs (`solvers`)
    seed: int = 0
    thrifty: bool = False  # do not branch on what comes whole by itself: soon good, later proven
    brake: Brake | None = None
