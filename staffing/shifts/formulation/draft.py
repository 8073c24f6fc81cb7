"""A model in the making, as the blocks find it, and what a block says where there is no schedule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.programs.assemble import Assembly
from staffing.shifts.formulation.need import CoverageNeed
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon


@dataclass(eq=False)
class Draft:
    """The program so far: x_s are its first columns, and `cover` is the row of each interval (−1: none).

    `need` is what coverage must reach; a block that lets more heads count raises it for those after it.
    """

    assembly: Assembly
    horizon: ShiftHorizon
    shifts: Shifts
    need: CoverageNeed
    cover: Ints


@dataclass(frozen=True)
class Conflict:
    """Why there is no schedule, part by part, and what to do.

    `hint` None: the least changes of rules that help are looked for; `otherwise` stands where none do.
    """

    message: str
    parts: list[str]
    hint: str | None = None
    otherwise: str = ""


def cover_rows(
    assembly: Assembly, need: CoverageNeed, horizon: ShiftHorizon, beside: Bools | None = None
) -> Ints:
    """Cover: a row for each interval with a need or a penalty, or `beside` those, −1 for the others."""
    over_counts = horizon.rules.costs.overstaffing > 0
    kept = (need.required > 0) | over_counts
    kept = kept if beside is None else kept | beside
    cover = np.full(len(need.required), -1, dtype=np.int64)
    cover[kept] = assembly.rows(need.rounded_up[kept], np.where(over_counts, need.rounded_up, np.inf)[kept])
    return cover
