"""What would fill a stretch that is short: which rule binds those who could, and who more would fill it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools
from staffing.records.roster import Unfilled
from staffing.roster.candidates import NOBODY
from staffing.roster.limits import date_place, limits_of
from staffing.roster.person import Person
from staffing.roster.rules.rule import Work
from staffing.roster.walk import breaches_of, work_of, works_of

if TYPE_CHECKING:
    from staffing.roster.search.board import Board

LARGEST = 20  # stretches that are explained: those of the most agent-hours
AT_WORK, NOT_WORTH = "at work that day", "could, at a cost"
_EPSILON = 1e-6


def explained(unfilled: Unfilled, board: Board) -> Unfilled:
    """The same with `bound_by` and `would_fill` of the largest stretches, in words."""
    lacking = _Lacking(board)
    bound_by, would_fill = [""] * len(unfilled), [""] * len(unfilled)
    for row in np.argsort(-unfilled.agent_hours, kind="stable")[:LARGEST].tolist():
        stretch = lacking.stretch(unfilled, row)
        bound_by[row] = ", ".join(f"{rule} {count}" for rule, count in lacking.rules(stretch))
        would_fill[row] = lacking.more(stretch)
    return replace(
        unfilled,
        bound_by=np.array(bound_by, dtype=np.str_),
        would_fill=np.array(would_fill, dtype=np.str_),
    )


@dataclass(frozen=True, eq=False)
class _ShortStretch:
    """Minutes after the origin; `heads` missing; `touching` (dates, candidates) overlap it."""

    group: int
    start: int
    end: int
    heads: float
    days: range
    touching: Bools


class _Lacking:
    """A roster that stands, and what adding one more shift to a tour breaks."""

    def __init__(self, board: Board) -> None:
        self._board, self._ground = board, board.setting.ground
        self._broken: dict[tuple[int, int, Work], str] = {}
        self._works: dict[int, list[Work | None]] = {}
        self._before: dict[int, Counter[tuple[np.datetime64, str]]] = {}

    def stretch(self, unfilled: Unfilled, row: int) -> _ShortStretch:
        """A row, and the candidates of its date and the eve that overlap it; of a shift left over, itself."""
        case, candidates = self._ground.case, self._ground.candidates
        start, end = (
            int((moment - candidates.origin) / np.timedelta64(60, "s"))
            for moment in (unfilled.start[row], unfilled.end[row])
        )
        day = date_place(case, unfilled.date[row]) or 0
        touching = candidates.exists & (candidates.start < end) & (candidates.end > start)
        if case.given is not None:
            touching &= (candidates.start == start) & (candidates.end == end)
        group = 0 if case.is_pooled else case.group_place(str(unfilled.group[row]))
        days = range(max(0, day - 1), day + 1)
        return _ShortStretch(group, start, end, float(unfilled.agents[row]), days, touching)

    def rules(self, stretch: _ShortStretch) -> list[tuple[str, int]]:
        """By what people of the group who do not work in it are kept from it; the commonest first."""
        told = Counter(
            rule
            for person in self._board.setting.people
            if stretch.group in person.groups and (rule := self._bound(person, stretch))
        )
        return sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))

    def _bound(self, person: Person, stretch: _ShortStretch) -> str:
        """The rule in the way of one person; "" where they work in the stretch."""
        tour = self._board.tours[person.number]
        worked = [day for day in stretch.days if tour[day] != NOBODY]
        if any(stretch.touching[day, tour[day]] for day in worked):
            return ""
        free = [day for day in stretch.days if tour[day] == NOBODY and stretch.touching[day].any()]
        if not free:
            return AT_WORK
        allowed = [(day, np.isfinite(person.prices[day]) & stretch.touching[day]) for day in free]
        if not any(mine.any() for _, mine in allowed):
            return self._limit(person, stretch, free)
        rested = [(day, mine & self._rested(person, day)) for day, mine in allowed]
        if not any(mine.any() for _, mine in rested):
            return "rest_hours"
        broken = ""
        for day, mine in rested:
            for candidate in np.flatnonzero(mine).tolist():
                broken = self._breaks(person, day, work_of(person, self._ground.candidates, day, candidate))
                if not broken:
                    return NOT_WORTH
        return broken

    def _limit(self, person: Person, stretch: _ShortStretch, free: list[int]) -> str:
        """The rule of single shifts that keeps a person from the most of them."""
        touching = stretch.touching[free]
        kept = [
            (int((limit.forbids[free] & touching).sum()), limit.name)
            for limit in limits_of(person.agent, self._ground.case, self._ground.candidates)
        ]
        return max(kept, key=lambda one: one[0])[1] if kept and max(kept)[0] else "rest_hours"

    def _rested(self, person: Person, day: int) -> Bools:
        """The candidates of a date with enough rest before and after them."""
        candidates, tour = self._ground.candidates, self._board.tours[person.number]
        rest = person.contract.tables.rest_minutes
        free: Bools = np.ones(candidates.start.shape[1], dtype=np.bool_)
        before = next((d for d in range(day - 1, -1, -1) if tour[d] != NOBODY), None)
        after = next((d for d in range(day + 1, len(tour)) if tour[d] != NOBODY), None)
        if before is not None:
            free &= candidates.start[day] >= candidates.end[before, tour[before]] + rest
        if after is not None:
            free &= candidates.end[day] + rest <= candidates.start[after, tour[after]]
        return free

    def _breaks(self, person: Person, day: int, work: Work) -> str:
        """The first hard rule that one more shift breaks; "" for none."""
        key = person.number, day, work
        if key not in self._broken:
            works = self._works_of(person)
            after = self._hard(person, [*works[:day], work, *works[day + 1 :]])
            new = after - self._before[person.number]
            self._broken[key] = min((rule for _, rule in new), default="")
        return self._broken[key]

    def _works_of(self, person: Person) -> list[Work | None]:
        if person.number not in self._works:
            tour = self._board.tours[person.number]
            self._works[person.number] = works_of(person, self._ground.candidates, tour)
            self._before[person.number] = self._hard(person, self._works[person.number])
        return self._works[person.number]

    def _hard(self, person: Person, works: list[Work | None]) -> Counter[tuple[np.datetime64, str]]:
        breaches = breaches_of(person, self._ground.case, works)
        return Counter((date, one.rule.name) for date, one in breaches if not np.isfinite(one.cost))

    def more(self, stretch: _ShortStretch) -> str:
        """How many more people would fill it, and of whose contract: whose shifts cover the most of it."""
        candidates = self._ground.candidates
        starts, ends = candidates.start[stretch.days], candidates.end[stretch.days]
        inside = np.minimum(ends, stretch.end) - np.maximum(starts, stretch.start)
        best: tuple[int, int, str] | None = None
        contracts: set[object] = set()
        for person in self._board.setting.people:
            agent = person.agent
            contract = agent.terms, agent.patterns, agent.days, agent.earliest_start, agent.latest_end
            if stretch.group not in person.groups or contract in contracts:
                continue
            contracts.add(contract)
            free = person.contract.usable[stretch.days] & stretch.touching[stretch.days]
            for limit in limits_of(replace(agent, off=()), self._ground.case, candidates):
                free = free & ~limit.forbids[stretch.days]
            if free.any():
                minutes = int(inside[free].max())
                paid = int(candidates.paid_minutes[stretch.days][free & (inside == minutes)].min())
                if best is None or (minutes, -paid) > best[:2]:
                    best = minutes, -paid, agent.name
        if best is None:
            return "nobody: no contract of the group has a shift then"
        people = ceil(stretch.heads - _EPSILON) * ceil((stretch.end - stretch.start) / best[0])
        return f"{people} more like {best[2]}"
