"""Work that may wait, done by heads above those that live contacts need.

There is no queue to predict: what matters is that enough is done by each due date, and nothing before it has
come. A *stream* is work of one kind of which what is ready first is due first, so that the sums say all. With
R_t hours of a stream ready by the start of interval t and D_t hours due by its end,

    h_t ≥ 0                 heads above c_t, the need of live contacts rounded up to what coverage can be
    z_kt ≥ 0                heads at stream k, where it may be done
    0 ≤ e_kt ≤ R_t − D_t    hours done ahead of their due dates at the end of t

    Cover   coverage_t − h_t ≥ c_t
    Work    Σ_k z_kt ≤ h_t + (c_t − d_t)                the fraction that rounding up leaves is used, too
    Ahead   e_k,t−1 + g_t z_kt − e_kt = D_t − D_t−1      g_t: hours that a head gives in an interval

so three columns and two rows an interval, however many shifts there are. All of them are continuous: work is
put down when somebody calls, and taken up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.records.schedule import ShiftPlan
from staffing.records.work import WorkToDo
from staffing.shifts.formulation.blocks.streams import WorkRows, enter_stream
from staffing.shifts.formulation.blocks.work_done import LATE, hours_above, work_done
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.wording import day_name, shown
from staffing.timegrid import local_day

RELAXED = Effort(units(10), relaxed=True)
WHOLE = Effort(units(3), thrifty=True)
WHOLE_COLUMNS = 3000  # above, whole people are not waited for


@dataclass(frozen=True)
class DeferredWork:
    """All kinds of work that may wait."""

    works: tuple[WorkToDo, ...]

    @property
    def may_do(self) -> Bools:
        """[interval] whether some of it may be done."""
        may_do: Bools = np.any([work.may_do for work in self.works], axis=0)
        return may_do

    def enter(self, draft: Draft) -> WorkRows:
        """Add the columns and rows; every interval in which work may be done must have a row of coverage."""
        assembly, horizon, need = draft.assembly, draft.horizon, draft.need
        costs = horizon.rules.costs
        if costs.understaffing is not None or costs.overstaffing > 0 or horizon.cyclic:
            raise ValueError("work that may wait needs hard coverage of dates, and no cost of heads above it")
        at = np.flatnonzero(self.may_do & (draft.cover >= 0))
        above = assembly.columns(np.zeros(len(at)))
        assembly.enter(draft.cover[at], above, -1.0)
        left = np.maximum(need.rounded_up - need.required, 0.0)[at]
        taken = assembly.rows(np.full(len(at), -np.inf), left)
        assembly.enter(taken, above, -1.0)
        row_of = np.full(horizon.intervals, -1, dtype=np.int64)
        row_of[at] = taken
        gives = np.broadcast_to(np.asarray(horizon.agent_hours_of_a_head, dtype=np.float64), row_of.shape)
        streams = (
            enter_stream(assembly, work, pieces, row_of, gives)
            for work in self.works
            for pieces in work.streams
        )
        return WorkRows(at, above, tuple(one for one in streams if one is not None))

    def check(
        self, _plan: ShiftPlan, working: Floats, required: Floats, horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Work that heads at work beyond those required cannot do in time."""
        done = work_done(self.works, hours_above(working, required, horizon))
        for work, late in zip(self.works, done.late_hours, strict=True):
            yield from late_days(work.name, late, horizon)

    def explain(self, program: Program, rows: WorkRows, horizon: ShiftHorizon) -> Conflict | None:
        """Which work would be late, by how much, and on which day: the least of it in the relaxation."""
        if not rows.streams:
            return None
        held = np.concatenate([one.row for one in rows.streams])
        entries = program.entries(held, np.ones(len(held)))
        free = program.costing(np.zeros(len(program)))
        values = _least_late(free.with_columns(entries, np.ones(len(held))), len(program))
        if values is None:
            return None
        late, begin = dict[str, Floats](), len(program)
        for one in rows.streams:
            hours = late.setdefault(one.name, np.zeros(horizon.intervals))
            hours[one.intervals] += values[begin : begin + len(one.row)]
            begin += len(one.row)
        parts = [part for name, hours in late.items() for part in late_days(name, hours, horizon)]
        if not parts:
            return None
        return Conflict(
            "the shifts leave too little time for work that may wait",
            shown(parts),
            otherwise="give it more time (due, done), or let more shifts start (max_agents, patterns)",
        )


def _least_late(elastic: Program, columns: int) -> Floats | None:
    """Values with as little late as can be: of the relaxation, or of whole people where none is late there.

    Those behind the `columns` are what is late. None: that is not known.
    """
    relaxed = solve(elastic, RELAXED).values
    if relaxed is None or relaxed[columns:].max(initial=0.0) > LATE or columns > WHOLE_COLUMNS:
        return relaxed
    return solve(elastic, WHOLE).values


def late_days(name: str, late_hours: Floats, horizon: ShiftHorizon) -> list[str]:
    """`complaint replies: 12.5 hours of work due on Tue 3 Nov`, for each day on which some would be late."""
    day = local_day(horizon.zone.local(horizon.starts))
    of_day = {one: float(late_hours[day == one].sum()) for one in np.unique(day[late_hours > LATE])}
    return [f"{name}: {hours:.4g} hours of work due on {day_name(one)}" for one, hours in of_day.items()]
