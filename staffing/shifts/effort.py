"""How hard to search for shifts, how close to the least cost, and by which solver."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.errors import UsageError, unknown_name
from staffing.programs.solvers import HIGHS, require_solver
from staffing.programs.stopping import Leniency
from staffing.programs.work import units

EFFORTS = {"low": units(15), "normal": units(60), "high": units(240)}  # ticks
LATE_SHARE = 0.4  # of the work
PROVEN = 1e-6  # relative: as closely as solvers keep rows; a recount from the shifts is exact
TIME_LIMIT_SECONDS = 1800.0
ENDS = {"optimal": 0, "gap": 1, "work": 2, "time": 3}  # how a search ends, the best first


@dataclass(frozen=True)
class SearchChoice:
    """A solver, an effort (a key of `EFFORTS`) and a number of processes; None: as the plan says."""

    solver: str | None = None
    effort: str | None = None
    jobs: int | None = None

    def check(self) -> None:
        """Raise UsageError for what there is not."""
        if self.solver is not None:
            require_solver(self.solver)
        if self.effort is not None and self.effort not in EFFORTS:
            raise unknown_name("effort", self.effort, EFFORTS)
        if self.jobs is not None and self.jobs < 1:
            raise UsageError(
                f"jobs must be at least 1, got {self.jobs}", hint="leave it out for one per core"
            )


AS_PLANNED = SearchChoice()


@dataclass(frozen=True)
class SearchEffort:
    """The search stops at a proven relative `gap`, or when its `work` (ticks) is done.

    After `LATE_SHARE` of the work, where no night divides the plan, it stops at `late_gap` too, if there is
    one. `time_limit_seconds`, CPU time of each search process, is a brake: it ends what the work did not.
    At most `jobs` processes search at once (None: one per core); how many changes nothing but the time.
    """

    time_limit_seconds: float = TIME_LIMIT_SECONDS
    gap: float = 0.001
    late_gap: float | None = None
    solver: str = HIGHS
    work: int = EFFORTS["normal"]
    jobs: int | None = None

    @property
    def widest_gap(self) -> float:
        """At which a search may end by itself."""
        return self.gap if self.late_gap is None else max(self.gap, self.late_gap)

    @property
    def leniency(self) -> Leniency | None:
        """The wider gap, late in the search."""
        return None if self.late_gap is None else Leniency(self.late_gap, int(LATE_SHARE * self.work))

    def ended_by(self, objective: float, bound: float, *, is_braked: bool) -> str:
        """What ended a search with this objective and bound: a key of `ENDS`."""
        gap = (objective - bound) / objective if objective > 0 else 0.0
        if gap < PROVEN:
            return "optimal"
        if gap <= self.widest_gap:
            return "gap"
        return "time" if is_braked else "work"
