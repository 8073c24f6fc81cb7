"""What shifts have to meet: heads, the service they stand for, and a target of the day or week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.history.patience.estimate import estimate_patience_seconds
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.period import PeriodTarget, period_target
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.service import Service
from staffing.records.work import WorkToDo
from staffing.requirement.by_queue import with_floors
from staffing.shifts.kept import KeptShifts


class NeedToMeet(NamedTuple):
    """Heads per interval, the service they stand for, and the target of their day or week, if any.

    `even`: intervals in each part of which the heads are required (None: on average over each). `work` that
    may wait is done by heads above those required. `kept` shifts stand already, and the others are made
    beside them.
    """

    need: Need
    service: Service
    target: PeriodTarget | None
    even: Bools | None = None
    work: tuple[WorkToDo, ...] = ()
    kept: KeptShifts | None = None

    @property
    def is_even(self) -> Bools:
        """Whether each interval is required to have its heads in each part."""
        return np.zeros(len(self.need), dtype=bool) if self.even is None else self.even

    @property
    def floor(self) -> Floats:
        """Heads that no interval may fall below: the need itself, unless a day or week has the target."""
        return self.need.required if self.target is None else self.target.floor


def task_of(plan: PlanFile, need: Need, service: Service, source: str) -> NeedToMeet:
    """The need with the target of its days or weeks; `source` is named where that cannot be told."""
    asked = plan.target_period
    need = with_floors(need, service, asked)
    return NeedToMeet(need, service, period_target(asked, need, service, source))


def patience_of(plan: PlanFile, history: History) -> float | None:
    """The plan's patience in seconds, estimated from the history where the plan says so."""
    given = plan.sections.service.patience_seconds
    return estimate_patience_seconds(history, plan.history.source) if given == "estimate" else given
