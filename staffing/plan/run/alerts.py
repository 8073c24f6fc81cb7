"""The thresholds of `[alerts]` that a run can cross: an outcome to be told of, not an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from staffing.plan.file.schema import Alerts
from staffing.plan.road import Walked
from staffing.plan.run.volume import WeekBeside, far_from_last_year
from staffing.records.coverage import Coverage
from staffing.records.history import History
from staffing.records.schedule import Summary


def run_alerts(
    alerts: Alerts,
    walked: Walked,
    made_at: np.datetime64,
    last_year: Mapping[str, Sequence[WeekBeside]],
) -> tuple[str, ...]:
    """In words, what a run crosses; `made_at` is when the plan is made. None where it declares nothing.

    `last_year` are the weeks ahead of each queue beside those of last year.
    """
    made, summary = walked.sized.made, walked.scheduled.summary
    known = walked.history.known_at(made.as_of)
    return (
        *_stale(alerts.history_age_hours, known, made_at),
        *far_from_last_year(alerts.volume_change, last_year),
        *_understaffed(alerts.understaffing, walked.scheduled.coverage),
        *_poor_service(alerts.service_level, summary),
        *_poor_play(alerts.simulated_service_level, summary),
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
            yield f"service: the predicted service level{of_queue} is {level:.1%}, limit {limit:.1%}"


def _poor_play(limit: float | None, summary: Summary) -> Iterator[str]:
    """Of all contacts; a schedule that was not played is told, for nothing guards it."""
    level = summary.simulated_service_level
    if limit is not None and level is None:
        yield f"service: the schedule was not simulated, so the limit of {limit:.1%} could not be checked"
    elif limit is not None and level is not None and level < limit:
        yield f"service: the simulated service level is {level:.1%}, limit {limit:.1%}"


def _wide_gap(limit: float | None, summary: Summary) -> Iterator[str]:
    if limit is not None and summary.gap > limit:
        yield f"gap: the schedule is proven within {summary.gap:.2%} of the least cost, limit {limit:.2%}"
