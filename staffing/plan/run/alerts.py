"""The thresholds of `[alerts]` that a run can cross: an outcome to be told of, not an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from staffing.plan.file.schema import Alerts
from staffing.plan.road import Walked
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.schedule import Summary
from staffing.timegrid import local_day

YEAR = np.timedelta64(364, "D")  # to the same weekday of last year
WEEK = 7  # days


def run_alerts(alerts: Alerts, walked: Walked, made_at: np.datetime64) -> tuple[str, ...]:
    """In words, what a run crosses; `made_at` is when the plan is made. None where it declares nothing."""
    made, summary = walked.sized.made, walked.scheduled.summary
    known = walked.history.known_at(made.as_of)
    return (
        *_stale(alerts.history_age_hours, known, made_at),
        *_far_from_last_year(alerts.volume_change, made.forecast, known),
        *_understaffed(alerts.understaffing, walked.scheduled.coverage),
        *_poor_service(alerts.service_level, summary),
        *_wide_gap(alerts.gap, summary),
    )


def _stale(limit: float | None, history: History, made_at: np.datetime64) -> Iterator[str]:
    """The age of a history is that of the end of its last known interval."""
    known = np.isfinite(history.offered)
    if limit is None or not known.any():
        return
    end = history.interval_start[known].max() + np.timedelta64(history.interval_minutes, "m")
    hours = float((made_at - end) / np.timedelta64(1, "h"))
    if hours > limit:
        yield f"history: {hours:,.0f} hours old, it ends at {history.zone.text(end)}; limit {limit:g} hours"


def _far_from_last_year(limit: float | None, forecast: Forecast, history: History) -> Iterator[str]:
    """Of each queue the week ahead that differs most from the same week of last year, by its known days."""
    if limit is None:
        return
    for name in forecast.queues:
        weeks = _weeks_of(forecast, history, name)
        if not weeks:
            continue
        day, expected, came = max(weeks, key=lambda week: abs(week.expected / week.came - 1))
        change = expected / came - 1
        if abs(change) > limit:
            of_queue = f" of queue {name}" if len(forecast.queues) > 1 else ""
            yield (
                f"volume: {expected:,.0f} contacts{of_queue} expected in the week from {day}, {came:,.0f} in "
                f"the same week of last year ({change:+.1%}), limit {limit:.1%}"
            )


def unchecked(alerts: Alerts, forecast: Forecast, history: History) -> tuple[str, ...]:
    """A note where `volume_change` is declared and no queue has a day of last year to be compared with."""
    if alerts.volume_change is None or any(_weeks_of(forecast, history, name) for name in forecast.queues):
        return ()
    return (
        "[alerts] volume_change cannot be checked: the history holds no contacts of these days of last year; "
        "volume_change_last_run compares with the run before",
    )


def _weeks_of(forecast: Forecast, history: History, queue: str) -> list[_Week]:
    return _weeks(_daily(forecast, queue), _daily(history, queue)) if queue in history.queues else []


class _Week(NamedTuple):
    """Contacts expected in the days from `day`, and those that came on the same days of last year."""

    day: np.datetime64
    expected: float
    came: float


def _weeks(ahead: dict[np.datetime64, float], past: dict[np.datetime64, float]) -> list[_Week]:
    """The whole weeks ahead (or all of less) of which days of last year are known and had contacts."""
    days = list(ahead)
    found = []
    for start in range(0, max(len(days) - WEEK, 0) + 1, WEEK):
        known = [day for day in days[start : start + WEEK] if day - YEAR in past]
        expected, came = sum(ahead[day] for day in known), sum(past[day - YEAR] for day in known)
        if came > 0:
            found.append(_Week(days[start], expected, came))
    return found


def _daily(rows: Forecast | History, queue: str) -> dict[np.datetime64, float]:
    """Contacts by local day, from the first day to the last; not the days of which an interval is unknown.

    A day without rows has none: exports leave closed days out.
    """
    mine = rows.queue == rows.queues.index(queue)
    day = local_day(rows.local[mine])
    if not len(day):
        return {}
    totals = np.bincount((day - day.min()).astype(np.int64), rows.offered[mine])
    days = day.min() + np.arange(len(totals))
    return {day: total for day, total in zip(days, totals.tolist(), strict=True) if np.isfinite(total)}


def _understaffed(limit: float | None, coverage: Coverage) -> Iterator[str]:
    required = float(coverage.required.sum())
    if limit is None or required <= 0:
        return
    share = float(coverage.under.sum()) / required
    if share > limit:
        yield f"understaffing: {share:.1%} of the required hours are short, limit {limit:.1%}"


def _poor_service(limit: float | None, summary: Summary) -> Iterator[str]:
    """Of all contacts, and of each queue where there are several."""
    if limit is None:
        return
    levels = {
        "": summary.service_level,
        **{f" of queue {one.queue}": one.service_level for one in summary.queues},
    }
    for of_queue, level in levels.items():
        if level is not None and level < limit:
            yield f"service: a service level{of_queue} of {level:.1%} is predicted, limit {limit:.1%}"


def _wide_gap(limit: float | None, summary: Summary) -> Iterator[str]:
    if limit is not None and summary.gap > limit:
        yield f"gap: the schedule is proven within {summary.gap:.2%} of the least cost, limit {limit:.2%}"
