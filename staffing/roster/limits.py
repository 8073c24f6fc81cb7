"""What a single shift of a person must keep: the hard rules that need no other shift to be judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.roster.case import DAY, RosterCase, weekday_of

if TYPE_CHECKING:
    from staffing.arrays import Bools
    from staffing.roster.candidates import Candidates
    from staffing.roster.people import Agent, Off

_NEVER = ("leave", "unavailable")


@dataclass(frozen=True, eq=False)
class ShiftLimit:
    """A rule, or a row of availability.csv, and the candidates it `forbids` (dates, candidates).

    `must_work` are the dates (None: none) on which it also forbids the day off.
    """

    name: str
    what: str
    forbids: Bools
    must_work: Bools | None = None
    row: Off | None = None


def limits_of(agent: Agent, case: RosterCase, candidates: Candidates) -> list[ShiftLimit]:
    """All limits of a person; a fixed shift of theirs sets aside all but leave and `unavailable`."""
    fixed = [row for row in agent.off if row.kind == "fixed"]
    fixed_limits = [limit for row in fixed if (limit := _fixed(row, case, candidates)) is not None]
    decided: Bools = np.zeros((len(case.dates), 1), dtype=np.bool_)
    for limit in fixed_limits:
        if limit.must_work is not None:
            decided = decided | limit.must_work[:, None]
    limits = [
        ShiftLimit(name, what, forbids & ~decided)
        for name, what, forbids in (
            *_contract(agent, case, candidates),
            *_available(agent, case, candidates),
        )
        if forbids.any()
    ]
    for row in agent.off:
        if row.kind in _NEVER and (forbids := overlaps(row, case, candidates)).any():
            limits.append(ShiftLimit(row.kind, row.text, forbids, row=row))
    return [*limits, *fixed_limits]


def _contract(agent: Agent, case: RosterCase, candidates: Candidates) -> list[tuple[str, str, Bools]]:
    names = np.array(case.patterns.names)
    own = np.array([name in agent.patterns for name in names])
    on = np.array([weekday_of(date) in agent.days for date in case.dates])
    shape = candidates.exists.shape
    return [
        ("patterns", "|".join(sorted(agent.patterns)), ~own[candidates.pattern]),
        ("days", "the agent's days", np.broadcast_to(~on[:, None], shape)),
        ("earliest_start", "the agent's earliest start", candidates.minute < agent.earliest_start),
        ("latest_end", "the agent's latest end", candidates.nominal_end > agent.latest_end),
    ]


def _available(agent: Agent, case: RosterCase, candidates: Candidates) -> list[tuple[str, str, Bools]]:
    """A shift of a day on which such a row begins lies inside one of the day's rows."""
    rows = [row for row in agent.off if row.kind == "available"]
    by_date: dict[np.datetime64, list[Off]] = {}
    for row in rows:
        by_date.setdefault(case.zone.date(row.start), []).append(row)
    limits = []
    for date, those in by_date.items():
        place = date_place(case, date)
        if place is None:
            continue
        forbids: Bools = np.zeros(candidates.exists.shape, dtype=np.bool_)
        inside: Bools = np.zeros(candidates.exists.shape[1], dtype=np.bool_)
        for row in those:
            start, end = (_minutes(candidates, moment) for moment in (row.start, row.end))
            inside = inside | (candidates.start[place] >= start) & (candidates.end[place] <= end)
        forbids[place] = ~inside
        limits.append(("available", "; ".join(row.text for row in those), forbids))
    return limits


def _fixed(row: Off, case: RosterCase, candidates: Candidates) -> ShiftLimit | None:
    """This very shift; None where it starts outside the period."""
    place = date_place(case, case.zone.date(row.start))
    if place is None:
        return None
    start, end = (_minutes(candidates, moment) for moment in (row.start, row.end))
    same = (candidates.start[place] == start) & (candidates.end[place] == end)
    if row.pattern:
        same &= np.array(case.patterns.names)[candidates.pattern[place]] == row.pattern
    forbids = np.zeros(candidates.exists.shape, dtype=bool)
    forbids[place] = ~same
    must = np.zeros(len(case.dates), dtype=bool)
    must[place] = True
    return ShiftLimit("fixed", row.text, forbids, must, row)


def overlaps(row: Off, case: RosterCase, candidates: Candidates) -> Bools:
    """The candidates that a row of availability.csv overlaps, of its pattern where it names one."""
    start, end = (_minutes(candidates, moment) for moment in (row.start, row.end))
    overlap: Bools = (candidates.start < end) & (candidates.end > start)
    return overlap & of_pattern(row, case, candidates)


def starts_within(row: Off, case: RosterCase, candidates: Candidates) -> Bools:
    """The candidates that start within a row."""
    start, end = (_minutes(candidates, moment) for moment in (row.start, row.end))
    within: Bools = (candidates.start >= start) & (candidates.start < end)
    return within & of_pattern(row, case, candidates)


def of_pattern(row: Off, case: RosterCase, candidates: Candidates) -> Bools:
    """The candidates that a row speaks of."""
    if not row.pattern:
        return np.ones(candidates.exists.shape, dtype=bool)
    return np.asarray(np.array(case.patterns.names)[candidates.pattern] == row.pattern)


def date_place(case: RosterCase, date: np.datetime64) -> int | None:
    """Which date of the period it is; None: outside."""
    place = int((date - case.dates[0]) / DAY)
    return place if 0 <= place < len(case.dates) else None


def leave_days(agent: Agent, case: RosterCase, week: np.datetime64) -> int:
    """Local dates of a week, of the agent's days, that lie wholly inside one row of leave."""
    rows = [row for row in agent.off if row.kind == "leave" and not row.pattern]
    if not rows:
        return 0
    count = 0
    for date in np.arange(week, week + 7 * DAY):
        if weekday_of(date) in agent.days:
            start, end = case.zone.midnight(date), case.zone.midnight(date + DAY)
            count += any(row.start <= start and end <= row.end for row in rows)
    return count


def _minutes(candidates: Candidates, moment: np.datetime64) -> int:
    return int((moment - candidates.origin).astype("timedelta64[m]").astype(np.int64))
