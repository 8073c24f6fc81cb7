"""The queues of a schedule, each with the people who answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.plan.need.demand import with_overrides
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.contacts import asked_of, incoming_of, pool_rules
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.records.columns import IntervalRows
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.requirement.by_queue import heads_by_queue, levels_of_rows
from staffing.requirement.size import service_levels
from staffing.simulation.allot import allotted
from staffing.simulation.game import Game
from staffing.simulation.people import ShiftWorkers, crew_of
from staffing.simulation.queue_to_play import QueueToPlay


def queues_of(schedule: ScheduleToPlay, choice: PlayChoice) -> list[QueueToPlay]:
    """As the plan predicts them: one pool, or queues that share the people by the heads they require.

    None where nobody calls.
    """
    need, service = schedule.need, schedule.expected
    rows = _Rows.of_pool(schedule) if need.by_queue is None else _Rows.of_queues(schedule)
    step = np.timedelta64(need.interval_minutes, "m")
    origin, end = need.interval_start[0], need.interval_start[-1] + step
    crew = crew_of(schedule.shifts, origin, end, cyclic_week=schedule.plan.rules.cyclic_week)
    crews, sized = _crews(rows, schedule, crew), rows.sized(schedule)
    found = []
    for code, name in enumerate(rows.demand.queues):
        mine = np.flatnonzero((rows.demand.queue == code) & ((rows.demand.offered > 0) | (rows.working > 0)))
        mine = mine[np.argsort(rows.demand.interval_start[mine], kind="stable")]
        if not (rows.demand.offered[mine] > 0).any():
            continue
        demand = rows.demand.rows(mine)
        game = Game(
            queue=code,
            incoming=incoming_of(demand, service, choice, origin),
            crew=crews[code],
            chance=schedule.chance,
            rules=pool_rules(service),
            places=service.at_once,
        )
        asked = asked_of(demand, service)
        found.append(
            QueueToPlay(name, game, demand, demand.offered, rows.level[mine], asked, sized[mine]),
        )
    return found


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows to play: contacts, the service predicted, heads at work, the row's place in the need's grid."""

    demand: Demand
    level: Floats
    working: Floats
    place: Ints

    @classmethod
    def of_pool(cls, schedule: ScheduleToPlay) -> _Rows:
        """All contacts in one queue, whose name it has where there is one only."""
        need, plan, forecast = schedule.need, schedule.plan, schedule.forecast
        calling = np.unique(forecast.queue_names[forecast.offered > 0]).tolist()
        names = tuple(calling) if len(calling) == 1 else need.queues
        asked = with_overrides(need.demand, plan.sections.service, plan.opening_hours)
        demand = _ranged(replace(asked, queues=names), forecast, one_pool=True)
        working = np.maximum(schedule.coverage.on_phones, 0.0)
        agents = schedule.at_work * need.phone_share[:, None]
        level = service_levels(demand, agents, schedule.expected)
        level = np.where(need.known, level, np.nan)
        return cls(demand, level, working, np.arange(len(need)))

    @classmethod
    def of_queues(cls, schedule: ScheduleToPlay) -> _Rows:
        """Each queue with its share of the heads at work."""
        need, working = schedule.need, np.maximum(schedule.coverage.on_phones, 0.0)
        assert need.by_queue is not None
        rows = need.by_queue
        known = np.isfinite(rows.demand.offered) & np.isfinite(rows.demand.aht_seconds)
        asked = replace(rows.demand, offered=np.where(known, rows.demand.offered, 0.0))
        return cls(
            demand=_ranged(asked, schedule.forecast, one_pool=False),
            level=levels_of_rows(need, schedule.at_work, schedule.expected),
            working=heads_by_queue(need, rows, working[rows.place]),
            place=rows.place,
        )

    def sized(self, schedule: ScheduleToPlay) -> Floats:
        """Service level that sizing takes the heads of each interval to give, however they lie in it.

        Where a day or week has the target its shifts are made for people who come by chance.
        """
        need, expected = schedule.need, schedule.expected
        by_period = schedule.plan.target_period is not None
        if need.by_queue is not None:
            working = np.maximum(schedule.coverage.on_phones, 0.0)
            working = working[:, None] if by_period else working
            return levels_of_rows(need, working, expected, at_rest=True)
        agents = self.working * need.phone_share
        agents = agents[:, None] if by_period else agents
        level = service_levels(self.demand, agents, expected, at_rest=True)
        return np.where(need.known, level, np.nan)


def _crews(rows: _Rows, schedule: ScheduleToPlay, crew: ShiftWorkers) -> list[ShiftWorkers]:
    """A crew for each queue; who is at work that may wait answers none meanwhile."""
    need, queues, on_work = schedule.need, len(rows.demand.queues), schedule.coverage.on_work
    at_work = np.zeros(len(need)) if on_work is None else np.nan_to_num(on_work)
    if queues == 1 and not at_work.any():
        return [crew]
    share = np.zeros((queues, len(need)))
    np.add.at(share, (rows.demand.queue, rows.place), rows.working)
    share = np.vstack([share, at_work]) if at_work.any() else share
    start = (need.interval_start - need.interval_start[0]).astype("timedelta64[s]").astype(np.float64)
    return allotted(crew, start, 60.0 * need.interval_minutes, share)


def _ranged(demand: Demand, forecast: Forecast, *, one_pool: bool) -> Demand:
    """The rows with the range of the forecast; in a pool queues err independently of one another."""
    square: dict[tuple[str, int], float] = {}
    width = np.nan_to_num(forecast.offered_p90 - forecast.offered_p10)
    for place, value in zip(_keys(forecast, one_pool=one_pool), width.tolist(), strict=True):
        square[place] = square.get(place, 0.0) + value * value
    half = 0.5 * np.sqrt([square.get(place, 0.0) for place in _keys(demand, one_pool=one_pool)])
    return replace(demand, offered_p10=demand.offered - half, offered_p90=demand.offered + half)


def _keys(rows: IntervalRows, *, one_pool: bool) -> list[tuple[str, int]]:
    names = [""] * len(rows) if one_pool else rows.queue_names.tolist()
    return list(zip(names, rows.interval_start.astype(np.int64).tolist(), strict=True))
