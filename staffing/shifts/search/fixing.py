"""Reduced-cost fixing: where alone solutions of at most a given cost can be.

A relaxation with bound z, reduced costs r and row duals y proves of every solution (Dantzig, Fulkerson and
Johnson 1954, section 4):

    cost ≥ z + Σ_j |r_j| · (distance of v_j from the bound that r_j favours)
             + Σ_i |y_i| · (distance of row i from the bound that y_i favours)

No term may exceed what the cost leaves beyond z. Where that is nothing, columns of a positive reduced cost
stay at their lower bound, and rows with a dual become equations.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.programs.program import Program
from staffing.programs.solver import DUAL_TOLERANCE, Answer

ROUNDING = 1e-6


def within_cost(program: Program, relaxed: Answer, cost: float) -> Program:
    """The program within the bounds that every solution of at most this cost keeps.

    `relaxed` is the answer to the relaxation, with reduced costs and duals.
    """
    assert relaxed.reduced_cost is not None
    assert relaxed.duals is not None
    allowed = max(cost - relaxed.bound, 0.0) + ROUNDING + 1e-9 * abs(cost)
    columns = _tightened(program.lower, program.upper, relaxed.reduced_cost, allowed, program.integer)
    rows = _tightened(program.row_lower, program.row_upper, relaxed.duals, allowed, _whole_rows(program))
    return program.bounded(*columns).within(*rows)


def _tightened(
    lower: Floats, upper: Floats, slope: Floats, allowed: float, whole: Bools
) -> tuple[Floats, Floats]:
    """Bounds no further from the one that the slope favours than is allowed, rounded where all is whole."""
    far = allowed / np.maximum(np.abs(slope), DUAL_TOLERANCE)
    nearer_lower = np.where(slope < -DUAL_TOLERANCE, np.maximum(lower, upper - far), lower)
    nearer_upper = np.where(slope > DUAL_TOLERANCE, np.minimum(upper, lower + far), upper)
    return (
        np.where(whole, np.ceil(nearer_lower - ROUNDING), nearer_lower),
        np.where(whole, np.floor(nearer_upper + ROUNDING), nearer_upper),
    )


def _whole_rows(program: Program) -> Bools:
    """Rows of whole entries in integer columns."""
    entries = program.matrix.tocoo()
    row, column = entries.coords
    broken = ~program.integer[column] | (entries.data != np.round(entries.data))
    whole: Bools = np.bincount(row, broken, minlength=len(program.row_lower)) == 0
    return whole
