"""The shifts with their names, and the totals of each person."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from staffing.records.roster import AgentTotals, NamedShifts
from staffing.roster.candidates import NOBODY
from staffing.roster.case import DAY
from staffing.roster.limits import leave_days
from staffing.roster.people import KINDS_OF_BURDEN
from staffing.roster.rules.leave_credit import LeaveCredit
from staffing.roster.weekends import NONE

if TYPE_CHECKING:
    from staffing.roster.person import Person
    from staffing.roster.search.board import Board

NAT = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Worked:
    """One shift of one person: moments UTC, rests by their place in the pattern."""

    person: int
    day: int
    candidate: int
    group: int
    start: np.datetime64
    end: np.datetime64
    rests: tuple[tuple[int, np.datetime64, np.datetime64], ...]


def worked(board: Board) -> list[Worked]:
    """All shifts, by person, then date."""
    candidates, cell = board.candidates, board.candidates.cell_minutes
    patterns = board.case.patterns.patterns
    shifts = []
    for person, places in enumerate(board.places):
        for day, place in enumerate(places):
            if place is None:
                continue
            rules = patterns[int(candidates.pattern[day, place.candidate])].rests
            rests = tuple(
                (name, candidates.moment(begin * cell), candidates.moment(begin * cell + rules[name].minutes))
                for name, begin in place.rests
            )
            start = candidates.moment(int(candidates.start[day, place.candidate]))
            end = candidates.moment(int(candidates.end[day, place.candidate]))
            group = place.group
            if board.case.is_pooled:
                group = board.case.group_place(board.case.agents[person].groups[0])
            shifts.append(Worked(person, day, place.candidate, group, start, end, rests))
    return shifts


def named_shifts(board: Board) -> NamedShifts:
    """The rows of roster.csv."""
    case, candidates = board.case, board.candidates
    names = case.patterns.rest_names
    shifts = sorted(worked(board), key=lambda one: (case.agents[one.person].name, one.start))
    rest_start = np.full((len(shifts), len(names)), NAT)
    rest_end = rest_start.copy()
    pattern = [int(candidates.pattern[one.day, one.candidate]) for one in shifts]
    for row, one in enumerate(shifts):
        rules = case.patterns.patterns[pattern[row]].rests
        for which, begin, stop in one.rests:
            column = names.index(rules[which].name)
            rest_start[row, column], rest_end[row, column] = begin, stop
    return NamedShifts(
        agent=np.array([case.agents[one.person].name for one in shifts], dtype=np.str_),
        group=np.array([case.needs[one.group].name for one in shifts], dtype=np.str_),
        date=np.array([case.dates[one.day] for one in shifts], dtype="datetime64[D]"),
        pattern=np.array([case.patterns.names[k] for k in pattern], dtype=np.str_),
        start=np.array([one.start for one in shifts], dtype="datetime64[s]"),
        end=np.array([one.end for one in shifts], dtype="datetime64[s]"),
        rest_start=rest_start,
        rest_end=rest_end,
        paid_hours=np.array([candidates.paid_minutes[one.day, one.candidate] / 60 for one in shifts]),
        rest_names=names,
        timezone=case.zone.name,
    )


def agent_totals(board: Board) -> AgentTotals:
    """The rows of roster_agents.csv."""
    rows = [_totals(board, person) for person in board.setting.people]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    names = np.array([agent.name for agent in board.case.agents], dtype=np.str_)
    groups = np.array(["|".join(agent.groups) for agent in board.case.agents], dtype=np.str_)
    order = np.argsort(names, kind="stable")
    return AgentTotals(agent=names, group=groups, **columns).rows(order)


def _totals(board: Board, person: Person) -> dict[str, float]:
    candidates, case = board.candidates, board.case
    tour = board.tours[person.number]
    on = [(day, chosen) for day, chosen in enumerate(tour) if chosen != NOBODY]
    burdens = [sum(int(candidates.burdens[day, chosen, k]) for day, chosen in on) for k in range(4)]
    of_window = [before + now for before, now in zip(person.burdens_before, burdens, strict=True)]
    granted = sum(wish.is_granted(tour) for wish in person.wishes)
    credit = LeaveCredit(person.agent.terms)
    leave = sum(
        credit.hours(leave_days(person.agent, case, case.week_of(case.dates[first])))
        for first, _ in case.weeks
    )
    weekends = board.setting.ground.weekends.number
    of_period = {number for number in weekends if number != NONE}
    return {
        "shifts": len(on),
        "paid_hours": sum(int(candidates.paid_minutes[day, chosen]) for day, chosen in on) / 60,
        "leave_hours": leave,
        **dict(zip(KINDS_OF_BURDEN, burdens, strict=True)),
        **{f"{kind}_window": count for kind, count in zip(KINDS_OF_BURDEN, of_window, strict=True)},
        "wishes": len(person.wishes),
        "granted": granted,
        "weekends_off": len(of_period - {weekends[day] for day, _ in on}),
        "longest_run": _longest_run(board, person, [day for day, _ in on]),
        "shortest_rest_hours": _shortest_rest(board, person, on),
        "changed": 0 if person.kept is None else person.kept.changes(tour),
    }


def _longest_run(board: Board, person: Person, days: list[int]) -> int:
    """Most dates in a row with a shift, of runs that reach into the period."""
    dates = {board.case.dates[day] for day in days}
    every = dates | {shift.date for shift in person.agent.past}
    longest = 0
    for date in dates:
        if date + DAY in every:
            continue
        run, day = 0, date
        while day in every:
            run, day = run + 1, day - DAY
        longest = max(longest, run)
    return longest


def _shortest_rest(board: Board, person: Person, on: list[tuple[int, int]]) -> float:
    """Hours between two shifts, the last of the past included; NaN where there are not two."""
    spans = [(shift.start, shift.end) for shift in person.agent.past[-1:]]
    candidates = board.candidates
    spans += [
        (candidates.moment(int(candidates.start[one])), candidates.moment(int(candidates.end[one])))
        for one in on
    ]
    gaps = [(after[0] - before[1]) / np.timedelta64(3600, "s") for before, after in pairwise(spans)]
    return float(min(gaps, default=np.nan))
