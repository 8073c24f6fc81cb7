"""One person in the search: what each shift costs them, what they carry over, and what a tour costs.

A tour is the candidate of each date of the period, `NOBODY` on days off. Everything here is about one person
alone; coverage is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.roster.automaton import OFF, Automaton, State
from staffing.roster.burdens import by_the_clock
from staffing.roster.candidates import NOBODY, Candidates
from staffing.roster.case import DAY, RosterCase, weekday_of
from staffing.roster.contract import Contract
from staffing.roster.ground import Ground
from staffing.roster.limits import ShiftLimit, leave_days, limits_of
from staffing.roster.people import KINDS_OF_BURDEN, Agent, PastShift
from staffing.roster.rules.rule import Elsewhere, WeekFacts, Work
from staffing.roster.weekends import NONE, WeekendLimit, Weekends, weekend_limit
from staffing.roster.wishes import Wish, wishes_of

Tour = list[int]


@dataclass(frozen=True, eq=False)
class Person:
    """What the search asks of one person.

    `prices` (dates, candidates): cost of the shift and of wishes it breaks, infinite where it is not allowed;
    `off_prices` infinite where a shift is fixed. `burden_costs` is the price of one more, 0
    where exempt; `burdens_before` the count of the window.
    """

    number: int
    agent: Agent
    groups: tuple[int, ...]
    contract: Contract
    prices: Floats
    off_prices: Floats
    shift_costs: Floats
    burden_costs: tuple[float, ...]
    burdens_before: tuple[int, ...]
    wishes: tuple[Wish, ...]
    weeks: tuple[WeekFacts, ...]
    entry: State
    entry_weekly: State
    weekend_limit: WeekendLimit | None
    tolerance: Tolerance | None
    fixed_days: tuple[int, ...]
    kept: KeptTour | None = None

    def burden_slopes(self, counts: Floats) -> Floats:
        """What one more of each kind costs at so many: the line that touches the rising price there."""
        slopes: Floats = np.array(self.burden_costs) * (np.array(self.burdens_before) + counts + 0.5)
        return slopes


@dataclass(frozen=True, eq=False)
class KeptTour:
    """What a roster before had: `differs` (dates, candidates) is a change, as is a day off where `was_on`."""

    price: float
    differs: Bools
    was_on: Bools

    def changes(self, tour: Tour) -> int:
        """Dates on which a tour differs."""
        return sum(
            bool(self.was_on[day] if chosen == NOBODY else self.differs[day, chosen])
            for day, chosen in enumerate(tour)
        )


@dataclass(frozen=True)
class Tolerance:
    """Starts of a week lie within `minutes` of one another, each hour beyond at `price` (infinite: hard)."""

    minutes: float
    price: float

    def cost(self, starts: list[int]) -> float:
        """Of the wall-clock starts of a week."""
        beyond = self.beyond(starts)
        return self.price * beyond if beyond > 0 else 0.0

    def beyond(self, starts: list[int]) -> float:
        """Hours beyond."""
        return max(0.0, (max(starts) - min(starts) - self.minutes) / 60) if starts else 0.0


def tour_cost(person: Person, case: RosterCase, candidates: Candidates, tour: Tour) -> float:
    """Of shifts, burdens, wishes and soft rules of one person; infinite where a hard rule breaks."""
    machine, tables = person.contract.whole, person.contract.tables
    state, cost = machine.place[person.entry], 0.0
    counts = [0, 0, 0, 0]
    week = 0
    for day, chosen in enumerate(tour):
        kind = OFF
        if chosen != NOBODY:
            kind = int(tables.kinds[day, chosen])
            cost += float(person.shift_costs[day, chosen])
            for burden in range(4):
                counts[burden] += int(candidates.burdens[day, chosen, burden])
        role = tables.roles[day] if machine.roles > 1 else 0
        cost += float(machine.costs[role, kind, state])
        state = int(machine.following[role, kind, state])
        if state < 0:
            return float(np.inf)
        if tables.week_ends[day]:
            cost += float(person.contract.closing(person.weeks[week], of_all=True)[state])
            state = int(machine.week[state])
            week += 1
    cost += float(machine.ending[state])
    cost += burden_cost(person, counts)
    cost += sum(wish.cost for wish in person.wishes if not wish.is_granted(tour))
    if person.kept is not None:
        cost += person.kept.price * person.kept.changes(tour)
    if person.tolerance is not None:
        for first, stop in case.weeks:
            cost += person.tolerance.cost(free_starts(person, candidates, tour, first, stop))
    return cost


def burden_cost(person: Person, counts: list[int]) -> float:
    """The n-th burden of a kind in the window costs n times the price."""
    cost = 0.0
    for price, before, count in zip(person.burden_costs, person.burdens_before, counts, strict=True):
        cost += price * (before * count + count * (count + 1) / 2)
    return cost


def free_starts(person: Person, candidates: Candidates, tour: Tour, first: int, stop: int) -> list[int]:
    """Wall-clock starts of the shifts that are not fixed."""
    return [
        int(candidates.minute[day, tour[day]])
        for day in range(first, stop)
        if tour[day] != NOBODY and day not in person.fixed_days
    ]


def person_of(
    number: int,
    agent: Agent,
    ground: Ground,
    contract: Contract,
    *,
    limits: Sequence[ShiftLimit] | None = None,
) -> Person:
    """What the search asks of a person, worked out once; `limits` where not all of theirs."""
    case, candidates, weekends = ground.case, ground.candidates, ground.weekends
    wishes = wishes_of(agent, case, candidates)
    forbidden = ~contract.usable
    off_prices = np.zeros(len(case.dates))
    for limit in limits_of(agent, case, candidates) if limits is None else limits:
        forbidden = forbidden | limit.forbids
        if limit.must_work is not None:
            off_prices[limit.must_work] = np.inf
    ready = _ready(agent)
    if ready is not None:
        minutes = int((ready - candidates.origin).astype("timedelta64[m]").astype(np.int64))
        forbidden = forbidden | (candidates.start < minutes)
    costs = agent.cost_factor * candidates.cost
    prices = np.where(forbidden, np.inf, costs)
    for wish in wishes:
        prices = prices + np.where(wish.shifts, -wish.cost if wish.is_for_work else wish.cost, 0.0)
    burden = case.prices.fairness / agent.share
    soft = case.prices.soft.get("start_tolerance_minutes", float(np.inf))
    tolerance = agent.terms.start_tolerance_minutes
    return Person(
        number=number,
        agent=agent,
        groups=(0,) if case.is_pooled else tuple(case.group_place(name) for name in agent.groups),
        contract=contract,
        prices=prices,
        off_prices=off_prices,
        shift_costs=costs,
        burden_costs=tuple(0.0 if kind in agent.exempt else burden for kind in KINDS_OF_BURDEN),
        burdens_before=burdens_before(agent, case),
        wishes=tuple(wishes),
        weeks=week_facts(agent, case),
        entry=entry_state(contract.whole, agent, case, weekends),
        entry_weekly=entry_state(contract.weekly, agent, case, weekends),
        weekend_limit=weekend_limit(agent, weekends, case.prices.soft.get("weekends_off", float(np.inf))),
        tolerance=None if tolerance is None else Tolerance(tolerance, soft),
        fixed_days=tuple(np.flatnonzero(np.isinf(off_prices)).tolist()),
    )


def _ready(agent: Agent) -> np.datetime64 | None:
    """When the rest after the last shift of the past is over."""
    if not agent.past:
        return None
    rest = np.timedelta64(round(agent.terms.rest_hours * 60), "m")
    return np.datetime64(max(shift.end for shift in agent.past) + rest)


def burdens_before(agent: Agent, case: RosterCase) -> tuple[int, ...]:
    """Of each kind, in the window before the period."""
    counts = [0, 0, 0, 0]
    for shift in agent.past:
        if shift.date >= case.fair_since:
            for place, has in enumerate(burdens_of_past(shift, case)):
                counts[place] += has
    return tuple(counts)


def burdens_of_past(shift: PastShift, case: RosterCase) -> tuple[bool, ...]:
    """Whether it was early, late, a night shift, on a weekend."""
    minute, length = wall_minutes(shift, case)
    clock = by_the_clock(case.night, np.array([minute]), np.array([length]))
    return (*(bool(one[0]) for one in clock), weekday_of(shift.date) in case.weekend)


def wall_minutes(shift: PastShift, case: RosterCase) -> tuple[int, int]:
    """The wall clock of the start, and the length."""
    local = case.zone.wall(shift.start).astype("datetime64[m]").astype(np.int64)
    length = (shift.end - shift.start).astype("timedelta64[m]").astype(np.int64)
    return int(local) % 1440, int(length)


def week_facts(agent: Agent, case: RosterCase) -> tuple[WeekFacts, ...]:
    """Of each week of the period."""
    facts = []
    first = case.dates[0]
    for start, stop in case.weeks:
        week = case.week_of(case.dates[start])
        before = [shift for shift in agent.past if shift.date >= week]
        ends_inside = week + 6 * DAY <= case.dates[-1]
        facts.append(
            WeekFacts(
                leave_days=leave_days(agent, case, week),
                is_whole=bool(ends_inside and (week >= first or before)),
                past_minutes=sum(round(shift.paid_hours * 60) for shift in before) if start == 0 else 0,
                past_days=len(before) if start == 0 else 0,
            )
        )
        del stop
    return tuple(facts)


def facts_of_week(person: Person, case: RosterCase, number: int, tour: Tour) -> WeekFacts:
    """Of one week that is judged by itself, the others as they stand in a tour."""
    facts, contract = person.weeks[number], person.contract
    if not contract.is_of_period:
        return facts
    first, stop = case.weeks[number]
    works = [
        contract.works[int(contract.kinds[day, chosen]) - 1]
        for day, chosen in enumerate(tour)
        if chosen != NOBODY and not first <= day < stop
    ]
    shifts = Counter(work.pattern for work in works if work.pattern)
    elsewhere = Elsewhere(sum(work.paid_minutes for work in works), tuple(sorted(shifts.items())))
    return replace(facts, elsewhere=elsewhere)


def entry_state(machine: Automaton, agent: Agent, case: RosterCase, weekends: Weekends) -> State:
    """The state in which the period begins: the past walked from its first known shift."""
    state: State = tuple(rule.start for rule in machine.rules)
    if not agent.past:
        return state
    state, _ = machine.step(state, 0, None)  # before the first shift that is known: off duty
    by_date = {shift.date: shift for shift in agent.past}
    date = min(by_date)
    while date < case.dates[0]:
        if case.place_in_week(date) == 0:
            state = machine.next_week(state)
        shift = by_date.get(date)
        work = None
        if shift is not None:
            work = Work(round(shift.paid_hours * 60), burdens_of_past(shift, case)[2])
        role = 0
        if weekends.of(date) != NONE:
            role = 1 if weekday_of(date) == weekends.opens else 2
        state, _ = machine.step(state, role, work)
        date = date + DAY
    if case.place_in_week(case.dates[0]) == 0:
        state = machine.next_week(state)
    return machine.enter(state)
