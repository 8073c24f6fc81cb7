"""The repair of a schedule by playing it: where the formulas are off, they are asked for more or less.

The schedule is played as forecast. Where an interval gets clearly less or more than its target, its agents
are sized for another level (`corrections.py`), and a schedule is made for them; where days or weeks have the
target, these are. An interval that gets less because a part of it is thin, while it has its heads on average,
is first asked for these in each part: to move rests costs far less than more people. Less is asked only on
days that make their target nearly always. Days of which the same is asked keep their shifts and are not
played again. A round is kept if it lowers

    2 × points of service level below the targets + cost, in per cent of that of the first schedule

so that a point of all contacts is worth two per cent of the cost. The first round that does not ends it, or
the filling of parts where that was tried, and none is made that could gain less than half a per cent of the
cost. A target for which the rules leave no
schedule is let be, and the others are repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.errors import InfeasibleError
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import Key, aimed, demand_of, keys_of
from staffing.plan.need.period import PeriodTarget
from staffing.plan.need.task import NeedToMeet
from staffing.plan.play.beyond import all_raised, beyond_rules, can_be_met
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.corrections import Aims, PlayedTargets
from staffing.plan.play.extent import is_repaired, repair_choice
from staffing.plan.play.run_queues import queues_of
from staffing.plan.road import Walked, meet, need_of
from staffing.plan.scheduled import Scheduled
from staffing.progress import Progress, silent
from staffing.records.schedule import RepairRound
from staffing.requirement.size import size
from staffing.shifts.formulation.even_parts import THIN_HEADS
from staffing.simulation.playing import Playing
from staffing.simulation.plays import PlayedBefore, play_levels
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.timegrid import local_day

POINT_IS_WORTH = 2.0  # per cent of the cost
WORK_SHARE = 0.5  # of the first search's work, for that of a round
GAP_FACTOR = 1.5  # × the plan's gap, at which the search of a day may end: far sooner, and hardly dearer
WORTH_A_ROUND = 0.5  # per cent of the cost: no round is made for less, should it gain all it can
ATTEMPTS = 4  # of a round, each without what the one before found to be impossible


@dataclass(frozen=True, eq=False)
class _Judged:
    """A schedule, what its targets got when it was played, and what it was made for (None: the targets).

    `may_give`: of which targets less may be asked; `evened`: how many intervals were to become even.
    """

    walked: Walked
    targets: PlayedTargets
    may_give: Bools
    aims: Aims | None
    service_level: float | None
    evened: int = 0

    @property
    def cost(self) -> float:
        """In hours."""
        return self.walked.scheduled.summary.objective_hours

    def measure(self, first_cost: float) -> float:
        """What the repair makes small, in per cent of the first schedule's cost."""
        return 100.0 * (POINT_IS_WORTH * self.targets.shortfall + self.cost / first_cost)

    def as_round(self, *, is_kept: bool) -> RepairRound:
        return RepairRound(
            raised=0 if self.aims is None else int(self.aims.raised.sum()),
            lowered=0 if self.aims is None else int(self.aims.lowered.sum()),
            paid_hours=self.walked.scheduled.summary.paid_hours,
            objective_hours=self.cost,
            service_level=self.service_level,
            shortfall=self.targets.shortfall,
            is_kept=is_kept,
            evened=self.evened,
        )


def repaired(
    plan: PlanFile, walked: Walked, engine: Engine = AS_WORTHWHILE, tell: Progress = silent
) -> Walked:
    """The run with the schedule that a few rounds of play and repair lead to; its own if none is better."""
    summary = walked.scheduled.summary
    is_uncertain = walked.task.service.uncertainty is not None  # what is aimed at is then no target
    if is_uncertain or summary.objective_hours <= 0 or not is_repaired(plan, summary.offered):
        return walked
    return _Repair(plan, walked, repair_choice(plan, engine), tell).run()


