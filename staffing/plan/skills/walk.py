"""The road with groups of skills: sized together, scheduled in one program, played and repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.errors import UsageError
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import demand_of
from staffing.plan.need.heads import heads_of
from staffing.plan.need.task import NeedToMeet
from staffing.plan.play.extent import FEWEST_REPLICATIONS, choice_of, is_played
from staffing.plan.road import Sized, Walked, size_as_of
from staffing.plan.scheduled import Scheduled
from staffing.plan.skills.asked import asked_shifts
from staffing.plan.skills.intervals import assumption_notes
from staffing.plan.skills.notes import repair_notes
from staffing.plan.skills.play import PlayedGroups
from staffing.plan.skills.repair import AgentWorth, repaired_shifts
from staffing.plan.skills.repaired import RepairedHeads
from staffing.plan.skills.scheduled import GroupsAsked, scheduled_groups
from staffing.plan.skills.size import SizedGroups, size_groups
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.schedule import QueueCosts
from staffing.records.simulation import Simulated
from staffing.requirement.pooling import pooled_agents
from staffing.shifts.groups.build import GroupShifts, build_group_shifts, settled
from staffing.simulation.result import simulate_groups
from staffing.skills.judge import ROUGH
from staffing.tables.records import write_record

GroupsEnd = Callable[[GroupsAsked, GroupShifts | None], Scheduled]

MOST_CONTACTS = 2_000_000  # that a play has, all replications together, where the plan does not say


@dataclass(frozen=True, eq=False, kw_only=True)
class RoutedWalk(Walked):
    """What the road gave with groups."""

    demand: Demand
    groups: SizedGroups

    def write(self, folder: Path) -> None:
        """`groups.csv` and `service.csv` beside the files of every run."""
        super().write(folder)
        write_record(folder / "groups.csv", self.groups.agents)
        write_record(folder / "service.csv", self.groups.service)


def walk_groups(
    plan: PlanFile,
    history: History,
    as_of: np.datetime64 | None,
    tell: Progress = silent,
    engine: Engine = AS_WORTHWHILE,
    *,
    end: GroupsEnd | None = None,
) -> RoutedWalk:
    """The whole road, for a plan that was `checked` and whose groups differ in what they answer.

    `end` makes the schedule, where shifts alone do not: of those shifts, or of the heads alone.
    """
    sized = size_as_of(plan, history, as_of, tell, engine)
    demand = demand_of(sized.made.forecast, plan.sections.service, plan.opening_hours)
    groups = _sized(plan, demand, sized, tell)
    need = heads_of(sized.requirement, plan.people, plan.sections.service)
    heads = _heads(groups, need)
    need = replace(need, required=heads.sum(axis=0), by_queue=None)
    asked = asked_shifts(plan, groups.table, heads, plan.horizon(need))
    given = GroupsAsked(need, asked, groups.agents, groups.service, _costs(groups, demand, sized))
    said: list[str] = []
    shifts, repaired = None, None
    if end is None or plan.seeks_people_for_shifts:
        players = _players(plan, demand, groups, sized, engine)
        given, shifts, repaired = _shifts(plan, given, groups, players, tell)
    if repaired is not None:
        said += repair_notes(repaired)
    said += assumption_notes(sized.service)
    scheduled = _scheduled(plan, given, shifts) if end is None else end(given, shifts)
    task = NeedToMeet(need, sized.service, None)
    return RoutedWalk(history, sized, task, scheduled, notes=tuple(said), demand=demand, groups=groups)


def _shifts(
    plan: PlanFile, given: GroupsAsked, groups: SizedGroups, players: PlayedGroups, tell: Progress
) -> tuple[GroupsAsked, GroupShifts, RepairedHeads | None]:
    """Shifts for the heads of groups, repaired by play where the plan wants that; what they then cover."""
    effort, asked = plan.effort_for(given.need), given.asked
    shifts, repaired = build_group_shifts(asked, effort, tell), None
    if plan.sections.simulation.repair and is_played(plan, _contacts(given.need)):
        floor = plan.sections.schedule.min_interval_service_level
        rounds = plan.sections.simulation.rounds
        worth = AgentWorth(groups.moments, groups.level_per_agent)
        repaired = repaired_shifts(asked, shifts.plan, players, worth, floor=floor, rounds=rounds, tell=tell)
        if repaired.added + repaired.taken:
            asked, again = settled(asked, repaired.plan, effort)
            shifts = replace(again, solve_seconds=shifts.solve_seconds, lost=shifts.lost)
    return replace(given, asked=asked), shifts, repaired


def _scheduled(plan: PlanFile, given: GroupsAsked, shifts: GroupShifts | None) -> Scheduled:
    assert shifts is not None
    return scheduled_groups(given, shifts, plan.effort_for(given.need))


def play_groups(
    plan: PlanFile, walked: RoutedWalk, engine: Engine = AS_WORTHWHILE, tell: Progress = silent
) -> Simulated | None:
    """The schedule played; None where the plan wants none."""
    if not is_played(plan, walked.scheduled.summary.offered):
        return None
    players = _players(plan, walked.demand, walked.groups, walked.sized, engine)
    return simulate_groups(players.with_crew(walked.scheduled.shifts), players.how, tell)


def _players(
    plan: PlanFile, demand: Demand, groups: SizedGroups, sized: Sized, engine: Engine
) -> PlayedGroups:
    """As often as the plan says, else less often than one queue is played: contacts take longer."""
    contacts = float(demand.offered.sum())
    choice = choice_of(plan, contacts, engine)
    if plan.sections.simulation.replications is None:
        most = max(int(MOST_CONTACTS / contacts), FEWEST_REPLICATIONS)
        choice = replace(choice, replications=min(choice.replications, most))
    return PlayedGroups(demand, groups.table, sized.service, choice, plan.rules.cyclic_week)


def _sized(plan: PlanFile, demand: Demand, sized: Sized, tell: Progress) -> SizedGroups:
    """Agents of the groups, roughly: play decides in the end. PlanError for what groups do not do."""
    skills = plan.sections.group
    try:
        return size_groups(demand, skills, sized.service, str(plan.path), tell=tell, care=ROUGH)
    except UsageError as error:
        raise plan.wrong("service", f"what groups can be sized for: {error.message}", error.hint) from None


def _heads(groups: SizedGroups, need: Need) -> Floats:
    """Heads to schedule by group, on the complete grid of the need."""
    heads = np.zeros((len(groups.table.groups), len(need)))
    place = np.searchsorted(need.interval_start, groups.moments)
    heads[:, place] = groups.agents.scheduled.reshape(len(groups.moments), -1).T
    return heads


def _costs(groups: SizedGroups, demand: Demand, sized: Sized) -> QueueCosts:
    hours, pooled = demand.interval_minutes / 60, pooled_agents(demand, sized.service)
    return QueueCosts(
        chosen="groups",
        alone=groups.cost_each_queue_alone * hours,
        groups=groups.cost * hours,
        merge=None if pooled is None else float(pooled.sum() * groups.table.cost.min()) * hours,
    )


def _contacts(need: Need) -> float:
    return float(np.nansum(need.offered))
