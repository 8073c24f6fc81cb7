"""Lunches and breaks of all people on the same shift, counted by where they lie.

Who takes which is settled later: the n-th earliest lunch of a shift goes to the same person as its n-th
earliest breaks, which is lawful where, at every start of a rest, no more have begun it than have ended the
rest before in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.roster.program.columns import ShiftColumns, cells_of

if TYPE_CHECKING:
    from staffing.roster.program.cover import CoverRows
    from staffing.roster.search.board import Board

Key = tuple[int, int, int]  # day, group, candidate


@dataclass(frozen=True, eq=False)
class RestChoice:
    """One rest of a shift: which of the pattern, where it may start (cells), and the columns that count."""

    name: int
    cells: Ints
    columns: Ints


@dataclass(frozen=True, eq=False)
class RestColumns:
    """The rests of each shift in their order of time."""

    of: dict[Key, list[RestChoice]]

    def of_people(self, key: Key, values: Floats, people: int) -> list[tuple[tuple[int, int], ...]]:
        """The rests of each of the people on a shift: (rest of the pattern, start in cells)."""
        in_order = []
        for choice in self.of.get(key, ()):
            counts = np.round(values[choice.columns]).astype(np.int64)
            in_order.append([(choice.name, cell) for cell in np.repeat(choice.cells, counts).tolist()])
        return [tuple(rests[number] for rests in in_order) for number in range(people)]


def enter_rests(
    board: Board, shifts: ShiftColumns, held: dict[Key, list[int]], assembly: Assembly, cover: CoverRows
) -> RestColumns:
    """Columns that count rests, and rows that give as many as there are people on the shift.

    `held` are the people whose shifts are given.
    """
    who: dict[Key, list[int]] = {key: [] for key in held}
    for column, (_, *shift) in enumerate(shifts.keys):
        day, group, candidate = shift
        who.setdefault((day, group, candidate), []).append(column)
    chosen: dict[Key, list[RestChoice]] = {}
    for key, columns in sorted(who.items()):
        day, group, candidate = key
        worth, of_week = board.worth_of_day(day)
        starts = worth.rest_starts(of_week, candidate)
        people = float(len(held.get(key, ())))
        choices: list[RestChoice] = []
        for name, cells, free in starts:
            mine = assembly.columns(np.zeros(len(cells)), people + len(columns), integer=True)
            row = assembly.row(people, people)
            assembly.enter(row, mine, 1.0)
            assembly.enter(row, np.array(columns, dtype=np.int64), -1.0)
            if free is not None:
                _after(assembly, mine, choices[-1].columns, free)
            choices.append(RestChoice(name, cells, mine))
            for column, cell in zip(mine.tolist(), cells.tolist(), strict=True):
                spans = board.spans(day, candidate, [(name, cell)])[1:]
                cover.enter(group, *cells_of(board, spans), column)
        if choices:
            chosen[key] = choices
    return RestColumns(chosen)


def _after(assembly: Assembly, mine: Ints, before: Ints, free: Ints) -> None:
    """No more begin this rest by any start than have ended the rest before in time for it."""
    for place, early in enumerate(free.tolist()):
        if early < len(before) and (place + 1 == len(mine) or free[place + 1] > early):
            row = assembly.row(-np.inf, 0.0)
            assembly.enter(row, mine[: place + 1], 1.0)
            assembly.enter(row, before[:early], -1.0)
