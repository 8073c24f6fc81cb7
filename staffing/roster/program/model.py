"""A roster as an integer program: who works which shift, and where the rests of all lie.

Shifts are a column per person, day, group and candidate; the rules are walks (`walks`) that the shifts of a
person take together; rest between shifts forbids successions, written as the cliques that they form; rests
are counted, not named: so many of those on a shift take their lunch at one. Coverage is convex: a column for
each slope of an interval's price. People who are not free keep their shifts; their rests are placed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.roster.program.columns import ShiftColumns, cells_of, shift_columns
from staffing.roster.program.cover import CoverRows
from staffing.roster.program.rests import Key, RestColumns, enter_rests
from staffing.roster.program.tours import enter_tours

if TYPE_CHECKING:
    from staffing.programs.program import Program
    from staffing.roster.search.board import Board


@dataclass(frozen=True, eq=False)
class RosterProgram:
    """A solution costs that of the `program` and `constant`: coverage, and the tours of the people `free`.

    `shifts` are its first columns; `held` the people of each shift that is given, `windows` the columns of
    the start windows by person and week.
    """

    program: Program
    constant: float
    free: tuple[int, ...]
    shifts: ShiftColumns
    rests: RestColumns
    held: dict[Key, list[int]]
    windows: dict[tuple[int, int], Ints]


def roster_program(board: Board, free: Sequence[int]) -> RosterProgram:
    """The program in which the people `free` choose their tours, and all others keep theirs."""
    shifts = shift_columns(board, free)
    held = _held(board, frozenset(free))
    assembly = Assembly()
    assembly.columns(shifts.cost, 1.0, integer=True)
    presence: dict[tuple[int, int], tuple[Ints, Floats]] = {}

    def cells(day: int, candidate: int) -> tuple[Ints, Floats]:
        if (day, candidate) not in presence:
            presence[day, candidate] = cells_of(board, board.spans(day, candidate, ()))
        return presence[day, candidate]

    given = board.carried.astype(np.float64)
    for (day, group, candidate), people in held.items():
        intervals, worked = cells(day, candidate)
        given[group, intervals] += len(people) * worked
    cover = CoverRows(board, given, assembly)
    for column, (_, day, group, candidate) in enumerate(shifts.keys):
        cover.enter(group, *cells(day, candidate), column)
    windows, constant = enter_tours(board, free, shifts, assembly)
    rests = enter_rests(board, shifts, held, assembly, cover)
    constant += cover.price()
    return RosterProgram(assembly.program(), constant, tuple(free), shifts, rests, held, windows)


def _held(board: Board, free: frozenset[int]) -> dict[Key, list[int]]:
    """Who works which shift, of those who are not free."""
    held: dict[Key, list[int]] = {}
    for person, tour in enumerate(board.places):
        if person not in free:
            for day, place in enumerate(tour):
                if place is not None:
                    held.setdefault((day, place.group, place.candidate), []).append(person)
    return held
