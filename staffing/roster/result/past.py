"""state.csv for the next roster: the last weeks of the old rows, and the period's shifts and wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffing.records.roster import NamedShifts, RosterPast, rest_order
from staffing.roster.case import DAY
from staffing.roster.files.state import GRANTED, REFUSED, WORKED

if TYPE_CHECKING:
    from staffing.roster.search.board import Board

LEAST_WEEKS = 4  # that rules on weekends look back on
NAT = np.datetime64("NaT", "s")


def roster_past(board: Board, shifts: NamedShifts) -> RosterPast:
    """By person, then date."""
    case = board.case
    since = case.dates[0] - 7 * max(LEAST_WEEKS, case.prices.fairness_weeks) * DAY
    rests = shifts.rest_names
    of_past = {name for agent in case.agents for shift in agent.past for name, _, _ in shift.rests}
    names = tuple(sorted({*rests, *of_past}, key=rest_order))
    rows: list[
        tuple[str, np.datetime64, str, np.datetime64, np.datetime64, str, float, str, dict[str, Span]]
    ] = []
    for agent in case.agents:
        for past in agent.past:
            if past.date >= since:
                spans = {name: (begin, end) for name, begin, end in past.rests}
                rows.append(
                    (
                        agent.name,
                        past.date,
                        WORKED,
                        past.start,
                        past.end,
                        past.pattern,
                        past.paid_hours,
                        past.group,
                        spans,
                    )
                )
        for answer in agent.answers:
            if answer.date >= since:
                kind = GRANTED if answer.is_granted else REFUSED
                rows.append((agent.name, answer.date, kind, NAT, NAT, "", np.nan, "", {}))
    for k in range(len(shifts)):
        spans = {
            name: (shifts.rest_start[k, r], shifts.rest_end[k, r])
            for r, name in enumerate(rests)
            if not np.isnat(shifts.rest_start[k, r])
        }
        rows.append(
            (
                str(shifts.agent[k]),
                shifts.date[k],
                WORKED,
                shifts.start[k],
                shifts.end[k],
                str(shifts.pattern[k]),
                float(shifts.paid_hours[k]),
                str(shifts.group[k]),
                spans,
            )
        )
    for person in board.setting.people:
        for wish in person.wishes:
            kind = GRANTED if wish.is_granted(board.tours[person.number]) else REFUSED
            rows.append((person.agent.name, wish.date, kind, NAT, NAT, "", np.nan, "", {}))
    rows.sort(key=lambda row: (row[0], row[1], row[2] != WORKED, row[2]))
    edges = [[[row[8].get(name, (NAT, NAT))[side] for name in names] for row in rows] for side in (0, 1)]
    starts, ends = (np.array(edge, dtype="datetime64[s]").reshape(len(rows), len(names)) for edge in edges)
    return RosterPast(
        agent=np.array([row[0] for row in rows], dtype=np.str_),
        date=np.array([row[1] for row in rows], dtype="datetime64[D]"),
        kind=np.array([row[2] for row in rows], dtype=np.str_),
        start=np.array([row[3] for row in rows], dtype="datetime64[s]"),
        end=np.array([row[4] for row in rows], dtype="datetime64[s]"),
        pattern=np.array([row[5] for row in rows], dtype=np.str_),
        paid_hours=np.array([row[6] for row in rows], dtype=np.float64),
        group=np.array([row[7] for row in rows], dtype=np.str_),
        rest_start=starts,
        rest_end=ends,
        rest_names=names,
        timezone=case.zone.name,
    )


Span = tuple[np.datetime64, np.datetime64]
