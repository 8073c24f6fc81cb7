"""What is not there: days, intervals inside the usual hours, and the slots of clock changes.

A day or interval is missed where the queue has it on at least half of the same weekdays in the four weeks
to each side. Exports that write hardly any zeros leave empty intervals out: there an absent interval is an
empty one, and this is said instead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.history.inspection.days import USUAL_SHARE, QueueDays, usual_share
from staffing.history.inspection.finding import EVERY_QUEUE, Finding, span_texts
from staffing.records import Bools, History
from staffing.timegrid import MINUTES_PER_DAY, from_local, is_repeated

ZEROS_PER_MISSING_ROW = 0.1
REPORTING_REACH_DAYS = 3


def missing_cells(days: QueueDays, clock_slots: Bools) -> Bools:
    """[day, slot]: absent where the queue usually has a row, between its first day and its last."""
    rows = days.rows > 0
    reports = np.flatnonzero(days.reports)
    usual_slots = usual_share(rows) >= USUAL_SHARE * usual_share(days.reports)[:, None]
    usual_days = usual_share(days.reports)
    missing = ~rows & usual_slots & (usual_days > 0)[:, None] & ~clock_slots
    missing &= (days.reports | (usual_days >= USUAL_SHARE))[:, None]
    missing[: reports[0]] = missing[reports[-1] + 1 :] = False
    return np.asarray(missing)


def left_out_zeros(days: QueueDays, missing: Bools) -> bool:
    """Whether the export leaves empty intervals out: it writes hardly any zeros."""
    inside = missing & days.reports[:, None]
    written = int((days.offered == 0).sum())
    return bool(inside.any()) and written < ZEROS_PER_MISSING_ROW * int(inside.sum())


def gap_findings(history: History, queues: Sequence[QueueDays], timezone: str) -> list[Finding]:
    """Missing days of all queues together, then of single queues; missing intervals; clock changes."""
    skipped, twice = clock_slots(queues[0], history.interval_minutes, timezone)
    silent = ~np.any([days.reports for days in queues], axis=0)
    findings = _silent_days(queues, silent)
    for days in queues:
        missing = missing_cells(days, skipped)
        gone = days.days[missing.any(axis=1) & ~days.reports & ~silent]
        if len(gone):
            text = f"{len(gone)} days without rows: {span_texts(gone, 5)}"
            findings.append(Finding("missing days", days.queue, len(gone), "days", text))
        findings += _missing_intervals(days, missing)
    return findings + _clock_findings(queues, skipped, twice)


def _silent_days(queues: Sequence[QueueDays], silent: Bools) -> list[Finding]:
    """Days on which nothing reports: lost, or the weekday on which the centre is closed."""
    reports = ~silent
    lost = silent & (usual_share(reports) >= USUAL_SHARE)
    # A week that is gone everywhere takes its weekends with it.
    reach = REPORTING_REACH_DAYS
    run = np.convolve(lost, np.ones(2 * reach + 1))[reach : reach + len(lost)] >= reach
    lost |= silent & run
    days = queues[0].days[lost]
    if not len(days):
        return []
    text = f"{len(days)} days without any row: {span_texts(days)}"
    return [Finding("missing days", EVERY_QUEUE, len(days), "days", text)]


def _missing_intervals(days: QueueDays, missing: Bools) -> list[Finding]:
    inside = missing & days.reports[:, None]
    count = int(inside.sum())
    if not count:
        return []
    if left_out_zeros(days, missing):
        text = (
            f"{count:,} intervals absent inside its hours, hardly a zero written: absent is nothing offered"
        )
        return [Finding("zeros left out", days.queue, count, "intervals", text)]
    affected = days.days[inside.any(axis=1)]
    where = f"on {len(affected)} days: {span_texts(affected, 5)}"
    text = f"{count:,} intervals absent inside its hours, {where}"
    return [Finding("missing intervals", days.queue, count, "intervals", text)]


def clock_slots(days: QueueDays, interval_minutes: int, timezone: str) -> tuple[Bools, Bools]:
    """[day, slot]: wall times that do not exist, and those that occur twice."""
    starts = np.arange(0, MINUTES_PER_DAY, interval_minutes).astype("timedelta64[m]")
    walls = days.days.astype("datetime64[s]")[:, None] + starts
    changes = np.zeros(len(days.days), dtype=bool)
    midnights = np.append(days.days, days.days[-1] + np.timedelta64(1, "D")).astype("datetime64[s]")
    changes[:] = np.diff(from_local(midnights, timezone)[0]) != np.timedelta64(1, "D")
    skipped = np.zeros(walls.shape, dtype=bool)
    twice = np.zeros(walls.shape, dtype=bool)
    if changes.any() and walls.shape[1] > 1:
        skipped[changes] = ~from_local(walls[changes], timezone)[1]
        twice[changes] = is_repeated(walls[changes], timezone)
    return skipped, twice


def _clock_findings(queues: Sequence[QueueDays], skipped: Bools, twice: Bools) -> list[Finding]:
    """Where clocks go forward nothing can be; where they go back each slot should be there twice."""
    findings = []
    rows = np.sum([days.rows for days in queues], axis=0)
    dates = queues[0].days
    around = skipped.any(axis=1) & (rows.sum(axis=1) > 0)
    if around.any():
        slots = int(skipped[around].sum())
        text = f"clocks go forward on {span_texts(dates[around])}: {slots} slots that do not exist are absent"
        findings.append(Finding("clock change", EVERY_QUEUE, slots, "intervals", text))
    most = np.max([days.rows for days in queues], axis=0)
    once = twice & (most == 1)
    if once.any():
        at = dates[once.any(axis=1)]
        text = f"clocks go back on {span_texts(at)}: {int(once.sum())} slots occur twice but are there once"
        findings.append(
            Finding("clock change slots missing", EVERY_QUEUE, int(once.sum()), "intervals", text)
        )
    return findings
