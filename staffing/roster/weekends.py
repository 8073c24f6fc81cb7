"""Which weekend each date belongs to, and what working one more costs a person, all others given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.roster.case import DAY, RosterCase, weekday_of
from staffing.roster.people import Agent
from staffing.roster.rules.rule import NO_WEEKEND, WEEKEND_GOES_ON, WEEKEND_OPENS

NONE = -1


@dataclass(frozen=True)
class Weekends:
    """Of the dates: `roles` (`NO_WEEKEND` …), and `number`, from one long past on; `NONE` else."""

    roles: tuple[int, ...]
    number: tuple[int, ...]
    opens: int  # the weekday that a weekend begins with
    first: np.datetime64  # the first day of weekend 0
    days: frozenset[int]

    def of(self, date: np.datetime64) -> int:
        """The number of the weekend of a date; `NONE` on other days, and before weekend 0."""
        if weekday_of(date) not in self.days:
            return NONE
        return max(NONE, int((date - self.first) / DAY) // 7)


def weekends_of(case: RosterCase, weeks_back: int) -> Weekends:
    """The weekends of the period and of so many weeks before."""
    opens = next((day for day in sorted(case.weekend) if (day - 1) % 7 not in case.weekend), 0)
    start = case.dates[0]
    first = start - ((weekday_of(start) - opens) % 7) * DAY - 7 * weeks_back * DAY
    calendar = Weekends((), (), opens, first, case.weekend)
    roles = tuple(
        NO_WEEKEND
        if weekday_of(date) not in case.weekend
        else WEEKEND_OPENS
        if weekday_of(date) == opens
        else WEEKEND_GOES_ON
        for date in case.dates
    )
    return Weekends(roles, tuple(map(calendar.of, case.dates)), opens, first, case.weekend)


@dataclass(frozen=True)
class WeekendLimit:
    """The rule of one person: at most `most` of any `span` weekends worked, each beyond at `price`.

    `past` has a bit for each weekend worked before the period.
    """

    most: int
    span: int
    price: float
    past: int

    def added(self, worked: int, weekend: int) -> float:
        """What it costs to work a weekend besides those of `worked` (bits, the past included)."""
        bit = 1 << weekend
        if worked & bit:
            return 0.0
        units = 0
        mask = (1 << self.span) - 1
        for later in range(weekend, weekend + self.span):
            if later == weekend or worked >> later & 1:
                window = mask << (later - self.span + 1) if later >= self.span - 1 else (1 << (later + 1)) - 1
                count = (worked & window).bit_count()
                units += max(0, count + 1 - self.most) - (
                    max(0, count - self.most) if later != weekend else 0
                )
        return self.price * units if units else 0.0


def weekend_limit(agent: Agent, weekends: Weekends, price: float) -> WeekendLimit | None:
    """None where a person has no such rule."""
    if not agent.terms.weekends_off:
        return None
    past = 0
    for shift in agent.past:
        if (number := weekends.of(shift.date)) != NONE:
            past |= 1 << number
    span = agent.terms.weekends_off_weeks
    return WeekendLimit(span - int(agent.terms.weekends_off), span, price, past)
