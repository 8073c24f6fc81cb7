"""Shifts of groups repaired by playing them, until every queue's day has its target, and hardly more.

No formula says what a queue gets of a schedule of groups, so its days are played. A linear picture of each
day says which change of a few heads would be best (`change.py`): the cheapest that gives queues below their
target what they lack; and where all have it, the one that saves most, or takes from a queue that has more
than its target. What the play refuses is undone, and the picture learns of every play. One change a day is
tried in each, as days hardly know of one another. Nothing is taken away by which an interval falls below
`min_interval_service_level`, or sinks further where it is below; such an interval gets nobody for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.plan.skills.candidates import HeadCandidates, candidates_of
from staffing.plan.skills.change import CLOSE, DayAsked, DayLimits, best_change
from staffing.plan.skills.picture import DayPicture
from staffing.plan.skills.play import PlayedGroups
from staffing.plan.skills.queue_days import DayCounts, DayGame, sunk
from staffing.plan.skills.repaired import RepairedHeads, StaysAbove
from staffing.progress import Progress, silent
from staffing.records.schedule import ShiftPlan
from staffing.shifts.groups.asked import AskedShifts
from staffing.simulation.groups.crew import GroupCrew

FAILURES = 5  # changes of a day that the play refuses, one after the other, before it is left as it is
CLOSING_FAILURES = 12  # when nothing more is found to save, but a queue is more than `_TOO_GOOD` above
PLAYS = 12  # for each round of [simulation]
_WASTE, _CLOSING_WASTE = 20.0, 400.0  # hours of pay that a service level of 1 too much is worth; and then
_TOO_GOOD = 0.01
_FEW = 5.0  # contacts: an interval with fewer says nothing


@dataclass(frozen=True, eq=False)
class AgentWorth:
    """By how much an agent more raises service levels at each moment: `level` by moment, group and queue."""

    moments: Times
    level: Floats


def repaired_shifts(
    asked: AskedShifts,
    shifts: ShiftPlan,
    players: PlayedGroups,
    worth: AgentWorth,
    *,
    floor: float,
    rounds: int,
    tell: Progress = silent,
) -> RepairedHeads:
    """The cheapest shifts found that give every queue's day its target when they are played.

    `floor`: service level below which nothing that is taken away may bring an interval of a queue.
    """
    game = DayGame(players.given, players.how)
    slope = _slopes(worth, game, players.service.people.phone_share)
    moments = game.given.queues[0].rows.interval_start
    candidates = candidates_of(asked, shifts, slope, moments, game.days[game.day])
    repair = _GroupRepair(asked, candidates, players, floor)
    repair.run(PLAYS * rounds, tell)
    change = repair.heads - candidates.heads
    margin = repair.margin(repair.counts)
    return RepairedHeads(
        plan=candidates.plan(repair.heads),
        added=int(np.maximum(change, 0).sum()),
        taken=int(np.maximum(-change, 0).sum()),
        lowest=float(margin.min()) if np.isfinite(margin).any() else float("nan"),
        above=tuple(repair.left_above(margin)),
    )


def _slopes(worth: AgentWorth, game: DayGame, phone_share: float) -> Floats:
    """What a head more of a group gives to the day of a queue, by interval, group and queue."""
    place = np.searchsorted(worth.moments, game.given.queues[0].rows.interval_start)
    total = game.by_day(game.offered)[:, game.day]
    share = np.divide(game.offered, total, out=np.zeros_like(total), where=total > 0).T
    slope: Floats = worth.level[place] * share[:, None, :] * phone_share
    return slope


@dataclass(eq=False)
class _Day:
    """What plays have said of a day: its picture, and changes that were no good, how many in a row.

    `is_closing`: nothing more is found to save, only that queues are better than asked.
    `in_vain`: margins after those that were tried of the shifts as they are.
    """

    rows: Ints
    limits: DayLimits
    picture: DayPicture
    is_closing: bool = False
    refused: list[tuple[tuple[int, ...], ...]] = field(default_factory=list)
    failures: int = 0
    in_vain: list[Floats] = field(default_factory=list)
    is_done: bool = False

    def give_up(self, margin: Floats) -> None:
        """Nothing more to save; a queue with more than its target may still have less."""
        is_too_good = np.where(np.isfinite(margin), margin, 0.0).max() > _TOO_GOOD
        self.is_done = self.is_closing or not is_too_good
        self.is_closing, self.failures = True, 0

    @property
    def waste(self) -> float:
        """Hours of pay that a service level of 1 too much is worth."""
        return _CLOSING_WASTE if self.is_closing else _WASTE

    @property
    def most_failures(self) -> int:
        """Changes that the play may refuse, one after the other, before nothing more is tried."""
        return CLOSING_FAILURES if self.is_closing else FAILURES


class _GroupRepair:
    """A schedule on its way."""

    def __init__(
        self, asked: AskedShifts, candidates: HeadCandidates, players: PlayedGroups, floor: float
    ) -> None:
        self.candidates, self._players, self.floor = candidates, players, floor
        self.game = DayGame(players.given, players.how)
        self.heads = candidates.heads.copy()
        self._days = [self._day(asked, day) for day in self.game.days.tolist()]
        self.counts = self.game.played(self._crew(self.heads), np.ones(len(self._days), dtype=bool))

    def _day(self, asked: AskedShifts, day: int) -> _Day:
        rows = np.flatnonzero(self.candidates.day == day)
        return _Day(rows, self._limits(asked, rows), DayPicture(self.candidates, rows))

    def _limits(self, asked: AskedShifts, rows: Ints) -> DayLimits:
        """Which shifts of a day each limit is about."""
        shifts, group, limits = self.candidates.rows.rows(rows), self.candidates.group[rows], asked.limits
        about = np.zeros((len(limits), len(rows)), dtype=np.bool_)
        for row, limit in enumerate(limits):
            for number in range(len(asked.groups)):
                about[row] |= (group == number) & limit.of_plan(number, shifts)
        return DayLimits(
            about,
            np.array([float(one.least) for one in limits]),
            np.array([np.inf if one.most is None else float(one.most) for one in limits]),
        )

    def _crew(self, heads: Ints) -> GroupCrew:
        return self._players.crew(self.candidates.plan(heads))

    def margin(self, counts: DayCounts) -> Floats:
        """By queue and day: level less target; infinite where nothing is asked."""
        above = self.game.level(counts) - self.game.target
        return np.asarray(np.where(np.isfinite(above), above, np.inf))

    def run(self, most_plays: int, tell: Progress = silent) -> None:
        """Change by change, until nothing is left to try or so many plays are done."""
        for number in range(most_plays):
            tell("repairing", number / most_plays)
            margin = self.margin(self.counts)
            changes = {day: self._change(day, margin[:, day]) for day in range(len(self._days))}
            tried = {day: change for day, change in changes.items() if change is not None}
            if not tried:
                return
            heads = self.heads.copy()
            for day, change in tried.items():
                heads[self._days[day].rows] += change
            days = np.isin(np.arange(len(self._days)), list(tried))
            found = self.game.played(self._crew(heads), days, self.counts)
            self._settle(tried, found, margin)

    def _asked(self, state: _Day, margin: Floats) -> DayAsked:
        chosen, rows = self.candidates, state.rows
        return DayAsked(
            heads=self.heads[rows],
            cost=chosen.cost[rows],
            kind=chosen.kind[rows],
            margin=margin,
            limits=state.limits,
            waste=state.waste,
            refusals=state.failures,
        )

    def _change(self, day: int, margin: Floats) -> Ints | None:
        """The best change of a day that the picture knows."""
        state = self._days[day]
        if not np.isfinite(margin).any():
            return None
        while not state.is_done:
            change = best_change(self._asked(state, margin), state.picture.effect, state.refused)
            if change is not None:
                return change
            state.give_up(margin)
        return None

    def _settle(self, tried: dict[int, Ints], found: DayCounts, before: Floats) -> None:
        """Keep what the play allows, day by day."""
        after, poor = self.margin(found), self._poorer(found)
        parts, wholes = self.counts.parts.copy(), self.counts.wholes.copy()
        for day, change in tried.items():
            state = self._days[day]
            state.picture.learn(change, after[:, day] - before[:, day])
            if not self._is_better(state, change, before[:, day], after[:, day], is_poorer=bool(poor[day])):
                state.refused.append(self._asked(state, before[:, day]).named(change))
                state.failures += 1
                state.in_vain.append(after[:, day])
                if state.failures >= state.most_failures:
                    state.give_up(before[:, day])
                continue
            state.failures = 0
            state.in_vain.clear()
            self.heads[state.rows] += change
            here = self.game.day == day
            parts[:, :, here], wholes[:, :, here] = found.parts[:, :, here], found.wholes[:, :, here]
        self.counts = DayCounts(parts, wholes)

    def left_above(self, margin: Floats) -> Iterator[StaysAbove]:
        """Queues' days with more than a point beyond their targets."""
        queues = [queue.name for queue in self.game.given.queues]
        for day, state in enumerate(self._days):
            date = str(self.game.days[day].astype("datetime64[D]"))
            for queue in np.flatnonzero(np.nan_to_num(margin[:, day], posinf=0.0) > _TOO_GOOD).tolist():
                tried = [one for one in state.in_vain if one[queue] < margin[queue, day]]
                best = max(tried, key=lambda one: float(one.min()), default=None)
                worst = None if best is None or best.min() >= 0 else int(np.argmin(best))
                short = 0.0 if best is None or worst is None else -float(best[worst])
                name = None if worst is None else queues[worst]
                yield StaysAbove(date, queues[queue], float(margin[queue, day]), len(tried), name, short)

    def _is_better(
        self, state: _Day, change: Ints, before: Floats, after: Floats, *, is_poorer: bool
    ) -> bool:
        """Less is lacking; or as before nothing, for less pay or closer to the targets."""
        lacked, lacks = (float(np.maximum(-margin, 0.0).sum()) for margin in (before, after))
        if lacked > 0:
            return lacks < lacked - 1e-9
        dearer = float(change @ self.candidates.cost[state.rows])
        dearer += state.waste * (_too_much(after) - _too_much(before))
        return lacks <= 0 and dearer < -1e-9 and not is_poorer

    def _poorer(self, found: DayCounts) -> Bools:
        """Days with an interval of some queue that has fallen below the floor, or further below it."""
        after, before = (self.game.level_of_intervals(counts) for counts in (found, self.counts))
        worse = sunk(after, before, self.floor) & (self.game.offered >= _FEW)
        return np.bincount(self.game.day, worse.any(axis=0), len(self._days)) > 0


def _too_much(margin: Floats) -> float:
    """Service level of queues' days beyond what is close to their targets."""
    return float(np.maximum(np.where(np.isfinite(margin), margin, 0.0) - CLOSE, 0.0).sum())
