"""What is aimed at, when to raise an alarm, and how long runs are kept."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from staffing.plan.file.schema.words import NonNegative, Positive, Section, one_of
from staffing.scorecard import METRICS

MetricKey = Annotated[str, one_of(METRICS)]


def _low_and_high(value: object) -> object:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("[low, high]")
    return value


class MetricAim(Section):
    """Another aim than the standard's, in the metric's unit: a range, or a bound on one side."""

    aim: Annotated[list[NonNegative], BeforeValidator(_low_and_high)] | None = None
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


class Alerts(Section):
    forecast_wape: Positive | None = None
    forecast_bias: Positive | None = None
    forecast_coverage: Annotated[float, Field(gt=0, lt=1)] | None = None
    forecast_days: Annotated[int, Field(ge=1, le=400)] = 7
    drift: Positive = 5.0
    understaffing: Annotated[float, Field(ge=0, lt=1)] | None = None
    gap: Annotated[float, Field(ge=0, lt=1)] | None = None
    service_level: Annotated[float, Field(gt=0, le=1)] | None = None
    simulated_service_level: Annotated[float, Field(gt=0, le=1)] | None = None
    history_age_hours: Positive | None = None
    history_days: Annotated[int, Field(ge=1)] | None = None
    volume_change: Positive | None = None
    volume_change_last_run: Positive | None = None


class KeptRuns(Section):
    keep: Annotated[int, Field(ge=1)] | None = None
