"""How to play: what the options of `staffing simulate` say."""

from __future__ import annotations

from dataclasses import dataclass, field

from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.simulation.handle_times import ExponentialHandling, HandleTimeLaw


@dataclass(frozen=True)
class PlayChoice:
    """How often, with which numbers, and where; how handle times scatter; whether the forecast is exact."""

    replications: int = 200
    seed: int = 1
    handle_times: HandleTimeLaw = field(default_factory=ExponentialHandling)
    exact_forecast: bool = False
    engine: Engine = AS_WORTHWHILE
