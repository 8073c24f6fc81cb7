"""Robust plans: so many agents that days make their target with a probability, however wrong the forecast.

The schedule for the forecast as expected is played with days that are off the forecast by a factor of chance
(`contacts.py`), and a share of them makes the target. Then every day is sized for more contacts, those that
its factor does not exceed with the probability u, scheduled and played again. The share q that comes leads to
the next u: on the scale of the normal law u is moved by what q lacks,

    Φ⁻¹(u) + Φ⁻¹(asked) − Φ⁻¹(q),

which is exact where the day's level falls with its factor alone. The cheapest schedule of a few that keeps
what is asked is taken; if none does, the one that comes nearest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Ints
from staffing.errors import InfeasibleError
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import demand_of
from staffing.plan.play.corrections import PlayedTargets
from staffing.plan.play.extent import choice_of
from staffing.plan.play.run_queues import queues_of
from staffing.plan.road import Walked, meet, need_of
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.requirement.size import evaluate, size
from staffing.simulation.playing import Playing
from staffing.simulation.plays import play_levels
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.timegrid import local_day

CLOSE = 0.01  # a share of days as near to the one asked for is that
_LEAST_VARIATION = 0.02  # of a day's contacts: what is to be made up for besides the forecast's error
_SUREST = 0.999


@dataclass(frozen=True, eq=False)
class _Tried:
    """A schedule sized for contacts not exceeded with the probability `level`, and the days on target."""

    walked: Walked
    level: float
    share: float

    @property
    def cost(self) -> float:
        return self.walked.scheduled.summary.objective_hours


def made_robust(
    plan: PlanFile,
    walked: Walked,
    confidence: float,
    engine: Engine = AS_WORTHWHILE,
    tell: Progress = silent,
) -> Walked | None:
    """The run with a schedule of which that share of days makes its target; `walked` is as expected.

    None where no service level is asked, so that no day has a target to make.
    """
    choice = choice_of(plan, walked.scheduled.summary.offered, engine)
    queues = queues_of(walked.to_play(plan), choice)
    variation, definition = _variation(queues), walked.task.service.targets.definition
    how = Playing(choice.replications, choice.seed, definition, choice.engine)
    share = _share(queues, how, tell)
    if share is None:
        return None
    first = best = last = _Tried(walked, 0.5, share)
    for _ in range(plan.sections.simulation.rounds + 1):
        if abs(last.share - confidence) <= CLOSE or first.share >= confidence:
            break
        level = _next_level(last, confidence, choice.replications)
        try:
            made = _made_for(plan, walked, _more(plan, walked, variation, level), engine, tell)
        except InfeasibleError:  # more than the rules allow
            break
        found = _share(queues_of(made.to_play(plan), choice), how, tell)
        assert found is not None
        last = _Tried(made, level, found)
        best = min(best, last, key=lambda one: _distance(one, confidence))
    summary = replace(
        best.walked.scheduled.summary,
        confidence=confidence,
        days_on_target_expected=first.share,
        paid_hours_expected=first.walked.scheduled.summary.paid_hours,
    )
    return replace(best.walked, scheduled=replace(best.walked.scheduled, summary=summary))


def _distance(one: _Tried, confidence: float) -> tuple[float, float]:
    """By what is lacking, then by the cost."""
    return max(confidence - CLOSE - one.share, 0.0), one.cost


def _next_level(last: _Tried, confidence: float, replications: int) -> float:
    from scipy.special import ndtr, ndtri

    edge = 0.5 / (replications + 1)
    lacking = ndtri(confidence) - ndtri(min(max(last.share, edge), 1.0 - edge))
    return min(max(float(ndtr(ndtri(last.level) + lacking)), 0.5), _SUREST)


def _share(queues: list[QueueToPlay], how: Playing, tell: Progress) -> float | None:
    """Of days that make their target, all queues together."""
    levels = play_levels(queues, how, tell)
    day = np.concatenate([local_day(queue.rows.local).astype(np.int64) for queue in queues])
    day -= day.min()
    return PlayedTargets.of(queues, levels).by_period(day, int(day.max()) + 1).share_on_target


def _variation(queues: list[QueueToPlay]) -> dict[tuple[str, int], float]:
    """Of a queue's local day: how far its contacts may be off the forecast, ÷ the contacts."""
    found = {}
    for queue in queues:
        days, incoming = local_day(queue.rows.local).astype(np.int64), queue.game.incoming
        for day, number in zip(days.tolist(), incoming.day.tolist(), strict=True):
            found[queue.name, day] = max(float(incoming.day_variation[number]), _LEAST_VARIATION)
    return found


def _more(plan: PlanFile, walked: Walked, variation: dict[tuple[str, int], float], level: float) -> Demand:
    """The demand of days whose factors are not exceeded with that probability; of 0.5 the one expected."""
    from scipy.special import gammaincinv

    demand = demand_of(walked.sized.made.forecast, plan.sections.service, plan.opening_hours)
    day: Ints = local_day(demand.local).astype(np.int64)
    keys = zip(demand.queue_names.tolist(), day.tolist(), strict=True)
    shape = np.array([variation.get(key, _LEAST_VARIATION) for key in keys]) ** -2.0
    return replace(demand, offered=demand.offered * gammaincinv(shape, level) / gammaincinv(shape, 0.5))


def _made_for(plan: PlanFile, walked: Walked, more: Demand, engine: Engine, tell: Progress) -> Walked:
    """The road from the demand once more: agents for more of it, their service predicted as expected."""
    service = walked.task.service
    demand = demand_of(walked.sized.made.forecast, plan.sections.service, plan.opening_hours)
    requirement = evaluate(demand, size(more, service, engine).agents, service)
    task = walked.task._replace(need=need_of(plan, requirement))
    sized = replace(walked.sized, requirement=requirement)
    return replace(walked, sized=sized, task=task, scheduled=meet(plan, task, tell))
