"""Genesys Cloud, historical data: contacts and total handle time per interval, in UTC.

help.mypurecloud.com/articles/prepare-the-historical-data-import-csv-file. The handle time is a total of the
interactions handled: those answered, where the history knows them, else the offered less the abandoned.
Media type is voice, without skills or language. Intervals of an unknown count are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.records.history import History

SOURCE = "history"
_HEADER = [
    "Interval Start UTC Date",
    "Queue",
    "Media Type",
    "Skill Set",
    "Language",
    "Offered",
    "Interactions Handled",
    "Total Handle Time (Seconds)",
]
_QUARTER = 15 * 60  # seconds: intervals start at :00, :15, :30 or :45


def rows(history: History) -> Iterator[list[str]]:
    """InputError where an interval starts at another minute than Genesys imports."""
    seconds = history.interval_start.astype("datetime64[s]").astype(np.int64)
    if (odd := np.flatnonzero(seconds % _QUARTER)).size:
        expected = "intervals that start at :00, :15, :30 or :45, as Genesys imports them"
        value = str(history.iso()[odd[0]])
        raise InputError(Problem("history", expected, "read it with --interval-minutes 30", value=value))
    yield _HEADER
    handled = _handled(history)
    total = np.nan_to_num(handled * history.aht_seconds)
    for row in np.flatnonzero(np.isfinite(history.offered)).tolist():
        counts = (f"{value:.0f}" for value in (history.offered[row], handled[row], total[row]))
        name = history.queues[history.queue[row]]
        yield [f"{history.interval_start[row]}Z", name, "Voice", "", "", *counts]


def _handled(history: History) -> Floats:
    """Contacts answered; where unknown, those that did not give up."""
    unknown = np.full(len(history), np.nan)
    answered = history.measures.get("answered", unknown)
    abandoned = np.nan_to_num(history.measures.get("abandoned", unknown))
    return np.where(np.isfinite(answered), answered, np.maximum(history.offered - abandoned, 0.0))
