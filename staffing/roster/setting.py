"""A case made ready for the search: candidates, contracts, people."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.roster.candidates import candidates_of
from staffing.roster.case import RosterCase
from staffing.roster.contract import Contract
from staffing.roster.ground import Ground
from staffing.roster.people import Agent
from staffing.roster.person import Person, person_of
from staffing.roster.slots import given_candidates
from staffing.roster.terms import Terms
from staffing.roster.weekends import weekends_of


@dataclass(frozen=True, eq=False)
class Setting:
    """`people` in the order of the case's agents."""

    ground: Ground
    people: tuple[Person, ...]


def setting_of(case: RosterCase) -> Setting:
    """Everything that a search asks, worked out once."""
    shifts, slots = (candidates_of(case), None) if case.given is None else given_candidates(case)
    span = max(agent.terms.weekends_off_weeks for agent in case.agents)
    ground = Ground(case, shifts, weekends_of(case, span + 1), slots)
    contracts: dict[tuple[Terms, frozenset[str]], Contract] = {}
    people = []
    for number, agent in enumerate(case.agents):
        key = agent.terms, patterns_worked(agent, case)
        if key not in contracts:
            contracts[key] = Contract(*key, ground)
        people.append(person_of(number, agent, ground, contracts[key]))
    for contract in contracts.values():
        mine = [person for person in people if person.contract is contract]
        contract.enter([one.entry for one in mine], [one.entry_weekly for one in mine])
    return Setting(ground, tuple(people))


def patterns_worked(agent: Agent, case: RosterCase) -> frozenset[str]:
    """Of the person, and those that a fixed shift may be of."""
    fixed = [row for row in agent.off if row.kind == "fixed"]
    further = {name for row in fixed for name in ([row.pattern] if row.pattern else case.patterns.names)}
    return agent.patterns | further
