"""A matrix: times along one side, days, weekdays or queues along the other, a count in each cell.

Rows and columns that are sums or means of the others are found by arithmetic and left out. Weekdays without
dates are a typical week: they are taken for the week from Monday 2001-01-01, as days that are only counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.headers.columns import COUNTS, LEAST, SECONDS
from staffing.history.headers.header import header_of
from staffing.history.headers.holds import kind_of
from staffing.history.headers.lexicon import is_total
from staffing.history.shapes.flat import CellGrid, Flat, ShapeFit, filled, unique
from staffing.history.shapes.sides import Sides, sides_of
from staffing.history.shapes.sums import relation, values
from staffing.tables.numbers import is_number, styles_of
from staffing.tables.rows import Row

_NAMES = {"clock": "Time", "hour": "Time", "date": "Date", "weekday": "Date", "month": "Month"}
OFFERED = "Calls offered"


class Matrix:
    """Times on one side, days on the other."""

    name = "a matrix of days and times"

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """An axis along a row and another down a column."""
        sides = sides_of(grid)
        if sides is None:
            return None
        return ShapeFit(0.9, f"{_plural(sides.down.kind)} down, {_plural(sides.across.kind)} across")

    def flatten(self, grid: CellGrid) -> Flat:
        """A row for each cell."""
        sides = sides_of(grid)
        assert sides is not None
        notes: list[str] = []
        blocks = _blocks(grid, sides)
        style = _style(grid, sides)
        named = [block for block in blocks if block.queue]
        header = [
            *(grid.cells(sides.row)[p] or "Queue" for p in sides.keys),
            *(["Queue"] if len(named) == len(blocks) > 1 else []),
            _NAMES[sides.down.kind],
            _NAMES[sides.across.kind],
        ]
        measures = list(dict.fromkeys(block.measure for block in blocks))
        rows: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
        for block in blocks:
            kept, said = _inner_rows(grid, sides, block, style)
            notes += said
            for line, cells, down in kept:
                for place, across in zip(sides.across.places, sides.across.texts, strict=True):
                    keys = [cells[p] for p in sides.keys]
                    keys += [block.queue] if len(named) == len(blocks) > 1 else []
                    _, of = rows.setdefault((*keys, down, across), (line, {}))
                    of[block.measure] = cells[place]
        notes += _edge_notes(grid, sides, blocks, style)
        notes += _week_note(sides)
        if not any(header_of(measure).best[0] in COUNTS for measure in measures if measure != OFFERED):
            notes.append("the cells are taken for the contacts offered") if OFFERED in measures else None
        flat: list[Row] = [
            (line, [*keys, *(of.get(measure, "") for measure in measures)])
            for keys, (line, of) in rows.items()
        ]
        return Flat(unique([*header, *measures]), flat, grid.rows[sides.row][0], tuple(notes))


@dataclass(frozen=True)
class _Block:
    """The rows of one matrix; several stand below each other, each under its title."""

    first: int
    last: int
    queue: str
    measure: str


def _blocks(grid: CellGrid, sides: Sides) -> list[_Block]:
    axis = [grid.cells(sides.row)[p] for p in sides.across.places]
    starts = [
        row
        for row in range(sides.row, len(grid.rows))
        if [grid.cells(row)[p] for p in sides.across.places] == axis
    ]
    blocks = []
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        last = len(grid.rows) if after is None else after
        while after is not None and last > start + 1 and _is_title(grid.cells(last - 1)):
            last -= 1
        titles = _titles_above(grid, start, sides)
        measure = next((t for t in titles if _measure(t)), OFFERED)
        queue = next((t for t in titles if not _measure(t)), "")
        blocks.append(_Block(start + 1, last, queue, measure))
    return blocks


def _is_title(cells: Sequence[str]) -> bool:
    there = filled(cells)
    return len(there) <= 2 and not any(is_number(cell) for cell in there)


def _titles_above(grid: CellGrid, row: int, sides: Sides) -> list[str]:
    """The corner and the title lines just above, nearest first."""
    corner = [c for c in grid.cells(row)[: sides.across.places[0]] if c]
    titles = [] if not corner else [text for text in corner if _measure(text)]
    above = row - 1
    while above >= 0 and _is_title(grid.cells(above)):
        titles += reversed(filled(grid.cells(above)))
        above -= 1
    return titles


def _measure(text: str) -> bool:
    sense, score = header_of(text).best
    return score >= LEAST and sense in {*COUNTS, *SECONDS}


def _style(grid: CellGrid, sides: Sides) -> str:
    cells = [c[p] for _, c in grid.rows[sides.row + 1 :] for p in sides.across.places if is_number(c[p])]
    styles = styles_of(cells, whole=True)
    return next(iter(styles)) if len(styles) == 1 else ""


def _inner_rows(
    grid: CellGrid, sides: Sides, block: _Block, style: str
) -> tuple[list[tuple[int, list[str], str]], list[str]]:
    """The rows with a key of the axis; rows without one must be sums or means of them."""
    by_text = dict(
        zip(
            (grid.cells(sides.row + 1 + p)[sides.down_place] for p in sides.down.places),
            sides.down.texts,
            strict=True,
        )
    )
    kept, others = [], []
    filled_down = ""
    for line, cells in grid.rows[block.first : block.last]:
        key = cells[sides.down_place]
        if not key and filled_down and sides.keys and any(cells[p] for p in sides.keys):
            key = filled_down  # a day's name stands on the first of its rows only
        if key in by_text:
            filled_down = key
            kept.append((line, cells, by_text[key]))
        elif len(filled(cells)) > 1 or any(is_number(cells[p]) for p in sides.across.places):
            others.append((line, cells, key))
    notes = []
    body = np.array([values([cells[p] for p in sides.across.places], style) for _, cells, _ in kept])
    for line, cells, key in others:
        edge = values([cells[p] for p in sides.across.places], style)
        kind = relation(edge, body.T) if kept else None
        if (
            kind is None
            and not is_total(key)
            and any(kind_of(cells[p]) == "number" for p in sides.across.places)
        ):
            hint = "correct or remove the row"
            expected = f"{_article(sides.down.kind)}, as in the other rows"
            raise InputError(Problem(grid.name, expected, hint, line, None, key))
        notes.append(
            f"line {line} ({key or 'without a name'}) is {_kind_text(kind)} of the rows and is left out"
        )
    return kept, notes


def _edge_notes(grid: CellGrid, sides: Sides, blocks: Sequence[_Block], style: str) -> list[str]:
    """What the columns besides the axis are."""
    header = grid.cells(sides.row)
    inner = [cells for block in blocks for _, cells in grid.rows[block.first : block.last]]
    body = np.array([values([cells[p] for p in sides.across.places], style) for cells in inner])
    notes = []
    for place in range(sides.across.places[0], grid.width):
        if place in sides.across.places or not any(cells[place] for cells in inner):
            continue
        kind = relation(values([cells[place] for cells in inner], style), body)
        name = header[place] or f"number {place + 1}"
        notes.append(f"column {name} is {_kind_text(kind)} and is left out")
    return notes


def _kind_text(kind: str | None) -> str:
    names = {"sum": "the sum", "mean": "the mean", "highest": "the highest", "lowest": "the lowest"}
    return names.get(kind or "", "no time of the matrix")


def _week_note(sides: Sides) -> list[str]:
    if "weekday" not in {sides.across.kind, sides.down.kind}:
        return []
    return ["weekdays without dates are read as one typical week, from Monday 2001-01-01"]


def _plural(kind: str) -> str:
    return {"clock": "times", "hour": "hours", "date": "days", "weekday": "weekdays", "month": "months"}[kind]


def _article(kind: str) -> str:
    return {"clock": "a time", "hour": "an hour", "date": "a date", "weekday": "a weekday"}.get(
        kind, "a month"
    )


SHAPE = Matrix()
