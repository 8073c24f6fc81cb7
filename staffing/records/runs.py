"""The runs of an output folder, and what changed from one to another."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

GOOD, ALERTS, DAMAGED = "good", "alerts", "damaged"


@dataclass(frozen=True)
class ListedRun:
    """A run directory at a glance; `status` is good, alerts (limits were crossed) or damaged.

    Of a damaged run `why` says what is wrong, and its figures are unknown.
    """

    name: str
    folder: str
    is_latest: bool
    status: str
    as_of: str | None = None
    started: str | None = None
    version: str | None = None
    paid_hours: float | None = None
    service_level: float | None = None
    simulated_service_level: float | None = None
    gap: float | None = None
    notes: int = 0
    alerts: int = 0
    why: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class WasAndIs(Generic[Value]):
    """What something was, and what it is; None: there is no such thing in that run."""

    before: Value
    after: Value


@dataclass(frozen=True)
class VolumeChange:
    """Contacts expected of a queue on a day that both runs plan."""

    date: str
    queue: str
    offered: WasAndIs[float | None]


@dataclass(frozen=True)
class DayChange:
    """A day that both runs plan: heads required at its peak, their hours, hours paid, predicted service."""

    date: str
    peak_required: WasAndIs[float]
    required_hours: WasAndIs[float]
    paid_hours: WasAndIs[float]
    service_level: WasAndIs[float | None]


@dataclass(frozen=True)
class ShiftChange:
    """People of a pattern who start at one wall-clock time of a day for one length."""

    date: str
    pattern: str
    start: str
    end: str
    agents: WasAndIs[int]


@dataclass(frozen=True)
class KeyChange:
    """A key of the plan and what it says; a table or pattern that only one run has is named as a whole."""

    key: str
    value: WasAndIs[Any]


@dataclass(frozen=True)
class RunTotals:
    """Totals of a whole run: objective in cost-weighted hours, the rest as in summary.json."""

    offered: float
    paid_hours: float
    objective_hours: float
    service_level: float | None
    simulated_service_level: float | None
    gap: float


@dataclass(frozen=True)
class RunDifference:
    """What changed between two runs.

    `days` are planned by both; volume, by day and shifts concern them alone. `rests_moved` counts people
    whose shift stays and whose lunch or breaks do not. `inputs` are paths of files with other bytes.
    """

    name: WasAndIs[str]
    as_of: WasAndIs[str]
    version: WasAndIs[str]
    days: tuple[str, ...]
    days_gone: tuple[str, ...]
    days_new: tuple[str, ...]
    totals: WasAndIs[RunTotals]
    volume: tuple[VolumeChange, ...]
    by_day: tuple[DayChange, ...]
    shifts: tuple[ShiftChange, ...]
    rests_moved: int
    plan: tuple[KeyChange, ...]
    inputs: tuple[str, ...]
    notes_gone: tuple[str, ...]
    notes_new: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: pairs as `before` and `after`."""
        return asdict(self)
