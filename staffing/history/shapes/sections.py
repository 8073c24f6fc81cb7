"""Sections: the date or the queue stands in a title line, and the rows below it belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from staffing.history.headers.columns import LEAST
from staffing.history.headers.header import header_of
from staffing.history.headers.holds import kind_of
from staffing.history.headers.lexicon import is_total
from staffing.history.shapes.flat import CellGrid, Flat, ShapeFit, filled, unique
from staffing.history.shapes.plain import header_place, looks_like_header
from staffing.tables.rows import Row
from staffing.wording import counted

_PAIR = re.compile(r"([^:：=]{1,40}?)\s*(?:[:：=]|\s[-–—]\s)\s*(.*)")
_DATE = "Date"
_IN_TITLE = re.compile(r"\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}|\d{4}[年년].+[日일]")


def _pair(cells: Sequence[str]) -> tuple[str, str] | None:
    """What a title line tells: a name and its value, the date, or a bare text."""
    there = filled(cells)
    if not there or len(there) > 2:
        return None
    if len(there) == 2:
        name = there[0].rstrip(" :：")
        named = header_of(name).best[1] >= LEAST or there[0] != name
        return (
            (name, there[1]) if named and kind_of(name) == "text" and kind_of(there[1]) != "number" else None
        )
    text = there[0]
    if kind_of(text) in {"date", "moment"}:
        return _DATE, text
    if (found := _PAIR.fullmatch(text)) and found[2] and header_of(found[1]).best[1] >= LEAST:
        return found[1].strip(), found[2].strip()
    inside = _IN_TITLE.search(text)
    if inside and kind_of(inside[0]) == "date":
        return _DATE, inside[0]
    return ("", text) if kind_of(text) == "text" else None


def _parsed(grid: CellGrid) -> Flat | None:
    """The sections put one below the other, each row with what its titles say; None where there are none."""
    place = header_place(grid)
    if place is None:
        return None
    header = grid.cells(place)
    context: dict[str, str] = {}
    rows: list[tuple[int, dict[str, str], list[str]]] = []
    left_out = changes = 0
    dirty = False
    for line, cells in grid.rows:
        if cells == header:
            continue
        told = _pair(cells)
        if told is not None and not is_total(told[1]) and not is_total(filled(cells)[0]):
            context[told[0]] = told[1]
            dirty = True
            continue
        if is_total(next(iter(filled(cells)))) or (looks_like_header(filled(cells)) and not rows):
            left_out += is_total(next(iter(filled(cells))))
            continue
        changes += dirty
        dirty = False
        rows.append((line, dict(context), cells))
    names = [name for name in dict.fromkeys(key for _, of, _ in rows for key in of) if _tells(name, rows)]
    titles = {of.get("", "") for _, of, _ in rows}
    if not rows or not names or (changes < 2 and _DATE not in names and not _dated(names)):
        return None
    used = [name for name in names if name or (len(titles) > 1 and changes > 1)]
    flat: list[Row] = [(line, [*(of.get(name, "") for name in used), *cells]) for line, of, cells in rows]
    notes = (f"{counted(left_out, 'row of totals is', 'rows of totals are')} left out",) if left_out else ()
    return Flat(unique([*(name or "Queue" for name in used), *header]), flat, grid.rows[place][0], notes)


def _dated(names: Sequence[str]) -> bool:
    return any(header_of(name).score("when") >= LEAST for name in names)


def _tells(name: str, rows: Sequence[tuple[int, dict[str, str], list[str]]]) -> bool:
    """Whether a title's name is one of a time or a queue; a bare text is a queue where it changes."""
    if not name:
        return all(of.get("") for _, of, _ in rows)
    return max(header_of(name).score("when"), header_of(name).score("queue")) >= LEAST


class Sections:
    """A title line over each block."""

    name = "sections, each under a title line with its date or queue"

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """Titles that change between rows, or a date that stands in a title only."""
        flat = _parsed(grid)
        if flat is None:
            return None
        own = {
            kind_of(cells[-grid.width + place]) for _, cells in flat.rows[:20] for place in range(grid.width)
        }
        if (
            own & {"moment", "date"}
            and len({tuple(c[: len(flat.header) - grid.width]) for _, c in flat.rows}) < 2
        ):
            return None
        return ShapeFit(0.7, f"titles tell {', '.join(flat.header[: len(flat.header) - grid.width])}")

    def flatten(self, grid: CellGrid) -> Flat:
        """A column for each title."""
        flat = _parsed(grid)
        assert flat is not None
        return flat


SHAPE = Sections()
