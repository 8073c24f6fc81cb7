"""The end of the road where the plan has a `[roster]` with people: a schedule that they work.

With `mode = "cover"` the roster is sought for the need itself, and no shifts are made before; with "assign"
people are sought for the shifts that the road has made. The schedule is then what they work: its shifts,
coverage and totals are counted from the roster.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Texts, Times
from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.task import NeedToMeet
from staffing.plan.rostering.made_case import (
    agents_of,
    case_with,
    groups_of,
    people_files,
    roster_section,
    with_past,
    with_what_is_known,
)
from staffing.plan.rostering.notes import roster_notes
from staffing.plan.rostering.rostered import STATE, Rostered
from staffing.plan.rostering.worked import given_shifts, period_of, worked_shifts
from staffing.plan.run.earlier import file_of_run_before
from staffing.plan.run.summary import HEADS_TOLERANCE, days
from staffing.plan.scheduled import Scheduled, scheduled_of
from staffing.plan.skills.scheduled import GroupsAsked, scheduled_groups
from staffing.progress import Progress, silent
from staffing.records.coverage import Coverage
from staffing.records.need import Need
from staffing.records.requirement import Requirement
from staffing.records.roster_summary import RosterSummary
from staffing.records.schedule import ShiftPlan
from staffing.roster.build import build_roster
from staffing.roster.case import RosterCase
from staffing.roster.effort import RosterEffort
from staffing.roster.files.need import group_needs
from staffing.roster.people import Agent
from staffing.shifts.build import BuiltShifts
from staffing.shifts.counted import heads_on
from staffing.shifts.groups.build import GroupShifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.verify import shift_violations
from staffing.timegrid import local_day

SOLVER = "roster"  # what finds the shifts, as summaries name it


def read_people(plan: PlanFile) -> tuple[Agent, ...]:
    """The people that `[roster]` names, with their availability and, where it names one, their past.

    InputError names all that is wrong in a file.
    """
    files = people_files(plan)
    if plan.sections.schedule.cyclic_week:
        expected, hint = (
            "a week with dates for a roster",
            "set cyclic_week = false, or remove [roster] agents",
        )
        raise plan.wrong("schedule.cyclic_week", expected, hint)
    return with_what_is_known(plan, files, agents_of(plan, files.agents))


@dataclass(frozen=True, eq=False)
class _Worked:
    """A roster, as the shifts it works and as the totals of a search."""

    rostered: Rostered
    shifts: ShiftPlan
    seconds: float

    @property
    def summary(self) -> RosterSummary:
        return self.rostered.made.summary

    @property
    def bound(self) -> float:
        """0 where nothing is proven: no roster costs less than that."""
        return min(max(self.summary.lower_bound or 0.0, 0.0), self.summary.objective)


@dataclass(frozen=True, eq=False)
class RosterEnd:
    """Who works, and where the runs lie of which the newest may have left a state to go on from."""

    plan: PlanFile
    people: tuple[Agent, ...]
    runs: Path
    tell: Progress = silent

    def of_need(self, requirement: Requirement, task: NeedToMeet) -> Scheduled:
        """The roster that covers a need best."""
        return self._alike(requirement, task, None)

    def of_shifts(self, requirement: Requirement, task: NeedToMeet, scheduled: Scheduled) -> Scheduled:
        """The roster that works the shifts of a schedule as far as people can."""
        named = self._alike(requirement, task, scheduled.shifts)
        kept = scheduled.summary
        summary = replace(
            named.summary,
            repair=kept.repair,
            confidence=kept.confidence,
            days_on_target_expected=kept.days_on_target_expected,
            paid_hours_expected=kept.paid_hours_expected,
        )
        return replace(named, summary=summary, lost=scheduled.lost)

    def of_groups(self, given: GroupsAsked, shifts: GroupShifts | None) -> Scheduled:
        """The roster that covers what groups need, or works their shifts, where there are some."""
        agents, need = given.agents, given.need
        case = self._case(agents.interval_start, agents.group, agents.scheduled)
        found = self._found(case, None if shifts is None else shifts.plan, by_group=True)
        asked = given.asked
        each = [found.shifts.rows(np.asarray(found.shifts.group) == one.name) for one in asked.groups]
        counts = [heads_on(one, asked.horizon) for one in each]
        scheduled, on_break = (np.array(column) for column in zip(*counts, strict=True))
        worked = GroupShifts(
            plan=found.shifts,
            scheduled=scheduled,
            on_break=on_break,
            required=asked.required,
            objective_hours=found.summary.objective,
            lower_bound_hours=found.bound,
            solver=SOLVER,
            solve_seconds=found.seconds,
            ended_by="work",
        )
        done = _only_what_is_predicted(scheduled_groups(given, worked, self.plan.effort_for(need)))
        return self._named(done, need, case, found)

    def _alike(self, requirement: Requirement, task: NeedToMeet, shifts: ShiftPlan | None) -> Scheduled:
        """People who all answer every queue."""
        names = groups_of(self.people)
        if len(names) > 1:
            raise self._wrong_groups(names, ("one group, or a [[group]] of the plan for each",))
        group = np.full(len(requirement), names[0])
        case = self._case(requirement.interval_start, group, requirement.scheduled)
        found = self._found(case, shifts, by_group=False)
        need, horizon = task.need, self.plan.horizon(task.need)
        scheduled, on_break = heads_on(found.shifts, horizon)
        objective = found.summary.objective
        built = BuiltShifts(
            plan=found.shifts,
            scheduled=scheduled,
            on_break=on_break,
            objective_hours=objective,
            lower_bound_hours=found.bound,
            gap=(objective - found.bound) / objective if objective > 0 else 0.0,
            solver=SOLVER,
            solve_seconds=found.seconds,
            ended_by="work",
        )
        done = scheduled_of(need, horizon, self.plan.effort_for(need), task.service, built=built)
        return self._named(done, need, case, found)

    def _case(self, utc: Times, group: Texts, heads: Floats) -> RosterCase:
        """The people's task: heads of each group by interval."""
        names = groups_of(self.people)
        if set(names) != set(np.unique(group).tolist()):
            raise self._wrong_groups(names, np.unique(group).tolist())
        plan = self.plan
        agents = plan.people.on_the_phones(heads)
        needs = group_needs(utc, group, agents, plan.interval_minutes, names)
        return case_with(plan, needs, self.people)

    def _wrong_groups(self, names: Sequence[str], asked: Sequence[str]) -> InputError:
        """People of groups that nobody needs, or the reverse."""
        place = people_files(self.plan).agents
        hint = "correct the column group, or the names of [[group]] in the plan"
        expected = f"people of {', '.join(asked)}"
        return InputError(Problem(str(place), expected, hint, column="group", value=", ".join(names)))

    def _found(self, case: RosterCase, shifts: ShiftPlan | None, *, by_group: bool) -> _Worked:
        """The roster of a case, from what is known of the past on."""
        began, plan = time.monotonic(), self.plan
        case, state = self._from_before(case)
        if shifts is not None:
            case = replace(case, given=tuple(given_shifts(shifts)))
        made = build_roster(case, RosterEffort(plan.sections.schedule.effort), progress=self.tell)
        notes = tuple(roster_notes(plan, made.summary, state))
        seconds = time.monotonic() - began
        return _Worked(
            Rostered(made, notes, state), worked_shifts(made.shifts, case, by_group=by_group), seconds
        )

    def _from_before(self, case: RosterCase) -> tuple[RosterCase, Path | None]:
        """The case with the past of its people: the plan's state, or else that of the run before."""
        first = case.dates[0]
        state = None
        agents = self.people
        if roster_section(self.plan).state is None:
            state = file_of_run_before(self.runs, self.plan.name, case.first_interval, STATE)
            agents = agents if state is None else with_past(self.plan, agents, state)
        known = (
            replace(
                agent,
                past=tuple(one for one in agent.past if one.date < first),
                answers=tuple(one for one in agent.answers if one.date < first),
            )
            for agent in agents
        )
        return replace(case, agents=tuple(known)), state

    def _named(self, done: Scheduled, need: Need, case: RosterCase, found: _Worked) -> Scheduled:
        """The schedule with the names; totals are of the period's shifts alone, which keep every rule."""
        shifts = period_of(done.shifts, case.dates[0])
        _check(shifts, done.horizon)
        summary = replace(
            done.summary,
            paid_hours=found.summary.paid_hours,
            shifts=found.summary.shifts,
            distinct_shifts=len(shifts),
            roster=found.summary,
        )
        by_day = days(_whole_days(done.coverage), np.nan_to_num(need.offered), shifts)
        return replace(done, summary=summary, days=by_day, rostered=found.rostered)


