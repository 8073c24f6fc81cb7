"""A schedule with all that is to be known when it is played, of a run under way or a published one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from staffing.arrays import Floats
from staffing.plan.file.plan_file import PlanFile
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.need import Need
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.requirement.finishing import at_work
from staffing.simulation.people import OnThePhones


@dataclass(frozen=True, eq=False)
class ScheduleToPlay:
    """Who works when (`shifts`, and what they cover), who calls, what is asked; the plan says the rest."""

    plan: PlanFile
    forecast: Forecast
    need: Need
    service: Service
    shifts: ShiftPlan
    coverage: Coverage

    @property
    def expected(self) -> Service:
        """The service without the forecast's range: what is predicted of a schedule."""
        return replace(self.service, uncertainty=None)

    @cached_property
    def at_work(self) -> Floats:
        """[interval, part] heads at work that the prediction takes."""
        cyclic = self.plan.rules.cyclic_week
        on_work = self.coverage.on_work
        there = at_work(self.need, self.shifts, self.expected, cyclic_week=cyclic, on_work=on_work)
        return there.effective

    @cached_property
    def chance(self) -> OnThePhones:
        """How much of their shifts people are on the phones."""
        people = self.service.people
        return OnThePhones(
            attendance=people.attendance,
            ready=people.adherence * (1.0 - people.shrinkage),
            spell_seconds=60.0 * people.spell_minutes,
        )
