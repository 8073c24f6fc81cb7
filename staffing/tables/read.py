"""Read a CSV into typed columns, naming every bad cell by file, line and column.

Rows stream through in chunks; of text only what the caller asked for is kept, so a million rows stay
small. All problems of a file are reported together.
"""

from __future__ import annotations

import difflib
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.errors import InputError, Problem
from staffing.tables.cells import Problems, TimeCells, settle, typed
from staffing.tables.columns import Column, Layout
from staffing.tables.grouped import Grouped
from staffing.tables.open import open_rows
from staffing.tables.rows import Rows
from staffing.tables.spreadsheet_safe import original
from staffing.timegrid import UTC, Zone

CHUNK_ROWS = 1 << 12  # larger ones are slower: they outgrow the cache, and wake the garbage collector


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

    def number(self, name: str) -> Floats:
        """The column's numbers; NaN where unknown or where the file has no such column."""
        return self.numbers[name] if name in self.numbers else np.full(len(self), np.nan)

    def codes(self, name: str, default: str) -> tuple[Ints, tuple[str, ...]]:
        """A text column as codes into its distinct names, in order of appearance; empty = `default`."""
        if name not in self.texts:
            return np.zeros(len(self), dtype=np.int64), (default,)
        names: dict[str, int] = {}
        codes = [names.setdefault(text or default, len(names)) for text in self.texts[name]]
        return np.array(codes, dtype=np.int64), tuple(names)

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
            fold = (self.zone.is_repeated(wall) & _seen_before(wall, group[naive])).astype(np.int64)
            utc[naive], exists = self.zone.utc(wall, fold)
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


def read_csv(source: str | Path, layout: Layout, *, keep_extras: bool = False) -> Table:
    """Read `source` by `layout`; raises InputError for what the file as a whole has wrong.

    Bad cells are collected in `table.problems`: the caller adds its own findings and raises once.
    """
    with open_rows(source) as rows:
        return read_table(rows, layout, keep_extras=keep_extras)


def read_table(
    rows: Rows,
    layout: Layout,
    *,
    keep_extras: bool = False,
    further: Callable[[str], Column | None] | None = None,
    may_be_empty: bool = False,
) -> Table:
    """Read rows whose first is the header, by `layout`.

    `further` says what a header means that the layout does not name; None: nothing.
    """
    _, header = next(rows)
    places = places_of(header, layout, rows.name)
    for place, cell in enumerate(header):
        if further is not None and place not in places and (column := further(cell.strip().lower())):
            places[place] = column
    return read_places(rows, header, places, keep_extras=keep_extras, may_be_empty=may_be_empty)


def places_of(header: Sequence[str], layout: Layout, file: str) -> dict[int, Column]:
    """Which column of the layout stands where; headers are matched without regard to case."""
    names = [cell.strip().lower() for cell in header]
    doubled = sorted({n for n in names if n and names.count(n) > 1})
    problems = [Problem(file, "each column once", f"remove one '{n}'", 1, n) for n in doubled]
    for column in layout:
        if column.required and column.name not in names:
            near = difflib.get_close_matches(column.name, names, n=1)
            hint = f"rename '{near[0]}' to it" if near else f"the file has: {', '.join(header)}"
            problems.append(Problem(file, f"a column named {column.name}", hint, 1, column.name))
    if problems:
        raise InputError(problems)
    by_name = {column.name: column for column in layout}
    return {place: by_name[n] for place, n in enumerate(names) if n in by_name}


