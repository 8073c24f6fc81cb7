"""What service is asked for, by which model, of how many of those who are planned."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from staffing.plan.file.schema.words import (
    Clock,
    Days,
    Fraction,
    NonNegative,
    Positive,
    Section,
    Share,
    TargetText,
    one_of,
)
from staffing.queueing import MODELS
from staffing.requirement.definitions import DEFINITIONS
from staffing.requirement.targets import parse_target


class ServiceOverride(Section):
    """Another target for a queue, for some weekdays, for a time of day; later ones win."""

    queue: str | None = None
    days: Days = frozenset(range(7))
    start: Clock = 0
    end: Clock = 1440
    target: TargetText

    @model_validator(mode="after")
    def _within_a_day(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start before end (a window over midnight is two: until 24:00, and from 00:00)")
        return self


class Service(Section):
    target: TargetText = "80/20"
    definition: Annotated[str, one_of(DEFINITIONS)] = "offered"
    model: Annotated[str, one_of(MODELS)] = "erlang-a"
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
