"""When calls happened: wall times of a log read in its order, second by second.

In the hour that occurs twice a log steps back: calls up to a step back of more than half an hour are the
first occurrence, those after it the second. Logs in UTC or with an offset leave nothing to decide.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints
from staffing.history.reading.choices import Reading
from staffing.history.reading.stated_offsets import DAYS_OF_UTC, is_utc
from staffing.tables.table import Table
from staffing.timegrid import Zone
from staffing.wording import counted

STEP_BACK_SECONDS = 1800
_QUARTER = 900  # clocks change on quarter-hours


class CallClock:
    """Turns the times of a log's chunks into UTC, remembering where the clocks stood."""

    def __init__(self, reading: Reading) -> None:
        self.zone = Zone(reading.timezone)
        self.repeated = 0
        self._asks_for_zone, self._is_utc = not reading.is_zone_said, True
        self._last, self._fold = 0, 0

    def utc_seconds(self, table: Table) -> Ints:
        """UTC seconds of the rows' `offered_at`; −1 where it does not exist, which is a problem."""
        cells = table.times["offered_at"]
        self._is_utc &= is_utc(cells)
        utc = cells.seconds.copy()
        utc[utc == 0] = -1  # an unreadable time is a problem already
        naive = np.flatnonzero(cells.naive & (utc > 0))
        if not len(naive):
            return utc
        wall = utc[naive]
        quarter = (wall // _QUARTER * _QUARTER).astype("datetime64[s]")
        twice = self.zone.is_repeated(quarter)
        fold = np.zeros(len(wall), dtype=np.int64)
        fold[twice] = self._folds(wall[twice])
        start, exists = self.zone.utc(quarter, fold)
        utc[naive] = np.where(exists, start.astype(np.int64) + wall % _QUARTER, -1)
        for row in naive[~exists].tolist():
            expected = f"a wall time that exists in {self.zone.name}"
            hint = "clocks skip this hour; is the file in UTC or another zone?"
            text = str(cells.seconds[row].astype("datetime64[s]"))
            table.problems.add(table.line_numbers[row], "offered_at", text, expected, hint)
        return utc

    def notes(self) -> list[str]:
        """What had to be decided."""
        said = [DAYS_OF_UTC] if self._asks_for_zone and self._is_utc else []
        if self.repeated:
            calls = counted(self.repeated, "call")
            said.append(f"{calls} in the hour that occurs twice: told apart by their order in the file")
        return said

    def _folds(self, wall: Ints) -> Ints:
        self.repeated += len(wall)
        folds = np.zeros(len(wall), dtype=np.int64)
        for place, moment in enumerate(wall.tolist()):
            if moment - self._last > 86400:
                self._fold = 0  # another year
            elif moment - self._last < -STEP_BACK_SECONDS:
                self._fold = 1
            self._last = moment
            folds[place] = self._fold
        return folds
