"""The shifts of a run, or of a roster, and the heads beyond its need: what leave may be taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Texts, Times
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.rostering.made_case import understaffing_price
from staffing.plan.run.published import RunFolder
from staffing.records.coverage import Coverage
from staffing.records.roster import NamedShifts, RosterCoverage
from staffing.records.schedule import ShiftPlan
from staffing.roster.leave.duties import Duty, GroupDuties, Span, presence_of
from staffing.tables.records import read_record

EVERYBODY, ROSTER = "all", "roster.csv"


@dataclass(frozen=True, eq=False)
class LeaveGroups:
    """The groups of a run, and its plan; `is_named` where it has a roster."""

    plan: PlanFile
    groups: tuple[GroupDuties, ...]
    is_named: bool

    @property
    def names(self) -> frozenset[str]:
        """Everybody with a shift; nobody where there is no roster."""
        duties = (duty for group in self.groups for duty in group.duties)
        return frozenset(duty.agent for duty in duties) if self.is_named else frozenset()

    @property
    def span(self) -> tuple[np.datetime64, np.datetime64]:
        """The first and the last local date of the need."""
        zone, starts = self.plan.zone, [group.interval_start for group in self.groups]
        return zone.date(min(one.min() for one in starts)), zone.date(max(one.max() for one in starts))


@dataclass(frozen=True, eq=False)
class _Heads:
    """Of each interval and group: the heads beyond the need, negative where they are short."""

    interval_start: Times
    group: Texts
    spare: Floats


def leave_groups(folder: Path, plan: PlanFile, *, is_run: bool) -> LeaveGroups:
    """Of a run directory, or of the folder of a roster, and the plan that made it."""
    is_named = (folder / ROSTER).exists()
    if is_run:
        heads = _of_run(RunFolder(folder).record(Coverage, plan.timezone, plan.interval_minutes))
    else:
        covered = read_record(RosterCoverage, folder / "coverage.csv", plan.timezone)
        heads = _Heads(covered.interval_start, covered.group, covered.working - covered.required)
    if is_named:
        duties = _named(read_record(NamedShifts, folder / ROSTER, plan.timezone))
    else:
        duties = _unnamed(RunFolder(folder).record(ShiftPlan, plan.timezone))
    return LeaveGroups(plan, tuple(_groups(plan, heads, duties)), is_named)


def _of_run(coverage: Coverage) -> _Heads:
    nobody = np.full(len(coverage), EVERYBODY)
    group = nobody if coverage.group is None else coverage.group
    return _Heads(coverage.interval_start, group, coverage.working - coverage.required)


def _groups(plan: PlanFile, heads: _Heads, duties: list[tuple[str, Duty]]) -> list[GroupDuties]:
    names = list(dict.fromkeys(heads.group.tolist()))
    price = plan.people.phone_share * understaffing_price(plan.sections.roster, plan.rules)
    groups = []
    for name in names:
        rows = heads.group == name
        mine = tuple(duty for group, duty in duties if len(names) == 1 or group == name)
        start = heads.interval_start[rows]
        groups.append(
            GroupDuties(
                name=name,
                interval_start=start,
                interval_minutes=plan.interval_minutes,
                spare=np.maximum(heads.spare[rows], 0.0),
                duties=mine,
                presence=presence_of(mine, start, plan.interval_minutes),
                price=price,
            )
        )
    return groups


def _named(shifts: NamedShifts) -> list[tuple[str, Duty]]:
    return [
        (str(shifts.group[row]), Duty(str(shifts.agent[row]), np.datetime64(shifts.date[row], "D"), *spans))
        for row, spans in enumerate(_spans(shifts))
    ]


def _unnamed(shifts: ShiftPlan) -> list[tuple[str, Duty]]:
    group = np.full(len(shifts), EVERYBODY) if shifts.group is None else shifts.group
    date = shifts.zone.date
    return [
        (str(group[row]), Duty("", date(shifts.start[row]), *spans, int(shifts.agents[row])))
        for row, spans in enumerate(_spans(shifts))
    ]


def _spans(shifts: NamedShifts | ShiftPlan) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """From when to when each shift is, and its rests."""
    end, rest_end = shifts.end, shifts.rest_end
    for row in range(len(shifts)):
        edges = zip(shifts.rest_start[row], rest_end[row], strict=True)
        rests: tuple[Span, ...] = tuple((begin, stop) for begin, stop in edges if not np.isnat(begin))
        yield (shifts.start[row], end[row]), rests
