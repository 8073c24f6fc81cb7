"""Numbers of a file that may carry marks between thousands, or a comma before the decimals.

`1.100` is a thousand and a hundred in one country and little more than one in another. Cells that leave it
open are set aside while a file streams by; when all of it is known, the whole column and the other columns
say which it is. Counts are whole. Where both readings remain the error names both: nothing is guessed.

Files of plain numbers cost one look at the values of a column that has points at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.tables.columns import Column
from staffing.tables.numbers import COMMA, POINT, is_unknown, styles_of, unstyled

_GROUPED_POINT = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_PLAIN_DECIMALS = re.compile(r"[-+]?\d*\.\d+(?:[eE][-+]?\d+)?")
_COUNTS = frozenset(
    {
        *("offered", "answered", "abandoned", "blocked", "answered_within_target"),
        *("abandoned_within_target", "abandoned_short", "queued", "transferred", "system_handled"),
        *("coded", "resolved_first"),
    }
)
USUAL_SECONDS = (5.0, 7200.0)  # averages of a centre: in hours or split seconds nobody is talked to
_TALKS = ("aht_seconds", "talk_seconds")
_LEAST_TALK = 20.0  # seconds, on average: a talk of 7.312 is one of minutes
_SAID = {POINT: "a point before the decimals", COMMA: "a comma before the decimals"}


class Cell(NamedTuple):
    """A cell set aside: its row in the file's table, its line, its text."""

    row: int
    line: int
    text: str


@dataclass
class _Aside:
    """What is known of a column: cells set aside, whether points before decimals are proven, and the rest."""

    column: Column
    cells: list[Cell] = field(default_factory=list)
    proves_point: bool = False
    known: list[float] = field(default_factory=list)  # medians of the chunks


class Doubt(NamedTuple):
    """A cell with two readings."""

    cell: Cell
    column: Column
    readings: tuple[str, str]


class Grouped:
    """The cells of one file whose reading waits for the rest of it."""

    def __init__(self) -> None:
        self.columns: dict[str, _Aside] = {}
        self.rows = 0

    def is_open(self, column: Column) -> bool:
        """Whether a point of that column may still stand between thousands."""
        return not self.columns.setdefault(column.name, _Aside(column)).proves_point

    def without(self, cells: Sequence[str], column: Column, lines: Ints) -> Sequence[str]:
        """The cells of a chunk, with those set aside left empty."""
        aside = self.columns.setdefault(column.name, _Aside(column))
        places = [place for place, text in enumerate(cells) if _is_suspect(text, aside)]
        rest = list(cells)
        for place in places:
            aside.cells.append(Cell(self.rows + place, int(lines[place]), cells[place].strip()))
            rest[place] = ""
        return rest

    def known(self, column: Column, values: Floats) -> None:
        """Remember how large the other cells of a chunk are."""
        if _is_seconds(column) and len(finite := values[values > 0]):
            self.columns.setdefault(column.name, _Aside(column)).known.append(_median(finite))

    def settled(self) -> tuple[dict[str, tuple[str, list[Cell]]], list[Doubt]]:
        """The style of each column that has cells set aside, with the cells; and those with two readings."""
        waiting = {name: aside for name, aside in self.columns.items() if aside.cells}
        fitting = {name: _fitting(aside) for name, aside in waiting.items()}
        proofs = [styles for styles in fitting.values() if len(styles) == 1]
        proofs += [
            {POINT} for name, aside in self.columns.items() if aside.proves_point and name not in fitting
        ]
        proved = set.intersection(*proofs) if proofs else {POINT, COMMA}
        styles: dict[str, tuple[str, list[Cell]]] = {}
        doubts: list[Doubt] = []
        for name, aside in waiting.items():
            style = _style_of(aside, fitting[name], proved)
            if style is None:
                cell = aside.cells[0]
                pair = unstyled(cell.text, POINT), unstyled(cell.text, COMMA)
                doubts.append(Doubt(cell, aside.column, pair))
            else:
                styles[name] = style, aside.cells
        return styles, doubts


def said(styles: Mapping[str, tuple[str, list[Cell]]]) -> str:
    """What to say of the cells that were set aside; empty where a point before decimals is all there is."""
    for style, cells in styles.values():
        for cell in cells:
            if style and unstyled(cell.text, style) != cell.text:
                value = float(unstyled(cell.text, style))
                return f"numbers are read with {_SAID[style]}: {cell.text} as {value:,.6g}"
    return ""


def _is_suspect(text: str, aside: _Aside) -> bool:
    """Neither digits alone nor decimals that prove their point, and a number in some country's writing."""
    text = text.strip()
    if not text or text.isdecimal():
        return False
    if _PLAIN_DECIMALS.fullmatch(text):
        if aside.proves_point:
            return False
        if not _GROUPED_POINT.fullmatch(text):
            aside.proves_point = True
            return False
    return not is_unknown(text) and "%" not in text and bool(styles_of([text], whole=False))


def _median(values: Floats) -> float:
    """The middle of numbers, whose order is lost; of few numbers `np.median` takes five times as long."""
    first, last = (len(values) - 1) // 2, len(values) // 2
    values.partition((first, last))
    return float(values[first] + values[last]) / 2


def _is_count(column: Column) -> bool:
    return bool({column.name, column.meaning} & _COUNTS)


def _is_seconds(column: Column) -> bool:
    return column.name.endswith("_seconds") or column.meaning.endswith("_seconds")


def _fitting(aside: _Aside) -> set[str]:
    """The styles by which all cells set aside are numbers, and whole ones of counts where that can be."""
    texts = [cell.text for cell in aside.cells]
    fitting = styles_of(texts, whole=False)
    if aside.proves_point:
        return fitting & {POINT}
    if _is_count(aside.column):
        fitting = styles_of(texts, whole=True) or fitting
    return fitting


def _style_of(aside: _Aside, fitting: set[str], proved: set[str]) -> str | None:
    """The one style that is left, `""` where cells are to be read as they stand, None where two are left.

    Seconds that would be hours in one of the styles are of the other. A column of nothing but `4.241` is not
    thousands because it is few seconds: it may be minutes.
    """
    if not fitting:
        return ""
    mine = fitting & proved
    if not mine:
        return None  # another column proves the contrary
    texts = [cell.text for cell in aside.cells]
    if len(mine) == 1 or all(unstyled(text, POINT) == unstyled(text, COMMA) for text in texts):
        return next(iter(mine))
    if _is_count(aside.column):
        return None
    if not _is_seconds(aside.column):
        return POINT  # shares, heads and other averages are what they say
    usual = [style for style in sorted(mine) if _is_usual(aside, style)]
    return usual[0] if len(usual) == 1 and (aside.known or usual != [COMMA]) else None


def _is_usual(aside: _Aside, style: str) -> bool:
    values = [float(unstyled(cell.text, style)) * aside.column.plain_seconds for cell in aside.cells]
    middle = float(np.median(values))
    if aside.known:  # cells without any mark are of the same size
        rest = float(np.median(aside.known))
        return rest / 30 <= middle <= rest * 30
    talks = not {aside.column.name, aside.column.meaning}.isdisjoint(_TALKS)
    return (_LEAST_TALK if talks else USUAL_SECONDS[0]) <= middle <= USUAL_SECONDS[1]
