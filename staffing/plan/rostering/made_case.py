"""The case that a plan, a requirement and the files of `[roster]` make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.errors import UsageError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Roster
from staffing.roster.case import NightHours, RosterCase, RosterPrices
from staffing.roster.files.agents import ContractDefaults, read_agents
from staffing.roster.files.availability import read_availability
from staffing.roster.files.need import GroupNeeds, read_group_needs
from staffing.roster.files.shifts import read_given_shifts
from staffing.roster.files.state import read_state
from staffing.roster.pattern import PremiumWindow, RestWindow, RosterPattern, RosterPatterns
from staffing.roster.people import Agent
from staffing.roster.terms import OF_A_PLAN, Terms
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules
from staffing.timegrid import DAY_NAMES

UNDERSTAFFING = 10.0  # per agent-hour short, where neither [roster] nor [schedule] says
IN_ASSIGN = {
    "hours_per_week_min": 2.0,
    "days_per_week_min": 0.0,
    "hours_per_period_min": 2.0,
}  # there may be fewer shifts than contract hours


@dataclass(frozen=True)
class PeopleFiles:
    """Paths of what is known of people; None where there is no such file."""

    agents: Path
    availability: Path | None = None
    state: Path | None = None


@dataclass(frozen=True)
class RosterFiles:
    """Paths; `shifts` are those given, None in mode `cover`.

    `has_eve`: the file of shifts has some that start before the period, as that of a run, which do not count.
    """

    requirement: str
    people: PeopleFiles
    shifts: str | None = None
    has_eve: bool = False


def roster_section(plan: PlanFile) -> Roster:
    """The section `[roster]`; PlanError if there is none."""
    if plan.sections.roster is None:
        hint = 'add [roster] with agents = "agents.csv"; see docs/how-to/roster.md'
        raise plan.wrong("roster", "a [roster] section", hint)
    return plan.sections.roster


def files_of(
    plan: PlanFile, requirement: str, agents: str | None = None, shifts: str | None = None
) -> RosterFiles:
    """The files of a roster: those of the plan lie beside it; `agents` is one of the command line."""
    section = roster_section(plan)
    if shifts is None and section.mode == "assign":
        raise UsageError('mode = "assign" needs the shifts', hint="name them: --shifts shifts.csv")
    if shifts is not None and section.mode != "assign":
        hint = "people are then assigned to exactly the shifts given"
        raise plan.wrong("roster.mode", '"assign" for --shifts', hint)
    return RosterFiles(requirement, people_files(plan, agents), shifts)


def people_files(plan: PlanFile, agents: str | None = None) -> PeopleFiles:
    """The files of the people; `agents` is one of the command line."""
    section = roster_section(plan)
    if agents is None and section.agents is None:
        hint = 'add agents = "agents.csv", or say --agents'
        raise plan.wrong("roster.agents", "a file of the people", hint)
    availability, state = (
        None if name is None else plan.folder / name for name in (section.availability, section.state)
    )
    place = Path(agents) if agents is not None else plan.folder / str(section.agents)
    return PeopleFiles(place, availability, state)


def case_of(plan: PlanFile, files: RosterFiles) -> RosterCase:
    """Everything that the roster must meet; InputError names all that is wrong in a file."""
    agents = agents_of(plan, files.people.agents)
    needs = read_group_needs(
        files.requirement, plan.zone, plan.interval_minutes, plan.people, groups_of(agents)
    )
    case = case_with(plan, needs, agents)
    case = replace(case, agents=with_what_is_known(plan, files.people, agents, before=case.dates[0]))
    if files.shifts is None:
        return case
    return replace(case, given=read_given_shifts(files.shifts, case, has_eve=files.has_eve))


def agents_of(plan: PlanFile, source: Path) -> tuple[Agent, ...]:
    """The people of a file with their contracts, the plan's numbers filled in."""
    names = patterns_of(plan.rules).names
    return read_agents(source, ContractDefaults(_terms(roster_section(plan)), names))


def groups_of(agents: Sequence[Agent]) -> tuple[str, ...]:
    """All that anybody serves, by name."""
    return tuple(sorted({group for agent in agents for group in agent.groups}))


