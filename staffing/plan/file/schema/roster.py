"""Who works under which rules, and what a roster's shortcomings cost."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from staffing.plan.file.schema.words import Clock, Days, NonNegative, Section, Share, one_of, wrong
from staffing.roster.rules import SOFT
from staffing.timegrid import DAY_NAMES, clock


def _night(text: object) -> Any:
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", str(text))
    if match is None:
        raise wrong('hours such as "23:00-06:00"')
    first, second, third, fourth = map(int, match.groups())
    return first * 60 + second, third * 60 + fourth


def _night_text(span: tuple[int, int]) -> str:
    return f"{clock(span[0])}-{clock(span[1])}"


def _soft(prices: dict[str, float]) -> dict[str, float]:
    for name in prices:
        if name not in SOFT:
            raise wrong(f"prices of rules that can be soft ({', '.join(SOFT)}), not of '{name}'")
    return prices


Night = Annotated[tuple[int, int], BeforeValidator(_night), PlainSerializer(_night_text)]
Prices = Annotated[dict[str, NonNegative], AfterValidator(_soft)]
AtLeastOne = Annotated[int, Field(ge=1)]
DaysInARow = Annotated[int, Field(ge=1, le=366)]  # a longer run is no limit, or a slip


class Roster(Section):
    mode: Literal["cover", "assign"] = "cover"
    agents: str | None = None
    availability: str | None = None
    state: str | None = None
    week_starts: Annotated[str, one_of(DAY_NAMES)] = "mon"
    rest_hours: NonNegative = 11
    max_consecutive_days: DaysInARow = 6
    min_consecutive_days: DaysInARow | None = None
    min_consecutive_days_off: DaysInARow | None = None
    max_hours_per_week: NonNegative | None = None
    max_consecutive_nights: DaysInARow | None = None
    weekends_off: Annotated[int, Field(ge=0)] | None = None
    weekends_off_weeks: Annotated[int, Field(ge=1, le=8)] = 4
    start_tolerance_minutes: NonNegative | None = None
    weekend: Days = frozenset({5, 6})
    night: Night = (23 * 60, 6 * 60)
    night_minutes: AtLeastOne = 120
    early_before: Clock = 7 * 60
    late_after: Clock = 20 * 60
    understaffing_cost: NonNegative | None = None
    overstaffing_cost: NonNegative | None = None
    deep_understaffing_cost: NonNegative | None = None
    deep_shortage: Share = 0.2
    unfilled_cost: NonNegative = 10.0
    fairness_cost: NonNegative = 0.0
    fairness_weeks: Annotated[int, Field(ge=0, le=104)] = 12
    refused_factor: NonNegative = 0.0
    change_cost: NonNegative = 5.0
    soft: Prices = {}

    @property
    def files(self) -> tuple[str | None, ...]:
        """Those that it names, or may name, beside the plan."""
        return self.agents, self.availability, self.state
