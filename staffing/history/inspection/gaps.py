"""What is not there: days, intervals inside the usual hours, and the slots of clock changes.

What an absent row means is read as the forecast reads it (`daygrid/absent.py`): closed, nothing offered, or
missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Bools
from staffing.history.inspection.days import DaysAsRead, QueueDays
from staffing.history.inspection.finding import EVERY_QUEUE, Finding, span_texts
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY
from staffing.wording import counted


def gap_findings(history: History, queues: Sequence[DaysAsRead]) -> list[Finding]:
    """Missing days of all queues together, then of single queues; missing intervals; clock changes."""
    silent = ~np.any([queue.days.reports for queue in queues], axis=0)
    findings = _silent_days(queues, silent)
    for queue in queues:
        days = queue.days
        gone = days.days[queue.missing.any(axis=1) & ~days.reports & ~silent]
        if len(gone):
            text = f"{counted(len(gone), 'day')} without rows: {span_texts(gone, 5)}"
            findings.append(Finding("missing days", days.queue, len(gone), "days", text))
        findings += _absent_intervals(queue)
    every_days = [queue.days for queue in queues]
    skipped, twice = clock_slots(every_days[0], history)
    return findings + _clock_findings(every_days, skipped, twice)


def _silent_days(queues: Sequence[DaysAsRead], silent: Bools) -> list[Finding]:
    """Days on which nothing reports though some queue should have."""
    lost = silent & np.any([queue.missing.any(axis=1) for queue in queues], axis=0)
    days = queues[0].days.days[lost]
    if not len(days):
        return []
    text = f"{counted(len(days), 'day')} without any row: {span_texts(days)}"
    return [Finding("missing days", EVERY_QUEUE, len(days), "days", text)]


def _absent_intervals(queue: DaysAsRead) -> list[Finding]:
    """On days with rows: the intervals taken for zeros that were left out, and those that are missing."""
    days, findings = queue.days, []
    zeros = int(queue.left_out.sum())
    if zeros:
        absent = "almost no zeros written: an absent row means nothing was offered"
        text = f"{counted(zeros, 'interval')} absent inside its hours, {absent}"
        findings.append(Finding("zeros left out", days.queue, zeros, "intervals", text))
    inside = queue.missing & days.reports[:, None]
    count = int(inside.sum())
    if count:
        affected = days.days[inside.any(axis=1)]
        where = f"on {counted(len(affected), 'day')}: {span_texts(affected, 5)}"
        text = f"{counted(count, 'interval')} absent inside its hours, {where}"
        findings.append(Finding("missing intervals", days.queue, count, "intervals", text))
    return findings


def clock_slots(days: QueueDays, history: History) -> tuple[Bools, Bools]:
    """[day, slot]: wall times that do not exist, and those that occur twice."""
    starts = np.arange(0, MINUTES_PER_DAY, history.interval_minutes).astype("timedelta64[m]")
    walls = days.days.astype("datetime64[s]")[:, None] + starts
    changes = np.zeros(len(days.days), dtype=bool)
    midnights = np.append(days.days, days.days[-1] + np.timedelta64(1, "D")).astype("datetime64[s]")
    changes[:] = np.diff(history.zone.utc(midnights)[0]) != np.timedelta64(1, "D")
    skipped = np.zeros(walls.shape, dtype=bool)
    twice = np.zeros(walls.shape, dtype=bool)
    if changes.any() and walls.shape[1] > 1:
        skipped[changes] = ~history.zone.utc(walls[changes])[1]
        twice[changes] = history.zone.is_repeated(walls[changes])
    return skipped, twice


def _clock_findings(queues: Sequence[QueueDays], skipped: Bools, twice: Bools) -> list[Finding]:
    """Where clocks go forward nothing can be; where they go back each slot should be there twice."""
    findings = []
    rows = np.sum([days.rows for days in queues], axis=0)
    dates = queues[0].days
    around = skipped.any(axis=1) & (rows.sum(axis=1) > 0)
    if around.any():
        slots = int(skipped[around].sum())
        absent = counted(slots, "slot that does not exist is", "slots that do not exist are")
        text = f"clocks go forward on {span_texts(dates[around])}: {absent} absent"
        findings.append(Finding("clock change", EVERY_QUEUE, slots, "intervals", text))
    most = np.max([days.rows for days in queues], axis=0)
    once = twice & (most == 1)
    if once.any():
        at = dates[once.any(axis=1)]
        slots_once = counted(int(once.sum()), "slot occurs twice but is", "slots occur twice but are")
        text = f"clocks go back on {span_texts(at)}: {slots_once} there once"
        findings.append(
            Finding("clock change slots missing", EVERY_QUEUE, int(once.sum()), "intervals", text)
        )
    return findings
