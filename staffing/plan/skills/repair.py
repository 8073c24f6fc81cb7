"""Shifts of groups repaired by playing them, until every queue's day has its target, and hardly more.

No formula says what a queue gets of a schedule of groups, so its days are played. Where a queue's day is
below its target, a head is added on the shift that gives most of what is lacking for its cost. Where all have
more than they need, heads are taken away, or exchanged for cheaper ones, where linear pictures of the days
say that all targets would still be kept; what the play refuses is undone. One change a day is tried in each
play, as days hardly know of one another. Nothing is taken away by which an interval falls below
`min_interval_service_level`, or sinks further where it is below; such an interval gets nobody for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.plan.skills.candidates import HeadCandidates, candidates_of
from staffing.plan.skills.play import PlayedGroups
from staffing.plan.skills.queue_days import DayCounts, DayGame, sunk
from staffing.progress import Progress, silent
from staffing.records.schedule import ShiftPlan
from staffing.shifts.groups.asked import AskedShifts
from staffing.simulation.groups.crew import GroupCrew

FAILURES = 6  # changes of a day that the play refuses, one after the other, before it is left as it is
PLAYS = 14  # for each round of [simulation]
_HOPE = (
    0.003  # service level by which a picture may see a target missed, and the change is tried all the same
)
_LEAST_SAVING = 1e-6
_MANY = 4  # heads that a change adds or takes away at most
_STEEPER = 0.7  # of what a picture allows is taken away at once: the level falls faster and faster
_TELLING, _STEEPNESS = 0.004, (0.1, 3.0)  # level by which a picture says enough; how far off it may be
_FEW = 5.0  # contacts: an interval with fewer says nothing


@dataclass(frozen=True, eq=False)
class RepairedHeads:
    """The schedule that plays have led to, and how many heads were added on the way, and taken away.

    `lowest` is the level of the queue's day that is furthest below its target, less that target; NaN where
    nothing is asked.
    """

    plan: ShiftPlan
    added: int
    taken: int
    lowest: float


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
    )


def _slopes(worth: AgentWorth, game: DayGame, phone_share: float) -> Floats:
    """What a head more of a group gives to the day of a queue, by interval, group and queue."""
    place = np.searchsorted(worth.moments, game.given.queues[0].rows.interval_start)
    total = game.by_day(game.offered)[:, game.day]
    share = np.divide(game.offered, total, out=np.zeros_like(total), where=total > 0).T
    slope: Floats = worth.level[place] * share[:, None, :] * phone_share
    return slope


@dataclass(frozen=True)
class _Change:
    """So many heads fewer on one shift and more on another (−1: none)."""

    fewer: int
    more: int
    heads: int


@dataclass(eq=False)
class _Day:
    """What has been tried on a day: kinds of change that failed, how many in a row, how steep queues were.

    `steep`: by queue, level lost or won ÷ that of the picture.
    """

    steep: Floats
    refused: set[tuple[int, int]] = field(default_factory=set)
    failures: int = 0
    is_done: bool = False


class _GroupRepair:
    """A schedule on its way."""

    def __init__(
        self, asked: AskedShifts, candidates: HeadCandidates, players: PlayedGroups, floor: float
    ) -> None:
        self.asked, self.candidates, self._players, self.floor = asked, candidates, players, floor
        self.game = DayGame(players.given, players.how)
        self.heads = candidates.heads.copy()
        self._days = [_Day(np.ones(len(self.game.offered))) for _ in self.game.days]
        self.counts = self.game.played(self._crew(self.heads), np.ones(len(self._days), dtype=bool))

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
            for change in tried.values():
                _apply(heads, change)
            days = np.isin(np.arange(len(self._days)), list(tried))
            found = self.game.played(self._crew(heads), days, self.counts)
            self._settle(tried, found, margin)

    def _settle(self, tried: dict[int, _Change], found: DayCounts, before: Floats) -> None:
        """Keep what the play allows, day by day."""
        after = self.margin(found)
        poor = self._poorer(found)
        parts, wholes = self.counts.parts.copy(), self.counts.wholes.copy()
        for day, change in tried.items():
            state = self._days[day]
            self._learn(state, change, before[:, day] - after[:, day])
            if change.fewer >= 0:
                good = bool(after[:, day].min() >= 0) and not poor[day]
            else:
                lacking = np.minimum(before[:, day], 0).sum()
                good = bool(np.minimum(after[:, day], 0).sum() > lacking + 1e-9)
            if not good:
                state.refused.add(self._kind(change))
                state.failures += 1
                state.is_done = state.failures >= FAILURES
                continue
            state.failures = 0
            _apply(self.heads, change)
            here = self.game.day == day
            parts[:, :, here], wholes[:, :, here] = found.parts[:, :, here], found.wholes[:, :, here]
        self.counts = DayCounts(parts, wholes)

    def _kind(self, change: _Change) -> tuple[int, int]:
        """Changes that differ in rests alone are one."""
        kind = self.candidates.kind
        return (
            int(kind[change.fewer]) if change.fewer >= 0 else -1,
            int(kind[change.more]) if change.more >= 0 else -1,
        )

    def _learn(self, state: _Day, change: _Change, lost: Floats) -> None:
        """How much steeper queues were than the picture: halfway from what was believed before."""
        seen = change.heads * self._effect(change)
        told = np.isfinite(lost) & (np.abs(seen) > _TELLING)
        ratio = np.clip(np.divide(lost, seen, out=np.ones_like(seen), where=told), *_STEEPNESS)
        state.steep = np.where(told, 0.5 * (state.steep + ratio), state.steep)

    def _effect(self, change: _Change) -> Floats:
        """What one head of it takes from each queue."""
        fewer = self.candidates.effect[change.fewer] if change.fewer >= 0 else 0.0
        more = self.candidates.effect[change.more] if change.more >= 0 else 0.0
        return np.asarray(fewer - more)

    def _poorer(self, found: DayCounts) -> Bools:
        """Days with an interval of some queue that has fallen below the floor, or further below it."""
        after, before = (self.game.level_of_intervals(counts) for counts in (found, self.counts))
        worse = sunk(after, before, self.floor) & (self.game.offered >= _FEW)
        return np.bincount(self.game.day, worse.any(axis=0), len(self._days)) > 0

    def _change(self, day: int, margin: Floats) -> _Change | None:
        state = self._days[day]
        if state.is_done:
            return None
        mine = np.flatnonzero(self.candidates.day == self.game.days[day])
        change = self._added(state, mine, margin) if margin.min() < 0 else self._saved(state, mine, margin)
        state.is_done = change is None
        return change

    def _added(self, state: _Day, mine: Ints, margin: Floats) -> _Change | None:
        """The head that gives most of what queues lack, for its cost."""
        lacking = np.maximum(-margin, 0.0)
        effect = self.candidates.effect[mine] * state.steep
        gain = np.minimum(effect, lacking).sum(axis=1) / np.maximum(self.candidates.cost[mine], 1e-9)
        for place in np.argsort(-gain, kind="stable").tolist():
            if gain[place] <= 0:
                return None
            worst = int(np.argmax(lacking))
            needed = lacking[worst] / effect[place, worst] if effect[place, worst] > 0 else 1.0
            change = _Change(-1, int(mine[place]), int(np.clip(round(needed), 1, _MANY)))
            for one in (change, _Change(-1, change.more, 1)):
                if self._kind(one) not in state.refused and self._is_allowed(one):
                    return one
        return None

    def _saved(self, state: _Day, mine: Ints, margin: Floats) -> _Change | None:
        """The change that saves most, of those after which all targets should be kept."""
        chosen = self.candidates
        staffed = mine[self.heads[mine] > 0]
        others = np.append(mine, -1)
        cost = np.append(chosen.cost[mine], 0.0)
        effect = np.concatenate([chosen.effect[mine], np.zeros((1, len(margin)))])
        saving = chosen.cost[staffed][:, None] - cost[None, :]
        lost = state.steep * (chosen.effect[staffed][:, None, :] - effect[None, :, :])
        left = (margin - lost).min(axis=2)
        hopeful = (saving > _LEAST_SAVING) & (left >= -_HOPE)
        rank = np.where(hopeful, saving, -1.0)
        for flat in np.argsort(-rank, axis=None, kind="stable").tolist():
            row, column = divmod(flat, len(others))
            if not hopeful[row, column]:
                return None
            fewer, more = int(staffed[row]), int(others[column])
            if self._kind(_Change(fewer, more, 1)) in state.refused:
                continue
            loses = lost[row, column]
            with np.errstate(divide="ignore", invalid="ignore"):
                room = float(np.where(loses > 1e-9, margin / loses, np.inf).min())
            many = int(np.clip(_STEEPER * min(room, 99.0), 1, min(_MANY, self.heads[fewer])))
            change = _Change(fewer, more, many)
            if self._is_allowed(change):
                return change
        return None

    def _is_allowed(self, change: _Change) -> bool:
        """Whether every limit of the day is kept."""
        heads = self.heads.copy()
        _apply(heads, change)
        day = self.candidates.day == self.candidates.day[max(change.fewer, change.more)]
        rows, group = self.candidates.rows, self.candidates.rows.group
        assert group is not None
        for limit in self.asked.limits:
            about = np.zeros(len(rows), dtype=bool)
            for number, one in enumerate(self.asked.groups):
                about |= (group == one.name) & limit.of_plan(number, rows)
            many, had = int(heads[about & day].sum()), int(self.heads[about & day].sum())
            if (limit.most is not None and many > max(limit.most, had)) or many < min(limit.least, had):
                return False
        return True


def _apply(heads: Ints, change: _Change) -> None:
    if change.fewer >= 0:
        heads[change.fewer] -= change.heads
    if change.more >= 0:
        heads[change.more] += change.heads
