"""Every soft rule and wish that a roster breaks, with its price and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.records.roster import RosterExceptions
from staffing.roster.automaton import Breach
from staffing.roster.ground import Ground
from staffing.roster.person import Person, Tour, free_starts
from staffing.roster.walk import breaches_of, works_of

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
    ground, people = board.setting.ground, board.setting.people
    tours = [broken_by_tour(person, ground, board.tours[person.number]) for person in people]
    return [one for of_person in tours for one in sorted(of_person, key=lambda b: b.date)]


def broken_by_tour(person: Person, ground: Ground, tour: Tour) -> Iterator[BrokenRule]:
    """What a tour breaks: wishes, and rules on several shifts, the hard ones at an infinite cost."""
    case, candidates = ground.case, ground.candidates
    for date, breach in breaches_of(person, case, works_of(person, candidates, tour)):
        yield broken_rule(person, date, breach)
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


def broken_rule(person: Person, date: np.datetime64, breach: Breach) -> BrokenRule:
    """A rule that counts from day to day, broken once."""
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
