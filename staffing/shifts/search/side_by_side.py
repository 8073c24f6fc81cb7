"""Parts searched side by side, each for its share of the work, in rounds.

What the parts that are close enough have left over is shared out among the others in the next round, when all
are done. So what a part is given hangs neither on how many processes there are nor on which of them is first.
One that branch and bound should close is begun anew in each round, so that its search is one of so much work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from staffing.crew import Crew
from staffing.machine import available_bytes
from staffing.parallel import processors
from staffing.programs.work import units
from staffing.shifts.search.part import Allotment, Incumbent, Means, Part
from staffing.shifts.search.terms import Allowance
from staffing.worker import Worker, WorkerOverran

ROUNDS = 4
LEAST_WORK = units(1)  # for a part without a solution, even when the work is done: enough for a first one
MORE = 1.25  # times the work before: less is no reason to begin a search anew
IMPORTED = ("pulp", "highspy", "scipy.sparse")  # by a worker when it starts: slow, and no part's own work

# A solver that never returns is ended: after so many times what the brake leaves, and so many seconds more.
OVERRUN, OVERRUN_SECONDS = 2.0, 60.0

PROCESS_BYTES, ENTRY_BYTES = 200e6, 4000.0  # of a search process, and for each entry of its matrix
MEMORY_SHARE = 0.8  # of what there is


@dataclass(frozen=True, eq=False)
class PartResult:
    """What is known of the part with that key: the best so far, or its last.

    `lost`: how its search process was lost three times, where it was.
    """

    key: bytes
    best: Incumbent
    is_last: bool
    lost: str | None = None


def search_side_by_side(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> Iterator[PartResult]:
    """Search all parts; results come as they happen, in no fixed order, those of each part in theirs."""
    best, left, before = known.copy(), allowance.work, 0
    spent, lost, waiting = dict.fromkeys(parts, 0), set[bytes](), list(parts)
    for number in range(ROUNDS):
        share = max(left // len(waiting), LEAST_WORK)
        if number:
            waiting = [key for key in waiting if share >= MORE * before or not parts[key].is_one_window]
        if not waiting:
            break
        one_round = _Round({key: parts[key] for key in waiting}, known, best.copy(), allowance, share)
        so_far = spent.copy()
        for result in one_round.results():
            key, known_now = result.key, result.best
            if result.lost is not None:
                lost.add(key)
                known_now = replace(best[key], work=one_round.work)
            best[key] = replace(known_now, work=so_far[key] + known_now.work)
            spent[key] = best[key].work
            yield replace(result, best=best[key], is_last=False)
        left, before = allowance.work - sum(spent.values()), share
        waiting = [key for key in waiting if key not in lost and not _is_settled(best[key], allowance)]
        if not waiting or left < LEAST_WORK * len(waiting):
            break
    for key in parts:
        yield PartResult(key, best[key], is_last=True)


def _is_settled(best: Incumbent, allowance: Allowance) -> bool:
    """True if more work is of no use, or the brake is on."""
    reached = allowance.stopping.reached(best.objective, best.bound)
    return best.infeasible or best.is_braked or reached


@dataclass(frozen=True, eq=False)
class _Round:
    """A turn for each part with `work` ticks, from what is known of it: at first, and by now."""

    parts: dict[bytes, Part]
    known: dict[bytes, Incumbent]
    best: dict[bytes, Incumbent]
    allowance: Allowance
    work: int

    def results(self) -> Iterator[PartResult]:
        """All that the parts' searches give; the brake is charged for the process that took longest."""
        terms = self.allowance.terms
        jobs = processors() if terms.jobs is None else terms.jobs
        size = min(jobs, _fitting(self.parts))
        means = Means(terms.solver, max(jobs // size, 1))
        workers: set[Worker] = set()

        def turn(worker: Worker, key: bytes) -> Iterator[PartResult]:
            workers.add(worker)
            return self._turn(worker, key, means)

        def given_up(key: bytes, how: str) -> Iterator[PartResult]:
            yield PartResult(key, self.best[key], is_last=True, lost=how)

        crew: Crew[bytes] = Crew(size, (*IMPORTED, terms.search.__module__))
        yield from crew.run(list(self.parts), turn, given_up)
        terms.brake.charge(max((worker.cpu_seconds for worker in workers), default=0.0))

    def _turn(self, worker: Worker, key: bytes, means: Means) -> Iterator[PartResult]:
        """One search of one part."""
        part, before = self.parts[key], self.best[key]
        seconds = max(self.allowance.terms.brake.left - worker.cpu_seconds, 0.0)
        begin = self.known[key] if part.is_one_window else before
        asked = (part, self.allowance.stopping, Allotment(self.work, seconds), means, begin)
        best = before
        try:
            for step in worker.run(self.allowance.terms.search, asked, OVERRUN * seconds + OVERRUN_SECONDS):
                best = before.or_better(step)
                yield PartResult(key, best, is_last=False)
        except WorkerOverran:
            best = replace(best, work=self.work, is_braked=True)
        yield PartResult(key, best, is_last=True)


def _fitting(parts: dict[bytes, Part]) -> int:
    """How many of these parts can be searched at once in the memory there is; one at least."""
    entries = max(part.program.matrix.nnz for part in parts.values())
    fitting = MEMORY_SHARE * available_bytes() / (PROCESS_BYTES + ENTRY_BYTES * entries)
    return max(int(min(fitting, len(parts))), 1)
