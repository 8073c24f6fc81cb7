"""The plan file's keys, types and bounds (the contract of design §5), as pydantic models.

Models only say what a plan may hold; `staffing.plan.read` turns their complaints into our errors, and
`staffing.plan.options` turns a plan into what the stages ask for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)

from staffing.errors import UsageError
from staffing.forecast import AUTO, METHODS
from staffing.history import AUTO as AUTO_FORMAT
from staffing.history import FORMATS
from staffing.queueing import MODELS
from staffing.requirement.definitions import DEFINITIONS
from staffing.requirement.targets import parse_target
from staffing.scorecard import METRICS
from staffing.shifts.solvers import SOLVERS
from staffing.tables.columns import HISTORY
from staffing.timegrid import DAY_NAMES, clock

Fraction = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, lt=1)]
Minutes = Annotated[int, Field(gt=0, le=2880)]


def _clock(text: object) -> int:
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text) if isinstance(text, str) else None
    if match is None or int(match[1]) > 48:
        raise ValueError('a time of day such as "07:30"')
    return int(match[1]) * 60 + int(match[2])


def days_of(text: object) -> frozenset[int]:
    """Weekdays, 0 Monday, of a text such as `mon-fri` or `sat,sun`."""
    chosen: set[int] = set()
    for part in str(text).lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAY_NAMES or (last or first) not in DAY_NAMES:
            raise ValueError('days such as "mon-fri", "sat" or "mon,wed,fri"')
        i, j = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        chosen |= {day % 7 for day in range(i, (j if j >= i else j + 7) + 1)}
    return frozenset(chosen)


def _checked_days(text: str) -> str:
    days_of(text)
    return text


def _spans(value: object) -> tuple[tuple[int, int], ...]:
    if value == "closed":
        return ()
    texts = value if isinstance(value, list) else [value]
    spans = []
    for text in texts:
        first, dash, last = str(text).partition("-")
        if not dash:
            raise ValueError('hours such as "07:00-21:00", or "closed"')
        start, end = _clock(first.strip()), _clock(last.strip())
        spans.append((start, end if end > start else end + 1440))
    return tuple(spans)


def _lengths(value: object) -> object:
    return (value, value) if isinstance(value, int) else tuple(value) if isinstance(value, list) else value


def _one_of(known: Collection[str]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" (did you mean '{near[0]}'?)" if near else ""
            raise ValueError(f"one of {', '.join(known)}{meant}")
        return name

    return AfterValidator(check)


def _target(text: str) -> str:
    try:
        parse_target(text)
    except UsageError as error:
        raise ValueError(f'a target such as "80/20" or "none" ({error.hint})') from None
    return text


def _days_text(days: frozenset[int]) -> str:
    return ",".join(DAY_NAMES[day] for day in sorted(days))


def _span_texts(spans: tuple[tuple[int, int], ...]) -> str | list[str]:
    return [f"{clock(start)}-{clock(end)}" for start, end in spans] or "closed"


# Written as they are read, so that the plan in run.json is a plan.
Clock = Annotated[int, BeforeValidator(_clock), PlainSerializer(clock)]
Days = Annotated[frozenset[int], BeforeValidator(days_of), PlainSerializer(_days_text)]
MetricKey = Annotated[str, _one_of(METRICS)]
DaysText = Annotated[str, AfterValidator(_checked_days)]
Spans = Annotated[tuple[tuple[int, int], ...], BeforeValidator(_spans), PlainSerializer(_span_texts)]
Lengths = Annotated[tuple[Minutes, Minutes], BeforeValidator(_lengths)]


class Section(BaseModel):
    """Base of all tables of the plan: unknown keys are errors, types are strict."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Centre(Section):
    name: str = "Centre"
    timezone: str
    interval_minutes: Literal[15, 30, 60] = 30
    open: dict[DaysText, Spans] | None = None

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        named = [day for days in self.open or {} for day in days_of(days)]
        if len(named) > len(set(named)):
            raise ValueError("each day once in `open` (several hours of a day stand in a list)")
        return self


class MappedColumn(Section):
    column: str | list[str]
    unit: Literal["count", "seconds", "milliseconds", "mm:ss", "hh:mm:ss"] = "seconds"
    total: bool = False


