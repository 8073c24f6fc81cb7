"""When work that may wait is done, given the hours that live contacts leave: first due first.

Each interval's hours go to the piece whose last chance comes first. With one kind of work that does all in
time whenever it can be done (Horn 1974). Where kinds have hours of their own it may not: a piece that could
have waited takes the hours of one that could not. What is late then is settled by a linear program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.records.work import WorkToDo
from staffing.shifts.formulation.blocks.streams import enter_stream
from staffing.shifts.horizon import ShiftHorizon

LATE = 1e-6  # hours: what rows and solvers may leave
DUST = 1e-9  # hours: what sums leave
NEVER = 1 << 40  # intervals: behind all that can still be in time
RELAXED = Effort(units(10), relaxed=True)

Turn = tuple[int, int, int, float]  # kind, piece, interval, hours


@dataclass(frozen=True, eq=False)
class WorkDone:
    """Which hours of which piece of which kind are done in which interval."""

    works: tuple[WorkToDo, ...]
    kind: Ints
    piece: Ints
    interval: Ints
    hours: Floats

    def hours_in(self, kind: int, size: int) -> Floats:
        """[interval] hours of one kind that are done."""
        mine = self.kind == kind
        return np.bincount(self.interval[mine], self.hours[mine], size).astype(np.float64)

    def in_time(self, kind: int) -> Floats:
        """[piece] hours of one kind that are done by their due date."""
        work = self.works[kind]
        mine = self.kind == kind
        mine[mine] = self.interval[mine] <= work.due[self.piece[mine]]
        return np.bincount(self.piece[mine], self.hours[mine], len(work.due)).astype(np.float64)

    @property
    def late_hours(self) -> tuple[Floats, ...]:
        """For each kind [interval] hours due by its end and not done by then."""
        late = []
        for kind, work in enumerate(self.works):
            size = len(work.may_do)
            missing = np.maximum(work.hours - self.in_time(kind), 0.0)
            falls_due = work.due < size
            late.append(np.bincount(work.due[falls_due], missing[falls_due], size).astype(np.float64))
        return tuple(late)

    @property
    def all_late_hours(self) -> float:
        """The same in all."""
        return sum(float(late.sum()) for late in self.late_hours)


def hours_above(working: Floats, required: Floats, horizon: ShiftHorizon) -> Floats:
    """[interval] hours that heads at work beyond those required are at something."""
    above: Floats = np.maximum(working - required, 0.0) * horizon.agent_hours_of_a_head
    return above


def work_done(works: Sequence[WorkToDo], hours: Floats) -> WorkDone:
    """All kinds done in those hours of each interval: in time if that can be, and as early as possible.

    What is overdue at the start is done as soon as it can be without making anything else late.
    """
    done = _first_due_first(works, hours)
    if done.all_late_hours > LATE:
        settled = _first_due_first(works, hours, _settled(works, hours))
        return min((done, settled), key=lambda one: one.all_late_hours)
    overdue = [work.due[work.overdue] for work in works if work.overdue.any()]
    soonest, latest = 0, int(max((due.max() for due in overdue), default=0))
    while soonest < latest:
        middle = (soonest + latest) // 2
        sooner = _first_due_first(works, hours, overdue_by=middle)
        if sooner.all_late_hours > LATE:
            soonest = middle + 1
        else:
            latest, done = middle, sooner
    return done


def _done(works: Sequence[WorkToDo], turns: Iterator[Turn]) -> WorkDone:
    kind, piece, interval, hours = np.array(list(turns), dtype=np.float64).reshape(-1, 4).T
    return WorkDone(
        tuple(works), kind.astype(np.int64), piece.astype(np.int64), interval.astype(np.int64), hours
    )


def _first_due_first(
    works: Sequence[WorkToDo],
    hours: Floats,
    own: Sequence[Floats] = (),
    *,
    overdue_by: int | None = None,
) -> WorkDone:
    """Hour after hour to what is due first, what is late comes last; of each kind's `own` first to that.

    What is overdue at the start comes as if it were due in that interval, where it is due later now.
    """
    stocks = [_Stock(work, overdue_by) for work in works]
    own = own or [np.zeros(len(hours)) for _ in works]
    return _done(works, _turns(works, stocks, hours, own))


def _turns(
    works: Sequence[WorkToDo], stocks: Sequence[_Stock], hours: Floats, own: Sequence[Floats]
) -> Iterator[Turn]:
    for t in range(len(hours)):
        for stock in stocks:
            stock.move_to(t)
        may = [kind for kind, work in enumerate(works) if work.may_do[t]]
        free = float(hours[t])
        for kinds, share in (*(([kind], float(own[kind][t])) for kind in may), (may, free)):
            left = min(share, free)
            while left > DUST and (there := [kind for kind in kinds if stocks[kind].waiting]):
                kind = min(there, key=lambda kind: stocks[kind].waiting[0])
                piece, taken = stocks[kind].take(left)
                left, free = left - taken, free - taken
                yield kind, piece, t, taken


class _Stock:
    """The pieces of a kind as time goes on: `waiting` are those at hand, by when they must be done."""

    def __init__(self, work: WorkToDo, overdue_by: int | None = None) -> None:
        self._work, self._left, chance = work, work.hours.copy(), work.last_chance
        sooner = chance if overdue_by is None else np.minimum(chance, overdue_by)
        self._chance = np.where(work.overdue, sooner, chance)
        self._coming = np.argsort(work.ready, kind="stable").tolist()[::-1]
        self.waiting: list[tuple[int, int]] = []

    def move_to(self, interval: int) -> None:
        """What is ready comes in; what can no longer be in time goes to the end."""
        while self._coming and self._work.ready[self._coming[-1]] <= interval:
            piece = self._coming.pop()
            heappush(self.waiting, (int(self._chance[piece]), piece))
        while self.waiting and self.waiting[0][0] < interval:
            chance, piece = heappop(self.waiting)
            heappush(self.waiting, (NEVER + chance, piece))

    def take(self, most: float) -> tuple[int, float]:
        """So many hours at most of the first piece, and which that is."""
        piece = self.waiting[0][1]
        taken = min(float(self._left[piece]), most)
        self._left[piece] -= taken
        if self._left[piece] <= DUST:
            heappop(self.waiting)
        return piece, taken


def _settled(works: Sequence[WorkToDo], hours: Floats) -> list[Floats]:
    """[interval] hours of each kind, with which as little as possible is late."""
    assembly, size = Assembly(), len(hours)
    capacity = assembly.rows(np.full(size, -np.inf), hours)
    streams = [
        (kind, one)
        for kind, work in enumerate(works)
        for pieces in work.streams
        if (one := enter_stream(assembly, work, pieces, capacity, np.ones(size))) is not None
    ]
    for _, one in streams:
        assembly.enter(one.row, assembly.columns(np.ones(len(one.row))), 1.0)
    values = solve(assembly.program(), RELAXED).values
    own = [np.zeros(size) for _ in works]
    if values is not None:
        for kind, one in streams:
            own[kind][one.intervals[one.done >= 0]] += values[one.done[one.done >= 0]]
    return own
