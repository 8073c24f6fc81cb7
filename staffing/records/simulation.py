"""What came out when a schedule or a staffing was played many times."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.records.columns import ALL_QUEUES, IntervalRows, QueueRows


@dataclass(frozen=True, eq=False)
class SimulatedIntervals(IntervalRows):
    """Service of each interval, queue by queue, and of `all` contacts where there are several queues.

    `service_level` is that of all replications together, `_se` its standard error, `_p10` to `_p90` quantiles
    over the replications: what single days show. `offered` is what is expected.
    """

    offered: Floats
    service_level: Floats
    service_level_se: Floats
    service_level_p10: Floats
    service_level_p50: Floats
    service_level_p90: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    occupancy: Floats
    predicted_service_level: Floats


@dataclass(frozen=True, eq=False)
class SimulatedDays(QueueRows):
    """The same by local day, with the probability that the day makes its target."""

    day: NDArray[np.datetime64]
    offered: Floats
    service_level: Floats
    service_level_se: Floats
    service_level_p10: Floats
    service_level_p50: Floats
    service_level_p90: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    occupancy: Floats
    predicted_service_level: Floats
    probability: Floats


@dataclass(frozen=True)
class WorstInterval:
    """An interval that loses many contacts against its target, and what costs it most.

    `reason` is empty where none of the known ones costs more than chance; `points` are the percentage points
    of service level that it costs.
    """

    interval_start: str
    queue: str
    offered: float
    service_level: float
    predicted_service_level: float | None
    target: float | None
    reason: str
    points: float | None


@dataclass(frozen=True)
class SimulatedQueue:
    """A queue over the whole play; None: nobody calls, nothing known or asked."""

    queue: str
    offered: float
    service_level: float | None
    service_level_se: float | None
    predicted_service_level: float | None
    target: float | None


@dataclass(frozen=True)
class PlayTotals:
    """The totals of a play in JSON; those of a run stand in its own summary."""

    simulated_service_level: float | None
    simulated_service_level_se: float | None
    predicted_service_level: float | None
    target: float | None
    offered: float
    replications: int
    seed: int


@dataclass(frozen=True, eq=False)
class Simulated:
    """A play: its rows, the service of each queue and of all contacts (`whole`), and where it fails."""

    intervals: SimulatedIntervals
    days: SimulatedDays
    worst: tuple[WorstInterval, ...]
    whole: SimulatedQueue
    queues: tuple[SimulatedQueue, ...]
    replications: int
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def totals(self) -> PlayTotals:
        """Of all contacts."""
        return PlayTotals(
            simulated_service_level=self.whole.service_level,
            simulated_service_level_se=self.whole.service_level_se,
            predicted_service_level=self.whole.predicted_service_level,
            target=self.whole.target,
            offered=self.whole.offered,
            replications=self.replications,
            seed=self.seed,
        )

    @property
    def share_of_days(self) -> float | None:
        """The share of days with contacts that make their target; None where none is asked."""
        days = self.days.rows(self.days.queue_names == ALL_QUEUES)
        chance = days.probability[(days.offered > 0) & np.isfinite(days.probability)]
        return float(chance.mean()) if len(chance) else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the totals, the days, and the worst intervals."""
        return {
            **asdict(self.totals),
            "queues": [asdict(queue) for queue in self.queues],
            "days": [self._day(row) for row in range(len(self.days))],
            "worst_intervals": [asdict(one) for one in self.worst],
            "notes": list(self.notes),
        }

    def _day(self, row: int) -> dict[str, Any]:
        columns = self.days.columns()
        columns["date"] = columns.pop("day").astype(str)
        values = {name: column[row].item() for name, column in columns.items()}
        return {name: None if value != value else value for name, value in values.items()}  # noqa: PLR0124
