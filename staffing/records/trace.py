"""What a run was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

SCHEMA = 2  # of run.json: raised where a field changes its meaning or goes; 1 had no number


class TracedCentre(NamedTuple):
    """The centre of a run: its name, its zone, the grain of its rows."""

    name: str
    timezone: str
    interval_minutes: int


@dataclass(frozen=True, kw_only=True)
class RunTrace:
    """What run.json holds, in this order; `docs/reference/file-formats.md` says what each field means.

    Times are ISO 8601. Fields with a default are those that older runs do not have.
    """

    schema: int = 1
    version: str = ""
    as_of: str
    started: str = ""
    ended: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    options: dict[str, str | None]
    plan: dict[str, Any]
    inputs: list[dict[str, str | int]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    treatments: list[str] = field(default_factory=list)
    patience_seconds: float | None
    patience_curve: dict[str, list[float]] | None = None  # older runs name its file only
    handle_times: list[float] | None = None
    forecast: list[dict[str, Any]] = field(default_factory=list)
    solver: dict[str, str | float | None] = field(default_factory=dict)
    ended_by: str = ""
    notes: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)

    @property
    def centre(self) -> TracedCentre | None:
        """As the plan of the run names it; None where that is none, as only a damaged run has."""
        given = self.plan.get("centre")
        match given if isinstance(given, dict) else None:
            case {"name": str(name), "timezone": str(zone), "interval_minutes": int(minutes)}:
                return TracedCentre(name, zone, minutes)
        return None
