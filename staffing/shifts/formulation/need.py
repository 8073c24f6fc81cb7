"""What coverage must reach in each interval, what it costs to miss or exceed it, and the least that may be.

Coverage comes in steps (whole heads; halves where a 15-minute break falls into a half-hour), the need d_t
is any decimal. Let c_t be d_t rounded up to the next step. Hard coverage is coverage ≥ c_t: the same
schedules as ≥ d_t, and a tighter relaxation.

Soft coverage pays for heads short or over, a convex function of coverage with its kink at d_t, between two
steps. No schedule is ever there, so the kink is cut off: between c_t − step and c_t the penalty is taken to
be straight (again the same at every schedule, again tighter). Three variables make it:

    coverage + v_t + u_t − o_t = c_t,   0 ≤ v_t ≤ step
    v_t  the first step short    u_t  all further heads short    o_t  heads over c_t
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.shifts.grid import Grid
from staffing.shifts.rules import Rules

ROUNDING = 1e-9  # heads; required numbers carry the noise of divisions


@dataclass(frozen=True, eq=False)
class CoverageNeed:
    """Per interval: d_t (`required`) and c_t (`rounded_up`), where coverage comes in multiples of `step`."""

    required: Floats
    rounded_up: Floats
    step: float

    @property
    def is_between_steps(self) -> Bools:
        """True where d_t < c_t."""
        return self.rounded_up - self.required > ROUNDING

    def up_to(self, intervals: Ints, most: Floats) -> CoverageNeed:
        """The same with other heads, rounded up, in some intervals."""
        rounded_up = self.rounded_up.copy()
        rounded_up[intervals] = most
        return replace(self, rounded_up=rounded_up)


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


def coverage_need(required: Floats, step: float) -> CoverageNeed:
    """The need for `required` heads where coverage comes in multiples of `step`."""
    return CoverageNeed(required, np.ceil(required / step - ROUNDING) * step, step)


def coverage_step(grid: Grid, stretches: list[tuple[Ints, Ints]]) -> float:
    """The fraction of a head of which every coverage is a multiple; stretches are (starts, minutes)."""
    minutes = grid.interval_minutes
    for start, length in stretches:
        edges = np.concatenate([start, start + length]) % grid.interval_minutes
        minutes = gcd(minutes, *np.unique(edges).tolist())
    return minutes / grid.interval_minutes


def cover_rows(assembly: Assembly, need: CoverageNeed, rules: Rules) -> Ints:
    """Cover: a row for each interval with a need or a penalty, −1 for the others."""
    over_counts = rules.overstaffing_cost > 0
    kept = (need.required > 0) | over_counts
    cover = np.full(len(need.required), -1, dtype=np.int64)
    cover[kept] = assembly.rows(need.rounded_up[kept], np.where(over_counts, need.rounded_up, np.inf)[kept])
    return cover


def penalties(assembly: Assembly, need: CoverageNeed, cover: Ints, rules: Rules) -> Shortage:
    """The variables v_t, u_t and o_t, as far as the rules allow them, and the cap on all that is short."""
    constant = 0.0
    under_cost, over_cost, hours = (
        np.broadcast_to(np.asarray(each, dtype=float), cover.shape)
        for each in (rules.under_cost, rules.over_cost, rules.agent_hours_of_a_head)
    )
    up_to_step = np.maximum(need.rounded_up - need.required, 0.0)  # c_t − d_t: over at the first step
    if rules.overstaffing_cost > 0:
        over = assembly.columns(over_cost)
        assembly.enter(cover, over, -1.0)
        constant = float(over_cost @ up_to_step)
    if rules.understaffing is None:
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
    if rules.max_understaffing is not None:
        cap = assembly.row(-np.inf, rules.max_understaffing * float(hours @ need.required) / hours[0])
        assembly.enter(cap, column, heads * hours[interval] / hours[0])
    return Shortage(interval, column, heads, cap, constant)
