"""What service is asked for, by which model, of how many of those who are planned."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from staffing.definitions import DEFINITIONS
from staffing.errors import UsageError
from staffing.plan.file.schema.words import (
    Clock,
    Days,
    Factor,
    Fraction,
    Lost,
    NonNegative,
    Positive,
    Present,
    Section,
    Share,
    WrittenTarget,
    WrittenUncertainty,
    one_of,
    written_target,
    written_uncertainty,
    wrong,
)
from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS, require_law
from staffing.requirement.variation import VARIATIONS

Patience = Annotated[float, Field(gt=0, le=1e7)]  # seconds; who waits for months never gives up
Level = Annotated[int, Field(ge=1, le=1000)]


class ServiceOverride(Section):
    """Another target for a queue, for some weekdays, for a time of day; later ones win."""

    queue: str | None = None
    days: Days = frozenset(range(7))
    start: Clock = 0
    end: Clock = 1440
    target: WrittenTarget

    @model_validator(mode="after")
    def _within_a_day(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start before end (a window over midnight is two: until 24:00, and from 00:00)")
        return self


class ServiceChoice(Section):
    target: WrittenTarget = written_target("80/20")
    definition: Annotated[str, one_of(DEFINITIONS)] = "offered"
    model: Annotated[str, one_of(MODELS)] = "erlang-a"
    patience_seconds: Patience | Literal["estimate"] | None = None
    patience_curve: str | None = None
    patience_law: Annotated[str, one_of(PATIENCE_LAWS)] = "exponential"
    patience_parameter: Annotated[Positive | None, Field(validate_default=True)] = None
    lines: Annotated[int, Field(ge=0)] | None = None
    redial: Share = 0.0
    redial_blocked: Share = 0.0
    at_once: Annotated[int, Field(ge=1)] = 1
    writing_ratio: Positive = 1.0
    variation: Annotated[str, one_of(VARIATIONS)] | None = None
    uncertainty: WrittenUncertainty = written_uncertainty("none")
    max_wait_seconds: Positive | None = None
    max_abandonment: Annotated[float, Field(gt=0, lt=1)] | None = None
    max_occupancy: Fraction | None = None
    min_agents: NonNegative = 0
    override: list[ServiceOverride] = []
    period: Literal["interval", "day", "week"] = "interval"
    finish_contacts: bool = True

    @field_validator("patience_parameter")
    @classmethod
    def _parameter_of_the_law(cls, parameter: float | None, known: ValidationInfo) -> float | None:
        law = known.data.get("patience_law")
        if law is None or known.data.get("patience_curve"):  # wrong by itself; the curve is the law
            return parameter
        if law == "empirical":
            raise wrong("a patience_curve beside the empirical law", "staffing patience --curve writes one")
        try:
            require_law(law, parameter)
        except UsageError as error:
            hint = "set patience_parameter to it, or leave out patience_law"
            raise wrong(error.message.replace(" needs ", ": "), hint) from None
        return parameter

    @model_validator(mode="after")
    def _one_target_for_a_period(self) -> Self:
        if self.period == "interval":
            return self
        if self.override:
            raise ValueError('period = "interval" beside overrides: a period has one target for all queues')
        if self.uncertainty.value is not None:
            raise ValueError('period = "interval" beside uncertainty: a period has no range of its own')
        if self.target.value.service_level == 0:
            raise ValueError("a service level as target of a period")
        return self


class SkillGroup(Section):
    name: str
    queues: Annotated[dict[str, Level], Field(min_length=1)]
    aht_factor: dict[str, Factor] = {}
    cost_factor: Factor = 1.0
    patterns: Annotated[list[str], Field(min_length=1)] | None = None
    max_agents: Annotated[int, Field(ge=0)] | None = None
    at_once: dict[str, Annotated[int, Field(ge=1, le=16)]] = {}

    @model_validator(mode="after")
    def _of_its_own_queues(self) -> Self:
        if not self.aht_factor.keys() <= self.queues.keys():
            raise ValueError("aht_factor of queues that the group serves: name them under `queues` too")
        if not self.at_once.keys() <= self.queues.keys():
            raise ValueError("at_once of queues that the group serves: name them under `queues` too")
        return self


class PeopleShares(Section):
    attendance: Present = 1.0
    adherence: Present = 1.0
    shrinkage: Lost | list[Lost] = 0.0
    spell_minutes: Positive = 8.0
