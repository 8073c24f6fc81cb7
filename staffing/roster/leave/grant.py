"""Requests granted one by one, first come first served or by fairness, as long as the shifts allow it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.roster.leave.duties import GroupDuties
from staffing.roster.leave.requests import LeaveRequest
from staffing.roster.leave.room import least_short, linked_dates, most_away
from staffing.timegrid import Zone

FIRST_COME, FAIR = "first-come", "fairness"
_FREE = 1e-6  # a cost that is none


@dataclass(frozen=True)
class _Answer:
    group: str
    days: int
    is_granted: bool
    cost: float
    reason: str


class LeaveBook:
    """The groups of a run, and who has been granted leave from them.

    Where people are named (`is_named`), the shifts not worked are theirs; else those that hurt least.
    """

    def __init__(self, groups: Sequence[GroupDuties], zone: Zone, *, is_named: bool) -> None:
        self.groups = {group.name: group for group in groups}
        self.zone, self.is_named = zone, is_named
        self.most = {
            (name, date): most_away(one, date) for name, one in self.groups.items() for date in one.dates
        }
        self._taken = {name: np.zeros(len(one.duties)) for name, one in self.groups.items()}
        self._away: dict[str, Counter[np.datetime64]] = defaultdict(Counter)
        self._granted: dict[tuple[str, str], set[np.datetime64]] = defaultdict(set)
        self._linked = {name: linked_dates(one) for name, one in self.groups.items()}
        self._known: dict[tuple[str, tuple[tuple[np.datetime64, int], ...]], Floats] = {}

    def room(self) -> LeaveRoom:
        """Date by date, then group, of the shifts as they stand."""
        keys = sorted((date, name) for name, date in self.most)
        rows = [(date, self.groups[name], self.most[name, date]) for date, name in keys]
        short = [self._one_more(group, date, most) for date, group, most in rows]
        on_shift = [int(group.counts[group.of_date(date)].sum()) for date, group, _ in rows]
        granted = [self._away[name][date] for date, name in keys]
        return LeaveRoom(
            date=np.array([date for date, _, _ in rows], dtype="datetime64[D]"),
            group=np.array([group.name for _, group, _ in rows], dtype=np.str_),
            on_shift=np.array(on_shift, dtype=np.int64),
            may_be_away=np.array([most for _, _, most in rows], dtype=np.int64),
            next_short_hours=np.array(short, dtype=np.float64),
            next_cost=np.array(
                [hours * group.price for hours, (_, group, _) in zip(short, rows, strict=True)]
            ),
            granted=np.array(granted, dtype=np.int64),
        )

    def _one_more(self, group: GroupDuties, date: np.datetime64, most: int) -> float:
        if most >= group.counts[group.of_date(date)].sum():
            return float("nan")
        return float(self._least(group, {date: most + 1}).sum())

    def answers(
        self, requests: Sequence[LeaveRequest], order: str = FIRST_COME, most_cost_per_day: float = 0.0
    ) -> LeaveAnswers:
        """In file order; a request is granted whole, where its days cost at most so much each."""
        answers: dict[int, _Answer] = {}
        for number in _in_order(requests, order, lambda number: answers[number]):
            answers[number] = self._answer(requests[number], most_cost_per_day)
        told = [answers[number] for number in range(len(requests))]
        return LeaveAnswers(
            agent=np.array([one.agent for one in requests], dtype=np.str_),
            group=np.array([one.group for one in told], dtype=np.str_),
            start=np.array([one.start for one in requests], dtype="datetime64[D]"),
            end=np.array([one.end for one in requests], dtype="datetime64[D]"),
            requested=np.array([one.requested for one in requests], dtype="datetime64[s]"),
            days=np.array([one.days for one in told], dtype=np.int64),
            answer=np.array(["granted" if one.is_granted else "refused" for one in told], dtype=np.str_),
            cost=np.array([one.cost for one in told], dtype=np.float64),
            reason=np.array([one.reason for one in told], dtype=np.str_),
            timezone=self.zone.name,
        )

    def _answer(self, request: LeaveRequest, most_cost_per_day: float) -> _Answer:
        if self.is_named:
            return self._of_person(request, most_cost_per_day)
        group = self.groups[request.group]
        has = self._granted[group.name, request.agent]
        dates = [date for date in request.dates if date in self._linked[group.name] and date not in has]
        before, away = self._away[group.name], Counter(self._away[group.name])
        away.update(dates)
        full = next((date for date in dates if away[date] > group.counts[group.of_date(date)].sum()), None)
        if full is not None:
            return _Answer(group.name, len(dates), False, float("nan"), f"{full}: all who work are away")
        old, new = (self._least(group, {date: counts[date] for date in counts}) for counts in (before, away))
        answer = self._judged(group, len(dates), new - old, most_cost_per_day)
        if answer.is_granted:
            self._away[group.name] = away
            has.update(dates)
        return answer

    def _of_person(self, request: LeaveRequest, most_cost_per_day: float) -> _Answer:
        """Of the person's own shifts on the days, in whatever groups they are."""
        takes = {name: self._own(group, request) for name, group in self.groups.items()}
        takes = {name: mine for name, mine in takes.items() if mine.any()}
        parts = []
        for name, mine in takes.items():
            group, taken = self.groups[name], self._taken[name]
            short = group.short(taken + mine) - group.short(taken)
            parts.append(self._judged(group, int(mine.sum()), short, most_cost_per_day))
        cost, days = sum(one.cost for one in parts), sum(one.days for one in parts)
        is_granted = cost <= most_cost_per_day * days + _FREE
        if is_granted:
            for name, mine in takes.items():
                duties = self.groups[name].duties
                self._away[name].update(duties[k].date for k in np.flatnonzero(mine).tolist())
                self._taken[name] = self._taken[name] + mine
        reason = "" if is_granted else "; ".join(one.reason for one in parts if one.reason)
        return _Answer("|".join(takes) or request.group, days, is_granted, cost, reason)

    def _own(self, group: GroupDuties, request: LeaveRequest) -> Floats:
        """1 for each duty of the person on the days, unless they have leave already."""
        dates = set(request.dates)
        mine = [duty.agent == request.agent and duty.date in dates for duty in group.duties]
        own: Floats = np.where(self._taken[group.name] == 0, np.array(mine, dtype=np.float64), 0.0)
        return own

    def _judged(self, group: GroupDuties, days: int, short: Floats, most_cost_per_day: float) -> _Answer:
        """By the head-hours that come to be short in each interval."""
        cost = float(short.sum()) * group.price
        is_granted = cost <= most_cost_per_day * days + _FREE
        return _Answer(group.name, days, is_granted, cost, "" if is_granted else self._why(group, short))

    def _why(self, group: GroupDuties, short: Floats) -> str:
        """The worst date, with its hours."""
        local = self.zone.local(group.interval_start)
        dates = local.astype("datetime64[D]")
        hours = {date: float(short[dates == date].sum()) for date in np.unique(dates[short > _FREE])}
        if not hours:
            return ""
        worst = max(hours, key=lambda date: hours[date])
        rows = np.flatnonzero((dates == worst) & (short > _FREE))
        end = local[rows[-1]] + np.timedelta64(group.interval_minutes, "m")
        until = "24:00" if end.astype("datetime64[D]") > worst else str(end)[11:16]
        span = f"{str(local[rows[0]])[11:16]}-{until}"
        return f"{worst} {span}: {hours[worst]:.1f} head-hours short, cost {hours[worst] * group.price:.1f}"

    def _least(self, group: GroupDuties, away: dict[np.datetime64, int]) -> Floats:
        """Of linked dates together; each set of counts once."""
        links = self._linked[group.name]
        parts: dict[int, list[tuple[np.datetime64, int]]] = defaultdict(list)
        for date, count in sorted(away.items()):
            if count:
                parts[links[date]].append((date, count))
        total = np.zeros(len(group.spare))
        for part in parts.values():
            key = group.name, tuple(part)
            if key not in self._known:
                self._known[key] = least_short(group, dict(part))
            total = total + self._known[key]
        return total


def _in_order(
    requests: Sequence[LeaveRequest], order: str, answer_of: Callable[[int], _Answer]
) -> Iterator[int]:
    """The numbers of the requests as they are answered; `answer_of` those answered before."""
    left = sorted(range(len(requests)), key=lambda number: (_moment(requests[number]), number))
    days: dict[str, float] = defaultdict(float)
    for request in requests:
        days[request.agent] = max(days[request.agent], request.had)
    while left:
        number = left[0] if order == FIRST_COME else min(left, key=lambda one: days[requests[one].agent])
        left.remove(number)
        yield number
        answer = answer_of(number)
        if answer.is_granted:
            days[requests[number].agent] += answer.days


def _moment(request: LeaveRequest) -> np.datetime64:
    """When it came in; those of which nobody knows come last."""
    return np.datetime64("9999-01-01", "s") if np.isnat(request.requested) else request.requested
