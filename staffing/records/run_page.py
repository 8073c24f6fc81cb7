"""All that the page of a run shows, whether the run was just made or is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from staffing.arrays import Floats
from staffing.records.coverage import Coverage
from staffing.records.forecast import DailyForecast, Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.records.roster import NamedShifts
from staffing.records.schedule import DaySummary, ShiftPlan, Summary
from staffing.records.scorecard import Scorecard
from staffing.records.simulation import Simulated
from staffing.records.work_by_interval import WorkByInterval


@dataclass(frozen=True)
class ForecastMethod:
    """How a queue was forecast; `wape` and `bias` are of forecasts of past days (None: not measured)."""

    queue: str
    method: str
    days_of_history: int
    wape: float | None
    bias: float | None


@dataclass(frozen=True, eq=False)
class AskedOfRows:
    """What is asked of each row of the requirement: a service level (NaN: none) within so many seconds.

    `fewer` and `more` are the service levels with one agent fewer and one more than required, NaN where
    nobody calls or no agent is left. With groups of skills that is what the queue would need by itself.
    """

    service_level: Floats
    seconds: Floats
    fewer: Floats
    more: Floats


@dataclass(frozen=True)
class Remarks:
    """What a run says: limits that it crosses, what reading did to the data, and all else."""

    alerts: tuple[str, ...]
    notes: tuple[str, ...]
    treatments: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class RunPage:
    """The records of a run. `name` is the centre's, `run` that of the run, such as `2003-10-25`.

    `coverage` has a row for each group where people have skills of their own. None is what a run, or a run
    read back, does not have: the `daily` range of the forecast, the play, the scorecard, the history, names,
    work that may wait.
    """

    name: str
    run: str
    as_of: str
    version: str
    forecast: Forecast
    requirement: Requirement
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary
    days: tuple[DaySummary, ...]
    asked: AskedOfRows
    target: str
    remarks: Remarks
    methods: tuple[ForecastMethod, ...] = ()
    prices: Mapping[str, float] = field(default_factory=dict)
    daily: DailyForecast | None = None
    played: Simulated | None = None
    card: Scorecard | None = None
    past: History | None = None
    roster: NamedShifts | None = None
    work: WorkByInterval | None = None
