"""When work may be done, and by when it is due, on the intervals of a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.records.lead import Lead
from staffing.records.need import Need
from staffing.timegrid import OpeningHours, intervals, local_day

SLACK = 1e-9  # hours


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The intervals of a need, in which of them work `may_do` be done, and its `hours` on days before them.

    None: at all hours.
    """

    need: Need
    may_do: Bools
    hours: OpeningHours | None

    @property
    def size(self) -> int:
        """How many intervals there are; beyond them is whatever is due later."""
        return len(self.need)

    def interval_of(self, moments: Times) -> Ints:
        """The interval that each moment lies in; below 0 before the first."""
        step = np.timedelta64(self.need.interval_minutes * 60, "s")
        after: Ints = (moments - self.need.interval_start[0]).astype("timedelta64[s]") // step
        return after.astype(np.int64)

    def due(self, arrived: Times, lead: Lead) -> Ints:
        """The last interval in which what came in at these moments is in time; −1 where none is."""
        if lead.unit == "open days":
            return self._after_open_days(arrived, int(lead.amount))
        if lead.unit == "open hours":
            return self._after_open_hours(arrived, lead.amount)
        return self.last_before(self.moved(arrived, lead))

    def last_before(self, moments: Times) -> Ints:
        """The last interval that has ended at each moment."""
        return np.clip(self.interval_of(moments) - 1, -1, self.size)

    def moved(self, moments: Times, lead: Lead) -> Times:
        """So much later by the clock: days keep the wall time, hours are as long as they are."""
        if lead.unit != "days":
            return moments + np.timedelta64(round(lead.minutes * 60), "s")
        local = self.need.zone.local(moments) + np.timedelta64(round(lead.minutes * 60), "s")
        return self.need.zone.utc(local)[0]

    def _after_open_days(self, arrived: Times, days: int) -> Ints:
        """The end of the n-th open day after that of the arrival."""
        of_interval = local_day(self.need.local)
        came = local_day(self.need.zone.local(arrived))
        if not len(came):
            return np.zeros(0, dtype=np.int64)
        first, last = min(came.min(), of_interval[0]), of_interval[-1]
        every = np.arange(first, last + np.timedelta64(1, "D"))
        is_open = np.isin(every, of_interval[self.may_do])
        before = every < of_interval[0]
        is_open[before] = self._opens_on(every[before])
        open_days = every[is_open]
        place = np.searchsorted(open_days, came, side="right") + days - 1
        is_beyond = place >= len(open_days)
        day = open_days[np.minimum(place, len(open_days) - 1)] if len(open_days) else came
        end = np.searchsorted(of_interval, day, side="right") - 1
        return np.where(is_beyond, self.size, end).astype(np.int64)

    def _after_open_hours(self, arrived: Times, hours: float) -> Ints:
        """The last interval up to which so many open hours have passed since the arrival."""
        if not len(arrived):
            return np.zeros(0, dtype=np.int64)
        start, minutes = self.need.interval_start[0], self.need.interval_minutes
        missing = max(-int(self.interval_of(arrived).min()), 0)
        earlier = intervals(start - np.timedelta64(missing * minutes, "m"), start, minutes)
        is_open = np.concatenate([self._contains(earlier), self.may_do])
        passed: Floats = np.cumsum(is_open) * (minutes / 60)
        came = self.interval_of(arrived) + missing
        before = np.where(came > 0, passed[np.clip(came - 1, 0, len(passed) - 1)], 0.0)
        last = np.searchsorted(passed, before + hours + SLACK, side="right") - 1
        is_beyond = passed[-1] - before <= hours + SLACK
        return np.where(is_beyond, self.size, np.maximum(last - missing, -1)).astype(np.int64)

    def _contains(self, utc: Times) -> Bools:
        local = self.need.zone.local(utc)
        return np.ones(len(utc), dtype=bool) if self.hours is None else self.hours.contains(local)

    def _opens_on(self, days: np.ndarray) -> Bools:
        """Whether the hours of the week open on each local day."""
        weekday = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7
        opens = [True] * 7 if self.hours is None else [bool(spans) for spans in self.hours.spans]
        return np.array(opens, dtype=bool)[weekday]


def calendar_of(need: Need, centre: OpeningHours | None, own: OpeningHours | None) -> WorkCalendar:
    """The calendar of work with hours of its `own`, or else those of the centre.

    Work without hours of its own is done on days on which somebody is needed; none on days of the centre's
    week on which it is closed all day, holidays for example.
    """
    local, day = need.local, local_day(need.local)
    needed = np.isin(day, day[need.required > 0])
    by_centre = np.ones(len(need), dtype=bool) if centre is None else centre.contains(local)
    if own is None:
        return WorkCalendar(need, by_centre & needed, centre)
    closed = np.zeros(len(need), dtype=bool) if centre is None else np.isin(day, day[by_centre]) & ~needed
    return WorkCalendar(need, own.contains(local) & ~closed, own)
