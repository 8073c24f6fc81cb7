"""How to play: what the options of `staffing simulate` say."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.parallel import AS_WORTHWHILE, Engine
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

    @property
    def law(self) -> HandleTimeLaw:
        """Of handle times; exponential where nobody has said."""
        return self.handle_times or ExponentialHandling()
