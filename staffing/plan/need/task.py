"""What shifts have to meet: heads, the service they stand for, and a target of the day or week."""

from __future__ import annotations

from typing import NamedTuple

from staffing.arrays import Floats
from staffing.plan.need.period import PeriodTarget
from staffing.records.need import Need
from staffing.records.service import Service


class NeedToMeet(NamedTuple):
    """Heads per interval, the service they stand for, and the target of their day or week, if any."""

    need: Need
    service: Service
    target: PeriodTarget | None

    @property
    def floor(self) -> Floats:
        """Heads that no interval may fall below: the need itself, unless a day or week has the target."""
        return self.need.required if self.target is None else self.target.floor
