"""Kinds of shift in a program: what they govern, and inequalities that make their relaxation tight.

Column x_j is *governed* by the binary y_q if a row says x_j ≤ M y_q: where y_q = 0, so is x_j. The relaxation
makes y_q the small fraction x_j ÷ M and pays next to nothing for a kind. What it cannot evade are the (ℓ, S)
inequalities of lot sizing (I. Barany, T. J. Van Roy and L. A. Wolsey (1984), "Strong formulations for
multi-item capacitated lot sizing", Management Science 30, 1255–1261), a kind of shift being a set-up. Take a
row with a least value, or the difference of two rows, coverage of interval t less that of interval r; leave
out what is negative in it:

    Σ_j c_j x_j + rest ≥ D,   c ≥ 0,   D = d_t, or what the need rises from r to t

    Σ_{q ∉ Q} Σ_{j of q} c_j x_j + D Σ_{q ∈ Q} y_q + rest ≥ D      for every set Q of kinds

It holds: if a kind of Q is in use, by its D; else its x_j are 0. The Q most violated takes each kind by the
smaller of Σ c_j x_j and D y_q. It is sought at a point inside the optimal face of the relaxation, where an
interior point method ends: inequalities that cut such a point off cut deep.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.program import Program

CUTS_OF_A_ROW = 3  # the most violated
VIOLATED = 1e-4  # of D
TIGHT = 1e-2  # of D: what is looser than that is dropped again


@dataclass(frozen=True, eq=False)
class Kinds:
    """The columns of each kind: `of[j]` is the column y_q that governs column j, −1 if none does."""

    of: Ints

    def __bool__(self) -> bool:
        return bool((self.of >= 0).any())

    @property
    def is_kind(self) -> Bools:
        """The columns y_q."""
        found = np.zeros(len(self.of), dtype=bool)
        found[self.of[self.of >= 0]] = True
        return found

    def freed(self, values: Floats, threshold: float) -> Bools:
        """All columns but those of kinds that are not used."""
        return self.used(values, threshold) | ((self.of < 0) & ~self.is_kind)

    def used(self, values: Floats, threshold: float) -> Bools:
        """The y_q that are above `threshold`, and all columns they govern."""
        free: Bools = values > threshold
        return np.where(self.of >= 0, free[self.of], free & self.is_kind)


def kinds_in(program: Program) -> Kinds:
    """Find the rows x_j − M y_q ≤ 0 of a program."""
    matrix = program.matrix
    pair = (np.diff(matrix.indptr) == 2) & (program.row_upper == 0) & np.isneginf(program.row_lower)
    first = matrix.indptr[:-1][pair]
    column = np.column_stack([matrix.indices[first], matrix.indices[first + 1]]).astype(np.int64)
    value = np.column_stack([matrix.data[first], matrix.data[first + 1]])
    at = np.arange(len(column))
    low, high = value.argmin(axis=1), value.argmax(axis=1)
    x, y = column[at, high], column[at, low]
    binary = program.integer & (program.lower == 0) & (program.upper == 1)
    governs = (value[at, high] > 0) & (value[at, low] < 0) & binary[y] & (program.lower[x] == 0)
    of = np.full(len(program), -1, dtype=np.int64)
    of[x[governs]] = y[governs]
    of[of[of] >= 0] = -1  # what is governed governs nothing
    return Kinds(of)


def with_cuts(program: Program, kinds: Kinds, values: Floats) -> Program:
    """The program with the inequalities that `values` violates most, and without those it does not need."""
    from scipy.sparse import csr_array, vstack

    loose = program.matrix @ values - program.row_lower > TIGHT * np.maximum(np.abs(program.row_lower), 1.0)
    kept = ~(program.is_cut & loose)
    found = [cut for row in _base(program, kinds) for cut in _cuts_of(program, kinds, values, row)]
    if not found:
        return program
    rows = [np.full(len(column), i) for i, (column, _, _) in enumerate(found)]
    entries = (
        np.concatenate([value for _, value, _ in found]),
        (np.concatenate(rows), np.concatenate([column for column, _, _ in found])),
    )
    cuts = csr_array(entries, shape=(len(found), len(program)))
    least = np.array([d for _, _, d in found])
    return Program(
        program.cost,
        program.lower,
        program.upper,
        program.integer,
        vstack([program.matrix[kept], cuts], format="csr"),
        np.append(program.row_lower[kept], least),
        np.append(program.row_upper[kept], np.full(len(least), np.inf)),
        np.append(program.is_cut[kept], np.ones(len(least), dtype=bool)),
    )


def _base(program: Program, kinds: Kinds) -> list[tuple[int, Ints]]:
    """The rows to start from, and for each those it may be set against: they share governed columns."""
    matrix = program.matrix
    governed = abs(matrix) @ (kinds.of >= 0).astype(float) > 0
    demands = governed & (program.row_lower > 0) & np.isfinite(program.row_lower) & ~program.is_cut
    caps = governed & np.isfinite(program.row_upper) & np.isfinite(program.row_lower) & ~program.is_cut
    base, against = np.flatnonzero(demands), np.flatnonzero(caps)
    shared = (abs(matrix[base][:, kinds.of >= 0]) @ abs(matrix[against][:, kinds.of >= 0]).T).tocsr()
    ends = shared.indptr
    return [(int(row), against[np.sort(shared.indices[ends[i] : ends[i + 1]])]) for i, row in enumerate(base)]


def _cuts_of(
    program: Program, kinds: Kinds, values: Floats, row: tuple[int, Ints]
) -> list[tuple[Ints, Floats, float]]:
    """The cuts of a row, alone and less each of the others: columns, coefficients, D."""
    b, others = row
    others = others[program.row_lower[b] > program.row_upper[others]]
    block = program.matrix[np.append(b, others)]
    columns = np.unique(block.indices)
    dense = block[:, columns].toarray()
    dense[1:] = dense[0] - dense[1:]
    c = np.maximum(dense, 0.0)
    d = program.row_lower[b] - np.append(0.0, program.row_upper[others])
    kind = kinds.of[columns]
    order = np.argsort(kind, kind="stable")
    columns, c, kind = columns[order], c[:, order], kind[order]
    part = c * values[columns]
    n = int((kind < 0).sum())  # those that no kind governs come first
    y, first = np.unique(kind[n:], return_index=True)
    if not len(y):
        return []
    taken = np.add.reduceat(part[:, n:], first, axis=1)
    whole = np.outer(d, values[y])
    short = d - np.minimum(taken, whole).sum(axis=1) - part[:, :n].sum(axis=1)
    found = []
    for i in np.argsort(-short / d, kind="stable")[:CUTS_OF_A_ROW]:
        if short[i] > VIOLATED * d[i]:
            by_kind = taken[i] > whole[i]
            kept = np.append(
                np.ones(n, dtype=bool), ~np.repeat(by_kind, np.diff(np.append(first, len(kind) - n)))
            )
            kept &= c[i] > 0
            found.append(
                (
                    np.append(columns[kept], y[by_kind]),
                    np.append(c[i][kept], np.full(int(by_kind.sum()), d[i])),
                    float(d[i]),
                )
            )
    return found
