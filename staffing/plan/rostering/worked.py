"""The shifts that people work, as rows of `shifts.csv`: equal ones of several people are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from staffing.records.roster import NamedShifts, rest_order
from staffing.records.schedule import ShiftPlan
from staffing.roster.case import RosterCase
from staffing.roster.given import GivenShift
from staffing.timegrid import Zone

NAT = np.datetime64("NaT", "s")


class _Kind(NamedTuple):
    """Of a shift all that is not the person; moments in seconds of UTC, rests by name."""

    group: str
    start: int
    pattern: str
    end: int
    rests: tuple[tuple[str, int, int], ...]
    paid_hours: float


def worked_shifts(shifts: NamedShifts, case: RosterCase, *, by_group: bool) -> ShiftPlan:
    """The shifts of a roster, and those of its past that reach into the period, for these cover it too."""
    each = Counter(chain(_of_roster(shifts), _of_eve(case)))
    if not by_group:
        each = Counter(one._replace(group="") for one in each.elements())
    return _plan(sorted(each.items()), case.zone, has_groups=by_group)


def period_of(plan: ShiftPlan, first: np.datetime64) -> ShiftPlan:
    """The shifts that start on a local date or later."""
    return plan.rows(plan.zone.local(plan.start).astype("datetime64[D]") >= first)


def given_shifts(shifts: ShiftPlan) -> list[GivenShift]:
    """The rows of a schedule as shifts that people are sought for."""
    group = np.full(len(shifts), "") if shifts.group is None else shifts.group
    end, ends = shifts.end, shifts.rest_end
    given = []
    for row in range(len(shifts)):
        taken = np.flatnonzero(~np.isnat(shifts.rest_start[row])).tolist()
        rests = tuple((shifts.rest_names[k], shifts.rest_start[row, k], ends[row, k]) for k in taken)
        span = shifts.start[row], end[row]
        given.append(
            GivenShift(str(group[row]), str(shifts.pattern[row]), *span, rests, int(shifts.agents[row]))
        )
    return given


def _of_roster(shifts: NamedShifts) -> Iterator[_Kind]:
    for row in range(len(shifts)):
        taken = np.flatnonzero(~np.isnat(shifts.rest_start[row])).tolist()
        rests = (
            (shifts.rest_names[k], _second(shifts.rest_start[row, k]), _second(shifts.rest_end[row, k]))
            for k in taken
        )
        yield _Kind(
            str(shifts.group[row]),
            _second(shifts.start[row]),
            str(shifts.pattern[row]),
            _second(shifts.end[row]),
            tuple(rests),
            float(shifts.paid_hours[row]),
        )


def _of_eve(case: RosterCase) -> Iterator[_Kind]:
    for agent in case.agents:
        for past in agent.past:
            if past.end > case.first_interval:
                rests = tuple((name, _second(begin), _second(end)) for name, begin, end in past.rests)
                group = past.group or min(agent.groups)
                start, end = _second(past.start), _second(past.end)
                yield _Kind(group, start, past.pattern, end, rests, past.paid_hours)


def _second(moment: np.datetime64) -> int:
    return int(moment.astype("datetime64[s]").astype(np.int64))


def _plan(each: Sequence[tuple[_Kind, int]], zone: Zone, *, has_groups: bool) -> ShiftPlan:
    names = tuple(sorted({name for one, _ in each for name, _, _ in one.rests}, key=rest_order))
    rest_start = np.full((len(each), len(names)), NAT)
    rest_minutes = np.zeros((len(each), len(names)), dtype=np.int64)
    for row, (one, _) in enumerate(each):
        for name, begin, end in one.rests:
            rest_start[row, names.index(name)] = np.datetime64(begin, "s")
            rest_minutes[row, names.index(name)] = (end - begin) // 60
    return ShiftPlan(
        pattern=np.array([one.pattern for one, _ in each], dtype=np.str_),
        start=np.array([one.start for one, _ in each], dtype="datetime64[s]"),
        length_minutes=np.array([(one.end - one.start) // 60 for one, _ in each], dtype=np.int64),
        rest_start=rest_start,
        rest_minutes=rest_minutes,
        agents=np.array([many for _, many in each], dtype=np.int64),
        paid_hours=np.array([one.paid_hours for one, _ in each], dtype=np.float64),
        rest_names=names,
        timezone=zone.name,
        group=np.array([one.group for one, _ in each], dtype=np.str_) if has_groups else None,
    )