def _mapped(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


ColumnName = Annotated[MappedColumn, BeforeValidator(_mapped)]


class HistoryLimits(Section):
    missing: Annotated[float, Field(ge=0, le=1)] = 0.05
    impossible: Annotated[int, Field(ge=0)] = 0
    spikes: Annotated[int, Field(ge=0)] | None = None
    level_shifts: Annotated[int, Field(ge=0)] | None = None


class HistorySource(Section):
    source: str
    format: Annotated[str, _one_of([AUTO_FORMAT, *FORMATS])] = AUTO_FORMAT
    query: str | None = None
    columns: dict[str, ColumnName] = {}
    dates: Literal["mdy", "dmy"] | None = None
    booked: Literal["start", "end"] = "start"
    queues: Literal["keep", "merge"] = "keep"
    outliers: Literal["leave-out", "keep"] = "keep"
    limits: HistoryLimits = HistoryLimits()
    aht_seconds: Positive | None = None

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        words = [column.name for column in HISTORY]
        for word in self.columns:
            if word not in words:
                raise ValueError(f"words of the glossary under [history.columns]: {', '.join(words)}")
        return self


class ForecastChoice(Section):
    days: Annotated[int, Field(ge=1, le=400)] = 28
    method: Annotated[str, _one_of([AUTO, *METHODS])] = AUTO
    holidays: str | None = None
    events: str | None = None
    new_queues: str | None = None


class ServiceOverride(Section):
    """Another target for a queue, for some weekdays, for a time of day; later ones win."""

    queue: str | None = None
    days: Days = frozenset(range(7))
    start: Clock = 0
    end: Clock = 1440
    target: Annotated[str, AfterValidator(_target)]

    @model_validator(mode="after")
    def _within_a_day(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start before end (a window over midnight is two: until 24:00, and from 00:00)")
        return self


class Service(Section):
    target: Annotated[str, AfterValidator(_target)] = "80/20"
    definition: Annotated[str, _one_of(DEFINITIONS)] = "offered"
    model: Annotated[str, _one_of(MODELS)] = "erlang-a"
    patience_seconds: Positive | Literal["estimate"] | None = None
    patience_law: str = "exponential"
    patience_parameter: Positive | None = None
    patience_curve: str | None = None
    lines: Annotated[int, Field(ge=0)] | None = None
    redial: Share = 0.0
    redial_blocked: Share = 0.0
    at_once: Annotated[int, Field(ge=1)] = 1
    writing_ratio: Positive = 1.0
    variation: str | None = None
    uncertainty: str = "none"
    max_wait_seconds: Positive | None = None
    max_abandonment: Annotated[float, Field(gt=0, lt=1)] | None = None
    max_occupancy: Fraction | None = None
    min_agents: NonNegative = 0
    override: list[ServiceOverride] = []
    period: Literal["interval", "day", "week"] = "interval"

    @model_validator(mode="after")
    def _one_target_for_a_period(self) -> Self:
        if self.period == "interval":
            return self
        if self.override:
            raise ValueError('period = "interval" beside overrides: a period has one target for all contacts')
        if self.uncertainty != "none":
            raise ValueError('period = "interval" beside uncertainty: a period has no range of its own')
        if parse_target(self.target).service_level == 0:
            raise ValueError("a service level as target of a period")
        return self


class PeopleShares(Section):
    attendance: Fraction = 1.0
    adherence: Fraction = 1.0
    shrinkage: Share | list[Share] = 0.0


class RestRule(Section):
    minutes: Annotated[int, Field(ge=5, le=240)]
    paid: bool
    earliest_minutes: Annotated[int, Field(ge=0)]
    latest_minutes: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.latest_minutes < self.earliest_minutes:
            raise ValueError("latest_minutes of at least earliest_minutes")
        return self


class LunchRule(RestRule):
    paid: bool = False


class BreakRule(RestRule):
    paid: bool = True


class ShiftPattern(Section):
    name: Annotated[str, Field(min_length=1)]
    days: Days = frozenset(range(7))
    earliest_start: Clock = 0
    latest_start: Clock = 1439
    latest_end: Clock | None = None
    length_minutes: Lengths
    cost_per_hour: NonNegative = 1.0
    cost_per_shift: NonNegative = 0.0
    max_agents: Annotated[int, Field(ge=0)] | None = None
    min_agents: Annotated[int, Field(ge=0)] = 0
    lunch: LunchRule | None = None
    breaks: Annotated[list[BreakRule], Field(max_length=6)] = []

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        low, high = self.length_minutes
        if low > high:
            raise ValueError("length_minutes as [shortest, longest]")
        if self.latest_start < self.earliest_start:
            raise ValueError("latest_start not before earliest_start (days are start days: no wrapping)")
        if self.latest_end is not None and self.earliest_start + low > self.latest_end:
            raise ValueError("latest_end late enough for one shift (it may exceed 24:00: 06:00 is 30:00)")
        if self.max_agents is not None and self.max_agents < self.min_agents:
            raise ValueError("max_agents of at least min_agents")
        for rest in [*([self.lunch] if self.lunch else []), *self.breaks]:
            if rest.earliest_minutes + rest.minutes > low:
                raise ValueError("lunch and breaks that can lie inside the shortest shift")
        return self


class PremiumHours(Section):
    """Hours that cost more, on windows that open on some weekdays; one over midnight ends on the next day."""

    days: Days = frozenset(range(7))
    start: Clock = 0
    end: Clock = 1440
    extra: NonNegative

    @model_validator(mode="after")
    def _within_two_days(self) -> Self:
        if self.start >= 1440 or self.end > 1440:
            raise ValueError("start before 24:00 and end up to 24:00 (06:00 after 22:00 is the next day's)")
        return self


class Starts(Section):
    """Limits and costs of shifts that start on some weekdays within some hours."""

    pattern: str | None = None
    days: Days = frozenset(range(7))
    earliest_start: Clock = 0
    latest_start: Clock = 1439
    max_agents: Annotated[int, Field(ge=0)] | None = None
    min_agents: Annotated[int, Field(ge=0)] = 0
    cost_per_shift: NonNegative = 0.0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.latest_start < self.earliest_start:
            raise ValueError("latest_start not before earliest_start (days are start days: no wrapping)")
        if self.max_agents is not None and self.max_agents < self.min_agents:
            raise ValueError("max_agents of at least min_agents")
        return self


class Schedule(Section):
    start_every_minutes: Literal[5, 10, 15, 20, 30, 60, 120] = 30
    cyclic_week: bool = False
    understaffing: Literal["forbidden"] | NonNegative = "forbidden"
    max_understaffing: Annotated[float, Field(ge=0, le=1)] | None = None
    overstaffing_cost: NonNegative = 0.0
    min_interval_service_level: Annotated[float, Field(ge=0, lt=1)] = 0.5
    min_work_minutes: Annotated[int, Field(ge=0)] | None = None
    solver: Annotated[str, _one_of(SOLVERS)] = "highs"
    time_limit_seconds: Annotated[float, Field(gt=0, le=86400)] = 60.0
    gap: Annotated[float, Field(ge=0, lt=1)] = 0.001
    cost_per_distinct_shift: NonNegative = 0.0
    pattern: Annotated[list[ShiftPattern], Field(min_length=1)]
    premium: list[PremiumHours] = []
    starts: list[Starts] = []

    @model_validator(mode="after")
    def _distinct_names(self) -> Self:
        names = [pattern.name for pattern in self.pattern]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"each pattern name once ('{doubled[0]}' stands twice)")
        for rule in self.starts:
            if rule.pattern is not None and rule.pattern not in names:
                raise ValueError(f"starts of one of the patterns {', '.join(names)}, not of '{rule.pattern}'")
        return self


class MetricAim(Section):
    """Another aim than the standard's, in the metric's unit: a range, or a bound on one side."""

    aim: Annotated[list[NonNegative], Field(min_length=2, max_length=2)] | None = None
    at_least: NonNegative | None = None
    at_most: NonNegative | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.aim is None) == (self.at_least is None and self.at_most is None):
            raise ValueError("either aim = [low, high], or at_least or at_most")
        low, high = self.bounds
        if low is not None and high is not None and low > high:
            raise ValueError("an aim from low to high")
        return self

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """(low, high); None where the side is open."""
        return (self.at_least, self.at_most) if self.aim is None else (self.aim[0], self.aim[1])