class _Repair:
    """A repair under way: the best schedule so far, what led to it, and what is known of days."""

    def __init__(self, plan: PlanFile, walked: Walked, choice: PlayChoice, tell: Progress) -> None:
        self.plan, self.choice, self.tell = plan, choice, tell
        self.first_cost = walked.scheduled.summary.objective_hours
        self.played: PlayedBefore = {}
        self.left: frozenset[object] = frozenset()  # targets that cannot be raised
        self.evens = plan.rules.costs.understaffing is None  # heads that may be short are so in any part
        self.best = self.judged(walked, None)
        self.rounds = [self.best.as_round(is_kept=True)]

    def run(self) -> Walked:
        """Rounds until one does not help, parts filled or not, or nothing is left to change."""
        for _ in range(self.plan.sections.simulation.rounds):
            found = self.attempt()
            if found is None:
                break
            is_better = found.measure(self.first_cost) < self.best.measure(self.first_cost)
            self.rounds.append(found.as_round(is_kept=is_better))
            if is_better:
                self.best = found
            elif found.evened and self.evens:
                self.evens = False
            else:
                break
        walked, rounds = self.best.walked, self.rounds
        rounds[-1] = replace(rounds[-1], beyond_rules=len(self.left))
        told = tuple(rounds) if len(rounds) > 1 or self.left else ()
        summary = replace(walked.scheduled.summary, repair=told)
        return replace(walked, scheduled=replace(walked.scheduled, summary=summary), played=self.played)

    def attempt(self) -> _Judged | None:
        """The next schedule, judged; None where the plays ask for none that is another, or none is found."""
        best = self.best
        all_aims = best.targets.aims(best.aims, best.may_give)
        for _ in range(ATTEMPTS):
            even = self.to_even(all_aims)
            is_evened = all_aims.at(best.walked.task.need.interval_start[even])
            aims = all_aims.without_raising(self.left | is_evened, best.aims)
            asked = self.asked_for(aims, even) if aims.changes or even.any() else best.walked
            if self.promise(asked) < WORTH_A_ROUND or not _differs(asked.task, best.walked.task):
                return None
            try:
                scheduled = self.met(asked)
            except InfeasibleError:
                if even.any() and can_be_met(self.plan, asked.task.need):
                    self.evens = False
                    continue
                raised = all_raised(aims)
                if not raised:
                    return None
                if asked.task.target is None and not self.left:
                    raised = beyond_rules(self.plan, best.walked.task.need, asked.task.need, aims)
                self.left |= raised
            else:
                return self.judged(replace(asked, scheduled=scheduled), aims, int(even.sum()))
        return None

    def to_even(self, aims: Aims) -> Bools:
        """Intervals to have the heads in each part that they have on average, before they are asked for more.

        Those that are raised, and have parts with fewer heads than are required.
        """
        walked = self.best.walked
        task, thin = walked.task, walked.scheduled.thin
        if task.target is not None or thin is None or not self.evens:
            return np.zeros(len(task.need), dtype=bool)
        short = {start for (_, start), raised in zip(aims.keys, aims.raised.tolist(), strict=True) if raised}
        start = task.need.interval_start.astype("datetime64[s]").astype(np.int64)
        found = np.isin(start, list(short)) & (thin > THIN_HEADS)
        return np.asarray(found & ~task.is_even)

    def met(self, asked: Walked) -> Scheduled:
        """A schedule for what is asked, sooner done than the first."""
        return meet(
            self.plan,
            asked.task,
            self.tell,
            work_share=WORK_SHARE,
            gap_factor=GAP_FACTOR,
            searched=asked.searched,
        )

    def promise(self, asked: Walked) -> float:
        """The most that a schedule for what is asked could gain, in per cent of the cost.

        What is short is made up for, and heads that are not asked for any more are given back.
        """
        now = self.best.walked.task
        if now.target is not None:
            return np.inf if (self.best.targets.shortfall > 0 or self.best.may_give.any()) else 0.0
        fewer = np.maximum(now.need.required - asked.task.need.required, 0.0).sum()
        given_back = fewer / max(float(now.need.required.sum()), 1.0)
        return 100.0 * (POINT_IS_WORTH * self.best.targets.shortfall + float(given_back))

    def judged(self, walked: Walked, aims: Aims | None, evened: int = 0) -> _Judged:
        """What a schedule gets when it is played."""
        schedule, choice = walked.to_play(self.plan), self.choice
        queues, definition = queues_of(schedule, choice), schedule.service.targets.definition
        how = Playing(choice.replications, choice.seed, definition, choice.engine)
        targets = PlayedTargets.of(queues, play_levels(queues, how, self.tell, self.played))
        everything = targets.by_period(np.zeros(len(targets.offered), dtype=np.int64), 1).played.level
        if walked.task.target is not None:
            targets = targets.by_period(*_periods(walked.task, walked.task.target, targets.keys))
            may_give = targets.is_safe
        else:
            day = _days(queues)
            may_give = targets.by_period(day, int(day.max()) + 1).is_safe[day]
        level = float(everything[0]) if np.isfinite(everything[0]) else None
        return _Judged(walked, targets, may_give, aims, level, evened)

    def asked_for(self, aims: Aims, even: Bools) -> Walked:
        """The road from the forecast to the need once more, with these aims in place of the targets.

        `even`: intervals that are to be so besides those that are.
        """
        walked, plan = self.best.walked, self.plan
        target = walked.task.target
        if target is not None:
            level = np.where(np.isfinite(aims.level), aims.level, target.service.target)
            service = replace(target.service, target=level)
            return replace(walked, task=walked.task._replace(target=replace(target, service=service)))
        sized = walked.sized
        demand = demand_of(sized.made.forecast, plan.sections.service, plan.opening_hours)
        requirement = size(aimed(demand, aims.of_key()), walked.task.service, self.choice.engine)
        task = walked.task._replace(need=need_of(plan, requirement), even=walked.task.is_even | even)
        return replace(walked, sized=replace(sized, requirement=requirement), task=task)


def _differs(asked: NeedToMeet, now: NeedToMeet) -> bool:
    """Whether another schedule is asked for: the same aims, or the same whole agents, ask for the same."""
    if asked.target is not None and now.target is not None:
        return not np.array_equal(asked.target.service.target, now.target.service.target)
    is_same = np.array_equal(asked.need.required, now.need.required)
    return not (is_same and np.array_equal(asked.is_even, now.is_even))


def _days(queues: Sequence[QueueToPlay]) -> Ints:
    """Of the intervals of these queues, one after the other: a number for each local day of each queue."""
    day = [local_day(queue.rows.local).astype(np.int64) for queue in queues]
    first, last = min(int(one.min()) for one in day), max(int(one.max()) for one in day)
    return np.concatenate([one - first + k * (last - first + 1) for k, one in enumerate(day)])


def _periods(task: NeedToMeet, target: PeriodTarget, keys: Sequence[Key]) -> tuple[Ints, int]:
    """The period of each interval that was played, and how many there are."""
    rows = task.need.queue_rows.demand
    is_pool = task.need.by_queue is None
    of_key = {
        ("" if is_pool else key[0], key[1]): number
        for key, number in zip(keys_of(rows), target.service.period.tolist(), strict=True)
    }
    period = np.array([of_key["" if is_pool else name, start] for name, start in keys], dtype=np.int64)
    return period, len(target.service.total)
