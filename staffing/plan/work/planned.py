"""What becomes of work that may wait under a schedule: by interval, and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.records.need import Need
from staffing.records.work import BEFORE, WorkToDo
from staffing.records.work_by_interval import WorkByInterval
from staffing.records.work_totals import WorkTotals
from staffing.shifts.formulation.blocks.work_done import WorkDone, hours_above, work_done
from staffing.shifts.horizon import ShiftHorizon

DECIMALS = 6


@dataclass(frozen=True, eq=False)
class PlannedWork:
    """Each kind by interval, its totals, and [interval] `heads` at any of them."""

    by_interval: WorkByInterval
    totals: tuple[WorkTotals, ...]
    heads: Floats


def planned_work(
    works: Sequence[WorkToDo], working: Floats, need: Need, horizon: ShiftHorizon
) -> PlannedWork | None:
    """Work done by heads at work above those required; None where there is no work."""
    if not works:
        return None
    done = work_done(works, hours_above(working, need.required, horizon))
    gives = np.broadcast_to(np.asarray(horizon.agent_hours_of_a_head, dtype=np.float64), working.shape)
    kinds = [_KindOfWork(work, done, kind, gives) for kind, work in enumerate(works)]
    by_interval = WorkByInterval.joined([one.rows(need) for one in kinds])
    heads = np.sum([one.heads for one in kinds], axis=0)
    return PlannedWork(by_interval, tuple(one.totals() for one in kinds), heads)


class _KindOfWork:
    """One kind of work, in contacts."""

    def __init__(self, work: WorkToDo, done: WorkDone, kind: int, gives: Floats) -> None:
        mine = done.kind == kind
        self._work, self._size = work, len(work.may_do)
        self._piece, self._interval, hours = done.piece[mine], done.interval[mine], done.hours[mine]
        self._contacts = hours * work.contacts[self._piece] / work.hours[self._piece]
        self.heads: Floats = self._by_interval(self._interval, hours) / gives

    def _by_interval(self, interval: Ints, values: Floats, chosen: Bools | None = None) -> Floats:
        chosen = interval < self._size if chosen is None else chosen & (interval < self._size)
        return np.bincount(interval[chosen], values[chosen], self._size).astype(np.float64)

    @property
    def _in_time(self) -> Floats:
        """[piece] contacts done by their due date; none of what is overdue at the start."""
        on_time = (self._interval <= self._work.due[self._piece]) & ~self._work.overdue[self._piece]
        return np.bincount(self._piece[on_time], self._contacts[on_time], len(self._work.contacts)).astype(
            np.float64
        )

    def rows(self, need: Need) -> WorkByInterval:
        """A row for each interval."""
        work = self._work
        falls_due = np.where(work.overdue, 0, work.due)
        came_in, open_before = work.arrived != BEFORE, float(work.contacts[work.arrived == BEFORE].sum())
        arrived = self._by_interval(work.arrived, work.contacts, came_in)
        done = self._by_interval(self._interval, self._contacts)
        due = self._by_interval(falls_due, work.contacts)
        done_of_due = self._by_interval(np.maximum(self._interval, falls_due[self._piece]), self._contacts)
        late = np.cumsum(due) - np.cumsum(done_of_due)
        return WorkByInterval(
            **need.same_rows(),
            work=np.full(self._size, work.name),
            arrived=_tidy(arrived),
            done=_tidy(done),
            backlog=_tidy(open_before + np.cumsum(arrived) - np.cumsum(done)),
            due=_tidy(due),
            late=_tidy(late),
            heads=_tidy(self.heads),
        )

    def totals(self) -> WorkTotals:
        """Over all intervals."""
        work = self._work
        was_due = work.overdue | (work.due < self._size)
        due, done = float(work.contacts[was_due].sum()), float(self._contacts.sum())
        late = float(_tidy(due - self._in_time[was_due].sum()))
        before = work.arrived == BEFORE
        return WorkTotals(
            work=work.name,
            open_at_start=float(work.contacts[before].sum()),
            arrived=float(work.contacts[~before].sum()),
            done=done,
            backlog=float(_tidy(work.contacts.sum() - done)),
            due=due,
            late=late,
            on_time=1.0 - late / due if due > 0 else None,
            hours=float((self._contacts * (work.hours / work.contacts)[self._piece]).sum()),
        )


def _tidy(contacts: Floats) -> Floats:
    """Without what sums of fractions leave: a millionth of a contact is none."""
    return np.maximum(np.round(contacts, DECIMALS), 0.0)
