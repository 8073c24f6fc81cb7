"""A cost of every distinct shift in use: few kinds of shift make a plan that people remember.

Two shifts are of one kind if pattern, wall-clock start and length are the same, on whatever day. With y_q = 1
where kind q is in use (the minimum shift design problem: N. Musliu, A. Schaerf and W. Slany (2004), "Local
search for shift design", European Journal of Operational Research 153, 51–64):

    x_s ≤ M_s y_q     for each shift s of kind q,   y_q ∈ {0, 1}

M_s is the most heads a cheapest schedule can have on s. If none could be taken off without leaving some
interval short, each of them works in an interval t that has less than a head more than c_t. Where s has no
rest all of its heads are there, so x_s ≤ max_t ⌈c_t ÷ presence⌉; else no more than the sum of that over t.

Where heads may be short at a cost, less: of x_s heads without a rest one is spare wherever
x_s > ⌈c_t ÷ presence⌉, and taking it off saves the cost of a head over there. It stays only
if that is less than what it may cost elsewhere: with equal costs x_s is at most the median need of the shift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.program import Program
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.formulation.need import ROUNDING, CoverageNeed
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon


def kinds_of(shifts: Shifts) -> tuple[Ints, int]:
    """The kind of each shift of S, 0, 1, …, and how many there are."""
    key = np.column_stack([shifts.pattern, shifts.minute_of_day, shifts.length])
    found, kind = np.unique(key, axis=0, return_inverse=True)
    return kind.ravel(), len(found)


@dataclass(frozen=True)
class DistinctShifts:
    """y_q, their cost, and the rows that hold x_s to them."""

    def enter(self, draft: Draft) -> None:
        """Add them, by what is still needed of the heads."""
        assembly, shifts, cost = draft.assembly, draft.shifts, draft.horizon.rules.costs.distinct_shift
        if cost == 0 or not len(shifts):
            return
        kind, kinds = kinds_of(shifts)
        most = most_heads(shifts, draft.need, draft.horizon)
        y = assembly.columns(np.full(kinds, cost), 1.0, integer=True)
        rows = assembly.rows(np.full(len(shifts), -np.inf), np.zeros(len(shifts)))
        assembly.enter(rows, np.arange(len(shifts)), 1.0)
        assembly.enter(rows, y[kind], -most)

    def check(
        self, _plan: ShiftPlan, _working: Floats, _required: Floats, _horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Nothing: what a kind of shift costs is in the objective."""
        return iter(())

    def explain(self, _program: Program, _rows: None, _horizon: ShiftHorizon) -> Conflict | None:
        """A price leaves every schedule possible."""
        return None


def most_heads(shifts: Shifts, need: CoverageNeed, horizon: ShiftHorizon) -> Floats:
    """M_s, at least one; what a pattern must have (`min_agents`) can be put on any of its shifts."""
    shift, interval, presence = horizon.overlap(shifts.start, shifts.length)
    rests = np.array([len(pattern.rests) for pattern in horizon.rules.patterns])[shifts.pattern]
    share = np.where(rests[shift] > 0, np.minimum(presence, need.step), presence)
    there = np.ceil(need.rounded_up[interval] / share - ROUNDING)
    total = np.bincount(shift, there, minlength=len(shifts))
    costs = horizon.rules.costs
    if costs.understaffing is None or costs.max_understaffing is not None:
        peak = np.zeros(len(shifts))
        np.maximum.at(peak, shift, there)
    else:
        under, over = (
            np.broadcast_to(each, need.rounded_up.shape) for each in (horizon.under_cost, horizon.over_cost)
        )
        short, spare = presence * under[interval], presence * over[interval]
        peak = _worth_it(shift, there, short, spare)
    forced = sum(p.min_agents for p in horizon.rules.patterns) + sum(
        rule.min_agents for rule in horizon.rules.starts
    )
    most = np.maximum(np.where(rests > 0, total, peak), 1.0) + forced
    limit = np.array([p.max_agents if p.max_agents is not None else np.inf for p in horizon.rules.patterns])
    bounded: Floats = np.minimum(most, limit[shifts.pattern])
    return bounded


def _worth_it(shift: Ints, there: Floats, short: Floats, spare: Floats) -> Floats:
    """The most heads of which the last may cost more to take off than it saves; 0 where the first does not.

    For each shift and interval: from how many heads on one is spare there, and what a head less costs before
    and saves after that.
    """
    order = np.lexsort((-there, shift))
    shift, there, short, spare = shift[order], there[order], short[order], spare[order]
    first = np.searchsorted(shift, shift)
    may_cost = np.cumsum(short) - (np.cumsum(short) - short)[first]
    spare_so_far = np.cumsum(spare) - (np.cumsum(spare) - spare)[first]
    saved = np.bincount(shift, spare)[shift] - spare_so_far
    most = np.zeros(int(shift.max(initial=-1)) + 1)
    np.maximum.at(most, shift, np.where(may_cost > saved, there, 0.0))
    return most
