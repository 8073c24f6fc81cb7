"""Coverage counted again from the shifts alone, and where it falls short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.roster import RosterCoverage, Unfilled
from staffing.roster.case import RosterCase
from staffing.roster.presence import price_of

if TYPE_CHECKING:
    from staffing.roster.result.shifts import Worked

SHORT_HEADS = 1e-6  # fewer are rounding


class Counted:
    """Heads (groups, intervals) on shift and on a rest, to the minute; those of the past count."""

    def __init__(self, case: RosterCase, shifts: list[Worked]) -> None:
        self.case = case
        shape = len(case.needs), case.intervals
        self.scheduled: Floats = np.zeros(shape)
        self.on_break: Floats = np.zeros(shape)
        for one in shifts:
            self._add(one.group, (one.start, one.end), [(begin, stop) for _, begin, stop in one.rests])
        for agent in case.agents:
            for past in agent.past:
                if past.end > case.first_interval:
                    group = case.group_place(past.group or min(agent.groups))
                    self._add(group, (past.start, past.end), [(begin, stop) for _, begin, stop in past.rests])

    def _add(
        self,
        group: int,
        shift: tuple[np.datetime64, np.datetime64],
        rests: list[tuple[np.datetime64, np.datetime64]],
    ) -> None:
        places, parts = self._parts(*shift)
        self.scheduled[group, places] += parts
        for rest in rests:
            places, parts = self._parts(*rest)
            self.on_break[group, places] += parts

    def _parts(self, start: np.datetime64, end: np.datetime64) -> tuple[Ints, Floats]:
        """The intervals that a stretch of time touches, and by what part of each."""
        width = self.case.interval_minutes
        first, last = (
            int((moment - self.case.first_interval).astype("timedelta64[m]").astype(np.int64))
            for moment in (start, end)
        )
        places = np.arange(max(0, first // width), min(self.case.intervals, -(-last // width)))
        inside = np.minimum(last, (places + 1) * width) - np.maximum(first, places * width)
        return places, inside / width

    @property
    def working(self) -> Floats:
        """Heads at work and not on a rest."""
        return self.scheduled - self.on_break

    @property
    def need(self) -> Floats:
        """Agents on the phones; NaN in intervals without a row."""
        return np.stack([need.agents for need in self.case.needs])

    @property
    def missing(self) -> Floats:
        """Agents short (over where negative); NaN in intervals without a row."""
        return self.need - self.case.phone_share * self.working

    def cost(self) -> float:
        """Of what is short and over."""
        need = self.need
        rows = np.isfinite(need)
        hours = self.case.interval_minutes / 60
        return hours * float(price_of(self.missing[rows], need[rows], self.case.prices).sum())

    def parts(self) -> dict[str, float]:
        """The same in its parts: short, deep, over."""
        prices, need = self.case.prices, self.need
        rows = np.isfinite(need)
        hours, missing = self.case.interval_minutes / 60, self.missing[rows]
        short = hours * float(np.maximum(missing, 0.0).sum())
        over = hours * float(np.maximum(-missing, 0.0).sum())
        deep = hours * float(np.maximum(0.0, missing - prices.deep_shortage * need[rows]).sum())
        dearer = (
            0.0 if prices.deep_understaffing is None else prices.deep_understaffing - prices.understaffing
        )
        return {
            "short": prices.understaffing * short,
            "deep": dearer * deep,
            "over": prices.overstaffing * over,
        }

    def hours_short_and_over(self) -> tuple[float, float]:
        """Agent-hours on the phones."""
        missing = self.missing[np.isfinite(self.need)]
        hours = self.case.interval_minutes / 60
        return hours * float(np.maximum(missing, 0.0).sum()), hours * float(np.maximum(-missing, 0.0).sum())


def roster_coverage(counted: Counted) -> RosterCoverage:
    """The rows of coverage.csv: intervals with a requirement, by time, then group."""
    case = counted.case
    group, interval = (axis.ravel() for axis in np.indices(counted.need.shape))
    order = np.lexsort((group, interval))
    order = order[np.isfinite(counted.need[group[order], interval[order]])]
    group, interval = group[order], interval[order]
    required = counted.need[group, interval] / case.phone_share
    scheduled, on_break = counted.scheduled[group, interval], counted.on_break[group, interval]
    working = scheduled - on_break
    return RosterCoverage(
        interval_start=_moments(case, interval),
        group=np.array([need.name for need in case.needs], dtype=np.str_)[group],
        required=required,
        scheduled=scheduled,
        on_break=on_break,
        working=working,
        over=np.maximum(working - required, 0.0),
        under=np.maximum(required - working, 0.0),
        timezone=case.zone.name,
    )


def short_stretches(counted: Counted) -> Unfilled:
    """The rows of unfilled.csv in `cover`: one for each stretch of short intervals of a local day."""
    case = counted.case
    heads = np.nan_to_num(np.maximum(counted.missing, 0.0)) / case.phone_share
    dates = case.zone.local(_moments(case, np.arange(case.intervals))).astype("datetime64[D]")
    rows: list[tuple[int, int, int]] = []
    for group in range(len(heads)):
        is_short = heads[group] > SHORT_HEADS
        opens = is_short & ~np.concatenate([[False], is_short[:-1] & (dates[1:] == dates[:-1])])
        closes = is_short & ~np.concatenate([is_short[1:] & (dates[1:] == dates[:-1]), [False]])
        edges = zip(np.flatnonzero(opens).tolist(), np.flatnonzero(closes).tolist(), strict=True)
        rows += [(a, b + 1, group) for a, b in edges]
    rows.sort()
    worst = [float(heads[group, a:b].max()) for a, b, group in rows]
    hours = [float(heads[group, a:b].sum()) * case.interval_minutes / 60 for a, b, group in rows]
    first = np.array([a for a, _, _ in rows], dtype=np.int64)
    last = np.array([b for _, b, _ in rows], dtype=np.int64)
    return Unfilled(
        group=np.array([case.needs[group].name for _, _, group in rows], dtype=np.str_),
        date=dates[first],
        start=_moments(case, first),
        end=_moments(case, last),
        pattern=np.array([""] * len(rows), dtype=np.str_),
        agents=np.array(worst),
        agent_hours=np.array(hours),
        bound_by=np.full(len(rows), "", dtype=np.str_),
        would_fill=np.full(len(rows), "", dtype=np.str_),
        timezone=case.zone.name,
    )


def _moments(case: RosterCase, interval: Ints) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    steps = (interval * case.interval_minutes).astype("timedelta64[m]")
    return np.asarray((case.first_interval + steps).astype("datetime64[s]"))
