"""What travels between the stages: frozen records of NumPy columns.

Each record is one noun of the road history → forecast → requirement → shifts, holds one row per
interval and queue (or per shift), and can be written to CSV and read back (`staffing.tables`).
Columns are copied on construction and made read-only, so a stage cannot change what another holds.

Time: `interval_start` is UTC (`datetime64[s]`); `utc_offset_minutes` is the local offset it is shown
with. Unknown numbers are NaN, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Times = NDArray[np.datetime64]

Key = TypeVar("Key", str, float)

ALL_QUEUES = "all"


@dataclass(frozen=True, eq=False)
class Columns:
    """Base of the records: equal-length read-only columns; `len(record)` is the number of rows."""

    def __post_init__(self) -> None:
        length: int | None = None
        for name, column in self._columns():
            copy = np.array(column)
            copy.setflags(write=False)
            object.__setattr__(self, name, copy)
            if length is None:
                length = len(copy)
            if len(copy) != length:
                raise ValueError(f"{type(self).__name__}.{name} has {len(copy)} rows, expected {length}")

    def _columns(self) -> Iterator[tuple[str, NDArray[Any]]]:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                yield item.name, value

    def __len__(self) -> int:
        return len(next(self._columns())[1])


def _read_only(columns: Mapping[Key, Floats]) -> Mapping[Key, Floats]:
    """Copies of named columns that nobody can change."""
    copies = {key: np.array(column) for key, column in columns.items()}
    for column in copies.values():
        column.setflags(write=False)
    return MappingProxyType(copies)


@dataclass(frozen=True, eq=False)
class IntervalRows(Columns):
    """Rows of one interval of one queue; `queue[i]` indexes `queues`."""

    interval_start: Times
    utc_offset_minutes: Ints
    queue: Ints
    queues: tuple[str, ...]
    interval_minutes: int

    @property
    def queue_names(self) -> NDArray[np.str_]:
        """The queue's name, row by row."""
        return np.array(self.queues or (ALL_QUEUES,))[self.queue]


@dataclass(frozen=True, eq=False)
class History(IntervalRows):
    """What happened: `offered` contacts and, where known, the other measured words of the glossary.

    `notes` say in words what reading repaired; nothing is changed silently. `histograms` count single calls
    by whole seconds, the last one and more, where the file lists calls: `service`, `wait_answered`,
    `wait_abandoned`.
    """

    offered: Floats
    aht_seconds: Floats
    measures: Mapping[str, Floats] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    histograms: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "measures", _read_only(self.measures))

    def known_at(self, moment: np.datetime64) -> History:
        """The rows whose interval had ended by then."""
        return self.rows(self.interval_start + np.timedelta64(self.interval_minutes, "m") <= moment)

    def rows(self, chosen: Bools) -> History:
        """The rows where `chosen` holds."""
        if chosen.all():
            return self
        taken: dict[str, Any] = {name: column[chosen] for name, column in self._columns()}
        taken["measures"] = {name: column[chosen] for name, column in self.measures.items()}
        return replace(self, **taken)


@dataclass(frozen=True, eq=False)
class AgentDays(Columns):
    """What each agent did on each day against the schedule; seconds, unknown = NaN.

    `present` is 1 or 0; `scheduled_start` and `scheduled_end` are UTC, NaT where unknown. `talk_seconds`
    and its like are averages per answered contact. An empty team or queue is unknown. `lunch_start` and
    `lunch_end` say when lunch was truly taken.
    """

    agent: NDArray[np.str_]
    day: NDArray[np.datetime64]
    team: NDArray[np.str_]
    queue: NDArray[np.str_]
    scheduled_start: Times
    scheduled_end: Times
    scheduled_seconds: Floats
    signed_in_seconds: Floats
    ready_seconds: Floats
    adherent_seconds: Floats
    idle_seconds: Floats
    present: Floats
    answered: Floats
    talk_seconds: Floats
    hold_seconds: Floats
    wrap_seconds: Floats
    transferred: Floats
    lunch_start: Times | None = None
    lunch_end: Times | None = None


@dataclass(frozen=True, eq=False)
class CostDays(Columns):
    """What each day cost; several rows of a day add up."""

    day: NDArray[np.datetime64]
    amount: Floats


@dataclass(frozen=True, eq=False)
class MonitoredContacts(Columns):
    """Quality scores, one row per monitored contact."""

    day: NDArray[np.datetime64]
    agent: NDArray[np.str_]
    score: Floats


@dataclass(frozen=True, eq=False)
class HeadCounts(Columns):
    """Who left, and of how many full-time heads (NaN: not told)."""

    day: NDArray[np.datetime64]
    leavers: Floats
    headcount: Floats


