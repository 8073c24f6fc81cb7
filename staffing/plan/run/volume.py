"""Contacts expected, beside those of last year and those that the run before expected: by whole days alone.

A first day that begins at noon, or a day with an hour that nobody counted, would look like fewer contacts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from staffing.daygrid.absent import queue_cells
from staffing.daygrid.local_rows import LocalRows, local_rows
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.timegrid import OpeningHours, Zone, local_day

YEAR = np.timedelta64(364, "D")  # to the same weekday of last year
WEEK = 7  # days
Daily = dict[np.datetime64, float]


class WeekBeside(NamedTuple):
    """Contacts expected in the days from `day`, and those that came on the same days of last year."""

    day: np.datetime64
    expected: float
    came: float


def beside_last_year(
    forecast: Forecast, known: History, as_of: np.datetime64, opening: OpeningHours | None
) -> dict[str, list[WeekBeside]]:
    """Of each queue the whole weeks ahead (or all of less) of which days of last year had contacts."""
    if not len(known):
        return {}
    rows, first = local_rows(known, as_of), _first_whole_day(forecast, known.zone)
    ahead = _by_queue(forecast)
    return {
        queue: _weeks(
            {day: total for day, total in ahead[queue].items() if day >= first},
            _whole_days(known, known.queues.index(queue), rows, opening),
        )
        for queue in forecast.queues
        if queue in known.queues
    }


def _weeks(ahead: Daily, past: Daily) -> list[WeekBeside]:
    days = sorted(ahead)
    found = []
    for start in range(0, max(len(days) - WEEK, 0) + 1, WEEK):
        shared = [day for day in days[start : start + WEEK] if day - YEAR in past]
        expected, came = sum(ahead[day] for day in shared), sum(past[day - YEAR] for day in shared)
        if came > 0:
            found.append(WeekBeside(days[start], expected, came))
    return found


def _whole_days(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> Daily:
    """Contacts of the local days of which every interval is known, or closed, as the forecast reads them."""
    if not len(rows.of_queue[queue]):
        return {}
    cells = queue_cells(history, queue, rows, opening)
    read = cells.read()
    unknown = np.isnan(read.offered) & ~cells.skipped
    begins = int(np.argmax(cells.present[0]))  # what is absent before the first row was never written
    unknown[0, :begins] |= ~read.closed[0, :begins]
    totals = np.nansum(read.offered, axis=1)
    whole = np.flatnonzero(~unknown.any(axis=1))
    return {read.first_day + np.timedelta64(int(day), "D"): float(totals[day]) for day in whole}


def far_from_last_year(limit: float | None, beside: Mapping[str, Sequence[WeekBeside]]) -> Iterator[str]:
    """Of each queue the week ahead that differs most from the same week of last year."""
    if limit is None:
        return
    for name, weeks in beside.items():
        if not weeks:
            continue
        day, expected, came = max(weeks, key=lambda week: abs(week.expected / week.came - 1))
        change = expected / came - 1
        if abs(change) > limit:
            of_queue = f" of queue {name}" if len(beside) > 1 else ""
            yield (
                f"volume: {expected:,.0f} contacts{of_queue} expected in the week from {day}, {came:,.0f} in "
                f"the same week of last year ({change:+.1%}), limit {limit:.1%}"
            )


def unchecked(limit: float | None, beside: Mapping[str, Sequence[WeekBeside]]) -> tuple[str, ...]:
    """A note where `volume_change` is declared and no queue has a day of last year to be compared with."""
    if limit is None or any(beside.values()):
        return ()
    return (
        "[alerts] volume_change cannot be checked: the history holds no contacts of these days of last year; "
        "volume_change_last_run compares with the run before",
    )


def far_from_last_run(
    limit: float | None, run: str, forecast_then: Forecast, forecast: Forecast, zone: Zone
) -> Iterator[str]:
    """Queues of which the days that both runs plan are expected to bring far more or fewer contacts."""
    if limit is None:
        return
    was, now = _by_queue(forecast_then), _by_queue(forecast)
    first = max(_first_whole_day(forecast_then, zone), _first_whole_day(forecast, zone))
    planned, replanned = ({day for daily in each.values() for day in daily} for each in (was, now))
    days = sorted(day for day in planned & replanned if day >= first)
    for queue in dict.fromkeys((*was, *now)) if days else ():
        came, expected = (sum(each.get(queue, {}).get(day, 0.0) for day in days) for each in (was, now))
        change = expected / came - 1 if came > 0 else np.inf if expected > 0 else 0.0
        if abs(change) > limit:
            of_queue = f" of queue {queue}" if len(was) > 1 else ""
            by = f"{change:+.1%}" if came > 0 else "new"
            yield (
                f"volume: {expected:,.0f} contacts{of_queue} expected from {days[0]} to {days[-1]}, "
                f"{came:,.0f} in the run {run} ({by}), limit {limit:.1%}"
            )


def _by_queue(forecast: Forecast) -> dict[str, Daily]:
    """Contacts of each queue by local day."""
    days, day = np.unique(local_day(forecast.local), return_inverse=True)
    totals = np.zeros((len(forecast.queues), len(days)))
    np.add.at(totals, (forecast.queue, day), np.nan_to_num(forecast.offered))
    return {
        queue: dict(zip(days, totals[code].tolist(), strict=True))
        for code, queue in enumerate(forecast.queues)
    }


def _first_whole_day(forecast: Forecast, zone: Zone) -> np.datetime64:
    """The first local day that a forecast holds from its midnight on."""
    if not len(forecast):
        return np.datetime64("9999-01-01", "D")
    first = forecast.interval_start.min()
    day = zone.date(first)
    return day if zone.midnight(day) == first else day + np.timedelta64(1, "D")
