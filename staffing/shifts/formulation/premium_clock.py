"""Premium hours of any stretch of the horizon, by the wall clock."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rules import Premium
from staffing.timegrid import MINUTES_PER_DAY, Zone, minute_of_day, weekday

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY


class PremiumClock:
    """Premium hours of any stretch of the horizon: its hours, each weighted with what it adds.

    Where windows overlap what they add is added up. Minutes are exact, whatever the intervals are.
    """

    def __init__(self, horizon: ShiftHorizon) -> None:
        extra = np.zeros(horizon.minutes)
        if horizon.rules.costs.premiums:
            utc = horizon.time(np.arange(horizon.minutes))
            local = Zone(horizon.rules.timezone).local(utc)
            extra = _of_the_week(horizon.rules.costs.premiums)[
                weekday(local) * MINUTES_PER_DAY + minute_of_day(local)
            ]
        again = np.tile(extra, 2) if horizon.cyclic else extra
        self._until = np.concatenate([[0.0], np.cumsum(again)]) / 60
        self._grid = horizon

    def hours(self, start: Ints, minutes: Ints) -> Floats:
        """Premium hours from `start` (minutes after the first interval) on, for so many minutes."""
        begin = self._grid.around(start)
        total: Floats = np.round(self._until[begin + minutes] - self._until[begin], 9)
        return total


def _of_the_week(premiums: tuple[Premium, ...]) -> Floats:
    """What each minute of the week, from Monday 00:00, adds."""
    extra = np.zeros(MINUTES_PER_WEEK)
    for premium in premiums:
        for day in premium.days:
            opens = day * MINUTES_PER_DAY + premium.start
            extra[(opens + np.arange(premium.minutes)) % MINUTES_PER_WEEK] += premium.extra
    return extra
