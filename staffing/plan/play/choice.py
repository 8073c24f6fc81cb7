"""How to play: what the options of `staffing simulate` say."""

from __future__ import annotations

from dataclasses import dataclass, field

from staffing.simulation.handle_times import ExponentialHandling, HandleTimeLaw


@dataclass(frozen=True)
class PlayChoice:
    """How often, with which numbers, how handle times scatter, and whether contacts come just as forecast."""

    replications: int = 200
    seed: int = 1
    handle_times: HandleTimeLaw = field(default_factory=ExponentialHandling)
    exact_forecast: bool = False
    jobs: int | None = None