@dataclass(frozen=True, eq=False)
class Scores(Columns):
    """The scorecard: a row per metric, period and member (a queue, a team, an agent, or the whole centre).

    `start` sorts the periods: UTC for intervals and hours, local days else. `value` is in `unit`; `count` is
    what it is a share or mean of. `previous` is the last value before (of half-hours, hours and days that of
    the same time and weekday), `last_year` that of the same period a year before. `known_share` is how much
    of the period is known, by what its intervals usually bring. A metric whose input is missing has one row
    with an empty period, and `needs` says what it lacks.
    """

    grain: NDArray[np.str_]
    period: NDArray[np.str_]
    start: Times
    queue: NDArray[np.str_]
    team: NDArray[np.str_]
    agent: NDArray[np.str_]
    metric: NDArray[np.str_]
    value: Floats
    unit: NDArray[np.str_]
    count: Floats
    aim_low: Floats
    aim_high: Floats
    status: NDArray[np.str_]
    previous: Floats
    last_year: Floats
    known_share: Floats
    variant: NDArray[np.str_]
    needs: NDArray[np.str_]


@dataclass(frozen=True)
class LikelyCause:
    """A cause that the standard names: `supported` by the data, spoken against, or (None) not to be told."""

    cause: str
    supported: bool | None
    evidence: str


