"""What a roster is made of: people, patterns, the need of each group, the dates, and the prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.roster.given import GivenShift, is_pooled
from staffing.roster.pattern import RosterPatterns
from staffing.timegrid import Zone

if TYPE_CHECKING:
    from staffing.roster.people import Agent

DAY = np.timedelta64(1, "D")
LEAST_DAYS_OF_A_WEEK = 5  # a last week of so many days in the requirement belongs to the period whole


@dataclass(frozen=True)
class NightHours:
    """What makes a shift a night, early or late one; minutes after midnight on the wall clock.

    A night shift has at least `least_minutes` of its presence between `start` and `end`; an early one starts
    before `early_before`, a late one ends after `late_after`, and neither is a night shift.
    """

    start: int = 23 * 60
    end: int = 6 * 60
    least_minutes: int = 120
    early_before: int = 7 * 60
    late_after: int = 20 * 60


@dataclass(frozen=True)
class RosterPrices:
    """Per agent-hour short and over; `deep_understaffing` (None: the same) beyond a share of the need.

    That share is `deep_shortage`; `unfilled` per paid hour of a shift that nobody works; `change` per agent
    and date changed; `soft` per unit of a rule that is not hard.
    """

    understaffing: float = 10.0
    overstaffing: float = 0.0
    deep_understaffing: float | None = None
    deep_shortage: float = 0.2
    unfilled: float = 10.0
    fairness: float = 0.0
    fairness_weeks: int = 12
    refused_factor: float = 0.0
    change: float = 5.0
    soft: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupNeed:
    """Agents on the phones that a group needs; NaN in intervals without a requirement row."""

    name: str
    agents: Floats


@dataclass(frozen=True, eq=False)
class RosterCase:
    """All that a roster must meet. Intervals begin at `first_interval` (UTC) and last `interval_minutes`.

    `phone_share` is the part of a head at work that is on the phones; weekdays are 0 Monday.
    """

    zone: Zone
    first_interval: np.datetime64
    interval_minutes: int
    needs: tuple[GroupNeed, ...]
    phone_share: float
    patterns: RosterPatterns
    agents: tuple[Agent, ...]
    prices: RosterPrices
    night: NightHours = NightHours()
    week_starts: int = 0
    weekend: frozenset[int] = frozenset({5, 6})
    given: tuple[GivenShift, ...] | None = None  # the shifts, where people are sought for them

    @property
    def is_pooled(self) -> bool:
        """Whether shifts are given that anybody may work, whatever their group."""
        return self.given is not None and is_pooled(self.given)

    @property
    def intervals(self) -> int:
        """From the first with a requirement to the last."""
        return len(self.needs[0].agents)

    @cached_property
    def end(self) -> np.datetime64:
        """UTC of the end of the last interval."""
        return self.first_interval + np.timedelta64(self.intervals * self.interval_minutes, "m")

    @cached_property
    def dates(self) -> tuple[np.datetime64, ...]:
        """From the requirement's first local date to its last, a nearly whole last week completed."""
        first = self.zone.date(self.first_interval)
        last = self.zone.date(self.end - np.timedelta64(1, "s"))
        of_the_week = (weekday_of(last) - self.week_starts) % 7 + 1
        if LEAST_DAYS_OF_A_WEEK <= of_the_week < 7:
            last = last + (7 - of_the_week) * DAY
        return tuple(np.arange(first, last + DAY))

    @cached_property
    def weeks(self) -> tuple[tuple[int, int], ...]:
        """Each week as a span of `dates`, cut at the ends of the period."""
        place = np.array([self.place_in_week(date) for date in self.dates])
        opens = [0, *(np.flatnonzero(place[1:] == 0) + 1).tolist()]
        return tuple(zip(opens, [*opens[1:], len(place)], strict=True))

    def place_in_week(self, date: np.datetime64) -> int:
        """0 on the first day of a week."""
        return (weekday_of(date) - self.week_starts) % 7

    def week_of(self, date: np.datetime64) -> np.datetime64:
        """The first day of the week of a date."""
        return date - self.place_in_week(date) * DAY

    @cached_property
    def fair_since(self) -> np.datetime64:
        """The first date whose burdens and wishes still count."""
        return self.dates[0] - 7 * self.prices.fairness_weeks * DAY

    def group_place(self, name: str) -> int:
        """Which of `needs` a group's is."""
        return next(place for place, need in enumerate(self.needs) if need.name == name)


def weekday_of(date: np.datetime64) -> int:
    """0 Monday … 6 Sunday."""
    return int((date.astype("datetime64[D]").astype(np.int64) + 3) % 7)
