"""Playing a run's schedule, or agents that somebody gives, contact by contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import SkillGroup
from staffing.plan.need.demand import demand_of
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.given_groups import groups_to_play
from staffing.plan.play.given_staff import agents_of, read_given_staff, staffed_queues
from staffing.plan.play.play import play_queues, play_schedule, with_play, write_play
from staffing.plan.play.run_queues import queues_of
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.plan.run.published import Published, read_run
from staffing.plan.skills.play import PlayedGroups
from staffing.plan.skills.table import skill_table
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.schedule import Summary
from staffing.records.service import Service
from staffing.records.simulation import PlayTotals, Simulated
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.simulation.result import simulate_groups
from staffing.tables.json_file import write_json


def simulate_run(
    folder: Path, choice: PlayChoice, plan: PlanFile | None = None, tell: Progress = silent
) -> tuple[Simulated, str, Summary]:
    """A run's people and contacts, played; the name of the centre, and the totals with what the play adds.

    `plan` says who comes and what is asked, in place of the one that made the run.
    """
    run = read_run(folder, plan)
    if run.shifts.group is not None:
        players = _groups_of(run, by_plan(choice, run.plan))
        played = simulate_groups(players.with_crew(run.shifts), players.how, tell)
        return played, run.plan.name, with_play(run.summary, played)
    to_play = ScheduleToPlay(run.plan, run.forecast, run.need, run.options, run.shifts, run.coverage)
    choice = by_plan(choice, run.plan)
    _require_contacts(queues_of(to_play, choice), str(folder / "forecast.csv"))
    played = play_schedule(to_play, choice, tell)
    return played, run.plan.name, with_play(run.summary, played)


def _groups_of(run: Published, choice: PlayChoice) -> PlayedGroups:
    """The people of a run by their skills, and its contacts."""
    plan = run.plan
    demand = demand_of(run.forecast, plan.sections.service, plan.opening_hours)
    names = [one.name for one in plan.sections.group]
    table = skill_table(names, plan.sections.group, demand.queues, str(plan.path))
    return PlayedGroups(demand, table, run.options, choice, plan.rules.cyclic_week)


def by_plan(choice: PlayChoice, plan: PlanFile | None) -> PlayChoice:
    """The choice with what the plan says of what is not chosen."""
    if plan is None or choice.handle_times is not None:
        return choice
    return replace(choice, handle_times=plan.handle_times)


def simulate_staff(
    demand: Demand,
    staff: str,
    service: Service,
    choice: PlayChoice,
    skills: Sequence[SkillGroup] = (),
    *,
    tell: Progress = silent,
) -> Simulated:
    """Agents of a file, by queue or by the groups of a plan, and the contacts they are to answer."""
    given = read_given_staff(staff, demand)
    if given.is_of_groups(demand):
        how = Playing(choice.replications, choice.seed, service.targets.definition, choice.engine)
        return simulate_groups(groups_to_play(demand, given, skills, service, choice), how, tell)
    agents, notes = agents_of(demand, given)
    queues = staffed_queues(demand, agents, service, choice)
    _require_contacts(queues, "the demand")
    played = play_queues(queues, choice, service.targets.definition, tell)
    return replace(played, notes=(*notes, *played.notes))


def _require_contacts(queues: Sequence[QueueToPlay], source: str) -> None:
    if not queues:
        hint = "there is nothing to simulate: name a forecast or a run that has contacts"
        raise InputError(Problem(source, "contacts in at least one interval", hint))


def write_simulated(out: str, played: Simulated, summary: Summary | PlayTotals) -> None:
    """`simulation.csv`, `simulation_days.csv` and `summary.json` into a folder that is made if need be."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        hint = "name a folder that can be made"
        raise InputError(Problem(str(folder), f"a folder ({fault.strerror})", hint)) from None
    write_play(folder, played)
    write_json(folder / "summary.json", summary)
