"""Coverage part by part: what each column's stretch of time gives to the intervals, or to their parts.

A rest of a quarter takes half a head from its half-hour, whichever quarter it is, so coverage by the interval
leaves all who rest in one of them: the other has the heads, and callers wait in the first. Where an interval
is to be even, its heads are required in each of its parts, and nearly all of theirs in the parts of the
others: else rests would crowd there instead. A part is the longest stretch in which nobody starts, ends, or
goes to rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.shifts.formulation.need import ROUNDING, CoverageNeed
from staffing.shifts.grid import TimeGrid

THIN_HEADS = 1.0  # an odd rest leaves half a head to either side: a part short of less is not worth a word

Columns = tuple[Ints, tuple[Ints, Ints], float]  # columns, their (starts, minutes), and their sign


def enter_even_parts(
    assembly: Assembly, need: CoverageNeed, grid: TimeGrid, even: Bools, columns: Sequence[Columns]
) -> None:
    """A row for each part, in which people are there or not, but not in part; none if nothing is `even`."""
    parts = round(1.0 / need.step)
    if parts == 1 or not even.any():
        return
    fine = TimeGrid(grid.first, parts * grid.intervals, grid.interval_minutes // parts, grid.cyclic)
    in_each = np.where(even, need.required, need.required - THIN_HEADS)
    required = np.repeat(np.ceil(in_each - ROUNDING), parts)
    kept, row = required > 0, np.full(len(required), -1, dtype=np.int64)
    row[kept] = assembly.rows(required[kept], np.full(int(kept.sum()), np.inf))
    for column, stretches, sign in columns:
        enter_coverage(assembly, row, column, fine.overlap(*stretches), sign)


def enter_coverage(
    assembly: Assembly, cover: Ints, column: Ints, overlap: tuple[Ints, Ints, Floats], sign: float
) -> None:
    """What each column's stretch gives to (or takes from) the intervals or parts it overlaps."""
    stretch, interval, fraction = overlap
    inside = cover[interval] >= 0
    assembly.enter(cover[interval][inside], column[stretch[inside]], sign * fraction[inside])