@dataclass(frozen=True)
class Scorecard:
    """All scores, and for the period in front (one per grain) the likely causes of what is off.

    `shown` are the rows of `scores` in front, in the order of the metrics; `causes[row]` are those of a row.
    """

    scores: Scores
    shown: tuple[int, ...]
    causes: Mapping[int, tuple[LikelyCause, ...]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class CapacityWeeks(Columns):
    """Heads by week: what is needed, who is there, and the hires that bring them; `monday` begins the week.

    `needed`, `productive`, `overtime` and `short` are in fully productive heads; `heads` are paid ones.
    """

    monday: NDArray[np.datetime64]
    offered: Floats
    head_hours: Floats
    needed: Floats
    hire: Floats
    joining: Floats
    leaving: Floats
    heads: Floats
    productive: Floats
    overtime: Floats
    short: Floats


@dataclass(frozen=True)
class CapacityTotals:
    """What the weeks come to; `turnover_cost` is leavers × the cost of replacing one."""

    weeks: int
    hires: int
    leavers: float
    cost: float
    lower_bound: float
    gap: float
    turnover_cost: float
    overtime_hours: float
    short_hours: float
    short_weeks: int
    least_heads: float
    most_heads: float
    solve_seconds: float

    def as_dict(self) -> dict[str, float | int]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Forecast(IntervalRows):
    """What is expected: mean contacts with an 80 % range (p10 to p90), and their handle time.

    `quantiles` holds further ones by their probability.
    """

    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    aht_seconds: Floats
    quantiles: Mapping[float, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "quantiles", _read_only(self.quantiles))


@dataclass(frozen=True, eq=False)
class DailyForecast(Columns):
    """What is expected of whole local days: the sum of their intervals, with a range of its own."""

    day: NDArray[np.datetime64]
    queue: Ints
    queues: tuple[str, ...]
    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    quantiles: Mapping[float, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "quantiles", _read_only(self.quantiles))


@dataclass(frozen=True, eq=False)
class Accuracy(Columns):
    """How forecasts would have done: a row per queue, method and part of the week or the lead.

    `part` is all, lead, time, day, total (of the day), rest or updated; `value` says which.
    `wape` is Σ|forecast − actual| ÷ Σ actual.
    """

    queue: NDArray[np.str_]
    method: NDArray[np.str_]
    part: NDArray[np.str_]
    value: NDArray[np.str_]
    intervals: Ints
    offered: Floats
    wape: Floats
    bias: Floats
    coverage_80: Floats

    def as_dicts(self, part: str) -> list[dict[str, Any]]:
        """The rows of a part, for JSON: unknown numbers are None."""
        columns = [(name, column.tolist()) for name, column in self._columns()]
        rows = [{name: column[i] for name, column in columns} for i in np.flatnonzero(self.part == part)]
        return [{name: None if str(value) == "nan" else value for name, value in row.items()} for row in rows]


@dataclass(frozen=True, eq=False)
class Requirement(IntervalRows):
    """Agents per interval and queue, and the service they give.

    `agents` are on the phones; `scheduled` are heads on the schedule so that `agents` are there.
    `blocking` is NaN throughout where no lines are limited; `bound_by` names the target that one agent fewer
    would miss.
    """

    offered: Floats
    aht_seconds: Floats
    load_erlangs: Floats
    agents: Floats
    scheduled: Floats
    service_level: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    occupancy: Floats
    wait_probability: Floats
    blocking: Floats
    bound_by: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class ShiftPlan(Columns):
    """Distinct shifts with their break placement; `agents[i]` people work row i.

    `rest_start[i, k]` is the UTC start of rest k (`rest_names[k]`: lunch, break_1, …), NaT where the
    pattern has none; `rest_minutes` its length. Offsets are those of the zone at that moment.
    """

    pattern: NDArray[np.str_]
    start: Times
    length_minutes: Ints
    rest_start: Times
    rest_minutes: Ints
    agents: Ints
    paid_hours: Floats
    rest_names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Coverage(Columns):
    """Heads per interval: what the schedule gives against what is required.

    `working` = scheduled − on_break; `required` is the decimal of the requirement, all queues added.
    """

    interval_start: Times
    utc_offset_minutes: Ints
    required: Floats
    scheduled: Floats
    on_break: Floats
    service_level: Floats
    interval_minutes: int

    @property
    def working(self) -> Floats:
        """Heads at work and not on a break."""
        return self.scheduled - self.on_break

    @property
    def under(self) -> Floats:
        """Heads missing: the positive part of required − working."""
        return np.maximum(self.required - self.working, 0.0)

    @property
    def over(self) -> Floats:
        """Heads beyond need: the positive part of working − required."""
        return np.maximum(self.working - self.required, 0.0)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why service was not as planned: arrays over measures, factors and periods, each part signed.

    `planned` and `actual` are of shape (measures, periods), `parts` of (measures, factors, periods); over the
    factors they add up to actual − planned. The last factor is chance, and `typical` its standard deviation
    (NaN where unknown). `inputs_planned` and `inputs_actual` (factors, periods) are each factor's own
    figures, `recorded` the share of the contacts for which it is known. All fractions, and seconds of wait.
    Where agents on the phones are known (`agents_recorded`) adherence holds what else is not recorded.
    `agents_implied` is the share of the agents, as far as known, whose service the observed one would be.
    """

    by: str
    periods: tuple[str, ...]
    measures: tuple[str, ...]
    factors: tuple[str, ...]
    planned: Floats
    actual: Floats
    parts: Floats
    typical: Floats
    inputs_planned: Floats
    inputs_actual: Floats
    recorded: Floats
    agents_recorded: Floats
    agents_implied: Floats

    def part(self, measure: str, factor: str) -> Floats:
        """One factor's part of one measure, per period."""
        parts: Floats = self.parts[self.measures.index(measure), self.factors.index(factor)]
        return parts

    def as_dicts(self) -> list[dict[str, Any]]:
        """One per period, for JSON: unknown numbers are None."""
        return [self._of_period(period) for period in range(len(self.periods))]

    def _of_period(self, period: int) -> dict[str, Any]:
        def known(number: float) -> float | None:
            return float(number) if np.isfinite(number) else None

        measures = {
            measure: {
                "planned": known(self.planned[i, period]),
                "actual": known(self.actual[i, period]),
                "parts": {name: known(self.parts[i, j, period]) for j, name in enumerate(self.factors)},
                "typical_chance": known(self.typical[i, period]),
            }
            for i, measure in enumerate(self.measures)
        }
        factors = {
            name: {
                "planned": known(self.inputs_planned[j, period]),
                "actual": known(self.inputs_actual[j, period]),
                "recorded": known(self.recorded[j, period]),
            }
            for j, name in enumerate(self.factors)
        }
        implied = known(self.agents_implied[period])
        return {
            "period": self.periods[period],
            "measures": measures,
            "factors": factors,
            "agents_implied": implied,
        }


@dataclass(frozen=True)
class LunchFinding:
    """One day on which enough people were there, but too many at once on a rest.

    spans:       wall-clock times, such as `12:00-13:00`
    heads:       most heads on a rest beyond what the requirement allowed, at one time
    hours:       head-hours short by that
    gain:        what the best feasible times of the same shifts' rests, for the contacts that came, would
                 have added to the day's service level, all else as it happened; None where none can be found
    """

    date: str
    spans: str
    heads: float
    hours: float
    gain: float | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Adjustments(Columns):
    """What to do about the rest of a day: a row per proposal, for so many people of a pattern.

    `action` is move (a `rest` from `begin` to `end`, NaT where it stood nowhere), overtime or leave (from
    `begin` to `end`). The service levels are those of the rest of the day, without and with this proposal,
    where all others of its kind and of the kinds before are done. `hours_saved` are those that a move takes
    from what is short, weighted as breaks are placed by: what justifies it; NaN for the other actions.
    """

    action: NDArray[np.str_]
    pattern: NDArray[np.str_]
    rest: NDArray[np.str_]
    people: Ints
    begin: Times
    end: Times
    agent_hours: Floats
    service_level_before: Floats
    service_level_after: Floats
    hours_saved: Floats


@dataclass(frozen=True)
class Proof:
    """What the solver proved, in cost-weighted paid hours (penalties included)."""

    objective_hours: float
    lower_bound_hours: float
    gap: float
    solver: str
    solve_seconds: float


@dataclass(frozen=True)
class Summary:
    """The totals of `summary.json` (contract of design §4).

    Where the target holds for a day or week (`service_period`): the level of the worst, and the least cost
    that is proven with the target in every interval instead (None: that would be impossible).
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
    service_period: str = "interval"
    worst_period_service_level: float | None = None
    lower_bound_hours_per_interval_target: float | None = None

    def as_dict(self) -> dict[str, float | int | str | None]:
        """For JSON."""
        return asdict(self)


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
