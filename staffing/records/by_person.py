"""Shifts as they are handed out: one row a shift, with a name, or a number where people have none yet."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from staffing.arrays import Ints
from staffing.records.columns import ALL_QUEUES
from staffing.records.roster import NamedShifts
from staffing.records.schedule import ShiftPlan


@dataclass(frozen=True, eq=False)
class ShiftsByPerson(NamedShifts):
    """The shifts of a roster, or those of a plan counted out.

    Without names (`is_named` false) `agent` is the place of a shift among those of its pattern and local
    date, by start: `full-time 007`. The same place on two dates need not be the same person.
    """

    is_named: bool = True


def of_roster(shifts: NamedShifts) -> ShiftsByPerson:
    """The same shifts, to be handed out."""
    return ShiftsByPerson(**{item.name: getattr(shifts, item.name) for item in fields(NamedShifts)})


def counted_out(plan: ShiftPlan) -> ShiftsByPerson:
    """A row for each of the `agents` of every row, by date, pattern and start."""
    rows = np.repeat(np.arange(len(plan)), plan.agents)
    date = plan.zone.local(plan.start[rows]).astype("datetime64[D]")
    in_order = np.lexsort((rows, plan.start[rows], plan.pattern[rows], date))
    rows, date = rows[in_order], date[in_order]
    place = _places(date.astype(np.int64), plan.pattern[rows])
    return ShiftsByPerson(
        agent=np.array(
            [
                f"{name} {at:03d}"
                for name, at in zip(plan.pattern[rows].tolist(), place.tolist(), strict=True)
            ],
            dtype=np.str_,
        ),
        group=np.full(len(rows), ALL_QUEUES) if plan.group is None else plan.group[rows],
        date=date,
        pattern=plan.pattern[rows],
        start=plan.start[rows],
        end=plan.end[rows],
        rest_start=plan.rest_start[rows],
        rest_end=plan.rest_end[rows],
        paid_hours=plan.paid_hours[rows],
        rest_names=plan.rest_names,
        timezone=plan.timezone,
        is_named=False,
    )


def _places(day: Ints, pattern: np.typing.NDArray[np.str_]) -> Ints:
    """1, 2, 3, … within each run of rows of one day and pattern."""
    if not len(day):
        return np.zeros(0, dtype=np.int64)
    begins = np.ones(len(day), dtype=np.bool_)
    begins[1:] = (day[1:] != day[:-1]) | (pattern[1:] != pattern[:-1])
    at = np.arange(len(day))
    return at - np.maximum.accumulate(np.where(begins, at, 0)) + 1
