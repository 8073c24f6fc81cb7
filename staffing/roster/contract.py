"""What people of the same terms share: the machine of their rules, and the graphs of their tours."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.roster.automaton import Automaton, State
from staffing.roster.candidates import NOBODY, Candidates
from staffing.roster.ground import Ground
from staffing.roster.rules import rules_of
from staffing.roster.rules.rule import WeekFacts, Work
from staffing.roster.terms import Terms
from staffing.roster.tours.graph import DayTables, TourGraph, graph_of

_WEEKENDS = frozenset({"weekends_off"})


class Contract:
    """`whole` is the machine of all rules; `weekly` leaves weekends out: they are priced from outside.

    `patterns` are those that anybody of the terms may work, fixed shifts included.
    """

    def __init__(
        self,
        terms: Terms,
        patterns: frozenset[str],
        ground: Ground,
        without: frozenset[str] = frozenset(),
    ) -> None:
        case, candidates = ground.case, ground.candidates
        names = np.array(case.patterns.names)
        self.terms = terms
        self._case = case
        self.usable: Bools = candidates.exists & np.isin(names, sorted(patterns))[candidates.pattern]
        limited = [name for name, _ in terms.max_shifts if "max_shifts" not in without]
        self.counted: dict[int, str] = {case.patterns.names.index(name): name for name in limited}
        columns = candidates.paid_minutes, candidates.is_night, self._counted(candidates)
        works = set(zip(*(column[self.usable].tolist() for column in columns), strict=True))
        self.works = [Work(*work) for work in sorted(works)]
        self.kinds = self._kinds(candidates)
        soft = case.prices.soft
        rules = rules_of(terms, without=without | _WEEKENDS)
        of_week = [rule.of_week() for rule in rules]
        self.is_of_period = any(one is not rule for one, rule in zip(of_week, rules, strict=True))
        self.whole = Automaton(rules_of(terms, without=without), soft, self.works, grows=self.is_of_period)
        is_split = self.whole.roles > 1 or self.is_of_period
        self.weekly = Automaton(of_week, soft, self.works) if is_split else self.whole
        spans = case.weeks
        ends = {stop - 1 for _, stop in spans}
        self.tables = DayTables(
            candidates.start,
            candidates.end,
            self.kinds,
            self.usable,
            ground.weekends.roles,
            [day in ends for day in range(len(case.dates))],
            0 if "rest_hours" in without else round(terms.rest_hours * 60),
        )
        self.roles = ground.weekends.roles
        self.look_ahead = 2 + int(
            max(
                terms.max_consecutive_days or 0,
                terms.max_consecutive_nights or 0,
                terms.min_consecutive_days or 0,
                terms.min_consecutive_days_off or 0,
            )
        )
        self._entries = self._weekly_entries = np.zeros(1, dtype=np.int64)
        self._graphs: dict[tuple[int, int], TourGraph] = {}
        self._closing: dict[tuple[bool, WeekFacts], Floats] = {}

    def _kinds(self, candidates: Candidates) -> Ints:
        kinds = np.zeros(candidates.exists.shape, dtype=np.int64)
        counted = self._counted(candidates)
        for kind, work in enumerate(self.works, 1):
            same = (candidates.paid_minutes == work.paid_minutes) & (candidates.is_night == work.is_night)
            kinds[same & (counted == work.pattern) & self.usable] = kind
        return kinds

    def _counted(self, candidates: Candidates) -> NDArray[np.str_]:
        """By candidate, the name of its pattern where it is counted, else empty."""
        names = [self.counted.get(number, "") for number in range(len(self._case.patterns.names))]
        return np.array(names, dtype=np.str_)[candidates.pattern]

    def enter(self, entries: Iterable[State], weekly: Iterable[State]) -> None:
        """Make room for the states that people of these terms begin the period in."""
        entered, entered_weekly = list(entries), list(weekly)
        self.whole.add(entered)
        self.weekly.add(entered_weekly)
        self._entries = np.unique([self.whole.place[state] for state in entered])
        self._weekly_entries = np.unique([self.weekly.place[state] for state in entered_weekly])
        self._graphs.clear()
        self._closing.clear()

    def graph_of_week(self, number: int) -> TourGraph:
        """Tours of one week of the period, from any state that a week may begin in."""
        first, stop = self._case.weeks[number]
        key = (first, stop)
        if key not in self._graphs:
            machine = self.weekly
            entries = self._weekly_entries if number == 0 else np.unique(machine.week)
            self._graphs[key] = graph_of(machine, entries, self.tables, first, stop)
        return self._graphs[key]

    def graph_of_all(self) -> TourGraph:
        """Tours of the whole period."""
        key = (0, -1)
        if key not in self._graphs:
            self._graphs[key] = graph_of(self.whole, self._entries, self.tables, 0, len(self._case.dates))
        return self._graphs[key]

    def closing(self, facts: WeekFacts, *, of_all: bool) -> Floats:
        """What it costs to end a week of these facts, by state of the whole machine or the weekly one."""
        key = (of_all, facts)
        if key not in self._closing:
            self._closing[key] = (self.whole if of_all else self.weekly).closing(facts)
        return self._closing[key]

    def leaving(self, number: int, chosen: list[int]) -> Floats:
        """What the days after a week cost, as they stand, by the weekly state that the week ends in."""
        machine = self.weekly
        stop = self._case.weeks[number][1]
        last = min(len(chosen), stop + self.look_ahead)
        ends = self.tables.week_ends
        value = np.zeros(len(machine.states))
        for day in range(last - 1, stop - 1, -1):
            if ends[day] and day < last - 1:
                value = value[machine.week]
            kind = 0 if chosen[day] == NOBODY else int(self.kinds[day, chosen[day]])
            following = machine.following[0, kind]
            value = np.where(following >= 0, machine.costs[0, kind] + value[following], np.inf)
        return value[machine.week] if last > stop else value
