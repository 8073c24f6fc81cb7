"""Heads short and over: forbidden, or at a price and up to a cap.

Soft coverage pays for heads short or over, a convex function of coverage with its kink at d_t, between two
steps. No schedule is ever there, so the kink is cut off: between c_t − step and c_t the penalty is taken to
be straight (the same at every schedule, and a tighter relaxation). Three variables make it:

    coverage + v_t + u_t − o_t = c_t,   0 ≤ v_t ≤ step
    v_t  the first step short    u_t  all further heads short    o_t  heads over c_t
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.program import Program
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.horizon import ShiftHorizon

TOLERANCE = 1e-6  # heads


@dataclass(frozen=True, eq=False)
class Shortage:
    """The variables of what is short: in which interval, which column, how many heads per unit of it.

    `cap` is the row that bounds their sum, if there is one. `constant` is a cost that every schedule has.
    """

    interval: Ints
    column: Ints
    heads: Floats
    cap: int | None
    constant: float

    def per_interval(self, values: Floats, intervals: int) -> Floats:
        """Heads short in each interval of a solution."""
        heads = self.heads * values[self.column]
        return np.bincount(self.interval, heads, minlength=intervals).astype(float)


@dataclass(frozen=True)
class Penalties:
    """The variables v_t, u_t and o_t, as far as the rules allow them, and the cap on all that is short."""

    def enter(self, draft: Draft) -> Shortage:
        """Add the columns to the rows of coverage."""
        assembly, horizon, need, cover = draft.assembly, draft.horizon, draft.need, draft.cover
        costs = horizon.rules.costs
        constant = 0.0
        under_cost, over_cost, hours = (
            np.broadcast_to(np.asarray(each, dtype=float), cover.shape)
            for each in (horizon.under_cost, horizon.over_cost, horizon.agent_hours_of_a_head)
        )
        up_to_step = np.maximum(need.rounded_up - need.required, 0.0)  # c_t − d_t: over at the first step
        if costs.overstaffing > 0:
            over = assembly.columns(over_cost)
            assembly.enter(cover, over, -1.0)
            constant = float(over_cost @ up_to_step)
        if costs.understaffing is None:
            none = np.zeros(0, dtype=np.int64)
            return Shortage(none, none, np.zeros(0), None, constant)
        first = np.flatnonzero(need.is_between_steps)
        share = 1.0 - up_to_step[first] / need.step  # heads short per unit of v_t
        step_cost = under_cost[first] * share - over_cost[first] * (1.0 - share)
        further = np.flatnonzero(need.required > 0)
        interval = np.concatenate([first, further])
        heads = np.concatenate([share, np.ones(len(further))])
        v = assembly.columns(step_cost, upper=need.step)
        u = assembly.columns(under_cost[further])
        column = np.concatenate([v, u])
        assembly.enter(cover[interval], column, 1.0)
        cap = None
        if costs.max_understaffing is not None:
            cap = assembly.row(-np.inf, costs.max_understaffing * float(hours @ need.required) / hours[0])
            assembly.enter(cap, column, heads * hours[interval] / hours[0])
        return Shortage(interval, column, heads, cap, constant)

    def check(
        self, _plan: ShiftPlan, working: Floats, required: Floats, horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Heads short where none may be, or more of them in all than may be."""
        costs, hours = horizon.rules.costs, horizon.agent_hours_of_a_head
        short = np.maximum(required - working, 0.0)
        if costs.understaffing is None:
            for i in np.flatnonzero(short > TOLERANCE):
                yield f"{horizon.starts[i]}: {short[i]:g} heads short"
        elif costs.max_understaffing is not None:
            total = float((hours * short).sum())
            most = costs.max_understaffing * float((hours * required).sum())
            if total > most + TOLERANCE * max(1.0, most):
                yield f"{total:g} agent-hours short in all, at most {most:g} may be"

    def explain(self, _program: Program, _rows: Shortage, _horizon: ShiftHorizon) -> Conflict | None:
        """What is short is told hour by hour, by `infeasible`."""
        return None