def _only_what_is_predicted(done: Scheduled) -> Scheduled:
    """Without the service of intervals in which a group is short: sizing knows that of all heads alone."""
    coverage, by_group = done.coverage, done.by_group
    assert by_group is not None
    short = by_group.under.reshape(len(coverage), -1).max(axis=1) > HEADS_TOLERANCE
    level = np.where(short, np.nan, coverage.service_level)
    unknown = bool((short & np.isfinite(coverage.service_level)).any())
    summary = replace(done.summary, service_level=None if unknown else done.summary.service_level)
    return replace(done, coverage=replace(coverage, service_level=level), summary=summary)


def _whole_days(coverage: Coverage) -> Coverage:
    """With a service level only on days of which it is known in all intervals that need somebody."""
    day = local_day(coverage.local)
    known = np.isfinite(coverage.service_level) | (coverage.required <= 0)
    whole = np.isin(day, np.unique(day[~known]), invert=True)
    return replace(coverage, service_level=np.where(whole, coverage.service_level, np.nan))


def _check(shifts: ShiftPlan, horizon: ShiftHorizon) -> None:
    """Every shift follows its pattern, by a check that knows nothing of rosters."""
    wrong = list(shift_violations(shifts, horizon, may_run_past=True))
    if wrong:
        raise RuntimeError("the shifts of the roster break their own rules: " + "; ".join(wrong[:5]))
