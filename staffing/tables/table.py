"""A file's rows as typed columns, and what asks of them the zone they are in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import compress

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.tables.cells import Problems, TimeCells
from staffing.timegrid import UTC, Zone


@dataclass
class Table:
    """A file's rows as typed columns; a column the file does not have is absent from its dict."""

    file: str
    line_numbers: Ints
    problems: Problems
    numbers: dict[str, Floats] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, TimeCells] = field(default_factory=dict)
    extras: dict[str, list[str]] = field(default_factory=dict)
    zone: Zone = UTC
    interval_minutes: int | None = None  # None: nobody has said, and the rows must tell
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.line_numbers)

    def put(self, name: str, cells: Floats | list[str] | TimeCells) -> None:
        """A column, among those of its kind."""
        if isinstance(cells, TimeCells):
            self.times[name] = cells
        elif isinstance(cells, list):
            self.texts[name] = cells
        else:
            self.numbers[name] = cells

    def rows(self, chosen: Bools) -> Table:
        """Those rows alone."""
        if chosen.all():
            return self
        mask = chosen.tolist()
        return replace(
            self,
            line_numbers=self.line_numbers[chosen],
            numbers={name: column[chosen] for name, column in self.numbers.items()},
            texts={name: list(compress(texts, mask)) for name, texts in self.texts.items()},
            times={name: cells.rows(chosen) for name, cells in self.times.items()},
            extras={name: list(compress(texts, mask)) for name, texts in self.extras.items()},
        )

    def number(self, name: str) -> Floats:
        """The column's numbers; NaN where unknown or where the file has no such column."""
        return self.numbers[name] if name in self.numbers else np.full(len(self), np.nan)

    def codes(self, name: str, default: str) -> tuple[Ints, tuple[str, ...]]:
        """A text column as codes into its distinct names, in order of appearance; empty = `default`."""
        if name not in self.texts:
            return np.zeros(len(self), dtype=np.int64), (default,)
        names = {text: text or default for text in dict.fromkeys(self.texts[name])}
        known = {text: code for code, text in enumerate(dict.fromkeys(names.values()))}
        code = {text: known[name] for text, name in names.items()}
        codes = np.fromiter(map(code.__getitem__, self.texts[name]), dtype=np.int64, count=len(self))
        return codes, tuple(known)

    def in_zone(self, timezone: str) -> Table:
        """The same rows, whose times without an offset are wall times of that zone."""
        self.zone = Zone(timezone)
        return self

    def moments(self, name: str, group: Ints, *, ignorable: Bools | None = None) -> tuple[Times, Ints]:
        """UTC moments and local offsets; times without an offset are wall times of the table's zone.

        A wall time that occurs twice (clocks going back) is its first occurrence, and its second where
        the same `group` (queue) has it a second time in the file. A wall time that does not exist is a
        problem, or NaT where the row is `ignorable`.
        """
        cells = self.times[name]
        utc = cells.seconds.astype("datetime64[s]")
        offset = cells.offset_minutes.copy()
        naive = np.flatnonzero(cells.naive)
        if len(naive):
            wall = utc[naive]
            first, second = self.zone.occurrences(wall)
            exists, is_repeated = first <= second, first < second
            if is_repeated.any():
                first = np.where(is_repeated & _seen_before(wall, group[naive]), second, first)
            utc[naive] = first
            offset[naive] = self.zone.offset_minutes(utc[naive])
            for row, text in zip(naive[~exists].tolist(), wall[~exists], strict=True):
                if ignorable is not None and ignorable[row]:
                    utc[row] = np.datetime64("NaT", "s")
                    continue
                expected = f"a wall time that exists in {self.zone.name}"
                hint = "clocks skip this hour; is the file in UTC or another zone?"
                self.problems.add(self.line_numbers[row], name, str(text), expected, hint)
        return utc, offset

    def some_moments(self, name: str, group: Ints) -> Times:
        """The same in UTC, of a column that need not be there nor be filled: NaT where it is not."""
        if name not in self.times:
            return np.full(len(self), np.datetime64("NaT", "s"))
        utc, _ = self.moments(name, group)
        return np.where(self.times[name].empty, np.datetime64("NaT", "s"), utc)


def _seen_before(wall: Times, group: Ints) -> Bools:
    """True where the same wall time of the same group stands in an earlier row (later, if newest first)."""
    steps = np.diff(wall).astype(np.int64)
    if (steps < 0).sum() > (steps > 0).sum():
        return _seen_before(wall[::-1], group[::-1])[::-1]
    order = np.lexsort((wall, group))  # stable: equal keys keep file order
    again = (np.diff(group[order]) == 0) & (np.diff(wall[order]) == np.timedelta64(0, "s"))
    seen = np.zeros(len(wall), dtype=bool)
    seen[order[1:][again]] = True
    return seen
