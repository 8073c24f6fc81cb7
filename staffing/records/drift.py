"""Forecasts as they were published, against what came: how good they are, and whether they drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.records.forecast import Accuracy


@dataclass(frozen=True, eq=False)
class Drift:
    """Day by day for one queue, of the newest version: totals, the error z, and the two cumulative sums."""

    queue: str
    day: NDArray[np.datetime64]
    expected: Floats
    came: Floats
    z: Floats
    over: Floats
    under: Floats

    def since(self) -> int:
        """Where the larger of the two sums last began to rise: the first day of the suspected drift."""
        larger = self.over if self.over[-1] >= self.under[-1] else self.under
        still = np.flatnonzero(larger <= 0)
        return int(still[-1]) + 1 if len(still) else 0


@dataclass(frozen=True, eq=False)
class DriftReport:
    """Accuracy by part, the cumulative sums of each queue, and the alerts that are crossed, in words."""

    name: str
    versions: int
    accuracy: Accuracy
    drifts: tuple[Drift, ...]
    limit: float
    crossed: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        queues = [
            {
                "queue": drift.queue,
                "days": len(drift.day),
                "last_day": str(drift.day[-1]),
                "over": float(drift.over[-1]),
                "under": float(drift.under[-1]),
                "since": str(drift.day[min(drift.since(), len(drift.day) - 1)]),
            }
            for drift in self.drifts
        ]
        parts = {part: self.accuracy.as_dicts(part) for part in ("all", "lead", "version", "date")}
        return {
            "versions": self.versions,
            "limit": self.limit,
            "drift": queues,
            **parts,
            "crossed": list(self.crossed),
        }
