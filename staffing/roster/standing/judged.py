"""Everything that one person's tour breaks, lawful or not, with the figures in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from staffing.roster.candidates import NOBODY
from staffing.roster.case import RosterCase
from staffing.roster.ground import Ground
from staffing.roster.limits import ShiftLimit, limits_of
from staffing.roster.person import Person
from staffing.roster.result.broken import BrokenRule, broken_by_tour
from staffing.roster.search.place import Week
from staffing.roster.standing.located import tour_of

Span = tuple[np.datetime64, np.datetime64]


def judged(person: Person, ground: Ground, week: Week) -> list[BrokenRule]:
    """Every rule each time that it is broken; hard ones at an infinite cost."""
    return [
        *_limits(person, ground, week),
        *_rests(person, ground, week),
        *broken_by_tour(person, ground, tour_of(week)),
    ]


def _row(one: BrokenRule) -> str:
    """What tells rows of availability apart: each is a rule of its own."""
    return one.reason if one.unit in {"wish", "shift"} else ""


def new_breaches(
    case: RosterCase, before: Iterable[BrokenRule], after: Iterable[BrokenRule]
) -> list[BrokenRule]:
    """Those after that were not there before, or not so much, by date.

    A rule of a week is told once, at its worst.
    """
    old: dict[tuple[str, np.datetime64, str], float] = {}
    for one in before:
        key = one.rule, one.date, _row(one)
        old[key] = max(old.get(key, 0.0), one.amount)
    worst: dict[tuple[str, np.datetime64, str], BrokenRule] = {}
    for one in after:
        if one.amount <= old.get((one.rule, one.date, _row(one)), 0.0) + 1e-9:
            continue
        is_of_day = one.unit in {"wish", "shift"} or one.rule == "rest_hours"
        key = one.rule, one.date if is_of_day else case.week_of(one.date), _row(one)
        if key not in worst or one.amount > worst[key].amount:
            worst[key] = one
    return sorted(worst.values(), key=lambda one: (one.date, one.rule, one.reason))


def is_hard(one: BrokenRule) -> bool:
    """Whether the rule may not be broken at any price."""
    return bool(np.isinf(one.cost))


def _hard(person: Person, date: np.datetime64, rule: str, reason: str, *, hours: float = 0.0) -> BrokenRule:
    unit = "hour" if hours else "shift"
    return BrokenRule(person.agent.name, date, rule, hours or 1.0, unit, float(np.inf), reason)


def _limits(person: Person, ground: Ground, week: Week) -> Iterator[BrokenRule]:
    """The rules of a single shift: patterns, days, hours, leave, fixed rows and the group."""
    case = ground.case
    for limit in limits_of(person.agent, case, ground.candidates):
        for day, place in enumerate(week):
            if place is None:
                is_broken = limit.must_work is not None and bool(limit.must_work[day])
            else:
                is_broken = bool(limit.forbids[day, place.candidate])
            if is_broken:
                chosen = NOBODY if place is None else place.candidate
                yield _hard(person, case.dates[day], limit.name, _why(person, ground, limit, day, chosen))
    for day, place in enumerate(week):
        if place is not None and place.group not in person.groups:
            own, other = "|".join(person.agent.groups), case.needs[place.group].name
            yield _hard(person, case.dates[day], "group", f"serves {own}, and the shift is for {other}")


def _why(person: Person, ground: Ground, limit: ShiftLimit, day: int, chosen: int) -> str:
    """The figures of a broken limit."""
    agent, candidates = person.agent, ground.candidates
    if chosen == NOBODY:
        return f"the fixed shift {limit.what} is not worked"
    start, end = (_clock(int(moment[day, chosen])) for moment in (candidates.minute, candidates.nominal_end))
    if limit.name == "patterns":
        pattern = ground.case.patterns.names[int(candidates.pattern[day, chosen])]
        return f"'{pattern}' is not one of the person's patterns ({limit.what})"
    return {
        "days": "no weekday on which the person starts a shift",
        "earliest_start": f"starts at {start}, earliest {_clock(agent.earliest_start)}",
        "latest_end": f"ends at {end}, latest {_clock(agent.latest_end)}",
        "fixed": f"the fixed shift {limit.what} is to be worked, and no other",
        "available": f"{start}-{end} is not inside the hours available ({limit.what})",
    }.get(limit.name, f"{start}-{end} overlaps {limit.name} {limit.what}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _rests(person: Person, ground: Ground, week: Week) -> Iterator[BrokenRule]:
    """Hours between two shifts, the last of the past included."""
    case, candidates, agent = ground.case, ground.candidates, person.agent
    spans: list[tuple[np.datetime64, Span]] = [(one.date, (one.start, one.end)) for one in agent.past]
    for day, place in enumerate(week):
        if place is not None:
            edges = candidates.start[day, place.candidate], candidates.end[day, place.candidate]
            start, end = (candidates.moment(int(edge)) for edge in edges)
            spans.append((case.dates[day], (start, end)))
    for (_, before), (date, after) in pairwise(spans):
        hours = float((after[0] - before[1]) / np.timedelta64(3600, "s"))
        if date >= case.dates[0] and hours < agent.terms.rest_hours - 1e-9:
            between = f"between {_local(case, before[1])} and {_local(case, after[0])}"
            reason = f"{hours:g} hours {between}, at least {agent.terms.rest_hours:g} required"
            yield _hard(person, date, "rest_hours", reason, hours=agent.terms.rest_hours - hours)


def _local(case: RosterCase, moment: np.datetime64) -> str:
    return str(case.zone.wall(moment).astype("datetime64[m]")).replace("T", " ")
