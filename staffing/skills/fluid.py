"""Work as a fluid: the cheapest agents by the mean alone, and what cuts add to that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.effort import Effort
from staffing.programs.solver import solve
from staffing.skills.system import SkillSystem

SHARE, PATIENT_SHARE = (
    0.97,
    1.03,
)  # of the load to be carried: some give up; where nobody does, lines must end
_WORK = 2_000_000  # ticks of the integer program


class CuttingPlane(NamedTuple):
    """slopes · agents ≥ least: what a queue needs, by a linear picture of it."""

    slopes: Floats
    least: float


def cheapest(
    system: SkillSystem, cost: Floats, cuts: Sequence[CuttingPlane] = (), most: Floats | float = np.inf
) -> Ints | None:
    """The cheapest whole agents, at most so many, that carry the load and keep the cuts; None: none found.

    Each group divides its time among its queues (J. M. Harrison and A. Zeevi (2005), "A method for staffing
    large call centers based on stochastic fluid models"); the cuts are those of M. T. Çezik and P. L'Ecuyer
    (2008), "Staffing multiskill call centers via linear programming and simulation".
    """
    assembly = Assembly()
    agents = assembly.columns(cost, most, integer=True)
    shares = assembly.columns(np.zeros(len(system.pairs)))
    share = np.where(np.isfinite(system.patience_seconds), SHARE, PATIENT_SHARE)
    load = share * system.load_erlangs
    carried = assembly.rows(load, np.full(system.queues, np.inf))
    within = assembly.rows(np.zeros(system.groups), np.full(system.groups, np.inf))
    assembly.enter(within, agents, 1.0)
    for column, (group, queue) in zip(shares.tolist(), system.pairs, strict=True):
        assembly.enter(
            int(carried[queue]),
            column,
            float(system.most_at_once[group, queue] / system.aht_factor[group, queue]),
        )
        assembly.enter(int(within[group]), column, -1.0)
    for cut in cuts:
        assembly.enter(assembly.row(cut.least, np.inf), agents, cut.slopes)
    answer = solve(assembly.program(), Effort(_WORK, gap=0.0))
    if answer.values is None:
        return None
    return np.asarray(np.round(answer.values[agents]), dtype=np.int64)
