"""The rests of standing shifts as a program: the implicit model of `model` with x_s given.

Variables   x_s    = people of a group who take their rests in an order s; their sum is given
            b_gkp  people of pool g who start their rest k at p                    as in `model`
            u_tj   heads short in interval t, by slices of rising cost              `hurt`
            m_gkp  ≥ b_gkp − (those who have their rest there already): rests that move
Minimise    first Σ cost_tj u_tj; then, at that cost in each independent part, Σ m_gkp
            or, where a move must be worth something, Σ cost_tj u_tj + worth Σ m_gkp
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.components import IndependentPart, components
from staffing.shifts.formulation.even_parts import enter_coverage
from staffing.shifts.formulation.model import Model, break_rows, forward_rows, rest_counts
from staffing.shifts.formulation.need import ROUNDING, coverage_need, coverage_step
from staffing.shifts.formulation.pools import RestCount, break_pools
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.standing.groups import Standing, pool_people
from staffing.shifts.standing.hurt import shortage_columns

SLACK = 1e-6  # heads of cost that the second search may give back


@dataclass(frozen=True, eq=False)
class RestModel:
    """The model, and its columns m_gkp."""

    model: Model
    moved: Ints

    def parts(self) -> list[IndependentPart]:
        """The independent parts."""
        return components(self.model.program)

    def worth_moving(self, worth: float) -> Model:
        """The model in which every rest that moves costs `worth`, in what heads short cost."""
        cost = self.model.program.cost.copy()
        cost[self.moved] = worth
        return replace(self.model, program=self.model.program.costing(cost))

    def fewest_moves(self, values: Floats) -> Model:
        """The model of the second search: no part may cost more than it does in `values`."""
        from scipy.sparse import csr_array, vstack

        program = self.model.program
        parts = [part.columns for part in self.parts()]
        caps = np.array([program.cost[part] @ values[part] + SLACK for part in parts])
        rows = csr_array(np.array([np.where(part, program.cost, 0.0) for part in parts]))
        cost = np.zeros(len(program))
        cost[self.moved] = 1.0
        capped = replace(
            program,
            cost=cost,
            matrix=vstack([program.matrix, rows], format="csr"),
            row_lower=np.append(program.row_lower, np.full(len(parts), -np.inf)),
            row_upper=np.append(program.row_upper, caps),
            is_cut=np.append(program.is_cut, np.zeros(len(parts), dtype=bool)),
        )
        return replace(self.model, program=capped, grain=1.0)


def rest_model(
    standing: Standing, required: Floats, horizon: ShiftHorizon, *, base: Floats, slope: Floats
) -> RestModel:
    """Build it; `base` are the heads at work per interval of people nothing of whom can be placed."""
    shifts = standing.shifts
    pools = break_pools(shifts, horizon)
    counts = rest_counts(pools, horizon)
    assembly = Assembly()
    x = assembly.columns(
        np.zeros(len(shifts)), upper=standing.people[standing.group].astype(float), integer=True
    )
    b = assembly.columns(np.zeros(len(counts)), integer=True)
    starts = np.array([count.starts[0] for count in counts], dtype=np.int64)
    minutes = np.array([count.minutes for count in counts], dtype=np.int64)
    need = coverage_need(
        np.maximum(required - base, 0.0),
        coverage_step(horizon, [(shifts.start, shifts.length), (starts, minutes)]),
    )
    cover = np.full(horizon.intervals, -1, dtype=np.int64)
    touched = horizon.overlap(shifts.start, shifts.length)[1]
    inside = np.isin(np.arange(horizon.intervals), touched) & (need.required > ROUNDING)
    cover[inside] = assembly.rows(need.rounded_up[inside], np.full(int(inside.sum()), np.inf))
    enter_coverage(assembly, cover, x, horizon.overlap(shifts.start, shifts.length), 1.0)
    enter_coverage(assembly, cover, b, horizon.overlap(starts, minutes), -1.0)
    whole = assembly.rows(standing.people.astype(float), standing.people.astype(float))
    assembly.enter(whole[standing.group], x, 1.0)
    break_rows(assembly, pools, counts, b)
    forward_rows(assembly, counts, b, horizon.rules.work_between_rests)
    shortage_columns(assembly, need, cover, required, slope)
    present = [pool_people(shifts, pool, standing.home, standing.after)[1] for pool in pools]
    there = np.array([_already(count, present[count.pool]) for count in counts], dtype=float)
    moved = assembly.columns(np.zeros(len(counts)))
    stays = assembly.rows(np.full(len(counts), -np.inf), there)
    assembly.enter(stays, b, 1.0)
    assembly.enter(stays, moved, -1.0)
    model = Model(
        program=assembly.program(),
        shifts=shifts,
        pools=pools,
        rest_counts=tuple(counts),
        cover=cover,
        entered=(),
        grain=0.0,
        horizon_minutes=horizon.minutes,
    )
    return RestModel(model, moved)


def _already(count: RestCount, present: Ints) -> int:
    """How many of the pool's people have that rest at a start of the count."""
    return int(np.isin(present[:, count.rest], count.starts).sum())
