"""From a roster to the values of its program, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.programs.effort import Effort
from staffing.programs.program import merged
from staffing.programs.solver import believed, solve
from staffing.programs.work import units
from staffing.roster.candidates import NOBODY
from staffing.roster.search.place import Place

if TYPE_CHECKING:
    from staffing.roster.program.model import RosterProgram
    from staffing.roster.program.rests import Key
    from staffing.roster.search.board import Board

_WORK = units(20)  # of a relaxation whose shifts and rests are given
CLOSE = 1e-4  # of the objective: as good as the best


def improve(board: Board, of: RosterProgram, work: int) -> float:
    """Search the program from the roster that stands, which is left as it is or better.

    What a roster costs at least in which the others keep their tours: the program's bound.
    """
    others = sum(board.own) - sum(board.own[person] for person in of.free)
    start = values_of(board, of)
    answer = solve(of.program, Effort(work, gap_absolute=CLOSE), start)
    if answer.values is not None:
        cost = of.program.objective(answer.values) + of.constant + others
        if cost < board.total() - CLOSE / 2:
            put(board, of, answer.values)
    return answer.bound + of.constant + others


def values_of(board: Board, of: RosterProgram) -> Floats | None:
    """The values of the roster that stands; None where what follows from it is not found."""
    program, values = of.program, np.zeros(len(of.program))
    for column, (person, day, group, candidate) in enumerate(of.shifts.keys):
        place = board.places[person][day]
        values[column] = place is not None and (place.group, place.candidate) == (group, candidate)
    for key, choices in of.rests.of.items():
        day, group, candidate = key
        for tour in board.places:
            place = tour[day]
            if place is not None and (place.group, place.candidate) == (group, candidate):
                cells = dict(place.rests)
                for choice in choices:
                    values[choice.columns[int(np.searchsorted(choice.cells, cells[choice.name]))]] += 1
    for (person, number), windows in of.windows.items():
        if (window := _window(board, person, number)) is not None:
            values[windows[window]] = 1
    follows = ~program.integer
    answer = solve(program.fixed(follows, values), Effort(_WORK, relaxed=True))
    return None if answer.values is None else believed(program, merged(values, follows, answer.values))


def _window(board: Board, number_of_person: int, number: int) -> int | None:
    """The cheapest window that holds all starts of a week."""
    windows = board.windows(board.setting.people[number_of_person], number)
    first, stop = board.case.weeks[number]
    tour = board.tours[number_of_person][first:stop]
    on = [(day, chosen) for day, chosen in enumerate(tour) if chosen != NOBODY]
    if windows is None or not on:
        return None
    holds = np.all([np.isfinite(windows.outside[:, day, chosen]) for day, chosen in on], axis=0)
    return int(np.where(holds, windows.prices, np.inf).argmin())


def put(board: Board, of: RosterProgram, values: Floats) -> None:
    """Let the roster of some values stand."""
    shifts: dict[Key, list[int]] = {key: list(people) for key, people in of.held.items()}
    for column, (person, *shift) in enumerate(of.shifts.keys):
        if values[column] > 0.5:
            day, group, candidate = shift
            shifts.setdefault((day, group, candidate), []).append(person)
    tours: list[list[Place | None]] = [[None] * len(board.case.dates) for _ in board.places]
    for key, people in shifts.items():
        day, group, candidate = key
        rests = of.rests.of_people(key, values, len(people))
        for person, placed in zip(sorted(people), rests, strict=True):
            tours[person][day] = Place(candidate, group, placed)
    for person, tour in enumerate(tours):
        board.put(person, 0, list(board.places[person]), -1)
        board.put(person, 0, tour)
    for person in of.free:
        board.settle(person)
