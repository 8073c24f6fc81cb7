"""The repair of a schedule by playing it: where the formulas are off, they are asked for more or less.

The schedule is played as forecast. Where an interval gets clearly less or more than its target, its agents
are sized for another level (`corrections.py`), and a schedule is made for them; where days or weeks have the
target, these are. A round is kept if it lowers

    2 × points of service level below the targets + cost, in per cent of that of the first schedule

so that a point of all contacts is worth two per cent of the cost. The first round that does not ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Ints
from staffing.errors import InfeasibleError
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import demand_of
from staffing.plan.need.period import PeriodTarget
from staffing.plan.need.task import NeedToMeet
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.corrections import Aims, Key, PlayedTargets
from staffing.plan.play.extent import choice_of, is_played
from staffing.plan.play.run_queues import queues_of
from staffing.plan.road import Walked, meet, need_of
from staffing.progress import Progress, silent
from staffing.records.columns import IntervalRows
from staffing.records.schedule import RepairRound
from staffing.requirement.size import size
from staffing.simulation.playing import Playing
from staffing.simulation.plays import play_levels

POINT_IS_WORTH = 2.0  # per cent of the cost
WORK_SHARE = 0.5  # of the first search's work, for that of a round


@dataclass(frozen=True, eq=False)
class _Judged:
    """A schedule, what its targets got when it was played, and what it was made for (None: the targets)."""

    walked: Walked
    targets: PlayedTargets
    aims: Aims | None
    service_level: float | None

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
        )


def repaired(
    plan: PlanFile, walked: Walked, engine: Engine = AS_WORTHWHILE, tell: Progress = silent
) -> Walked:
    """The run with the schedule that a few rounds of play and repair lead to; its own if none is better."""
    asked, summary = plan.sections.simulation, walked.scheduled.summary
    is_uncertain = walked.task.service.uncertainty is not None  # what is aimed at is then no target
    first_cost = summary.objective_hours
    if is_uncertain or first_cost <= 0 or not (asked.repair and is_played(plan, summary.offered)):
        return walked
    choice = replace(choice_of(plan, summary.offered, engine), exact_forecast=True)
    best = _judged(plan, walked, None, choice, tell)
    rounds = [best.as_round(is_kept=True)]
    for _ in range(asked.rounds):
        aims = best.targets.aims(best.aims)
        if not (aims.raised | aims.lowered).any():
            break
        try:
            made = _made_for(plan, best, aims, engine, tell)
        except InfeasibleError:  # more than the rules allow
            break
        found = _judged(plan, made, aims, choice, tell)
        is_better = found.measure(first_cost) < best.measure(first_cost)
        rounds.append(found.as_round(is_kept=is_better))
        if not is_better:
            break
        best = found
    summary = replace(best.walked.scheduled.summary, repair=tuple(rounds) if len(rounds) > 1 else ())
    return replace(best.walked, scheduled=replace(best.walked.scheduled, summary=summary))


def _judged(plan: PlanFile, walked: Walked, aims: Aims | None, choice: PlayChoice, tell: Progress) -> _Judged:
    schedule = walked.to_play(plan)
    queues, definition = queues_of(schedule, choice), schedule.service.targets.definition
    levels = play_levels(queues, Playing(choice.replications, choice.seed, definition, choice.engine), tell)
    targets = PlayedTargets.of(queues, levels)
    everything = targets.by_period(np.zeros(len(targets.offered), dtype=np.int64), 1).played.level
    if walked.task.target is not None:
        period, periods = _periods(walked.task, walked.task.target, targets.keys)
        targets = targets.by_period(period, periods)
    return _Judged(walked, targets, aims, float(everything[0]) if np.isfinite(everything[0]) else None)


def _made_for(plan: PlanFile, judged: _Judged, aims: Aims, engine: Engine, tell: Progress) -> Walked:
    """The road from the forecast to the schedule once more, with these aims in place of the targets."""
    walked, target = judged.walked, judged.walked.task.target
    if target is not None:
        level = np.where(np.isfinite(aims.level), aims.level, target.service.target)
        service = replace(target.service, target=level)
        task = walked.task._replace(target=replace(target, service=service))
        return replace(walked, task=task, scheduled=meet(plan, task, tell, work_share=WORK_SHARE))
    sized, service_asked = walked.sized, walked.task.service
    demand = demand_of(sized.made.forecast, plan.sections.service, plan.opening_hours)
    of_key = aims.of_key()
    level = np.array([of_key.get(key, np.nan) for key in _keys(demand)])
    own = demand.target_service_level
    level = level if own is None else np.where(np.isfinite(level), level, own)
    requirement = size(replace(demand, target_service_level=level), service_asked, engine)
    task = walked.task._replace(need=need_of(plan, requirement))
    scheduled = meet(plan, task, tell, work_share=WORK_SHARE)
    return replace(walked, sized=replace(sized, requirement=requirement), task=task, scheduled=scheduled)


def _periods(task: NeedToMeet, target: PeriodTarget, keys: Sequence[Key]) -> tuple[Ints, int]:
    """The period of each interval that was played, and how many there are."""
    rows = task.need.queue_rows.demand
    is_pool = task.need.by_queue is None
    of_key = {
        ("" if is_pool else key[0], key[1]): number
        for key, number in zip(_keys(rows), target.service.period.tolist(), strict=True)
    }
    period = np.array([of_key["" if is_pool else name, start] for name, start in keys], dtype=np.int64)
    return period, len(target.service.total)


def _keys(rows: IntervalRows) -> list[Key]:
    starts = rows.interval_start.astype("datetime64[s]").astype(np.int64).tolist()
    return list(zip(rows.queue_names.tolist(), starts, strict=True))
