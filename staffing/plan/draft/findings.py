"""What a history tells of its centre, each figure with the reason to be written beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.definitions import OFFERED
from staffing.errors import InputError, Problem
from staffing.history.inspection.definition import printed_definition
from staffing.history.patience.estimate import mean_patience_seconds
from staffing.plan.draft.week import WeekHours, week_hours
from staffing.records.history import History
from staffing.timegrid import DAY_NAMES, INTERVAL_MINUTES, MINUTES_PER_DAY, MINUTES_PER_MONTH, local_day
from staffing.wording import counted

USUAL_AHT_SECONDS, USUAL_PATIENCE_SECONDS = 240.0, 180.0
LEAST_ABANDONED = 30
BELIEVABLE_PATIENCE = (10.0, 3600.0)
SHOWN_QUEUES = 8
TYPICAL_WEEK = np.datetime64("2001-01-01"), np.datetime64("2001-01-07")
DAYS_AHEAD, DAYS_AHEAD_OF_LITTLE, LITTLE = 14, 7, 14


@dataclass(frozen=True)
class Figure:
    """A value and where it comes from; `guessed`: the file does not tell it."""

    value: float
    why: str
    guessed: bool = False


@dataclass(frozen=True, eq=False)
class Findings:
    """The centre as its history shows it."""

    interval_minutes: int
    interval_why: str
    hours: WeekHours
    hours_why: str
    queues: tuple[str, ...]
    queue_lines: tuple[str, ...]
    aht: Figure
    patience: Figure
    definition: str
    definition_why: str
    days_ahead: int
    days_why: str
    is_typical_week: bool


def interval_of(native: History, asked: int | None, is_calls: bool, file: str) -> tuple[int, str]:
    """The plan's interval and why; InputError where the file's rows are too coarse to staff from."""
    own = native.interval_minutes
    if own > max(INTERVAL_MINUTES):
        grains = {MINUTES_PER_MONTH: "one row a month", 7 * MINUTES_PER_DAY: "one row a week"}
        rows = grains.get(own, "one row a day" if own == MINUTES_PER_DAY else f"{own}-minute rows")
        hint = (
            "export the same report by half-hours; days, weeks and months serve staffing inspect and "
            "staffing scorecard"
        )
        raise InputError(Problem(file, "intervals of 60 minutes or less, to staff from", hint, value=rows))
    if asked is not None:
        return asked, "as asked by --interval-minutes"
    if is_calls:
        return own, "calls are counted by half-hours; 15 or 60 with --interval-minutes"
    if own in INTERVAL_MINUTES:
        return own, "the interval of the file's rows"
    width = next((width for width in (30, 60) if width % own == 0), 60)
    return width, f"the file's rows of {own} minutes added up"


def findings_of(native: History, history: History, interval_why: str) -> Findings:
    """What `native`, the rows as read, and `history`, the same at the plan's interval, tell."""
    days = local_day(history.local)
    first, last = days.min(), days.max()
    count = int((last - first).astype(int)) + 1
    typical = bool(first >= TYPICAL_WEEK[0] and last <= TYPICAL_WEEK[1])
    hours = week_hours(history)
    definition, definition_why = _definition(native)
    ahead = DAYS_AHEAD if count >= LITTLE and not typical else DAYS_AHEAD_OF_LITTLE
    return Findings(
        interval_minutes=history.interval_minutes,
        interval_why=interval_why,
        hours=hours,
        hours_why=_hours_why(hours, first, last, count, typical=typical),
        queues=history.queues,
        queue_lines=tuple(_queue_lines(history)),
        aht=_handle_time(history),
        patience=_patience(native),
        definition=definition,
        definition_why=definition_why,
        days_ahead=ahead,
        days_why=_days_why(count, typical=typical),
        is_typical_week=typical,
    )


