"""What becomes of a roster when two people exchange shifts, or when somebody is stood in for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BrokenByChange:
    """A rule or wish that a change breaks: by whom, when, by how much of its unit, and why.

    `cost` is in the plan's cost units, None where the rule is hard.
    """

    agent: str
    date: str
    rule: str
    amount: float
    unit: str
    cost: float | None
    reason: str


@dataclass(frozen=True)
class ExchangedDate:
    """What the two work on a date before they exchange it: a pattern with its times, or `off`."""

    date: str
    first: str
    second: str


@dataclass(frozen=True)
class HoursOfWeek:
    """Paid hours of a person in the week that begins on a date, before and after; leave is not counted."""

    agent: str
    week: str
    before: float
    after: float


@dataclass(frozen=True)
class Swap:
    """Two people who exchange what they have on some dates; costs in the plan's units, hours are hours.

    It is allowed where no hard rule is broken that was not before. `parts` say what the cost is made of.
    """

    first: str
    second: str
    dates: tuple[ExchangedDate, ...]
    is_allowed: bool
    broken: tuple[BrokenByChange, ...]
    hours: tuple[HoursOfWeek, ...]
    short_hours_before: float
    short_hours_after: float
    over_hours_before: float
    over_hours_after: float
    cost: float
    parts: dict[str, float]
