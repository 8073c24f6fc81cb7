"""What nobody works, where shifts are given: those left over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Ints
from staffing.errors import InfeasibleError
from staffing.records.roster import Unfilled
from staffing.roster.case import RosterCase
from staffing.roster.presence import Presence
from staffing.roster.slots import Slots


@dataclass(frozen=True, eq=False)
class LeftOver:
    """Of each slot, how many of its places nobody took."""

    slots: Slots
    places: Ints

    @property
    def shifts(self) -> int:
        """All of them."""
        return int(self.places.sum())

    def cost(self, case: RosterCase) -> float:
        """At their price per paid hour."""
        return case.prices.unfilled * float((self.places * self.slots.paid_minutes).sum()) / 60


def left_over(slots: Slots, filled: Presence) -> LeftOver:
    """What a roster leaves."""
    return LeftOver(slots, slots.places - filled.worked[slots.group, np.arange(len(slots.places))])


def refuse_overfilled(slots: Slots, filled: Presence) -> None:
    """InfeasibleError where more people must work a shift than it has places: fixed rows ask for that."""
    over = left_over(slots, filled)
    rows = np.flatnonzero(over.places < 0).tolist()
    if rows:
        told = [
            f"{one.pattern} of {one.start} UTC: {-int(over.places[row])} people too many"
            for row, one in ((row, slots.shifts[row]) for row in rows)
        ]
        hint = "remove fixed rows of availability, or add agents to the shifts"
        raise InfeasibleError("more people must work a shift than are given for it", told, hint=hint)


def unfilled_shifts(case: RosterCase, over: LeftOver) -> Unfilled:
    """The rows of unfilled.csv in `assign`: one for each shift left over."""
    rows = np.repeat(np.arange(len(over.places)), over.places)
    shifts = [over.slots.shifts[row] for row in rows.tolist()]
    start = np.array([one.start for one in shifts], dtype="datetime64[s]")
    return Unfilled(
        group=np.array([one.group for one in shifts], dtype=np.str_),
        date=np.array([case.zone.date(one.start) for one in shifts], dtype="datetime64[D]"),
        start=start,
        end=np.array([one.end for one in shifts], dtype="datetime64[s]"),
        pattern=np.array([one.pattern for one in shifts], dtype=np.str_),
        agents=np.ones(len(shifts)),
        agent_hours=over.slots.paid_minutes[rows] / 60,
        bound_by=np.full(len(rows), "", dtype=np.str_),
        would_fill=np.full(len(rows), "", dtype=np.str_),
        timezone=case.zone.name,
    )
