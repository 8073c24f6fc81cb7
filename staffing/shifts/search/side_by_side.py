"""Parts searched side by side, each in its turn and for its share of the time.

A part whose share was not enough waits again, behind the others, for what time they leave. One that branch
and bound should close is begun anew, so that its solution is the same however often it had to wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from staffing.crew import Crew
from staffing.parallel import processors
from staffing.shifts.search.part import Incumbent, Means, Part
from staffing.shifts.search.terms import Allowance
from staffing.worker import Worker

LEAST_SECONDS = 1.0  # for a part without a solution, even when the time is over: enough for a first one
GRACE_SECONDS = 2.0  # beyond its share, before a search that does not stop is killed
IMPORTED = ("pulp", "highspy", "scipy.sparse")  # by a worker when it starts: slow, and no part's own time


@dataclass(frozen=True, eq=False)
class PartResult:
    """What is known of the part with that key: the best so far, or its last."""

    key: bytes
    best: Incumbent
    is_last: bool


def search_side_by_side(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> Iterator[PartResult]:
    """Search all parts until the deadline; results come as they happen, in no fixed order."""
    terms, stopping = allowance.terms, allowance.stopping
    crew = Crew(list(known.items()), (*IMPORTED, terms.search.__module__))
    means = Means(terms.solver, max(processors() // crew.size, 1))

    def left() -> float:
        return allowance.deadline - terms.clock()

    def is_late() -> bool:
        return left() < LEAST_SECONDS

    def is_close(best: Incumbent) -> bool:
        return best.infeasible or stopping.reached(best.objective, best.bound)

    def turn(worker: Worker, item: tuple[bytes, Incumbent]) -> Iterator[PartResult]:
        key, before = item
        rounds = -(-(crew.waiting + 1) // crew.size)  # that the parts which wait, and this one, will take
        seconds = max(left() / rounds, LEAST_SECONDS)
        if is_late() and before.values is not None:
            yield PartResult(key, before, is_last=True)
            return
        part = parts[key]
        best = begin = known[key] if part.is_one_window else before
        asked = (part, stopping, seconds, means, begin)
        for best in worker.run(terms.search, asked, seconds + GRACE_SECONDS):
            yield PartResult(key, before.or_better(best), is_last=False)
        if not is_close(best):
            best = before.or_better(best)
        is_last = is_close(best) or is_late()
        yield PartResult(key, best, is_last)
        if not is_last:
            crew.wait((key, best))

    return crew.run(turn)
