"""The brake: CPU seconds after which a search ends, where counted work has not ended it before.

CPU time is that of this process alone, so that others which keep the machine busy do not trip it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

Clock = Callable[[], float]


class Brake:
    """Trips when this process has used so many CPU seconds from now on, with those charged to it."""

    def __init__(self, seconds: float = math.inf, clock: Clock = time.process_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """CPU seconds until it trips; below 0 when it has."""
        return self._end - self._clock()

    @property
    def is_on(self) -> bool:
        """True from the moment when it has tripped."""
        return self.left <= 0.0

    def charge(self, seconds: float) -> None:
        """Count CPU seconds of another process that worked meanwhile."""
        self._end -= seconds
