"""What each person's tour must keep, and what it costs the person: rules, rest, windows, wishes, burdens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.programs.assemble import Assembly
from staffing.roster.automaton import OFF
from staffing.roster.program.columns import ShiftColumns
from staffing.roster.program.walks import is_off_duty, walk_of

if TYPE_CHECKING:
    from staffing.roster.person import Person
    from staffing.roster.search.board import Board


def enter_tours(
    board: Board, free: Sequence[int], shifts: ShiftColumns, assembly: Assembly
) -> tuple[dict[tuple[int, int], Ints], float]:
    """The columns of start windows by person and week; and what is paid whatever is worked."""
    windows: dict[tuple[int, int], Ints] = {}
    constant = 0.0
    for person in (board.setting.people[number] for number in free):
        mine = _Tour(board, person, shifts, assembly)
        mine.enter_days()
        mine.enter_rules()
        mine.enter_rest()
        mine.enter_burdens()
        constant += mine.enter_wishes()
        for number in range(len(board.case.weeks)):
            if (columns := mine.enter_windows(number)) is not None:
                windows[person.number, number] = columns
    return windows, constant


class _Tour:
    """The columns of one person by day."""

    def __init__(self, board: Board, person: Person, shifts: ShiftColumns, assembly: Assembly) -> None:
        self._board, self._person, self._assembly = board, person, assembly
        self._columns = np.flatnonzero(shifts.person == person.number)
        self._day = shifts.day[self._columns]
        self._candidate = shifts.candidate[self._columns]
        self._kind = shifts.kind[self._columns]
        self._days = len(board.case.dates)

    def _sum(self, row: int, which: Bools, value: float = 1.0) -> None:
        self._assembly.enter(row, self._columns[which], value)

    def enter_days(self) -> None:
        """One shift a day, and where one is fixed, it."""
        for day in range(self._days):
            of_day = self._day == day
            is_fixed = not np.isfinite(self._person.off_prices[day])
            if of_day.any():
                self._sum(self._assembly.row(1.0 if is_fixed else -np.inf, 1.0), of_day)

    def enter_rules(self) -> None:
        """One unit flows through the states of the rules, on the kinds of days that the tour has."""
        kinds = [
            sorted(
                {*self._kind[self._day == day].tolist()}
                | ({OFF} if np.isfinite(self._person.off_prices[day]) else set())
            )
            for day in range(self._days)
        ]
        walk = walk_of(self._person, kinds)
        if walk is None:
            return
        assembly = self._assembly
        flows = assembly.columns(np.array([arc.cost for arc in walk.arcs]), 1.0)
        rows: dict[tuple[int, int], int] = {}
        classes: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for column, arc in zip(flows.tolist(), walk.arcs, strict=True):
            for node, value in (((arc.day, arc.source), -1.0), ((arc.day + 1, arc.target), 1.0)):
                if node[0] == self._days:
                    continue
                if node not in rows:
                    amount = -1.0 if node[0] == 0 else 0.0
                    rows[node] = assembly.row(amount, amount)
                assembly.enter(rows[node], column, value)
            classes.setdefault((arc.day, arc.kinds), []).append(column)
        self._link(classes)

    def _link(self, classes: dict[tuple[int, tuple[int, ...]], list[int]]) -> None:
        """As much flows on the arcs of some kinds as the tour has of them."""
        for day in range(self._days):
            of_day = self._day == day
            linked = np.zeros(len(self._day), dtype=np.bool_)
            for (on, kinds), arcs in classes.items():
                if on != day:
                    continue
                those = of_day & np.isin(self._kind, kinds)
                linked |= those
                if not is_off_duty(kinds):
                    row = self._assembly.row(0.0, 0.0)
                    self._assembly.enter(row, np.array(arcs), -1.0)
                    self._sum(row, those)
            if (of_day & ~linked).any():  # no arc of such a shift leads on
                self._sum(self._assembly.row(0.0, 0.0), of_day & ~linked)

    def enter_rest(self) -> None:
        """For each start, the shifts that end too late for it before it, and those of its day up to it."""
        tables = self._person.contract.tables
        start, end = (table[self._day, self._candidate] for table in (tables.start, tables.end))
        ready = end + tables.rest_minutes
        for day in range(self._days):
            for later in range(day + 1, self._days):
                before, after = self._day == day, self._day == later
                if not before.any() or not after.any():
                    continue
                last = ready[before].max()
                moments = np.unique(start[after & (start < last)])
                if not len(moments):
                    if later > day + 1:
                        break
                    continue
                known: set[int] = set()
                for moment in moments[::-1].tolist():
                    too_late = before & (ready > moment)
                    if int(too_late.sum()) in known:
                        continue  # a later start has the same shifts before it, and more after
                    known.add(int(too_late.sum()))
                    row = self._assembly.row(-np.inf, 1.0)
                    self._sum(row, too_late)
                    self._sum(row, after & (start <= moment))

    def enter_burdens(self) -> None:
        """The n-th of a kind costs n times the price."""
        burdens = self._board.candidates.burdens[self._day, self._candidate]
        person = self._person
        for kind, (price, before) in enumerate(zip(person.burden_costs, person.burdens_before, strict=True)):
            which = burdens[:, kind]
            most = len(np.unique(self._day[which]))
            if price > 0 and most:
                counts = np.arange(1, most + 1) + before
                columns = self._assembly.columns((price * counts).astype(np.float64), 1.0)
                row = self._assembly.row(0.0, 0.0)
                self._assembly.enter(row, columns, -1.0)
                self._sum(row, which)

    def enter_wishes(self) -> float:
        """Each is refused once, however many dates break it; what all that ask for work cost, refused."""
        constant = 0.0
        for wish in self._person.wishes:
            which = wish.shifts[self._day, self._candidate]
            cost = -wish.cost if wish.is_for_work else wish.cost
            column = self._assembly.columns(np.array([cost]), 1.0)
            if wish.is_for_work:
                constant += wish.cost
                row = self._assembly.row(0.0, np.inf)
                self._assembly.enter(row, column, -1.0)
                self._sum(row, which)
                continue
            for day in np.unique(self._day[which]).tolist():
                row = self._assembly.row(-np.inf, 0.0)
                self._assembly.enter(row, column, -1.0)
                self._sum(row, which & (self._day == day))
        return constant

    def enter_windows(self, number: int) -> Ints | None:
        """One window of starts a week holds all of its shifts."""
        windows = self._board.windows(self._person, number)
        if windows is None:
            return None
        first, stop = self._board.case.weeks[number]
        columns = self._assembly.columns(windows.prices, 1.0, integer=True)
        self._assembly.enter(self._assembly.row(-np.inf, 1.0), columns, 1.0)
        minute = self._board.candidates.minute[self._day, self._candidate]
        for day in range(first, stop):
            of_day = np.flatnonzero(self._day == day)
            starts = np.unique(minute[of_day])
            groups = [[one] for one in starts.tolist()]
            groups += [starts[: k + 1].tolist() for k in range(1, len(starts))]
            groups += [starts[k:].tolist() for k in range(1, len(starts) - 1)]
            for those in groups:
                which = of_day[np.isin(minute[of_day], those)]
                holds = np.isfinite(windows.outside[:, day - first, self._candidate[which]]).any(axis=1)
                if not holds.all():
                    row = self._assembly.row(-np.inf, 0.0)
                    self._assembly.enter(row, self._columns[which], 1.0)
                    self._assembly.enter(row, columns[holds], -1.0)
        return columns
