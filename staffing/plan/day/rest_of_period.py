"""What the rest of a day must still reach so that its day or week reaches its service level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.explanation.align import mean, places_by_queue, total
from staffing.plan.day.actuals import actuals_of, expected_of, queues_of
from staffing.plan.need.period import PeriodTarget, period_target, periods_of
from staffing.plan.run.published import Published
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.service import Service
from staffing.requirement.by_queue import agents_of, levels_of_rows, levels_with
from staffing.requirement.finishing import AtWork
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.wording import counted

RECORDED = ("answered_within_target", "service_level")  # words of a history that tell of service
MOST = 0.999  # of service level: all of it cannot be had


@dataclass(frozen=True)
class RestOfQueue:
    """What the rest of the day must bring to the period of a queue; `name` is empty where there is one queue.

    `needed` may be above what can be had, or 0. `contacts` and `service_level` are of the period's other
    intervals: as recorded or predicted up to now, as planned on the days to come.
    """

    name: str
    contacts: float
    service_level: float
    needed: float


@dataclass(frozen=True, eq=False)
class RestOfPeriod:
    """Heads that no interval of the rest of the day may fall below, and the levels it must reach."""

    target: PeriodTarget
    queues: tuple[RestOfQueue, ...]
    asked: float
    period: str

    def as_notes(self) -> tuple[str, ...]:
        """For the planner, a line for each queue."""
        return tuple(self._note(queue) for queue in self.queues)

    def _note(self, queue: RestOfQueue) -> str:
        others = "so far" if self.period == "day" else "and the other days of its week"
        of_queue = f" of {queue.name}" if queue.name else ""
        contacts = counted(round(queue.contacts), "contact")
        had = f"the {self.period} has {queue.service_level:.1%} of {contacts}{of_queue} {others}"
        if queue.needed > 1.0:
            return f"{had}: {self.asked:.0%} can no longer be reached"
        return f"{had}: the rest of the day needs {queue.needed:.1%} for {self.asked:.0%}"


def rest_of_period(run: Published, history: History, actuals: str, heads: Need) -> RestOfPeriod | None:
    """What `heads`, the rest of a day, must bring to its day or week; None for a target by the interval.

    `history` holds the contacts so far, from the file `actuals`.
    """
    asked = period_target(run.plan.target_period, heads, run.options, run.files.file("forecast.csv"))
    if asked is None:
        return None
    others = _others(run, history, actuals, heads)
    target = float(run.options.targets.service_level)
    several = heads.by_queue is not None
    queues = []
    for queue, rest in zip(heads.queue_rows.demand.queues, asked.service.total.tolist(), strict=False):
        contacts, served = others.get(queue if several else ALL_QUEUES, (0.0, 0.0))
        needed = max(target * (contacts + rest) - served, 0.0) / rest if rest > 0 else 0.0
        had = served / contacts if contacts > 0 else target
        queues.append(RestOfQueue(queue if several else "", contacts, had, needed))
    levels = np.array([min(queue.needed, MOST) for queue in queues])
    service = replace(asked.service, target=levels if several else float(levels[0]))
    return RestOfPeriod(replace(asked, service=service), tuple(queues), target, asked.kind)


def seen_in_parts(service: PeriodService, heads: Need, options: Service, there: AtWork) -> PeriodService:
    """The same service with heads that lie inside intervals as they do now, however many they become."""
    working = there.heads.working.mean(axis=1, keepdims=True)
    even = np.ones(there.effective.shape)
    inside = np.divide(there.effective, working, out=even, where=working > 0)
    rows = heads.queue_rows

    def of_heads(by_row: Floats) -> Floats:
        in_parts = np.maximum(by_row, 0.0)[:, None] * inside[rows.place]
        return levels_with(heads, rows, agents_of(heads, rows, in_parts), options)

    return replace(service, of_heads=of_heads)


def _others(run: Published, history: History, actuals: str, heads: Need) -> dict[str, tuple[float, float]]:
    """Contacts, and those served, of the period's intervals beside the rest of the day; by queue."""
    planned = run.coverage
    starts = planned.interval_start
    period = periods_of(run.plan.sections.service.period, planned)
    is_rest = np.isin(starts, heads.interval_start)
    others = ~is_rest & (period == period[np.argmax(is_rest)])
    past = others & (starts < heads.interval_start[0])
    queues = (ALL_QUEUES,) if heads.by_queue is None else queues_of(run)
    came = _came(run, history, queues)
    rows = came.queue_rows
    offered = np.nan_to_num(rows.demand.offered)
    predicted = levels_of_rows(came, run.at_work.effective, run.options)
    as_planned = planned.service_level
    if heads.by_queue is not None:
        as_planned = levels_of_rows(run.need, run.at_work.effective, run.options)
    level = np.where(past[rows.place], predicted, as_planned)
    if any(np.isfinite(history.measures.get(word, np.nan)).any() for word in RECORDED):
        found = actuals_of(history, run, actuals)
        became = found.pooled if heads.by_queue is None else found.found
        recorded = np.full((len(queues), len(starts)), np.nan)
        of_queues = run.options.targets.service_level_of(became).reshape(len(queues), -1)
        recorded[:, found.place] = np.where(past[found.place], of_queues, np.nan)
        of_rows = recorded[rows.demand.queue, rows.place]
        level = np.where(np.isfinite(of_rows), of_rows, level)
    contacts = np.where(others[rows.place], offered, 0.0)
    served = contacts * np.nan_to_num(level)
    of_queue = (np.bincount(rows.demand.queue, column, len(queues)) for column in (contacts, served))
    return {name: (float(n), float(k)) for name, n, k in zip(queues, *of_queue, strict=True)}


def _came(run: Published, history: History, queues: Sequence[str]) -> Need:
    """The run's need with the contacts that came, as far as they are known, else those expected."""
    grid = run.coverage.interval_start
    place, everything = places_by_queue(history, grid, queues), np.ones(len(history), dtype=np.bool_)
    size = len(grid) * len(queues)
    came = total(place, history.offered, everything, size)
    aht = mean(place, history.aht_seconds, np.nan_to_num(history.offered), everything, size)
    expected, expected_aht = expected_of(run.forecast, grid, queues)
    offered = np.where(np.isfinite(came), came, np.nan_to_num(expected))
    aht = np.where(np.isfinite(aht), aht, expected_aht)
    if len(queues) == 1:
        return replace(run.need, offered=offered, aht_seconds=aht, by_queue=None)
    rows = run.need.queue_rows
    at = rows.demand.queue * len(grid) + rows.place
    demand = replace(rows.demand, offered=offered[at], aht_seconds=aht[at])
    return replace(run.need, by_queue=replace(rows, demand=demand))
