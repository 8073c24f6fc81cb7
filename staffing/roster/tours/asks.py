"""The question for the best tour of the whole period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.roster.case import RosterCase
from staffing.roster.tours.best import Ask
from staffing.roster.tours.windows import StartWindows, windows_of

if TYPE_CHECKING:
    from staffing.roster.person import Person
    from staffing.roster.setting import Setting

WeekWindows = Sequence[StartWindows | None]


def windows_of_weeks(person: Person, setting: Setting) -> WeekWindows:
    """The start windows of each week."""
    usable, minute = np.isfinite(person.prices), setting.ground.candidates.minute
    return [windows_of(person, minute, usable, *week) for week in setting.ground.case.weeks]


def no_windows(setting: Setting) -> WeekWindows:
    """Those of somebody whose starts need not be alike."""
    return [None] * len(setting.ground.case.weeks)


def asked_of_all(person: Person, case: RosterCase, prices: Floats, windows: WeekWindows) -> Ask:
    """What a tour of the period costs at these prices (dates, candidates)."""
    person.contract.graph_of_all()  # which knows all states that the dates can reach
    machine = person.contract.whole
    count = max((one.count for one in windows if one is not None), default=1)
    rows = np.full((count, *prices.shape), np.inf)
    by_window = np.zeros(count)
    for (first, stop), one in zip(case.weeks, windows, strict=True):
        if one is None:
            rows[:1, first:stop] = prices[first:stop]
        else:
            rows[: one.count, first:stop] = prices[None, first:stop] + one.outside
            by_window[: one.count] = one.prices
    closing: list[Floats | None] = [None] * len(prices)
    for (_, stop), facts in zip(case.weeks, person.weeks, strict=True):
        if person.contract.tables.week_ends[stop - 1]:
            closing[stop - 1] = person.contract.closing(facts, of_all=True)
    return Ask(
        entry=machine.place[person.entry],
        prices=rows,
        off_prices=person.off_prices,
        closing=closing,
        leaving=machine.ending if person.contract.is_of_period else None,
        window_prices=by_window if by_window.any() else None,
    )
