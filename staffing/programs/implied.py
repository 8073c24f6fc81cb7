"""Integer columns that come whole by themselves, so that no solver need branch on them.

Once heads and long rests are whole, short breaks are a flow: each leaves its pool by one row (+1) and
loads one interval (−α, the step of coverage there). A matrix with at most one +1 and one −1 per column is
that of a network and totally unimodular (Hoffman and Kruskal 1956): with whole capacities every vertex is
whole. That is up to half of the integer columns of a model, and the program is several times easier without.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.programs.program import Program

WHOLE = 1e-9


def comes_whole(program: Program) -> Bools:
    """Integer columns that are whole at every vertex where the other integer columns are.

    Cuts hold anyway, and rows of continuous columns alone (a cap on penalties) are left out of account too;
    where one of these binds, a vertex may not be whole, which `solve` sees.
    """
    entries = program.matrix.tocoo()
    row, column = entries.coords
    value, integer = entries.data, program.integer[column]
    is_people = np.bincount(row[integer], minlength=len(program.row_lower)) > 0
    is_people &= ~program.is_cut
    counts = is_people[row]
    row, column, value, integer = row[counts], column[counts], value[counts], integer[counts]
    positive = np.bincount(column[value > 0], minlength=len(program))
    negative = np.bincount(column[value < 0], minlength=len(program))
    flows = program.integer & (positive <= 1) & (negative <= 1)
    flows &= _is_whole(program.lower) & _is_whole(program.upper)
    step = np.full(len(program.row_lower), np.inf)
    np.minimum.at(step, row[flows[column]], np.abs(value[flows[column]]))
    step[np.isinf(step)] = 1.0
    multiple = np.abs(value) / step[row]
    flows[column[np.abs(multiple - 1) > WHOLE]] = False  # whole, but in steps of another size
    alone = positive + negative == 1
    fits = _is_whole(multiple) & (integer | alone[column])
    for bound in (program.lower, program.upper):
        fits &= integer | _is_whole(bound[column] / step[row])
    clean = _is_whole(program.row_lower / step) & _is_whole(program.row_upper / step)
    clean[row[~fits]] = False
    flows[column[~clean[row]]] = False
    return flows


def _is_whole(values: Floats) -> Bools:
    """True where a value is a whole number, or infinite."""
    finite = np.where(np.isfinite(values), values, 0.0)
    whole: Bools = np.abs(finite - np.round(finite)) <= WHOLE * np.maximum(1.0, np.abs(finite))
    return whole
