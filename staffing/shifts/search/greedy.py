"""A first solution at once, without a relaxation: greedy covering (Chvátal 1979) by whole people.

A person is a shift and a start for each of its rests: the first of each window, one in the middle, or the
last. The first row that is short takes those who fill most of what is short anywhere for their cost, as many
as no row or column has too many of; then the next. What is neither shift nor rest is settled for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.program import FEASIBLE, Program, merged
from staffing.programs.solver import Answer, Effort, solve
from staffing.shifts.formulation.timed import OTHER, REST
from staffing.shifts.search.neighbourhood import pool_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PLACES = (0.0, 0.5, 1.0)  # of a rest within its window


def greedy_cover(
    program: Program, start: Ints, work: int, solve: Callable[..., Answer] = solve
) -> Floats | None:
    """A solution of the program; None where people taken one after the other do not come to one.

    `work`: ticks, to settle by `solve` what is neither shift nor rest.
    """
    from scipy.sparse import hstack

    other = start <= OTHER
    alone = np.diff(program.matrix[:, other].indptr) == 0  # rows of people: the others leave room for any
    people = _people(program, start)
    effect = hstack([people @ program.matrix.T, people], format="csr")
    most = np.append(np.where(alone, program.row_upper, np.inf), program.upper)
    fits = np.bincount(_person(effect), effect.data > most[effect.indices] + FEASIBLE, effect.shape[0]) == 0
    people, effect = people[fits], effect[fits]
    heads = _heads(people @ program.cost, effect, np.append(program.row_lower, program.lower), most)
    values: Floats = people.T @ heads
    if other.any():
        settled = solve(program.fixed(other, values), Effort(work, gap=1.0)).values
        values = values if settled is None else merged(values, other, settled)
    return values if program.accepts(values) else None


def _people(program: Program, start: Ints) -> csr_array[np.float64]:
    """A row for each shift and place of its rests, with a one in each of its columns."""
    from scipy.sparse import coo_array, vstack

    shifts = np.flatnonzero(start >= 0)
    pools = program.matrix[pool_rows(program)].sorted_indices()
    rests = (pools @ _diagonal(start == REST)).tocsr()
    rests.eliminate_zeros()
    opening, choices = rests.indptr[:-1], np.diff(rests.indptr)
    member = abs(pools[:, shifts]).T
    alone = coo_array((np.ones(len(shifts)), (np.arange(len(shifts)), shifts)), (len(shifts), len(program)))
    placed = []
    for place in PLACES:
        chosen = rests.indices[opening + (place * (choices - 1)).astype(np.int64)]
        taken = coo_array((np.ones(len(chosen)), (np.arange(len(chosen)), chosen)), rests.shape)
        placed.append(alone + member @ taken)
    return vstack(placed, format="csr")


def _heads(cost: Floats, effect: csr_array[np.float64], need: Floats, most: Floats) -> Floats:
    """How many of each person to take, so that what the rows need is reached where it can be."""
    heads = np.zeros(effect.shape[0])
    short, room = np.where(np.isfinite(need), need, 0.0), most.copy()
    by_row = effect.tocsc()
    for row in np.flatnonzero(short > FEASIBLE):
        entries = slice(by_row.indptr[row], by_row.indptr[row + 1])
        helpful = by_row.indices[entries][by_row.data[entries] > FEASIBLE]
        while short[row] > FEASIBLE and len(helpful):
            one = effect[helpful]
            person, meets = _person(one), one.indices
            worth = np.bincount(person, np.minimum(one.data, np.maximum(short[meets], 0.0)))
            times = _times(one.data, room[meets], person)
            helpful, worth, times = helpful[times >= 1], worth[times >= 1], times[times >= 1]
            if not len(helpful):
                break
            best = int(np.argmax(worth / np.maximum(cost[helpful], FEASIBLE)))
            gives = slice(effect.indptr[helpful[best]], effect.indptr[helpful[best] + 1])
            data, meets = effect.data[gives], effect.indices[gives]
            fills = _times(data[short[meets] > FEASIBLE], short[meets][short[meets] > FEASIBLE])
            count = max(min(float(fills[0]), float(times[best])), 1.0)
            heads[helpful[best]] += count
            short[meets] -= count * data
            room[meets] -= count * data
    return heads


def _times(data: Floats, room: Floats, person: Ints | None = None) -> Floats:
    """How often whole people fit into the room there is."""
    person = np.zeros(len(data), dtype=np.int64) if person is None else person
    least = np.full(int(person.max(initial=0)) + 1, np.inf)
    takes = data > FEASIBLE
    np.minimum.at(least, person[takes], (room[takes] + FEASIBLE) / data[takes])
    times: Floats = np.floor(least)
    return times


def _person(effect: csr_array[np.float64]) -> Ints:
    """The row of each entry."""
    return np.repeat(np.arange(effect.shape[0]), np.diff(effect.indptr))


def _diagonal(kept: Bools) -> csr_array[np.float64]:
    from scipy.sparse import diags_array

    return diags_array(kept.astype(float), format="csr")
