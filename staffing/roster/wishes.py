"""Wishes of a person: which shifts grant or break them, and what a refusal costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools
from staffing.roster.candidates import NOBODY, Candidates
from staffing.roster.case import RosterCase
from staffing.roster.limits import date_place, overlaps, starts_within
from staffing.roster.people import Agent, Off


@dataclass(frozen=True, eq=False)
class Wish:
    """One row of availability.csv: `shifts` (dates, candidates) break it or, `wish-work`, grant it.

    `cost` is that of a refusal; `dates` are those on which any shift touches it.
    """

    row: Off
    date: np.datetime64
    shifts: Bools
    cost: float
    dates: tuple[int, ...]

    @property
    def is_for_work(self) -> bool:
        """Whether it asks for a shift."""
        return self.row.kind == "wish-work"

    def is_granted(self, chosen: list[int]) -> bool:
        """By a tour: the candidate of each date."""
        touched = any(chosen[day] != NOBODY and self.shifts[day, chosen[day]] for day in self.dates)
        return touched == self.is_for_work


def wishes_of(agent: Agent, case: RosterCase, candidates: Candidates) -> list[Wish]:
    """Those that begin in the period."""
    refused = sum(not one.is_granted and one.date >= case.fair_since for one in agent.answers)
    dearer = 1.0 + case.prices.refused_factor * refused
    wishes = []
    for row in agent.off:
        date = case.zone.date(row.start)
        if row.kind not in {"wish-off", "wish-work"} or date_place(case, date) is None:
            continue
        touching = overlaps if row.kind == "wish-off" else starts_within
        shifts = touching(row, case, candidates)
        dates = tuple(np.flatnonzero(shifts.any(axis=1)).tolist())
        wishes.append(Wish(row, date, shifts, row.weight * dearer, dates))
    return wishes
