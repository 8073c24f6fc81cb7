"""Which shifts there are, their lunches and breaks, and what they may cost."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from staffing.plan.file.schema.words import Clock, Days, Lengths, NonNegative, Section, one_of
from staffing.programs.solvers import SOLVERS
from staffing.shifts.effort import EFFORTS, TIME_LIMIT_SECONDS
from staffing.shifts.pattern import MINUTES_PER_DAY

LATEST_RUN = "latest"  # in `before`: the newest run of an earlier moment


class RestRule(Section):
    minutes: Annotated[int, Field(ge=5, le=240)]
    paid: bool
    earliest_minutes: Annotated[int, Field(ge=0)]
    latest_minutes: Annotated[int, Field(ge=0)]
    between: Annotated[list[Clock], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_the_clock(cls, value: Any) -> Any:
        """Who gives times of the clock need not give minutes after the shift's start."""
        if isinstance(value, dict) and "between" in value:
            return {"earliest_minutes": 0, "latest_minutes": MINUTES_PER_DAY} | value
        return value

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.between is not None and max(self.between) > MINUTES_PER_DAY:
            raise ValueError("between with times up to 24:00 (one over midnight ends at the earlier time)")
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
    before: Annotated[str, Field(min_length=1)] | None = None
    frozen_days: Annotated[int, Field(ge=0, le=366)] = 0
    work_at_ends_minutes: Annotated[int, Field(ge=0, le=720)] = 0
    rest_order: Literal["plan", "any"] = "plan"
    solver: Annotated[str, one_of(SOLVERS)] = "highs"
    time_limit_seconds: Annotated[float, Field(gt=0, le=86400)] = TIME_LIMIT_SECONDS
    effort: Annotated[str, one_of(EFFORTS)] = "normal"
    gap: Annotated[float, Field(ge=0, lt=1)] | None = None
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
        if self.frozen_days and self.before is None:
            raise ValueError('frozen_days beside before = "latest" or a file of shifts')
        if self.cyclic_week and self.before is not None:
            raise ValueError("either cyclic_week or before: a typical week has no week before it")
        for rule in self.starts:
            if rule.pattern is not None and rule.pattern not in names:
                raise ValueError(f"starts of one of the patterns {', '.join(names)}, not of '{rule.pattern}'")
        return self
