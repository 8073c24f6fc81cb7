"""Every soft rule and wish that a roster breaks, with its price and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.records.roster import RosterExceptions
from staffing.roster.automaton import Breach
from staffing.roster.candidates import NOBODY
from staffing.roster.person import Person, free_starts

if TYPE_CHECKING:
    from staffing.roster.search.board import Board


@dataclass(frozen=True)
class BrokenRule:
    """One rule or wish broken once."""

    agent: str
    date: np.datetime64
    rule: str
    amount: float
    unit: str
    cost: float
    reason: str


def broken_rules(board: Board) -> list[BrokenRule]:
    """By person, then date."""
    return [
        one for person in board.setting.people for one in sorted(_of(board, person), key=lambda b: b.date)
    ]


def _of(board: Board, person: Person) -> Iterator[BrokenRule]:
    case, candidates = board.case, board.candidates
    tour = board.tours[person.number]
    yield from _counted(board, person)
    if person.tolerance is not None:
        for first, stop in case.weeks:
            starts = free_starts(person, candidates, tour, first, stop)
            beyond = person.tolerance.beyond(starts)
            if beyond > 0:
                reason = f"starts of the week {max(starts) - min(starts):g} minutes apart"
                week, cost = case.week_of(case.dates[first]), person.tolerance.price * beyond
                yield BrokenRule(
                    person.agent.name, week, "start_tolerance_minutes", beyond, "hour", cost, reason
                )
    for wish in person.wishes:
        if not wish.is_granted(tour):
            reason = f"{wish.row.text} is refused"
            yield BrokenRule(person.agent.name, wish.date, wish.row.kind, 1.0, "wish", wish.cost, reason)


def _counted(board: Board, person: Person) -> Iterator[BrokenRule]:
    """The rules that count from day to day."""
    case, machine = board.case, person.contract.whole
    state, week = person.entry, 0
    for day, chosen in enumerate(board.tours[person.number]):
        work = None
        if chosen != NOBODY:
            work = person.contract.works[int(person.contract.kinds[day, chosen]) - 1]
        role = person.contract.roles[day]
        for breach in machine.broken_by_day(state, role, work):
            yield _row(person, case.dates[day], breach)
        state, _ = machine.step(state, role, work)
        if person.contract.tables.week_ends[day]:
            for breach in machine.broken_by_week(state, person.weeks[week]):
                yield _row(person, case.week_of(case.dates[day]), breach)
            state, week = machine.next_week(state), week + 1
    for breach in machine.broken_by_end(state):
        yield _row(person, case.dates[-1], breach)


def _row(person: Person, date: np.datetime64, breach: Breach) -> BrokenRule:
    rule = breach.rule
    return BrokenRule(
        person.agent.name, date, rule.name, breach.amount, rule.unit, breach.cost, rule.reason(breach.amount)
    )


def roster_exceptions(rows: list[BrokenRule]) -> RosterExceptions:
    """The rows of exceptions.csv."""
    return RosterExceptions(
        agent=np.array([one.agent for one in rows], dtype=np.str_),
        date=np.array([one.date for one in rows], dtype="datetime64[D]"),
        rule=np.array([one.rule for one in rows], dtype=np.str_),
        amount=np.array([one.amount for one in rows], dtype=np.float64),
        unit=np.array([one.unit for one in rows], dtype=np.str_),
        cost=np.array([one.cost for one in rows], dtype=np.float64),
        reason=np.array([one.reason for one in rows], dtype=np.str_),
    )
