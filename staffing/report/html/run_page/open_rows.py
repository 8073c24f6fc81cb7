"""The intervals that the page shows, one after the other: those with contacts, heads or a need for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints, Texts, Times
from staffing.records.run_page import RunPage
from staffing.timegrid import local_day, minute_of_day

_SLOT_MINUTES = 30  # of a cell of the heat map, where intervals are no longer


@dataclass(frozen=True, eq=False)
class OpenRows:
    """`start` is UTC; `minute` is that of the wall clock, `elapsed` minutes since the local midnight.

    `day[i]` indexes `dates`, all local days of the run, closed ones too.
    """

    start: Times
    day: Ints
    minute: Ints
    elapsed: Ints
    dates: Times
    interval_minutes: int

    def __len__(self) -> int:
        return len(self.start)

    def column(self, start: Times, values: Floats) -> Floats:
        """Values of intervals that start then, laid out on these; NaN where there is none."""
        laid = np.full(len(self), np.nan)
        if len(self):
            place = np.minimum(np.searchsorted(self.start, start), len(self) - 1)
            fits = self.start[place] == start
            laid[place[fits]] = values[fits]
        return laid

    @property
    def slot_minutes(self) -> int:
        """What a cell of the heat map covers."""
        return max(_SLOT_MINUTES, self.interval_minutes)

    @property
    def slots(self) -> Ints:
        """The cell of each interval, as minutes of the clock: a multiple of `slot_minutes`."""
        return self.minute // self.slot_minutes * self.slot_minutes


def open_rows(page: RunPage) -> OpenRows:
    """Of the coverage of all heads, and the contacts of all queues."""
    whole, needed = page.coverage.together(), page.requirement
    is_busy = np.isin(whole.interval_start, needed.interval_start[needed.offered > 0])
    local = whole.local
    dates = np.unique(local_day(local))
    shown = whole.rows(is_busy | (whole.required > 0) | (whole.working > 0))
    day = np.searchsorted(dates, local_day(shown.local))
    midnight = np.array([shown.zone.midnight(date) for date in dates], dtype="datetime64[s]")
    elapsed = (shown.interval_start - midnight[day]).astype("timedelta64[m]").astype(np.int64)
    return OpenRows(
        start=shown.interval_start,
        day=day,
        minute=minute_of_day(shown.local),
        elapsed=elapsed,
        dates=dates,
        interval_minutes=whole.interval_minutes,
    )


def day_names(dates: Times) -> list[str]:
    """`Mon 27 Oct`, and the year where the dates lie in two."""
    years = {date.item().year for date in dates}
    form = "%a %d %b" if len(years) == 1 else "%a %d %b %Y"
    return [f"{date.item():{form}}" for date in dates]


def texts(column: Texts) -> list[str]:
    """The distinct texts of a column, in the order in which they come."""
    return list(dict.fromkeys(column.tolist()))
