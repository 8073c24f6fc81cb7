"""The implicit shift model: Aykin (1996) with break pools shared by all shifts.

Sets        S  admissible shifts (start, length, pattern, order of rests)          `admissible`
            G  break pools: chains of rests that open at the same moment           `pools`
            T  intervals
Data        a_st  fraction of interval t at which shift s is present
            l_pt  fraction of interval t that a rest started at p takes
            d_t   heads required
Variables   x_s    ≥ 0 integer   heads on shift s
            b_gkp  ≥ 0 integer   heads of pool g who start their rest k at p
            v_t, u_t, o_t ≥ 0    heads short and heads over, where those are allowed   `penalties`
Minimise    Σ_s cost_s x_s − Σ saved_gkp b_gkp + cost of v_t, u_t, o_t             `cost`
Cover       Σ_s a_st x_s − Σ_gkp l_pt b_gkp  [+ v_t + u_t − o_t]  ≥ d_t  [= d_t]     Dantzig (1954)
Breaks      Σ_p b_gkp = Σ_{s∈g} x_s                       for each pool g, rest k
Forward     Σ_{p≤q} b_g,k+1,p ≤ Σ_{p + minutes_k + work ≤ q} b_gkp    coupled pools, each start q of k+1
Even        the same ≥ d_t in each part of those t that are to be even, ≥ d_t − 1 elsewhere   `even_parts`
Limits      min ≤ Σ_{s of pattern and day} x_s ≤ max
Starts      min ≤ Σ_{s of pattern, day and hours} x_s ≤ max                        `limits`
Distinct    x_s ≤ M_s y_q, y_q ∈ {0, 1} at a cost            for each s of kind q   `distinct`
Cap         agent-hours short in all ≤ share · those of Σ_t d_t
Service     of each day or week, where it has a target                             `service`
Work        that may wait, done by its due dates by heads above d_t                  `work`

The forward rows (after Bechtold and Jacobs 1990, and Rekik, Cordeau and Soumis 2004) are exact. Take the
n starts of rest k and the n of rest k+1, both sorted, and pair i-th with i-th. If the i-th start of k+1 is
q, at least i rests k+1 start by q, so by the row at q at least i rests k end by q − work, so the i-th does:
the pair keeps its distance. (Any start compatible with q is compatible with all later ones: the
compatibility graph is a staircase, for which the i-th with i-th pairing exists whenever any does.) Pairing
each link of a chain this way composes, as person i takes the i-th start of every rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.programs.stopping import cost_grain
from staffing.shifts.formulation.block import ModelBlock
from staffing.shifts.formulation.blocks.penalties import Shortage
from staffing.shifts.formulation.blocks.streams import WorkRows
from staffing.shifts.formulation.cost import shift_cost
from staffing.shifts.formulation.draft import Draft, cover_rows
from staffing.shifts.formulation.even_parts import enter_coverage, enter_even_parts
from staffing.shifts.formulation.need import CoverageNeed, coverage_need, coverage_step
from staffing.shifts.formulation.pools import Pool, RestCount, break_pools
from staffing.shifts.formulation.premium_clock import PremiumClock
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.formulation.timed import FLOW, OTHER, REST, TimedProgram
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon

Rows = TypeVar("Rows")


@dataclass(frozen=True, eq=False)
class Model:
    """The program, and what it means: its columns are x_s, then b_gkp, then the penalties.

    `cover` is the row of each interval (−1: none), `entered` each block with what it added. Every objective
    is a multiple of `grain` (0: of nothing).
    """

    program: Program
    shifts: Shifts
    pools: tuple[Pool, ...]
    rest_counts: tuple[RestCount, ...]
    cover: Ints
    entered: tuple[tuple[ModelBlock, Any], ...]
    grain: float
    horizon_minutes: int

    def rows_of(self, kind: type[Rows]) -> Rows | None:
        """What the block whose rows are of that kind has added; None if there is no such block."""
        return next((rows for _, rows in self.entered if isinstance(rows, kind)), None)

    @property
    def timed(self) -> TimedProgram:
        """What a search must know of it."""
        shifts, rests = len(self.shifts), len(self.rest_counts)
        start = np.full(len(self.program), OTHER, dtype=np.int64)
        start[:shifts] = self.shifts.start
        start[shifts : shifts + rests] = REST
        shortage, work = self.rows_of(Shortage), self.rows_of(WorkRows)
        if work is not None:
            start[work.columns] = FLOW
        return TimedProgram(
            program=self.program,
            start=start,
            horizon_minutes=self.horizon_minutes,
            grain=self.grain,
            cap=None if shortage is None else shortage.cap,
            constant=0.0 if shortage is None else shortage.constant,
        )

    def heads(self, values: Floats) -> Ints:
        """x_s of a solution."""
        return np.round(values[: len(self.shifts)]).astype(np.int64)

    def rests(self, values: Floats) -> Ints:
        """b_gkp of a solution."""
        n = len(self.shifts)
        return np.round(values[n : n + len(self.rest_counts)]).astype(np.int64)


def shift_model(
    shifts: Shifts,
    required: Floats,
    horizon: ShiftHorizon,
    blocks: Sequence[ModelBlock],
    even: Bools | None = None,
    *,
    beside: Bools | None = None,
) -> Model:
    """Build the model for `required` heads per interval, and the blocks in their order.

    `even`: intervals in each part of which the heads are required; `beside`: those in which heads count for
    something else, too.
    """
    pools = break_pools(shifts, horizon)
    assembly = Assembly()
    even = np.zeros(horizon.intervals, dtype=bool) if even is None else even
    counts = rest_counts(pools, horizon, even)
    cost = shift_cost(shifts, horizon)
    saved = _saved(pools, counts, horizon)
    x = assembly.columns(cost, integer=True)
    b = assembly.columns(-saved, integer=True)
    first_starts = np.array([count.starts[0] for count in counts], dtype=np.int64)
    minutes = np.array([count.minutes for count in counts], dtype=np.int64)
    present, resting = (shifts.start, shifts.length), (first_starts, minutes)
    need = coverage_need(required, coverage_step(horizon, [present, resting]))
    cover = cover_rows(assembly, need, horizon, beside)
    enter_coverage(assembly, cover, x, horizon.overlap(*present), 1.0)
    enter_coverage(assembly, cover, b, horizon.overlap(*resting), -1.0)
    enter_even_parts(assembly, need, horizon, even, ((x, present, 1.0), (b, resting, -1.0)))
    break_rows(assembly, pools, counts, b)
    forward_rows(assembly, counts, b, horizon.rules.work_between_rests)
    draft = Draft(assembly, horizon, shifts, need, cover)
    entered = tuple((block, block.enter(draft)) for block in blocks)
    return Model(
        program=assembly.program(),
        shifts=shifts,
        pools=pools,
        rest_counts=tuple(counts),
        cover=cover,
        entered=entered,
        grain=_grain(np.concatenate([cost, saved]), need, horizon),
        horizon_minutes=horizon.minutes,
    )


def _saved(pools: tuple[Pool, ...], counts: list[RestCount], horizon: ShiftHorizon) -> Floats:
    """What each b_gkp saves: the premium of the hours that an unpaid rest takes off."""
    price = np.array([pools[count.pool].kind[count.rest].saves for count in counts], dtype=float)
    start = np.array([count.starts[0] for count in counts], dtype=np.int64)
    minutes = np.array([count.minutes for count in counts], dtype=np.int64)
    saved: Floats = price * PremiumClock(horizon).hours(start, minutes)
    return saved


def _grain(cost: Floats, need: CoverageNeed, horizon: ShiftHorizon) -> float:
    """The grain of the objective: of all costs, and of the penalties of a step where d_t lies on one."""
    per_head = np.append(horizon.under_cost, horizon.over_cost)
    penalty = set((per_head * need.step).tolist()) - {0.0}
    if penalty and need.is_between_steps.any():
        return 0.0
    fixed = {horizon.rules.costs.distinct_shift}
    return cost_grain((set(cost.tolist()) | fixed | penalty) - {0.0})


def rest_counts(pools: tuple[Pool, ...], horizon: ShiftHorizon, even: Bools | None = None) -> list[RestCount]:
    """The variables b_gkp, by pool, rest and start; in `even` intervals no two starts are alike."""
    even = np.zeros(horizon.intervals, dtype=bool) if even is None else even
    counts = []
    for g, pool in enumerate(pools):
        for k, kind in enumerate(pool.kind):
            starts = pool.positions(k, horizon.rules.grain_minutes).tolist()
            alone = pool.is_coupled or kind.saves > 0
            groups = [(p,) for p in starts] if alone else _same_loss(starts, kind.minutes, horizon, even)
            counts += [RestCount(g, k, kind.minutes, group) for group in groups]
    return counts


def _same_loss(starts: list[int], minutes: int, grid: TimeGrid, even: Bools) -> list[tuple[int, ...]]:
    """Group starts of a rest: those inside one interval take the same from it, wherever they lie."""
    groups: dict[int, list[int]] = {}
    for p in starts:
        into_interval = p % grid.interval_minutes
        fits = into_interval + minutes <= grid.interval_minutes
        fits = fits and not even[p // grid.interval_minutes % grid.intervals]
        groups.setdefault(p - into_interval if fits else p, []).append(p)
    return [tuple(group) for group in groups.values()]


def break_rows(assembly: Assembly, pools: tuple[Pool, ...], counts: list[RestCount], b: Ints) -> None:
    """Breaks: as many start each rest of a pool as there are heads on its shifts."""
    row_of: dict[tuple[int, int], int] = {}
    for g, pool in enumerate(pools):
        for k in range(len(pool.kind)):
            row = row_of[g, k] = assembly.row(0.0, 0.0)
            assembly.enter(row, pool.shifts, -1.0)
    rows = np.array([row_of[count.pool, count.rest] for count in counts], dtype=np.int64)
    assembly.enter(rows, b, 1.0)


def forward_rows(assembly: Assembly, counts: list[RestCount], b: Ints, min_work: int) -> None:
    """Forward: rest k + 1 started by q at most as often as rest k ended by q − work."""
    by_rest: dict[tuple[int, int], list[int]] = {}
    for i, count in enumerate(counts):
        by_rest.setdefault((count.pool, count.rest), []).append(i)
    starts = [count.starts[0] for count in counts]
    ready = [count.starts[0] + count.minutes + min_work for count in counts]
    for (g, k), later in by_rest.items():
        before = by_rest.get((g, k - 1), [])
        for q in (starts[i] for i in later):
            ended = [i for i in before if ready[i] <= q]
            if len(ended) == len(before):
                break  # from here on the row says no more than that the totals agree
            row = assembly.row(-np.inf, 0.0)
            assembly.enter(row, b[[i for i in later if starts[i] <= q]], 1.0)
            assembly.enter(row, b[ended], -1.0)
