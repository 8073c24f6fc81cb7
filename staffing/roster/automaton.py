"""The rules of one person as one machine: states, and what a day of each kind makes of them.

A state is the counts of all rules; those that a tour can reach are few. Costs are prices of soft rules,
infinite where a hard rule breaks. Tables are arrays over states, for `tours/` to walk many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.roster.rules.rule import Rule, WeekFacts, Work

OFF = 0  # the first kind of day; kind k > 0 is `works[k - 1]`
ROLES = 3  # what a date is among weekends, `NO_WEEKEND` …, where a rule asks
State = tuple[int, ...]


@dataclass(frozen=True)
class Breach:
    """A rule broken by so many of its units, at its price (infinite where it is hard)."""

    rule: Rule
    amount: float
    cost: float


class Automaton:
    """The machine of some rules, soft ones with their prices, for shifts of the kinds `works`.

    One that `grows` knows the way on from a state only once that is asked for with `grow`: rules of the whole
    period would reach more states in endless time than its dates can.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        prices: Mapping[str, float],
        works: Sequence[Work],
        *,
        grows: bool = False,
    ) -> None:
        self.grows = grows
        self.rules, self.works = tuple(rules), tuple(works)
        self.prices = [prices.get(rule.name, np.inf) for rule in rules]
        self.states: list[State] = []
        self.place: dict[State, int] = {}
        self.roles = ROLES if any(rule.name == "weekends_off" for rule in rules) else 1
        self._kinds = (None, *self.works)
        self._stepped: dict[State, list[list[tuple[State, float]]]] = {}
        self.add([tuple(rule.start for rule in rules)])

    @property
    def start(self) -> int:
        """The state of whose past nothing is known."""
        return 0

    def add(self, states: Iterable[State]) -> None:
        """Take in these states and all that a tour reaches from them; the tables are made anew."""
        todo = [state for state in dict.fromkeys(states) if state not in self.place]
        for state in todo:
            self._take(state)
        self._step_all(todo, only_those=self.grows)
        self._tabulate()

    def grow(self, places: Ints) -> None:
        """Know the way on from these states."""
        if self.grows:
            todo = [state for place in places.tolist() if (state := self.states[place]) not in self._stepped]
            if todo:
                self._step_all(todo, only_those=True)
                self._tabulate()

    def _step_all(self, todo: list[State], *, only_those: bool) -> None:
        while todo:
            state = todo.pop()
            stepped = [[self.step(state, role, work) for work in self._kinds] for role in range(self.roles)]
            self._stepped[state] = stepped
            follow = [after for of_role in stepped for after, cost in of_role if cost < np.inf]
            for one in (self.next_week(state), *follow):
                if one not in self.place:
                    self._take(one)
                    if not only_those:
                        todo.append(one)

    def _take(self, state: State) -> None:
        self.place[state] = len(self.states)
        self.states.append(state)
        if self.grows and (following := self.next_week(state)) not in self.place:
            self._take(following)

    def step(self, state: State, role: int, work: Work | None) -> tuple[State, float]:
        """The state after a day, and what it costs."""
        after, cost = [], 0.0
        for rule, price, count in zip(self.rules, self.prices, state, strict=True):
            following, amount = rule.step(count, role, work)
            after.append(following)
            if amount > 0:
                cost += price * amount
        return tuple(after), cost

    def next_week(self, state: State) -> State:
        """The state as the next week begins."""
        return tuple(rule.next_week(count) for rule, count in zip(self.rules, state, strict=True))

    def enter(self, state: State) -> State:
        """The state of a past as the period begins."""
        return tuple(rule.enter(count) for rule, count in zip(self.rules, state, strict=True))

    def _tabulate(self) -> None:
        shape = self.roles, len(self._kinds), len(self.states)
        self.following: Ints = np.full(shape, -1, dtype=np.int64)
        self.costs: Floats = np.full(shape, np.inf)
        for state, stepped in self._stepped.items():
            place = self.place[state]
            for role, of_role in enumerate(stepped):
                for kind, (after, cost) in enumerate(of_role):
                    if cost < np.inf:
                        self.following[role, kind, place] = self.place[after]
                        self.costs[role, kind, place] = cost
        self.week: Ints = np.array([self.place[self.next_week(state)] for state in self.states])
        self.ending: Floats = self._charged(Rule.end, lambda rule, count: rule.end(count))

    def closing(self, week: WeekFacts) -> Floats:
        """What it costs to end a week of these facts in each state."""
        return self._charged(Rule.close, lambda rule, count: rule.close(count, week))

    def _charged(self, unless: Callable[..., float], amount_of: Callable[[Rule, int], float]) -> Floats:
        """What rules charge for each state; those that answer with the method `unless` charge nothing."""
        cost = np.zeros(len(self.states))
        for number, (rule, price) in enumerate(zip(self.rules, self.prices, strict=True)):
            if getattr(type(rule), unless.__name__) is unless:
                continue
            amounts = {count: amount_of(rule, count) for count in {state[number] for state in self.states}}
            charge = {count: price * amount if amount > 0 else 0.0 for count, amount in amounts.items()}
            cost += np.array([charge[state[number]] for state in self.states])
        return cost

    def broken_by_day(self, state: State, role: int, work: Work | None) -> list[Breach]:
        """The rules that a day breaks in a state."""
        stepped = (
            (rule, price, rule.step(count, role, work)[1]) for rule, price, count in self._counts(state)
        )
        return [Breach(rule, amount, price * amount) for rule, price, amount in stepped if amount > 0]

    def broken_by_week(self, state: State, week: WeekFacts) -> list[Breach]:
        """The rules that a week breaks which ends in a state."""
        closed = ((rule, price, rule.close(count, week)) for rule, price, count in self._counts(state))
        return [Breach(rule, amount, price * amount) for rule, price, amount in closed if amount > 0]

    def broken_by_end(self, state: State) -> list[Breach]:
        """The rules that a period breaks which ends in a state."""
        ended = ((rule, price, rule.end(count)) for rule, price, count in self._counts(state))
        return [Breach(rule, amount, price * amount) for rule, price, amount in ended if amount > 0]

    def _counts(self, state: State) -> Iterable[tuple[Rule, float, int]]:
        return zip(self.rules, self.prices, state, strict=True)