def _days_why(count: int, *, typical: bool) -> str:
    if typical:
        return "the file is one typical week: the plan is that week again"
    if count < LITTLE:
        return f"a week, for the history has only {counted(count, 'day')}"
    return "days ahead; 28 and more are possible"


def _hours_why(
    hours: WeekHours, first: np.datetime64, last: np.datetime64, count: int, *, typical: bool
) -> str:
    where = "the typical week" if typical else f"the contacts of {counted(count, 'day')}, {first} to {last}"
    outside = "none" if hours.outside == 0 else f"{hours.outside:.2%}"
    why = f"from {where}; {outside} of them outside these hours"
    assumed = ", ".join(DAY_NAMES[day] for day in hours.unseen if hours.open[day].any())
    closed = ", ".join(DAY_NAMES[day] for day in hours.unseen if not hours.open[day].any())
    if assumed:
        why += f"; NO DATA FOR {assumed}: ASSUMED like the other days"
    if closed:
        why += f"; no data for {closed}: taken as closed"
    return why


def _queue_lines(history: History) -> list[str]:
    """A line for each of the busiest queues: contacts, share, handle time."""
    offered = np.nan_to_num(history.offered)
    totals = np.bincount(history.queue, weights=offered, minlength=len(history.queues))
    lines = []
    for code in np.argsort(-totals, kind="stable")[:SHOWN_QUEUES].tolist():
        aht = _mean_aht(history.rows(history.queue == code))
        share = totals[code] / totals.sum() if totals.sum() > 0 else 0.0
        time = "no handle time" if aht is None else f"handle time {aht:.0f} s"
        lines.append(f"{history.queues[code]}: {totals[code]:,.0f} contacts ({share:.0%}), {time}")
    if len(history.queues) > SHOWN_QUEUES:
        lines.append(f"and {len(history.queues) - SHOWN_QUEUES} smaller ones")
    return lines


def _mean_aht(history: History) -> float | None:
    weight = np.nan_to_num(history.measures.get("answered", history.offered))
    known = np.isfinite(history.aht_seconds) & (weight > 0)
    if not known.any():
        return None
    return float(np.average(history.aht_seconds[known], weights=weight[known]))


def _handle_time(history: History) -> Figure:
    mean = _mean_aht(history)
    if mean is None:
        return Figure(
            USUAL_AHT_SECONDS,
            "GUESSED: THE FILE HAS NO HANDLE TIME. Replace it: the whole plan depends on it",
            True,
        )
    missing = [
        name
        for code, name in enumerate(history.queues)
        if _mean_aht(history.rows(history.queue == code)) is None
    ]
    where = f"queues without one ({', '.join(missing[:3])})" if missing else "rows without one"
    return Figure(float(round(mean)), f"seconds, the file's mean, for {where}")


def _patience(native: History) -> Figure:
    mean = mean_patience_seconds(native)
    abandoned = float(np.nansum(native.measures["abandoned"])) if "abandoned" in native.measures else 0.0
    if mean is not None and abandoned >= LEAST_ABANDONED:
        low, high = BELIEVABLE_PATIENCE
        if low <= mean <= high:
            return Figure(float(round(mean)), f"estimated: all waits ÷ {abandoned:,.0f} who gave up")
        why = f"assumed: the waits of the file give {mean:,.0f} s, which is not plausible"
        return Figure(USUAL_PATIENCE_SECONDS, why, True)
    why = "the file lacks the waits of callers and how many gave up"
    if mean is not None:
        why = f"only {abandoned:.0f} gave up in the file"
    return Figure(USUAL_PATIENCE_SECONDS, f"assumed: {why}", True)


def _definition(native: History) -> tuple[str, str]:
    printed = printed_definition(native)
    if printed is not None and printed.name is not None:
        return printed.name, "gives the service level that the file prints"
    if printed is not None:
        return OFFERED, "assumed: no definition gives the service level that the file prints"
    return OFFERED, "assumed: share of all offered; ask your ACD which definition it prints"
