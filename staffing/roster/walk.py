"""A tour walked through the rules that count from day to day, lawful or not: what each day and week break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.roster.automaton import Breach
from staffing.roster.candidates import NOBODY, Candidates
from staffing.roster.case import RosterCase
from staffing.roster.person import Person, Tour
from staffing.roster.rules.rule import Work


def works_of(person: Person, candidates: Candidates, tour: Tour) -> list[Work | None]:
    """What the rules of a person ask of each date of a tour, shifts that they may not work included."""
    return [
        None if chosen == NOBODY else work_of(person, candidates, day, chosen)
        for day, chosen in enumerate(tour)
    ]


def work_of(person: Person, candidates: Candidates, day: int, chosen: int) -> Work:
    """The same of one shift."""
    return Work(
        int(candidates.paid_minutes[day, chosen]),
        bool(candidates.is_night[day, chosen]),
        person.contract.counted.get(int(candidates.pattern[day, chosen]), ""),
    )


def breaches_of(
    person: Person, case: RosterCase, works: Sequence[Work | None]
) -> Iterator[tuple[np.datetime64, Breach]]:
    """Every rule broken, hard or soft, and the date: of the day, or that its week begins with."""
    machine, contract = person.contract.whole, person.contract
    state, week = person.entry, 0
    for day, work in enumerate(works):
        role = contract.roles[day]
        for breach in machine.broken_by_day(state, role, work):
            yield case.dates[day], breach
        state, _ = machine.step(state, role, work)
        if contract.tables.week_ends[day]:
            for breach in machine.broken_by_week(state, person.weeks[week]):
                yield case.week_of(case.dates[day]), breach
            state, week = machine.next_week(state), week + 1
    for breach in machine.broken_by_end(state):
        yield case.dates[-1], breach
