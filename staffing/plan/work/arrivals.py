"""How much of a kind of work comes in, and when: forecast from a file, or after a queue's contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from staffing.arrays import Floats, Times
from staffing.errors import StaffingError, did_you_mean
from staffing.forecast.options import ForecastOptions
from staffing.plan.file.schema.work import WorkChoice
from staffing.plan.work.calendar import WorkCalendar
from staffing.records.forecast import Forecast
from staffing.records.history import History

if TYPE_CHECKING:
    from staffing.plan.file.plan_file import PlanFile

ForecastAhead = Callable[[History, ForecastOptions], Forecast]


class Arrivals(NamedTuple):
    """Contacts by the interval (UTC start) in which they come in, and how long each takes (NaN: unknown)."""

    start: Times
    contacts: Floats
    aht_seconds: Floats


def forecast_arrivals(
    plan: PlanFile, number: int, history: History, as_of: np.datetime64, ahead_of: ForecastAhead
) -> Arrivals:
    """Of the work with that number: as the file has them up to its end, and forecast from there on.

    A file that ends before the plan begins is the past; one that goes on also holds what is to come.
    """
    work = plan.sections.work[number]
    past, ahead = history.known_at(as_of), history.rows(history.interval_start >= as_of)
    planned = Arrivals(ahead.interval_start, np.nan_to_num(ahead.offered), ahead.aht_seconds)
    if not np.isfinite(past.offered).any():
        return planned
    options = replace(
        plan.forecast_options(as_of),
        opening_hours=None,
        default_aht_seconds=work.aht_seconds,
        new_queues=(),
    )
    try:
        made = ahead_of(past, options)
    except StaffingError as error:
        raise plan.wrong(f"work[{number + 1}].source", error.message, error.hint) from None
    known_until = as_of
    if len(ahead):
        last_day = history.zone.date(ahead.interval_start.max())
        known_until = history.zone.midnight(last_day + np.timedelta64(1, "D"))
    later = made.interval_start >= known_until
    return Arrivals(
        np.concatenate([planned.start, made.interval_start[later]]),
        np.concatenate([planned.contacts, made.offered[later]]),
        np.concatenate([planned.aht_seconds, made.aht_seconds[later]]),
    )


def following(
    plan: PlanFile, number: int, forecast: Forecast, past: History, calendar: WorkCalendar
) -> Arrivals:
    """Of the work with that number: a share of a queue's contacts, of the past and those forecast.

    PlanError where there is no such queue.
    """
    follows = plan.sections.work[number].follows
    assert follows is not None
    known = list(dict.fromkeys((*forecast.queues, *past.queues)))
    if follows.queue not in known:
        hint = f"{did_you_mean(follows.queue, known)}queues: {', '.join(known)}"
        raise plan.wrong(f"work[{number + 1}].follows.queue", f"a queue, not '{follows.queue}'", hint)
    start, contacts = (
        np.concatenate(columns)
        for columns in zip(
            *(
                (rows.interval_start[mine], np.nan_to_num(rows.offered[mine]))
                for rows in (past, forecast)
                for mine in [rows.queue_names == follows.queue]
            ),
            strict=True,
        )
    )
    moved = calendar.moved(start, follows.after.value)
    unknown = np.full(len(start), np.nan)
    return _from_first(Arrivals(moved, follows.share * contacts, unknown), calendar)


def _from_first(arrivals: Arrivals, calendar: WorkCalendar) -> Arrivals:
    """Without what came in before the first interval: that is done, or stands in the backlog."""
    kept = arrivals.start >= calendar.need.interval_start[0]
    return Arrivals(*(column[kept] for column in arrivals))


def with_handle_times(plan: PlanFile, number: int, arrivals: Arrivals) -> Arrivals:
    """With the plan's handle time where there is no other; PlanError where that is missing."""
    work: WorkChoice = plan.sections.work[number]
    usual = np.nan if work.aht_seconds is None else work.aht_seconds
    aht = np.where(np.isfinite(arrivals.aht_seconds), arrivals.aht_seconds, usual)
    if (np.isnan(aht) & (arrivals.contacts > 0)).any():
        expected = f"how long one of '{work.name}' takes: its file has no handle times"
        raise plan.wrong(f"work[{number + 1}].aht_seconds", expected, "set aht_seconds, or add that column")
    return arrivals._replace(aht_seconds=np.nan_to_num(aht))
