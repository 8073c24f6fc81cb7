"""How long to search for shifts, how close to the least cost, and by which solver."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.programs.solvers import HIGHS
from staffing.programs.stopping import Leniency

LATE_SHARE = 0.4  # of the time limit
PROVEN = 1e-6  # relative: as closely as solvers keep rows; a recount from the shifts is exact


@dataclass(frozen=True)
class SearchEffort:
    """The search stops at a proven relative `gap` or after `time_limit_seconds`.

    After `LATE_SHARE` of that, where no night divides the plan, it stops at `late_gap` too, if there is one.
    """

    time_limit_seconds: float = 60.0
    gap: float = 0.001
    late_gap: float | None = None
    solver: str = HIGHS

    @property
    def widest_gap(self) -> float:
        """At which a search may end by itself."""
        return self.gap if self.late_gap is None else max(self.gap, self.late_gap)

    def leniency(self, began: float) -> Leniency | None:
        """The wider gap, for a search that began then (of `time.monotonic`)."""
        if self.late_gap is None:
            return None
        return Leniency(self.late_gap, began + LATE_SHARE * self.time_limit_seconds)

    def status_of(self, objective: float, bound: float) -> str:
        """In a word, how good an objective is proven to be."""
        gap = (objective - bound) / objective if objective > 0 else 0.0
        return "optimal" if gap < PROVEN else "within gap" if gap <= self.widest_gap else "time limit"
