"""The hours in which a centre is open, from the weeks of its history.

A slot is a weekday's interval on the wall clock. It is open where contacts are usual: not where a few strays
came, and also in a quiet slot between busy ones. Monday to Friday are judged together, and a weekday differs
from the others only where its own numbers are clear, so that a small centre does not get ragged hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, local_day, minute_of_day, weekday

WORKDAYS = range(5)
# (share of the busy level, share of days with a contact) from which a slot is open, strictest first
LEVELS = ((0.02, 0.25), (0.01, 0.15), (0.005, 0.05))
MOST_OUTSIDE = 0.05  # share of contacts outside the hours from which the next level is tried
SHORT_GAP_MINUTES = 120
LONG_GAP_MINUTES = 480
GAP_LEVEL = 0.05  # of the busy level: a longer gap with less is closed
CLEAR = 10  # contacts expected from which few or none are no chance
FEW = 0.1  # of those expected
SURE_DAYS = 10  # days with rows from which a weekday without any is closed, not unknown
MONDAY = 3  # days from a Monday to 1970-01-01
QUIET_DAY = 0.03  # of the busiest weekday: one with less is closed
CRUMB = 0.02  # of a day's contacts: an isolated hour with less is strays


@dataclass(frozen=True, eq=False)
class WeekHours:
    """[weekday, slot] where the centre is open, Monday first; the share of contacts outside those hours.

    `unseen` are weekdays of which the history has no date: Monday to Friday are taken to be like the others.
    """

    open: Bools
    interval_minutes: int
    outside: float
    unseen: tuple[int, ...]

    @property
    def is_always(self) -> bool:
        """Open round the clock on every day."""
        return bool(self.open.all())

    def runs(self) -> list[tuple[int, int]]:
        """Stretches of open minutes from Monday 00:00; one over Sunday's midnight ends after it."""
        return [
            (start * self.interval_minutes, end * self.interval_minutes)
            for start, end in _runs(self.open.reshape(-1))
        ]


class _Days(NamedTuple):
    """[day, slot] contacts, each day's weekday, and whether the history has a row of it."""

    counts: Floats
    weekday: Ints
    told: Bools


class _Usual(NamedTuple):
    """[weekday, slot]: contacts on a usual day, the share of days with any; days by weekday."""

    mean: Floats
    often: Floats
    days: Floats


def week_hours(history: History) -> WeekHours:
    """The opening hours that the history shows, all queues added up."""
    days = _by_day(history)
    counts, day_of_week = days.counts, days.weekday
    usual = _usual(days)
    told = set(day_of_week[days.told].tolist())
    is_short = days.told.sum() < SURE_DAYS
    unseen = tuple(day for day in range(7) if day not in told) if is_short else ()
    total = counts.sum()
    for share, often in LEVELS:
        is_open = _opened(usual, share, often)
        outside = 1.0 - float((counts * is_open[day_of_week]).sum() / total) if total > 0 else 0.0
        if outside <= MOST_OUTSIDE:
            break
    if not is_open.any():
        is_open = usual.mean > 0
    seen = [day for day in WORKDAYS if day in told]
    for day in set(unseen) & set(WORKDAYS):
        is_open[day] = is_open[seen].sum(axis=0) * 2 > len(seen)
    return WeekHours(is_open, history.interval_minutes, outside, unseen)


def _by_day(history: History) -> _Days:
    """Every day from the first to the last, but for weeks of which the history has no row."""
    local = history.local
    day = local_day(local).astype(np.int64)
    first, slots = int(day.min()), MINUTES_PER_DAY // history.interval_minutes
    days = int(day.max()) - first + 1
    place = (day - first) * slots + minute_of_day(local) // history.interval_minutes
    counts = np.bincount(place, weights=np.nan_to_num(history.offered), minlength=days * slots)
    dates = (first + np.arange(days)).astype("datetime64[D]")
    told = np.bincount(day - first, minlength=days) > 0
    week = (first + np.arange(days) + MONDAY) // 7
    kept = np.isin(week, week[told])
    table = np.asarray(counts.reshape(days, slots)[kept], dtype=np.float64)
    return _Days(table, weekday(dates)[kept], told[kept])


def _usual(by_day: _Days) -> _Usual:
    """Of the days on which anybody called, unless that is less than half of the weekday's."""
    counts, day_of_week = by_day.counts, by_day.weekday
    slots = counts.shape[1]
    mean, often, days = np.zeros((7, slots)), np.zeros((7, slots)), np.zeros(7)
    for day in range(7):
        of_weekday = counts[day_of_week == day]
        days[day] = max((of_weekday.sum(axis=1) > 0).sum(), len(of_weekday) / 2)
        if days[day]:
            mean[day] = of_weekday.sum(axis=0) / days[day]
            often[day] = (of_weekday > 0).sum(axis=0) / days[day]
    return _Usual(mean, often, days)


