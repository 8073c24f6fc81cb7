"""The service level of a day or a week: the floor of each interval, and what heads above it are worth.

Each queue has the agents that `requirement/by_queue.py` gives it of the heads at work, as `coverage.csv`
predicts it, and its days or weeks have to reach the target.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.errors import InputError, Problem
from staffing.records.columns import IntervalRows
from staffing.records.need import Need
from staffing.records.service import Service
from staffing.records.service_target import TargetPeriod
from staffing.requirement.by_queue import agents_of, floor_of_rows, levels_with
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.timegrid import local_day

WEEK = 7


@dataclass(frozen=True, eq=False)
class PeriodTarget:
    """Heads that every interval must have, and the service level that every `day` or `week` must reach."""

    kind: str
    floor: Floats
    service: PeriodService

    @property
    def contacts(self) -> Floats:
        """Of each interval, all queues."""
        return np.bincount(self.service.place, self.service.contacts, len(self.floor)).astype(np.float64)


def period_target(
    asked: TargetPeriod | None, heads: Need, options: Service, requirement: str
) -> PeriodTarget | None:
    """What the period asks of these heads, which have their floors; None where every interval has the target.

    InputError, naming the `requirement`, where it does not say who calls.
    """
    if asked is None:
        return None
    rows = heads.queue_rows
    contacts = np.nan_to_num(rows.demand.offered)
    unknown = heads.required.any() and not (contacts > 0).any()
    if unknown or np.isnan(rows.demand.aht_seconds[contacts > 0]).any():
        expected = f"contacts and their handle times, for a target by the {asked.kind}"
        hint = 'add the columns offered and aht_seconds, or set [service] period = "interval"'
        raise InputError(Problem(requirement, expected, hint))
    period = periods_of(asked.kind, heads)
    count = int(period.max(initial=0)) + 1
    several = heads.by_queue is not None
    service = PeriodService(
        contacts=contacts,
        period=rows.demand.queue * count + period[rows.place],
        target=float(options.targets.service_level),
        of_heads=lambda working: _service_level(heads, working, options),
        interval=rows.place if several else None,
        names=tuple(name for name in rows.demand.queues for _ in range(count)) if several else (),
    )
    floor = rows.floor if rows.floor is not None else floor_of_rows(heads, options, asked)
    return PeriodTarget(asked.kind, np.bincount(rows.place, floor, len(heads)).astype(np.float64), service)


def periods_of(kind: str, rows: IntervalRows) -> Ints:
    """The number of each interval's local day, or week of seven of them, from the first of the horizon."""
    day = local_day(rows.local).astype(np.int64)
    period: Ints = (day - day[0]) // (1 if kind == "day" else WEEK)
    return period


def _service_level(heads: Need, working: Floats, options: Service) -> Floats:
    """Of each row, with so many heads at work in its interval, who come by chance, as in what is predicted.

    Between whole agents the straight line (now one number comes, now the other), or less if predicted.
    """
    rows = heads.queue_rows
    agents = agents_of(heads, rows, working)
    below = np.floor(agents + 1e-9)
    share = np.clip(agents - below, 0.0, 1.0)
    low, high, predicted = (
        levels_with(heads, rows, n[:, None], options, at_rest=True)
        for n in (below, below + 1.0, np.maximum(agents, below))
    )
    return np.minimum(low + share * (high - low), predicted)
