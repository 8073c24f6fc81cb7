"""How hard to try."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How long and how close to search; `nodes` limits branching, the same on every machine."""

    seconds: float
    gap: float = 0.0
    gap_absolute: float = 0.0
    nodes: int | None = None
    relaxed: bool = False  # ignore integrality
    interior: bool = False  # of a relaxation: a point inside its optimal face, not a vertex
    solver: str = "highs"  # of integer programs (`solvers`)
    seed: int = 0
    thrifty: bool = False  # do not branch on what comes whole by itself: soon good, later proven
