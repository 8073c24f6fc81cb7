"""Heads, hires and their costs over the coming weeks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from staffing.plan.file.schema.words import NonNegative, Positive, Section, Share


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
