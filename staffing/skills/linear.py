"""Large sparse linear systems of Markov chains: of M-matrices an incomplete factorisation is enough."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing.arrays import Floats

_FEW = 3_000  # unknowns up to which a complete factorisation costs nothing
_EXACT = 1e-12
_SWEEPS = 300  # of the power method, to find a state that is often met


def solved(matrix: Any, right: Floats, guess: Floats | None = None) -> Floats:
    """The solution of a sparse system, by GMRES behind an incomplete LU factorisation; NaN: not found.

    Y. Saad (2003), "Iterative Methods for Sparse Linear Systems", chapters 9 and 10.
    """
    from scipy.sparse.linalg import LinearOperator, gmres, spilu, splu

    if len(right) <= _FEW:
        return np.asarray(splu(matrix).solve(right))
    factors = spilu(matrix, drop_tol=1e-3, fill_factor=8, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0)
    behind = LinearOperator(matrix.shape, factors.solve)
    answer, missed = gmres(matrix, right, x0=guess, rtol=_EXACT, restart=60, maxiter=20, M=behind)
    return np.asarray(answer) if missed == 0 else np.full(len(right), np.nan)


def stationary(rates: Any) -> Floats:
    """Long-run probability of each state, from rates of the column's state to the row's; NaN: not found.

    One state, of those most often met, is set to 1, and the others follow from it.
    """
    from scipy.sparse import diags_array

    size = rates.shape[0]
    if size == 1:
        return np.ones(1)
    out = np.asarray(rates.sum(axis=0)).ravel()
    near = np.full(size, 1.0 / size)
    step = 1.0 / (1.01 * out.max())
    for _ in range(_SWEEPS):
        near = near + step * (rates @ near - out * near)
    fixed = int(np.argmax(near))
    others = np.delete(np.arange(size), fixed)
    whole = (diags_array(out) - rates).tocsc()
    from_fixed = -np.asarray(whole[:, [fixed]].todense()).ravel()[others]
    share = np.ones(size)
    share[others] = solved(whole[:, others][others, :].tocsc(), from_fixed, near[others] / near[fixed])
    return np.asarray(share / share.sum())
