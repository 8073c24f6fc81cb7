"""Read a CSV into typed columns, naming every bad cell by file, line and column.

Rows stream through in chunks; of text only what the caller asked for is kept, so a million rows stay
small. All problems of a file are reported together.
"""

from __future__ import annotations

import difflib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.errors import InputError, Problem
from staffing.tables.cells import Problems, TimeCells, settle, typed
from staffing.tables.columns import Column, Layout
from staffing.tables.cut import Cut
from staffing.tables.grouped import Grouped
from staffing.tables.open import open_rows
from staffing.tables.plain_columns import Words, plain_column
from staffing.tables.rows import Chunk, Rows, rows_of
from staffing.tables.spreadsheet_safe import original
from staffing.tables.table import Table
from staffing.wording import counted

CHUNK_ROWS = 1 << 12  # larger ones are slower: they outgrow the cache, and wake the garbage collector


def read_csv(
    source: str | Path, layout: Layout, *, keep_extras: bool = False, may_be_empty: bool = False
) -> Table:
    """Read `source` by `layout`; raises InputError for what the file as a whole has wrong.

    Bad cells are collected in `table.problems`: the caller adds its own findings and raises once.
    """
    with open_rows(source) as rows:
        return read_table(rows, layout, keep_extras=keep_extras, may_be_empty=may_be_empty)


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
    header = next(iter(rows), (0, []))[1]
    if not header:  # a web page or records without a table; lines of text have been looked at when opened
        raise InputError(Problem(rows.name, "a header row and data", "the file is empty"))
    places = places_of(header, layout, rows.name)
    for place, cell in enumerate(header):
        if further is not None and place not in places and (column := further(cell.strip().lower())):
            places[place] = column
    return read_places(rows, header, places, keep_extras=keep_extras, may_be_empty=may_be_empty)


def places_of(
    header: Sequence[str], layout: Layout, file: str, *, remedy: str = "rename the one that holds it"
) -> dict[int, Column]:
    """Which column of the layout stands where; headers are matched without regard to case.

    `remedy` ends the hint about a required column that no header resembles.
    """
    names = [cell.strip().lower() for cell in header]
    doubled = sorted({n for n in names if n and names.count(n) > 1})
    problems = [Problem(file, "each column once", f"remove one '{n}'", 1, n) for n in doubled]
    for column in layout:
        if column.required and column.name not in names:
            near = difflib.get_close_matches(column.name, names, n=1)
            hint = f"rename '{near[0]}' to it" if near else f"the file has: {', '.join(header)}; {remedy}"
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
    keeps: Callable[[Table], Bools] | None = None,
) -> Table:
    """The rows below the header as typed columns, `places[i]` saying what the i-th cell holds.

    `any_style`: numbers may have marks between thousands, or a comma before the decimals. `keeps` says which
    rows of a block are kept when it has been read: bad cells are problems in all rows.
    """
    problems = Problems(rows.name)
    grouped = Grouped() if any_style else None
    read = read_chunks(rows, header, places, problems, keep_extras=keep_extras, grouped=grouped)
    kept: Ints | None = None
    with _without_collector():
        if keeps is None:
            chunks = list(read)
        else:
            chunks, kept = _kept(read, keeps)
    if not chunks:
        problems.raise_if_any()
        if not may_be_empty:
            raise InputError(Problem(rows.name, "at least one row of data", "the file has only a header"))
        return _without_rows(rows.name, places, problems)
    table = _joined(chunks)
    if grouped is not None:
        table.notes += [f"{rows.name}: {text}" for text in settle(grouped, table.numbers, problems, kept)]
    if problems.unknown:
        marks = ", ".join(problems.unknown)
        cells = counted(
            problems.unknown.total(), f"cell that holds {marks} is", f"cells that hold {marks} are"
        )
        table.notes.append(f"{rows.name}: {cells} unknown")
    return table


def _kept(chunks: Iterable[Table], keeps: Callable[[Table], Bools]) -> tuple[list[Table], Ints]:
    """The chunks with the rows that are kept, and where these stand among all."""
    found, places, count = [], [np.zeros(0, dtype=np.int64)], 0
    for chunk in chunks:
        chosen = keeps(chunk)
        found.append(chunk.rows(chosen))
        places.append(count + np.flatnonzero(chosen))
        count += len(chunk)
    return found, np.concatenate(places)


def _without_rows(file: str, places: Mapping[int, Column], problems: Problems) -> Table:
    """A table of which only the header is known."""
    table = Table(file, np.zeros(0, dtype=np.int64), problems)
    for column in places.values():
        table.put(column.name, typed((), column, table.line_numbers, problems, {}))
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
    words = Words()
    untrimmed = _Originals()
    while chunk := rows.take(CHUNK_ROWS):
        whole = _whole(chunk, len(header), problems)
        if not len(whole.lines):
            continue
        table = Table(rows.name, whole.lines, problems)
        for place, column in places.items():
            values = plain_column(whole, place, column, words, grouped) if isinstance(whole, Cut) else None
            if values is None:
                cells = whole.cells(place)
                values = typed(cells, column, whole.lines, problems, shared, grouped=grouped)
            table.put(column.name, values)
        if grouped is not None:
            grouped.rows += len(whole.lines)
        for place in extras:
            texts = [untrimmed[cell] for cell in whole.cells(place)]
            table.extras[original(header[place].strip())] = texts
        yield table


def _whole(chunk: Chunk, width: int, problems: Problems) -> Cut | _Listed:
    """The rows that are as wide as the header; the others are problems."""
    if isinstance(chunk, Cut) and chunk.width == width:
        return chunk
    rows = [row for row in rows_of(chunk) if _has_width(row, width, problems)]
    lines = np.array([line for line, _ in rows], dtype=np.int64)
    return _Listed(lines, list(zip(*(cells for _, cells in rows), strict=True)))


class _Listed(NamedTuple):
    """Rows of equal width, column by column."""

    lines: Ints
    columns: list[tuple[str, ...]]

    def cells(self, place: int) -> tuple[str, ...]:
        """The texts of a column."""
        return self.columns[place]


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