class Capacity(Section):
    heads: NonNegative
    weekly_hours: Positive
    away: Share = 0.0
    growth_per_year: Annotated[float, Field(gt=-1, le=10)] = 0.0
    turnover_per_year: Annotated[float, Field(ge=0, le=10)] = 0.25
    hire_lead_weeks: Annotated[int, Field(ge=0, le=104)] = 6
    ramp: list[Annotated[float, Field(ge=0, le=1)]] = []
    cost_per_hire: NonNegative = 7000.0
    cost_per_week: NonNegative = 0.0
    overtime_cost_per_hour: NonNegative = 0.0
    overtime_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    shortage_cost_per_hour: NonNegative = 1000.0
    class_size: Annotated[int, Field(ge=1)] = 1
    max_hires_per_week: Annotated[int, Field(ge=0)] | None = None


class Roster(Section):
    agents: str | None = None
    rest_hours: NonNegative = 11
    max_consecutive_days: Annotated[int, Field(ge=1)] = 6


class Alerts(Section):
    forecast_wape: Positive | None = None
    forecast_bias: Positive | None = None
    forecast_coverage: Annotated[float, Field(gt=0, lt=1)] | None = None
    forecast_days: Annotated[int, Field(ge=1, le=400)] = 7
    drift: Positive = 5.0
    understaffing: Annotated[float, Field(ge=0, lt=1)] | None = None


class Plan(Section):
    """A whole plan file."""

    centre: Centre
    history: HistorySource | None = None
    forecast: ForecastChoice = ForecastChoice()
    service: Service = Service()
    people: PeopleShares = PeopleShares()
    schedule: Schedule
    roster: Roster | None = None
    alerts: Alerts = Alerts()
    metrics: dict[MetricKey, MetricAim] = {}
    capacity: Capacity | None = None
