"""The roster as it stands while it is searched: tours, who is where, and what all of it costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.roster.candidates import NOBODY
from staffing.roster.person import Person, Tour, facts_of_week, tour_cost
from staffing.roster.presence import heads_present
from staffing.roster.search.place import Place, Week
from staffing.roster.slots import SlotWorth, places_filled
from staffing.roster.tours.asks import asked_of_all
from staffing.roster.tours.best import Ask, sweep, traced
from staffing.roster.tours.windows import StartWindows, windows_of
from staffing.roster.weekends import NONE
from staffing.roster.worth import PricedIntervals, WeekWorth

if TYPE_CHECKING:
    from staffing.roster.setting import Setting

Rests = list[tuple[int, int]]  # (rest of the pattern, start in cells after the origin)


Worth = tuple[int, Floats, list[Floats]]  # a group, what one more changes by candidate, what rests cost


class Board:
    """`places[p][day]` is what person p works; `cover` counts it; `own[p]` is the cost of the tour alone."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.case, self.candidates = setting.ground.case, setting.ground.candidates
        days = len(self.case.dates)
        self.slots = setting.ground.slots
        self.cover = (
            heads_present(self.case, self.candidates)
            if self.slots is None
            else places_filled(self.case, self.slots)
        )
        self.places: list[Week] = [[None] * days for _ in setting.people]
        self.tours: list[Tour] = [[NOBODY] * days for _ in setting.people]
        self.own: list[float] = [float("inf")] * len(setting.people)
        self.worth: list[WeekWorth | SlotWorth] = [
            WeekWorth(self.case, self.candidates, *week)
            if self.slots is None
            else SlotWorth(self.slots, *week)
            for week in self.case.weeks
        ]
        self._windows: dict[tuple[int, int], StartWindows | None] = {}
        self._rests = [one.rests for one in self.case.patterns.patterns]
        if self.slots is None:
            self._carry_over()
        self.carried = self.cover.worked.copy()
        self._margins, self._samples = np.zeros(self.cover.worked.shape), 0

    def _carry_over(self) -> None:
        """Count the shifts of the past that reach into the period."""
        cell, origin = self.candidates.cell_minutes, self.candidates.origin

        def cells(start: np.datetime64, end: np.datetime64) -> tuple[int, int]:
            minutes = (int((moment - origin) / np.timedelta64(1, "m")) for moment in (start, end))
            first, last = (max(0, minute // cell) for minute in minutes)
            return first, last

        for agent in self.case.agents:
            for past in agent.past:
                first, last = cells(past.start, past.end)
                if last > first:
                    group = self.case.group_place(past.group or min(agent.groups))
                    rests = [cells(begin, end) for _, begin, end in past.rests]
                    self.cover.add(group, first, last, [rest for rest in rests if rest[1] > rest[0]])

    def put(self, person: int, first: int, week: Week, heads: int = 1) -> None:
        """Work some dates from `first` on (or, with -1, no longer); `own` is not told."""
        for day, place in enumerate(week, first):
            if place is not None:
                self._count(day, place, heads)
            self.places[person][day] = place if heads > 0 else None
            self.tours[person][day] = place.candidate if place is not None and heads > 0 else NOBODY

    def _count(self, day: int, place: Place, heads: int) -> None:
        (start, end, _), *rests = self.spans(day, place.candidate, place.rests)
        self.cover.add(place.group, start, end, [rest[:2] for rest in rests], heads)

    def spans(self, day: int, candidate: int, rests: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """Cells from and until of a shift, 1 head, and of its rests, -1 head; or a given slot."""
        if self.slots is not None:
            slot = int(self.slots.number[day, candidate])
            return [(slot, slot + 1, 1)]
        cell = self.candidates.cell_minutes
        start = int(self.candidates.start[day, candidate]) // cell
        end = int(self.candidates.end[day, candidate]) // cell
        rules = self._rests[int(self.candidates.pattern[day, candidate])]
        spans = [(begin, begin + rules[name].minutes // cell, -1) for name, begin in rests]
        return [(start, end, 1), *spans]

    def worth_of_day(self, day: int) -> tuple[WeekWorth | SlotWorth, int]:
        """The worth of the candidates of the week of a date, and which of its days the date is."""
        number = next(k for k, (first, stop) in enumerate(self.case.weeks) if first <= day < stop)
        return self.worth[number], day - self.case.weeks[number][0]

    def sample(self) -> None:
        """Remember what heads are worth now."""
        self._margins += self.cover.margins()
        self._samples += 1

    def margins(self) -> Floats:
        """(groups, intervals): what a head was worth on average over the samples; now, without any."""
        return self._margins / self._samples if self._samples else self.cover.margins()

    def take(self, person: int, number: int) -> Week:
        """Take a person's week out; what it was."""
        first, stop = self.case.weeks[number]
        week = self.places[person][first:stop]
        self.put(person, first, week, -1)
        return week

    def settle(self, person: int) -> float:
        """Tell `own` what the tour as it stands costs the person."""
        self.own[person] = tour_cost(
            self.setting.people[person], self.case, self.candidates, self.tours[person]
        )
        return self.own[person]

    def judge_by(self, setting: Setting) -> None:
        """Price the tours that stand by the people of another setting of the same ground."""
        self.setting = setting
        for person in range(len(setting.people)):
            self.settle(person)

    def total(self) -> float:
        """The objective, but for changes and the premium that rests save."""
        return self.cover.total() + sum(self.own)

    def windows(self, person: Person, number: int) -> StartWindows | None:
        """The start windows of a person's week."""
        key = person.number, number
        if key not in self._windows:
            first, stop = self.case.weeks[number]
            usable = np.isfinite(person.prices)
            self._windows[key] = windows_of(person, self.candidates.minute, usable, first, stop)
        return self._windows[key]

    def best_week(self, number: int, person: Person) -> Week | None:
        """The cheapest lawful week of a person who has none in it, all else given; None: there is none."""
        first, stop = self.case.weeks[number]
        worths = [(group, *self.worth[number].of(self.cover, group)) for group in person.groups]
        windows = self.windows(person, number)
        prices = self._between(person, number, self._own_prices(person, number) + _least(worths))
        closing: list[Floats | None] = [None] * (stop - first)
        if person.contract.tables.week_ends[stop - 1]:
            facts = facts_of_week(person, self.case, number, self.tours[person.number])
            closing[-1] = person.contract.closing(facts, of_all=False)
        ask = Ask(
            entry=self._entry(person, number),
            prices=prices[None] if windows is None else prices[None] + windows.outside,
            off_prices=person.off_prices[first:stop],
            closing=closing,
            leaving=person.contract.leaving(number, self.tours[person.number]),
            window_prices=None if windows is None else windows.prices,
        )
        graph = person.contract.graph_of_week(number)
        walk = sweep(graph, ask)
        if not np.isfinite(walk.cost):
            return None
        return self._placed(traced(graph, ask, walk), [(number, worths)])

    def best_tour(self, person: Person, coverage: PricedIntervals | None = None) -> Week | None:
        """The cheapest lawful tour of the whole period of a person who has none, all else given.

        What intervals cost is `coverage`, if not that of the roster that stands.
        """
        priced = self.cover if coverage is None else coverage
        weeks = range(len(self.case.weeks))
        worths = [
            [(group, *self.worth[number].of(priced, group)) for group in person.groups] for number in weeks
        ]
        prices = np.concatenate([self._own_prices(person, k) + _least(worths[k]) for k in weeks])
        windows = [self.windows(person, number) for number in weeks]
        ask = asked_of_all(person, self.case, prices, windows)
        graph = person.contract.graph_of_all()
        walk = sweep(graph, ask)
        if not np.isfinite(walk.cost):
            return None
        return self._placed(traced(graph, ask, walk), list(zip(weeks, worths, strict=True)))

    def _placed(self, chosen: list[int], worths: list[tuple[int, list[Worth]]]) -> Week:
        """The shifts chosen by date, each for the group that it is worth most to, with its rests."""
        week: Week = []
        for number, of_groups in worths:
            first, stop = self.case.weeks[number]
            for day in range(stop - first):
                candidate = chosen[len(week)]
                if candidate == NOBODY:
                    week.append(None)
                    continue
                costs = [float(worth[day, candidate]) for _, worth, _ in of_groups]
                group, _, layers = of_groups[costs.index(min(costs))]
                rests = self.worth[number].rests_of(layers, day, candidate)
                week.append(Place(candidate, group, tuple(rests)))
        return week

    def _own_prices(self, person: Person, number: int) -> Floats:
        """What each candidate of the week costs the person, burdens at their present margin."""
        first, stop = self.case.weeks[number]
        burdens = self.candidates.burdens
        prices = person.prices[first:stop]
        if any(person.burden_costs):
            tour = self.tours[person.number]
            counts = np.zeros(4)
            for day, chosen in enumerate(tour):
                if chosen != NOBODY:
                    counts += burdens[day, chosen]
            slopes = np.array(person.burden_costs) * (np.array(person.burdens_before) + counts + 1.5)
            prices = prices + burdens[first:stop] @ slopes
        return prices

    def _between(self, person: Person, number: int, prices: Floats) -> Floats:
        """The same where the shifts before and after the week leave no rest, and with weekends' prices."""
        first, stop = self.case.weeks[number]
        tour = self.tours[person.number]
        starts, ends = self.candidates.start, self.candidates.end
        rest = person.contract.tables.rest_minutes
        before = next((day for day in range(first - 1, -1, -1) if tour[day] != NOBODY), None)
        if before is not None and before >= first - 3:
            prices = np.where(starts[first:stop] < ends[before, tour[before]] + rest, np.inf, prices)
        after = next((day for day in range(stop, len(tour)) if tour[day] != NOBODY), None)
        if after is not None and after < stop + 3:
            prices = np.where(ends[first:stop] + rest > starts[after, tour[after]], np.inf, prices)
        limit = person.weekend_limit
        if limit is None:
            return prices
        weekend_of = self.setting.ground.weekends.number
        worked = limit.past
        for day, chosen in enumerate(tour):
            if chosen != NOBODY and weekend_of[day] != NONE:
                worked |= 1 << weekend_of[day]
        added = {
            weekend: limit.added(worked, weekend)
            for weekend in {weekend_of[day] for day in range(first, stop)} - {NONE}
        }
        if any(added.values()):
            by_day = [added.get(weekend_of[day], 0.0) for day in range(first, stop)]
            prices = prices + np.array(by_day)[:, None]
        return prices

    def _entry(self, person: Person, number: int) -> int:
        """The weekly state that the week begins in."""
        machine, kinds = person.contract.weekly, person.contract.kinds
        state = machine.place[person.entry_weekly]
        ends = person.contract.tables.week_ends
        tour = self.tours[person.number]
        for day in range(self.case.weeks[number][0]):
            kind = 0 if tour[day] == NOBODY else int(kinds[day, tour[day]])
            state = int(machine.following[0, kind, state])
            if ends[day]:
                state = int(machine.week[state])
        return state


def _least(worths: list[Worth]) -> Floats:
    """By candidate, for the group that it is worth most to."""
    return worths[0][1] if len(worths) == 1 else np.minimum.reduce([worth for _, worth, _ in worths])
