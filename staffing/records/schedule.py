"""The shifts, what is proven of them, and what to change on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from staffing.arrays import Floats, Ints, Texts, Times
from staffing.records.columns import Columns, InZone
from staffing.records.roster_summary import RosterSummary
from staffing.records.work_totals import WorkTotals


@dataclass(frozen=True, eq=False)
class ShiftPlan(Columns, InZone):
    """Distinct shifts with their break placement; `agents[i]` people work row i.

    `rest_start[i, k]` is the UTC start of rest k (`rest_names[k]`: lunch, break_1, …), NaT where the
    pattern has none; `rest_minutes` its length. Offsets are those of the zone at that moment. `group` is that
    of the people where they have skills of their own; None: everybody is alike.
    """

    pattern: Texts
    start: Times
    length_minutes: Ints
    rest_start: Times
    rest_minutes: Ints
    agents: Ints
    paid_hours: Floats
    rest_names: tuple[str, ...]
    timezone: str
    group: Texts | None = None

    @property
    def end(self) -> Times:
        """UTC."""
        end: Times = self.start + self.length_minutes.astype("timedelta64[m]")
        return end

    @property
    def rest_end(self) -> Times:
        """Of each rest, in UTC; NaT where there is none."""
        end: Times = self.rest_start + self.rest_minutes.astype("timedelta64[m]")
        return end

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array; each rest has columns of its own, `lunch_start` and `lunch_minutes`."""
        columns = super().columns()
        start, minutes = columns.pop("rest_start"), columns.pop("rest_minutes")
        for k, name in enumerate(self.rest_names):
            columns |= {f"{name}_start": start[:, k], f"{name}_minutes": minutes[:, k]}
        return columns


@dataclass(frozen=True)
class Proof:
    """What the solver proved, in cost-weighted paid hours (penalties included), and what ended the search.

    `ended_by`: "optimal" or "gap" (proven close enough), "work" (its effort was done) or "time" (the brake).
    """

    objective_hours: float
    lower_bound_hours: float
    gap: float
    solver: str
    solve_seconds: float
    ended_by: str


@dataclass(frozen=True)
class QueueService:
    """What a queue gets: contacts, the share of them within its own target seconds, and the share asked for.

    None: not known, or nothing asked.
    """

    queue: str
    offered: float
    service_level: float | None
    target: float | None


@dataclass(frozen=True)
class RepairRound:
    """A schedule that the play has judged: the first, or one made for the aims that the play before gave.

    `raised`, `lowered`: targets of intervals (of days or weeks where these have the target) in place of which
    more, or less, was aimed at; `evened`: intervals that were to have the heads they require in each part.
    `shortfall`: service level below the targets, 0 for what reaches its own, the mean over all contacts, when
    the forecast comes true. `is_kept`: it is better than all before. `beyond_rules`: targets that more would
    have been aimed at, had the rules left a schedule for it.
    """

    raised: int
    lowered: int
    paid_hours: float
    objective_hours: float
    service_level: float | None
    shortfall: float
    is_kept: bool
    beyond_rules: int = 0
    evened: int = 0


@dataclass(frozen=True)
class QueueCosts:
    """What the agents of several queues cost over all intervals, by sizing, in hours at cost 1.

    `chosen`: what the plan is for, "alone", "groups" or "merge"; None: the price is not known, or there is no
    such staffing.
    `alone`: agents for one queue each, with groups from the cheapest that serves it.
    `groups`: the cheapest found of a plan with groups; of others it is not sought.
    `merge`: all contacts as one queue that everybody answers, with the target of the queue that asks most;
    with groups at the price of the cheapest, which is less than any mix of them can cost.
    """

    chosen: str
    alone: float | None
    groups: float | None
    merge: float | None


@dataclass(frozen=True)
class Summary:
    """The totals of `summary.json` (contract of design §4).

    `ended_by` as in `Proof`. `service_level` is the mean over all contacts; `queues` what each queue gets,
    empty where there is one.
    Where the target holds for a day or week (`service_period`): the level of the worst, and the least cost
    that is proven with the target in every interval instead (None: that would be impossible).
    `hours_after_shift_end` are expected on the phones beyond those paid, where contacts are finished;
    `thin_intervals` have the heads they require on average, but in a part more than one too few, and
    `thin_agent_hours` is what their parts lack.
    `simulated_service_level` is that of all contacts when the schedule was played (None: it was not);
    `repair` the schedules on the way to this one, where plays have led to another. `days_on_target` is the
    share of played days that make their target. Where that is asked for with a `confidence`, there is the
    same of the schedule for the forecast as expected, and the hours that are paid then.
    `queue_costs` are the prices of the ways to answer several queues (None: there is one).
    `work` are the totals of each kind of work that may wait.
    `roster` are the totals of the people who work the shifts; `objective_hours` is then that of the roster.
    """

    paid_hours: float
    objective_hours: float
    lower_bound_hours: float
    gap: float
    service_level: float | None
    offered: float
    intervals: int
    under_agent_intervals: int
    under_agent_hours: float
    over_agent_hours: float
    shifts: int
    distinct_shifts: int
    solver: str
    solve_seconds: float
    queues: tuple[QueueService, ...] = ()
    service_period: str = "interval"
    worst_period_service_level: float | None = None
    lower_bound_hours_per_interval_target: float | None = None
    ended_by: str = ""  # older runs do not tell
    simulated_service_level: float | None = None
    simulated_service_level_se: float | None = None
    repair: tuple[RepairRound, ...] = ()
    days_on_target: float | None = None
    confidence: float | None = None
    days_on_target_expected: float | None = None
    paid_hours_expected: float | None = None
    hours_after_shift_end: float = 0.0
    thin_intervals: int = 0
    thin_agent_hours: float = 0.0
    queue_costs: QueueCosts | None = None
    roster: RosterSummary | None = None
    work: tuple[WorkTotals, ...] = ()

    @property
    def is_repaired(self) -> bool:
        """Whether a play led to another schedule, made for other heads than the targets ask for."""
        return any(one.is_kept for one in self.repair[1:])


@dataclass(frozen=True)
class DaySummary:
    """One local day: contacts, hours paid to shifts that start on it, and how well it is covered."""

    date: str
    weekday: str
    offered: float
    peak_required: float
    shifts: int
    paid_hours: float
    service_level: float | None
    under_agent_hours: float
    over_agent_hours: float