def _opened(usual: _Usual, share: float, least_often: float) -> Bools:
    mean, often, days = usual
    busy = float((mean**2).sum() / mean.sum()) if mean.any() else 0.0
    a_day = mean.sum(axis=1)
    mean = np.where((a_day >= QUIET_DAY * a_day.max())[:, None], mean, 0.0)
    is_open = (mean >= share * busy) & (often >= least_often) & (mean > 0)
    alike = _alike_workdays(mean)
    if len(alike) > 1:
        of_all = days[alike].sum()
        pooled = (mean[alike] * days[alike, None]).sum(axis=0) / of_all
        pooled_often = (often[alike] * days[alike, None]).sum(axis=0) / of_all
        together = (pooled >= share * busy) & (pooled_often >= least_often) & (pooled > 0)
        expected = pooled[None] * days[alike, None]
        seen = mean[alike] * days[alike, None]
        clearly_closed = (expected >= CLEAR) & (seen <= FEW * expected)
        clearly_open = is_open[alike] & (seen >= CLEAR) & (often[alike] >= 0.5)
        is_open[alike] = together[None] & ~clearly_closed | clearly_open
    filled = _filled(is_open, mean, days, busy)
    return _without_cliffs(_without_crumbs(filled, mean, 1.5 * share * busy), usual)


def _alike_workdays(mean: Floats) -> Ints:
    """Monday to Friday but for those that have far fewer contacts than the others."""
    totals = mean[list(WORKDAYS)].sum(axis=1)
    usual = np.median(totals[totals > 0]) if (totals > 0).any() else 0.0
    return np.flatnonzero((totals > 0) & (totals >= 0.3 * usual))


def _filled(is_open: Bools, mean: Floats, days: Floats, busy: float) -> Bools:
    """Short gaps closed, unless contacts would surely have come in them; long ones where enough did come."""
    flat, level = is_open.reshape(-1).copy(), mean.reshape(-1)
    slots = is_open.shape[1]
    step = MINUTES_PER_DAY // slots
    for start, end in list(_runs(~flat)):
        gap = np.arange(start, end) % len(flat)
        minutes = len(gap) * step
        if not flat.any() or minutes > LONG_GAP_MINUTES:
            continue
        beside = min(level[(start - 1) % len(flat)], level[end % len(flat)])
        expected = beside * len(gap) * days[(start % len(flat)) // slots]
        seen = float((level[gap] * days[gap // slots]).sum())
        is_closed = expected >= CLEAR and seen <= FEW * expected
        if (minutes <= SHORT_GAP_MINUTES and not is_closed) or level[gap].mean() >= GAP_LEVEL * busy:
            flat[gap] = True
    return flat.reshape(is_open.shape)


def _without_crumbs(is_open: Bools, mean: Floats, least: float) -> Bools:
    """Stretches with less than `least` contacts in a slot, and isolated hours with hardly any, are closed."""
    flat, level = is_open.reshape(-1).copy(), mean.reshape(-1)
    step = MINUTES_PER_DAY // is_open.shape[1]
    a_day = mean.sum(axis=1).max(initial=0.0)
    for start, end in list(_runs(flat)):
        run = np.arange(start, end) % len(flat)
        is_crumb = len(run) * step <= 60 and level[run].sum() < CRUMB * a_day
        if is_crumb or level[run].mean() < least:
            flat[run] = False
    return flat.reshape(is_open.shape)


def _without_cliffs(is_open: Bools, usual: _Usual) -> Bools:
    """First and last slots with a tenth or less of their neighbour: callers before opening, after closing."""
    flat, level = is_open.reshape(-1).copy(), usual.mean.reshape(-1)
    for start, end in list(_runs(flat)):
        if end - start in {1, 2, len(flat)}:
            continue
        for edge, inner in ((start, start + 1), (end - 1, end - 2)):
            beside = level[inner % len(flat)]
            seen = beside * usual.days[inner % len(flat) // is_open.shape[1]]
            if seen >= CLEAR and level[edge % len(flat)] <= FEW * beside:
                flat[edge % len(flat)] = False
    return flat.reshape(is_open.shape)


def _runs(flags: Bools) -> Iterator[tuple[int, int]]:
    """Stretches of True on a ring: (first, end); one over the end of the array ends beyond it."""
    size = len(flags)
    if flags.all():
        yield 0, size
        return
    turn = int(np.flatnonzero(~flags)[0])
    turned = np.roll(flags, -turn)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], turned, [False]]).astype(np.int8)))
    pairs = [((int(a) + turn) % size, int(b - a)) for a, b in edges.reshape(-1, 2)]
    yield from sorted((start, start + length) for start, length in pairs)
