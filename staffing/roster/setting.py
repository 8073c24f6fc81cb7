"""A case made ready for the search: candidates, contracts, people."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.roster.candidates import Candidates, candidates_of
from staffing.roster.case import RosterCase
from staffing.roster.contract import Contract
from staffing.roster.limits import limits_of
from staffing.roster.people import Agent
from staffing.roster.person import Person, person_of
from staffing.roster.terms import Terms
from staffing.roster.weekends import Weekends, weekend_limit, weekends_of
from staffing.roster.wishes import wishes_of


@dataclass(frozen=True, eq=False)
class Setting:
    """`people` in the order of the case's agents."""

    case: RosterCase
    candidates: Candidates
    weekends: Weekends
    people: tuple[Person, ...]


def setting_of(case: RosterCase, candidates: Candidates | None = None) -> Setting:
    """Everything that a search asks, worked out once; candidates are the patterns' where none are given."""
    shifts = candidates_of(case) if candidates is None else candidates
    span = max(agent.terms.weekends_off_weeks for agent in case.agents)
    weekends = weekends_of(case, span + 1)
    contracts: dict[tuple[Terms, frozenset[str]], Contract] = {}
    people = []
    for number, agent in enumerate(case.agents):
        key = agent.terms, patterns_worked(agent, case)
        if key not in contracts:
            contracts[key] = Contract(*key, case, shifts, weekends)
        people.append(made_person(number, agent, case, shifts, contracts[key], weekends))
    for contract in contracts.values():
        mine = [person for person in people if person.contract is contract]
        contract.enter([one.entry for one in mine], [one.entry_weekly for one in mine])
    return Setting(case, shifts, weekends, tuple(people))


def patterns_worked(agent: Agent, case: RosterCase) -> frozenset[str]:
    """Of the person, and those that a fixed shift may be of."""
    fixed = [row for row in agent.off if row.kind == "fixed"]
    further = {row.pattern or name for row in fixed for name in case.patterns.names}
    return agent.patterns | further


def made_person(
    number: int,
    agent: Agent,
    case: RosterCase,
    candidates: Candidates,
    contract: Contract,
    weekends: Weekends,
) -> Person:
    """A person under a contract."""
    price = case.prices.soft.get("weekends_off", float("inf"))
    return person_of(
        number,
        agent,
        case,
        candidates,
        contract,
        limits_of(agent, case, candidates),
        wishes_of(agent, case, candidates),
        weekends,
        weekend_limit(agent, weekends, price),
    )
