"""A run beside those before it: a history that shrank, went back or lies ahead is no plain success.

An export that was cut off, or holds one day in place of a year, gives a plan that looks like any other. What
tells are the runs of the same centre beside it. These alerts need no limit in the plan, and come back every
night until the history is whole again, or somebody has said that it is.
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
from staffing.plan.run.published import RunFolder, read_trace, run_folders, run_name
from staffing.records.forecast import Forecast
from staffing.records.trace import RunTrace
from staffing.timegrid import Zone
from staffing.wording import counted

AHEAD = np.timedelta64(25, "h")  # the midnight after today is never further off than a long day
MUCH_SHORTER = 0.5  # of the days that a run before knew


@dataclass(frozen=True, eq=False)
class RunBefore:
    """The newest run of a centre when another is made; `latest` is the run that OUT/latest names."""

    name: str
    as_of: np.datetime64
    trace: RunTrace
    forecast: Forecast
    latest: str | None

    @property
    def days(self) -> int:
        """Days with counts that its history had; 0 where the run is too old to say."""
        return self.trace.rows.get("history_days", 0)

    @property
    def expected_days(self) -> int:
        """Days with counts that a history is expected to have, by this run and those before it."""
        return self.trace.rows.get("history_days_expected", self.days)


@dataclass(frozen=True)
class AmongRuns:
    """Whether a run becomes `latest`, and what there is to say of that: notes, and alerts without a limit.

    `expected_days` is what the next run's history is compared with.
    """

    is_latest: bool
    expected_days: int
    notes: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


def read_before(out: Path, centre: str, *, is_asked: bool) -> RunBefore | None:
    """The newest run of that centre under `out` that can be read; None where there is none.

    One that a row dated in the future has made the newest is passed over, and so is one that somebody asked
    for ahead of time, unless the run to come is asked for, too.
    """
    latest = run_name(out / LATEST) if (out / LATEST).exists() else None
    for folder in reversed(run_folders(out)):
        run = RunFolder(folder)
        try:
            trace = read_trace(run)
            of = trace.centre
            if of is None or of.name != centre:
                continue
            as_of = Zone(of.timezone).parse("run.json: as_of", trace.as_of)
            if _is_ahead_of_its_clock(trace, as_of) and not (is_asked and _is_asked(trace)):
                continue
            forecast = run.record(Forecast, of.timezone, of.interval_minutes)
        except (StaffingError, OSError, ValueError, OverflowError):
            continue
        return RunBefore(run.name, as_of, trace, forecast, latest)
    return None


def is_ahead(as_of: np.datetime64, made_at: np.datetime64) -> bool:
    """Whether a plan begins later than the midnight after the day on which it is made."""
    return bool(as_of - made_at > AHEAD)


def _is_ahead_of_its_clock(trace: RunTrace, as_of: np.datetime64) -> bool:
    if not trace.started:
        return False
    started = dt.datetime.fromisoformat(trace.started).astimezone(dt.UTC).replace(tzinfo=None)
    return is_ahead(as_of, np.datetime64(started, "s"))


def _is_asked(trace: RunTrace) -> bool:
    return trace.options.get("as_of") is not None


def among_runs(
    before: RunBefore | None,
    walked: Walked,
    made_at: np.datetime64,
    least_days: int | None = None,
    *,
    is_asked: bool,
) -> AmongRuns:
    """Whether a run made at that moment (UTC) is the newest.

    `is_asked`: its `--as-of` was given; `least_days`: as many with counts are enough, by the plan.
    """
    as_of, zone, days = walked.sized.made.as_of, walked.history.zone, _history_days(walked)
    expected = days if before is None or least_days is not None else max(days, before.expected_days)
    shorter = tuple(_shorter(days, expected, least_days))
    if not is_asked and is_ahead(as_of, made_at):
        said = (
            f"history: it ends just before {zone.text(as_of)}, and the clock says {zone.text(made_at)}: "
            f"correct the rows dated in the future{_stays(before)}"
        )
        return AmongRuns(before is None, expected, alerts=(said,))
    if before is None or as_of >= before.as_of:
        return AmongRuns(True, expected, alerts=shorter)
    if is_asked or days >= before.days:
        return AmongRuns(False, expected, notes=(f"the run is of an earlier moment{_stays(before)}",))
    said = (
        f"history: it ends just before {zone.text(as_of)}, in the run {before.name} just before "
        f"{zone.text(before.as_of)}: the export may be cut off{_stays(before)} until it is whole or the runs "
        "of later moments are removed"
    )
    return AmongRuns(False, expected, alerts=(said, *shorter))


def _stays(before: RunBefore | None) -> str:
    return "" if before is None or before.latest is None else f"; latest stays at {before.latest}"


def _history_days(walked: Walked) -> int:
    return walked.history.known_at(walked.sized.made.as_of).days_known


def _shorter(days: int, expected: int, least_days: int | None) -> Iterator[str]:
    """Where the history has fewer days than the plan asks for, or much fewer than it had before."""
    if least_days is not None:
        if days < least_days:
            yield f"history: {counted(days, 'day')} with counts, limit {counted(least_days, 'day')}"
    elif days < MUCH_SHORTER * expected:
        yield (
            f"history: {counted(days, 'day')} with counts, {expected:,} in a run before: does the export "
            f"hold all of its days? If it does, [alerts] history_days = {-(-days // 2)} accepts it"
        )
