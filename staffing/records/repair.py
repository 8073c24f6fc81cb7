"""What better times of lunches and breaks come to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Repair:
    """What a repair amounts to, before and after; for people and for JSON.

    Weighted are hours short by how many contacts they make late, deep shortage more (`shifts/hurt`): that is
    what was made least, and what the bound is of. Where the target holds over a day or week they are short of
    everybody on shift.
    """

    under_agent_hours: tuple[float, float]
    under_agent_intervals: tuple[int, int]
    worst_heads_short: tuple[float, float]
    worst_interval: tuple[str | None, str | None]
    service_level: tuple[float | None, float | None]
    weighted_hours_short: tuple[float, float]
    lower_bound_hours: float
    ended_by: str
    solve_seconds: float
    moved_rests: int
    moved_people: int
    moves: list[dict[str, str | int | None]]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: pairs by name."""
        return {
            name: {"before": value[0], "after": value[1]} if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }
