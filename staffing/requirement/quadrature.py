"""Gauss rules of a probability law from its orthogonal polynomials, for many rows at once.

Source: G. H. Golub and J. H. Welsch (1969), Mathematics of Computation 23, 221–230: the nodes are the
eigenvalues of the Jacobi matrix, the weights the squares of the first components of its eigenvectors.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats

NODES = 12
_BLOCK = 16_384


def gauss(diagonal: Floats, off_diagonal: Floats) -> tuple[Floats, Floats]:
    """Nodes and weights, of shape (n, 12), from diagonals of shape (n, 12) and (n, 11)."""
    nodes, weights = np.empty_like(diagonal), np.empty_like(diagonal)
    i, j = np.arange(1, NODES), np.arange(NODES - 1)
    for start in range(0, len(diagonal), _BLOCK):
        block = slice(start, start + _BLOCK)
        jacobi = diagonal[block, :, None] * np.eye(NODES)
        jacobi[:, i, j] = off_diagonal[block]  # the lower triangle is all that is read
        nodes[block], vectors = np.linalg.eigh(jacobi)
        weights[block] = vectors[:, 0, :] ** 2
    return nodes, weights
