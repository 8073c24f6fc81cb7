"""From the rows of a history to the series of one of its queues.

What an absent row means is read in `daygrid/absent.py`, from the weeks around its day. What was known on an
earlier day is therefore no part of what is known now: `until` reads the rows of that time again (a backtest
would otherwise see its own future).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.daygrid.absent import QueueCells, cells_of_rows, mean_by_cell, queue_cells
from staffing.daygrid.local_rows import LocalRows
from staffing.daygrid.window import near
from staffing.forecast.past.queue_series import QueueSeries
from staffing.records.history import History
from staffing.timegrid import OpeningHours

CLOSURE_REACH_DAYS = 2  # a closure, weekend included, is four days long at most


@dataclass(frozen=True, eq=False)
class _Seen:
    """A queue's cells with the handle times and the contacts that weigh them: what a series is read from."""

    cells: QueueCells
    aht_seconds: Floats
    calls: Floats

    def series_until(self, day: int) -> QueueSeries:
        """The series as it was known at the start of an earlier day."""
        days = slice(day)
        return replace(
            self, cells=self.cells.until(day), aht_seconds=self.aht_seconds[days], calls=self.calls[days]
        ).series()

    def series(self) -> QueueSeries:
        """The series by the rules for absent rows."""
        cells, read = self.cells, self.cells.read()
        silent = ~cells.present.any(axis=1) & near(cells.reporting, CLOSURE_REACH_DAYS)
        silent &= ~read.closed.all(axis=1)
        if cells.end_slot:
            silent[-1] = False
        return QueueSeries(
            cells.first_day, read.offered, self.aht_seconds, self.calls, silent, earlier=self.series_until
        )


def queue_series(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> QueueSeries:
    """The matrix of one queue, from its first row to the time of the forecast."""
    own = rows.of_queue[queue]
    cells = queue_cells(history, queue, rows, opening)
    answered = history.measures.get("answered", history.offered)[own]
    answered = np.where(np.isfinite(answered), answered, history.offered[own])
    cell = cells_of_rows(rows, queue)
    aht, calls = mean_by_cell(cell, history.aht_seconds[own], answered, cells.present.shape)
    return _Seen(cells, aht, calls).series()
