"""A run beside the one that is `latest`: a history that shrank, went back or lies ahead is no plain success.

An export that was cut off, or holds one day in place of a year, gives a plan that looks like any other. What
tells is the run before. These alerts need no limit in the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import StaffingError
from staffing.plan.road import Walked
from staffing.plan.run.publish import LATEST
from staffing.plan.run.published import RunFolder, read_believed, read_trace
from staffing.records.forecast import Forecast
from staffing.records.trace import RunTrace
from staffing.timegrid import Zone, local_day
from staffing.wording import counted

AHEAD = np.timedelta64(25, "h")  # the midnight after today is never further off than a long day
MUCH_SHORTER = 0.5  # of the days that the run before knew


@dataclass(frozen=True, eq=False)
class RunBefore:
    """The run that `latest` points at when another is made."""

    name: str
    as_of: np.datetime64
    trace: RunTrace
    forecast: Forecast

    @property
    def is_ahead(self) -> bool:
        """Whether only a row dated in the future of its own clock has made it the newest moment."""
        if self.trace.options.get("as_of") is not None or not self.trace.started:
            return False
        started = dt.datetime.fromisoformat(self.trace.started).astimezone(dt.UTC).replace(tzinfo=None)
        return is_ahead(self.as_of, np.datetime64(started, "s"))


@dataclass(frozen=True)
class AmongRuns:
    """Whether a run becomes `latest`, and what there is to say of that: notes, and alerts without a limit."""

    is_latest: bool
    notes: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


def read_before(out: Path, centre: str) -> RunBefore | None:
    """The run that `latest` names; None where there is none of that centre that can be read."""
    run = RunFolder(out / LATEST)
    try:
        plan, version = read_believed(run)
        if plan.name != centre:
            return None
        return RunBefore(run.name, version.as_of, read_trace(run), version.forecast)
    except (StaffingError, OSError, ValueError):
        return None


def is_ahead(as_of: np.datetime64, made_at: np.datetime64) -> bool:
    """Whether a plan begins later than the midnight after the day on which it is made."""
    return bool(as_of - made_at > AHEAD)


def among_runs(
    before: RunBefore | None, walked: Walked, made_at: np.datetime64, *, is_asked: bool
) -> AmongRuns:
    """Whether a run made at that moment (UTC) is the newest; `is_asked`: its `--as-of` was given."""
    as_of, zone = walked.sized.made.as_of, walked.history.zone
    newest = None if before is None or before.is_ahead else before
    if not is_asked and is_ahead(as_of, made_at):
        said = (
            f"history: it ends just before {zone.text(as_of)}, and the clock says {zone.text(made_at)}: "
            f"correct the rows dated in the future{_stays(newest)}"
        )
        return AmongRuns(newest is None, alerts=(said,))
    if newest is None or as_of >= newest.as_of:
        return AmongRuns(True, alerts=tuple(_shorter(newest, walked)))
    if is_asked or _history_days(walked) >= newest.trace.rows.get("history_days", 0):
        return AmongRuns(False, notes=(f"the run is of an earlier moment{_stays(newest)}",))
    said = (
        f"history: it ends just before {zone.text(as_of)}, in the run {newest.name} just before "
        f"{zone.text(newest.as_of)}: the export may be cut off{_stays(newest)}"
    )
    return AmongRuns(False, alerts=(said, *_shorter(newest, walked)))


def _stays(newest: RunBefore | None) -> str:
    return "" if newest is None else f"; latest stays at {newest.name}"


def _history_days(walked: Walked) -> int:
    return walked.history.known_at(walked.sized.made.as_of).days_known


def _shorter(before: RunBefore | None, walked: Walked) -> Iterator[str]:
    """Where the history has much fewer days than that of the run before."""
    if before is None:
        return
    days = _history_days(walked)
    were = before.trace.rows.get("history_days", 0)
    if days < MUCH_SHORTER * were:
        yield (
            f"history: {counted(days, 'day')} with counts, {were:,} in the run {before.name}: "
            "does the export hold all of its days?"
        )


def far_from_last_run(
    limit: float | None, before: RunBefore | None, forecast: Forecast, zone: Zone
) -> Iterator[str]:
    """Queues of which the days that both runs plan are expected to bring far more or fewer contacts."""
    if limit is None or before is None:
        return
    was, now = _by_day(before.forecast), _by_day(forecast)
    first = max(_first_whole_day(before.forecast, zone), _first_whole_day(forecast, zone))
    days = sorted({day for _, day in was} & {day for _, day in now if day >= first})
    for queue in dict.fromkeys((*before.forecast.queues, *forecast.queues)) if days else ():
        came, expected = (sum(one.get((queue, day), 0.0) for day in days) for one in (was, now))
        change = expected / came - 1 if came > 0 else np.inf if expected > 0 else 0.0
        if abs(change) > limit:
            of_queue = f" of queue {queue}" if len(before.forecast.queues) > 1 else ""
            by = f"{change:+.1%}" if came > 0 else "new"
            yield (
                f"volume: {expected:,.0f} contacts{of_queue} expected from {days[0]} to {days[-1]}, "
                f"{came:,.0f} in the run {before.name} ({by}), limit {limit:.1%}"
            )


def _by_day(forecast: Forecast) -> dict[tuple[str, np.datetime64], float]:
    """Contacts of each queue and local day."""
    days, day = np.unique(local_day(forecast.local), return_inverse=True)
    totals = np.zeros((len(forecast.queues), len(days)))
    np.add.at(totals, (forecast.queue, day), np.nan_to_num(forecast.offered))
    return {
        (queue, when): float(totals[code, place])
        for code, queue in enumerate(forecast.queues)
        for place, when in enumerate(days)
    }


def _first_whole_day(forecast: Forecast, zone: Zone) -> np.datetime64:
    """The first local day that a forecast holds from its midnight on."""
    if not len(forecast):
        return np.datetime64("9999-01-01", "D")
    first = forecast.interval_start.min()
    day = zone.date(first)
    return day if zone.midnight(day) == first else day + np.timedelta64(1, "D")