def read_places(
    rows: Rows,
    header: Sequence[str],
    places: Mapping[int, Column],
    *,
    keep_extras: bool = False,
    may_be_empty: bool = False,
    any_style: bool = False,
) -> Table:
    """The rows below the header as typed columns, `places[i]` saying what the i-th cell holds.

    `any_style`: numbers may have marks between thousands, or a comma before the decimals.
    """
    problems = Problems(rows.name)
    grouped = Grouped() if any_style else None
    with _without_collector():
        chunks = list(read_chunks(rows, header, places, problems, keep_extras=keep_extras, grouped=grouped))
    if not chunks:
        problems.raise_if_any()
        if not may_be_empty:
            raise InputError(Problem(rows.name, "at least one row of data", "the file has only a header"))
        return _without_rows(rows.name, places, problems)
    table = _joined(chunks)
    if grouped is not None:
        table.notes += [f"{rows.name}: {text}" for text in settle(grouped, table.numbers, problems)]
    if problems.unknown:
        marks = ", ".join(problems.unknown)
        table.notes.append(f"{rows.name}: {problems.unknown.total()} cells that hold {marks} are unknown")
    return table


def _without_rows(file: str, places: Mapping[int, Column], problems: Problems) -> Table:
    """A table of which only the header is known."""
    table = Table(file, np.zeros(0, dtype=np.int64), problems)
    for column in places.values():
        _put(table, column.name, typed((), column, table.line_numbers, problems, {}))
    return table


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of cells make no cycles: looking for them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_chunks(
    rows: Rows,
    header: Sequence[str],
    places: Mapping[int, Column],
    problems: Problems,
    *,
    keep_extras: bool = False,
    grouped: Grouped | None = None,
) -> Iterator[Table]:
    """The same as tables of at most `CHUNK_ROWS` rows, for what need not be held at once."""
    extras = [place for place in range(len(header)) if keep_extras and place not in places]
    shared: dict[str, str] = {}  # equal texts share one string
    untrimmed = _Originals()
    stream = iter(rows)
    while chunk := list(islice(stream, CHUNK_ROWS)):
        whole = [row for row in chunk if _has_width(row, len(header), problems)]
        if not whole:
            continue
        table = Table(rows.name, np.array([line for line, _ in whole], dtype=np.int64), problems)
        cells = list(zip(*(row for _, row in whole), strict=True))
        for place, column in places.items():
            found = typed(cells[place], column, table.line_numbers, problems, shared, grouped=grouped)
            _put(table, column.name, found)
        if grouped is not None:
            grouped.rows += len(whole)
        for place in extras:
            texts = [untrimmed[cell] for cell in cells[place]]
            table.extras[original(header[place].strip())] = texts
        yield table


class _Originals(dict[str, str]):
    """What cells held before they were made harmless for spreadsheets; equal texts share one string."""

    def __missing__(self, cell: str) -> str:
        text = self[cell] = original(cell)
        return text


def _has_width(row: tuple[int, list[str]], width: int, problems: Problems) -> bool:
    line, cells = row
    if len(cells) == width:
        return True
    hint = "a missing or extra separator, or a decimal comma?"
    problems.add(line, None, f"{len(cells)} cells", f"{width} cells, as in the header", hint)
    return False


def _put(table: Table, name: str, cells: Floats | list[str] | TimeCells) -> None:
    """Into the dict of its kind."""
    if isinstance(cells, TimeCells):
        table.times[name] = cells
    elif isinstance(cells, list):
        table.texts[name] = cells
    else:
        table.numbers[name] = cells


def _joined(chunks: Sequence[Table]) -> Table:
    """The chunks as one table; each column's chunks are freed as soon as they are put together."""
    first = chunks[0]
    table = Table(first.file, np.concatenate([chunk.line_numbers for chunk in chunks]), first.problems)
    for name in list(first.times):
        cells = [chunk.times.pop(name) for chunk in chunks]
        table.times[name] = TimeCells(
            np.concatenate([c.seconds for c in cells]),
            np.concatenate([c.offset_minutes for c in cells]),
            np.concatenate([c.naive for c in cells]),
        )
    for name in list(first.numbers):
        table.numbers[name] = np.concatenate([chunk.numbers.pop(name) for chunk in chunks])
    for name in list(first.texts):
        table.texts[name] = [text for chunk in chunks for text in chunk.texts.pop(name)]
    for name in list(first.extras):
        table.extras[name] = [text for chunk in chunks for text in chunk.extras.pop(name)]
    return table


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
