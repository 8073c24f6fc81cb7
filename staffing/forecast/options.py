"""What a planner chooses about a forecast, checked on construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from staffing.errors import UsageError
from staffing.forecast import AUTO, METHODS, check_method
from staffing.forecast.new_queue import NewQueue
from staffing.forecast.past.special_days import Event
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.shard import Shard
from staffing.timegrid import OpeningHours

MOST_DAYS = 3660


@dataclass(frozen=True)
class ForecastOptions:
    """`as_of` is UTC; None means the local midnight after the last interval with a count.

    `opening_hours` None means: as the history shows. `default_aht_seconds` is used for queues whose
    history knows no handle time; None leaves theirs unknown. `quantiles` come beside p10 and p90.
    `engine` says where queues are forecast; it does not change the result. Of a `shard` only its queues are
    forecast, as they would be among all.
    """

    days: int = 28
    method: str = AUTO
    as_of: np.datetime64 | None = None
    opening_hours: OpeningHours | None = None
    holidays: str | None = None
    events: tuple[Event, ...] = ()
    default_aht_seconds: float | None = None
    quantiles: tuple[float, ...] = ()
    engine: Engine = AS_WORTHWHILE
    new_queues: tuple[NewQueue, ...] = ()
    shard: Shard | None = None

    def __post_init__(self) -> None:
        check_method(self.method, [AUTO, *METHODS])
        if not 1 <= self.days <= MOST_DAYS:
            raise UsageError(
                f"a forecast is made for 1 to {MOST_DAYS} days, got {self.days}",
                hint="give the days ahead, for example 28",
            )
        if wrong := [p for p in self.quantiles if not 0 < p < 1]:
            raise UsageError(
                f"a quantile lies between 0 and 1, got {wrong[0]:g}",
                hint="0.05 is the number of contacts that is exceeded 19 times in 20",
            )
        if self.default_aht_seconds is not None and not 0 < self.default_aht_seconds < np.inf:
            raise UsageError(
                f"a handle time is a positive number of seconds, got {self.default_aht_seconds:g}",
                hint="give the average talk, hold and after-call time in seconds, for example 240",
            )

    def of_shard(self, queues: Iterable[str]) -> tuple[str, ...]:
        """Those of the queues that are forecast."""
        return tuple(name for name in queues if self.shard is None or self.shard.holds(name))
