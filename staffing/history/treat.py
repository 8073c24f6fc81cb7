"""Days that would teach the forecast something false, set to unknown by a rule that is said, where asked.

The methods of the forecast are robust to single days themselves, so by default every day is kept. Only
spikes: a day far above its weekday (see `oddities.py`) is an outage, a mailing or a fault of the export, and
what learns from it overstaffs every such weekday for months. Days far below are left alone: they are public
holidays and closures, which the forecast treats itself. Gaps are left unknown: it knows how to read them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.history.inspection.days import queue_days
from staffing.history.inspection.finding import span_texts
from staffing.history.inspection.oddities import NEARLY_EMPTY_PER_DAY, spike_days
from staffing.records.history import History
from staffing.shard import Shard
from staffing.timegrid import MINUTES_PER_DAY, local_day
from staffing.wording import counted


def without_spikes(
    history: History, as_of: np.datetime64 | None = None, shard: Shard | None = None
) -> History:
    """The history with the counts of spike days unknown, and a note for each queue that has any.

    What came after `as_of` neither makes a day a spike nor is one. Of a `shard` its queues alone are whole.
    """
    past = history if as_of is None else history.known_at(as_of)
    if history.interval_minutes >= MINUTES_PER_DAY or not len(past):
        return history
    offered = history.offered.copy()
    local = local_day(history.local)
    notes, repaired = [], history.repaired
    for days, of_queue in zip(queue_days(past), history.rows_of_queues, strict=True):
        totals = days.totals[np.isfinite(days.totals)]
        if shard is not None and not shard.holds(days.queue):
            continue
        if not len(totals) or totals.mean() < NEARLY_EMPTY_PER_DAY:
            continue
        high, _ = spike_days(days)
        if high.any():
            spike = of_queue[np.isin(local[of_queue], days.days[high])]
            repaired += int(np.isfinite(offered[spike]).sum())
            offered[spike] = np.nan
            which = f"queue {days.queue}: " if len(history.queues) > 1 else ""
            days_high = counted(int(high.sum()), "day far above usual is", "days far above usual are")
            notes.append(
                f"{which}{days_high} unknown to the forecast: "
                f'{span_texts(days.days[high], 8)} (outliers = "keep" keeps them)'
            )
    if not notes:
        return history
    return replace(history, offered=offered, notes=(*history.notes, *notes), repaired=repaired)
