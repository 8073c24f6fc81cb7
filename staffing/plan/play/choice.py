"""How to play: what the options of `staffing simulate` say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.simulation.handle_times import ExponentialHandling, HandleTimeLaw


@dataclass(frozen=True)
class PlayChoice:
    """How often, with which numbers, and where; how handle times scatter; whether the forecast is exact.

    `handle_times` is None where nobody has said.
    """

    replications: int = 200
    seed: int = 1
    handle_times: HandleTimeLaw | None = None
    exact_forecast: bool = False
    engine: Engine = AS_WORTHWHILE

    def by(self, plan: PlanFile | None) -> Self:
        """The same with what the plan says of what is not said here."""
        if plan is None or self.handle_times is not None:
            return self
        return replace(self, handle_times=plan.handle_times)

    @property
    def law(self) -> HandleTimeLaw:
        """Of handle times; exponential where nobody has said."""
        return self.handle_times or ExponentialHandling()
