"""How long the stages of a run took, from what they tell of their progress."""

from __future__ import annotations

import time

from staffing.progress import Progress

READING, SHIFTS, WRITING = "reading the history", "shifts", "writing the run"

# What a stage calls itself while it works → its name in run.json.
STAGES = {
    READING: "history",
    "forecasting queues": "forecast",
    "sizing": "requirement",
    SHIFTS: "schedule",
    "simulating": "simulation",
    "looking for reasons": "simulation",
    WRITING: "files",
}


class StageClock:
    """A `Progress` that passes on what it is told; the time since it was last told is the teller's."""

    def __init__(self, tell: Progress) -> None:
        self._tell, self._last, self._seconds = tell, time.monotonic(), dict.fromkeys(STAGES.values(), 0.0)

    def __call__(self, stage: str, done: float) -> None:
        """`stage` has come so far, a share of 1."""
        now, name = time.monotonic(), STAGES.get(stage, stage)
        self._seconds[name] = self._seconds.get(name, 0.0) + now - self._last
        self._last = now
        self._tell(stage, done)

    def seconds(self) -> dict[str, float]:
        """By stage, to a millisecond."""
        return {name: round(seconds, 3) for name, seconds in self._seconds.items()}