def case_with(plan: PlanFile, needs: GroupNeeds, agents: tuple[Agent, ...]) -> RosterCase:
    """The case of these people and their groups' needs, under the plan's rules and prices."""
    section, rules = roster_section(plan), plan.rules
    return RosterCase(
        zone=plan.zone,
        first_interval=needs.first_interval,
        interval_minutes=plan.interval_minutes,
        needs=needs.needs,
        phone_share=plan.people.phone_share,
        patterns=patterns_of(rules),
        agents=agents,
        prices=_prices(section, rules),
        night=NightHours(*section.night, section.night_minutes, section.early_before, section.late_after),
        week_starts=DAY_NAMES.index(section.week_starts),
        weekend=section.weekend,
    )


def with_what_is_known(
    plan: PlanFile, files: PeopleFiles, agents: tuple[Agent, ...], before: np.datetime64 | None = None
) -> tuple[Agent, ...]:
    """The people with their availability and past; the past ends `before` a date (None: all of it)."""
    names = tuple(agent.name for agent in agents)
    if files.availability is not None:
        rows = read_availability(files.availability, plan.zone, names, patterns_of(plan.rules).names)
        agents = tuple(replace(agent, off=rows.get(agent.name, ())) for agent in agents)
    return agents if files.state is None else with_past(plan, agents, files.state, before)


def with_past(
    plan: PlanFile, agents: tuple[Agent, ...], state: Path, before: np.datetime64 | None = None
) -> tuple[Agent, ...]:
    """The people with what a state says of them."""
    names = tuple(agent.name for agent in agents)
    shifts, answers = read_state(state, plan.timezone, names, before)
    return tuple(
        replace(agent, past=shifts.get(agent.name, ()), answers=answers.get(agent.name, ()))
        for agent in agents
    )


def _terms(section: Roster) -> Terms:
    own = {name: getattr(section, name) for name in OF_A_PLAN}
    return Terms(**own, weekends_off_weeks=section.weekends_off_weeks)


def understaffing_price(section: Roster | None, rules: Rules) -> float:
    """Of an agent-hour short: that of `[roster]`, else of `[schedule]`, else the usual one."""
    own = None if section is None else section.understaffing_cost
    usual = rules.costs.understaffing if own is None else own
    return UNDERSTAFFING if usual is None else usual


def _prices(section: Roster, rules: Rules) -> RosterPrices:
    over = section.overstaffing_cost
    return RosterPrices(
        understaffing=understaffing_price(section, rules),
        overstaffing=rules.costs.overstaffing if over is None else over,
        deep_understaffing=section.deep_understaffing_cost,
        deep_shortage=section.deep_shortage,
        unfilled=section.unfilled_cost,
        fairness=section.fairness_cost,
        fairness_weeks=section.fairness_weeks,
        refused_factor=section.refused_factor,
        change=section.change_cost,
        soft=(IN_ASSIGN if section.mode == "assign" else {}) | section.soft,
    )


def patterns_of(rules: Rules) -> RosterPatterns:
    """The plan's patterns as a roster takes them."""
    return RosterPatterns(
        patterns=tuple(_pattern(pattern) for pattern in rules.patterns),
        start_every_minutes=rules.start_every_minutes,
        rest_grain_minutes=rules.grain_minutes,
        work_between_rests=rules.work_between_rests,
        work_at_ends=rules.work_at_ends_minutes,
        premiums=tuple(
            PremiumWindow(one.days, one.start, one.end, one.extra) for one in rules.costs.premiums
        ),
    )


def _pattern(pattern: Pattern) -> RosterPattern:
    rests = zip(pattern.rest_names, pattern.rests, strict=True)
    return RosterPattern(
        name=pattern.name,
        days=pattern.days,
        earliest_start=pattern.earliest_start,
        latest_start=pattern.latest_start,
        latest_end=pattern.latest_end,
        length_minutes=pattern.length_minutes,
        cost_per_hour=pattern.cost_per_hour,
        cost_per_shift=pattern.cost_per_shift,
        rests=tuple(
            RestWindow(name, rest.minutes, rest.paid, rest.earliest_minutes, rest.latest_minutes)
            for name, rest in rests
        ),
    )
