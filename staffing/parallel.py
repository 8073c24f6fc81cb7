"""Many queues on all cores, or on a cluster: a function of one item, run over many items elsewhere.

What an item gives does not depend on where it is worked on, and results keep the order of the items. A worker
is handed its items alone, when it is about to be free for them. joblib's processes neither fork a threaded
program nor import the caller's main module again, so that a script needs no `__main__` guard.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import TypeVar

from staffing.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A process takes a second to start: for less work each, it does not pay.
FEWEST_SECONDS_EACH = 2.0
# Dask takes milliseconds for a task, whatever is in it.
SECONDS_OF_A_TASK = 0.5
WATCH_SECONDS = 1.0  # between two looks of a process at its parent
MOST_DEATHS = 2  # of processes, after which those that are left do not try again


@dataclass(frozen=True)
class Engine:
    """Where items are worked on: in `jobs` processes here, or on the Dask `cluster` of that address.

    Neither: one process per core where there is work enough for them; one job is this process.
    """

    jobs: int | None = None
    cluster: str | None = None

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise UsageError(
                f"--jobs: work is done by 1 process or more, got {self.jobs}",
                hint="leave it out for one per core where there is enough work",
            )
        if self.jobs is not None and self.cluster is not None:
            raise UsageError(
                "--jobs and --cluster exclude one another",
                hint="how much runs at once on a cluster is for its workers to say",
            )


HERE = Engine(jobs=1)
AS_WORTHWHILE = Engine()


def run_each(
    function: Callable[[Item], Result],
    items: Sequence[Callable[[], Item]],
    engine: Engine = AS_WORTHWHILE,
    done: Callable[[int, int], None] | None = None,
    *,
    seconds_each: float,
) -> Iterator[Result]:
    """`function` of every item, in order, as they come; items are made when they are needed and not kept.

    `seconds_each` is what an item usually takes; `done` hears (items done, items in all). `function` and
    items must be picklable; what `function` raises elsewhere is raised here.
    """
    for count, result in enumerate(_results(function, items, engine, seconds_each), 1):
        if done is not None:
            done(count, len(items))
        yield result


def _results(
    function: Callable[[Item], Result],
    items: Sequence[Callable[[], Item]],
    engine: Engine,
    seconds_each: float,
) -> Iterator[Result]:
    if engine.cluster is not None and items:
        return _on_cluster(engine.cluster, function, items, seconds_each)
    most = engine.jobs
    jobs = worthwhile_jobs(len(items) * seconds_each) if most is None else min(most, len(items))
    return _in_processes(function, items, jobs) if jobs > 1 else (function(make()) for make in items)


def processors() -> int:
    """Those this process may use, which are fewer than the machine's in a container."""
    from joblib import cpu_count

    count: int = cpu_count()
    return count


def worthwhile_jobs(seconds: float, most: Callable[[], int] = processors) -> int:
    """How many processes so many seconds of work are worth, at most `most()`; 0 or 1: none."""
    worth = int(seconds / FEWEST_SECONDS_EACH)
    return min(most(), worth) if worth > 1 else worth


def _in_processes(
    function: Callable[[Item], Result], items: Sequence[Callable[[], Item]], jobs: int
) -> Iterator[Result]:
    """What processes that died had not given back is worked on by new ones; UsageError where they die too."""
    from concurrent.futures.process import BrokenProcessPool

    given, deaths = 0, 0
    while given < len(items):
        try:
            for result in _while_they_live(function, items[given:], jobs):
                given += 1
                yield result
        except BrokenProcessPool:
            deaths += 1
            if deaths > MOST_DEATHS:
                raise UsageError(
                    "process after process died over the same work, perhaps for want of memory",
                    hint="use fewer of them (--jobs 1 starts none), or give the machine more memory",
                ) from None


def _while_they_live(
    function: Callable[[Item], Result], items: Sequence[Callable[[], Item]], jobs: int
) -> Iterator[Result]:
    from joblib import Parallel, delayed, parallel_config

    # One thread each: the processes already keep all cores busy, and the matrices are small.
    with parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1):
        found: Iterator[Result] = Parallel(return_as="generator", max_nbytes=None)(
            delayed(_under)(os.getpid(), function, make()) for make in items
        )
        yield from found


def _under(parent: int, function: Callable[[Item], Result], item: Item) -> Result:
    """`function` of the item, in a process that does not outlive its parent."""
    _end_with(parent)
    return function(item)


@cache
def _end_with(parent: int) -> None:
    """Watch the parent, once in a process: one that is killed cannot end its processes."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(
    address: str, function: Callable[[Item], Result], items: Sequence[Callable[[], Item]], seconds_each: float
) -> Iterator[Result]:
    from staffing.cluster import connected

    with connected(address) as cluster:
        fair = len(items) // (4 * cluster.threads)
        size = max(1, min(fair, int(SECONDS_OF_A_TASK / seconds_each) if seconds_each else fair))
        for results in cluster.each(partial(_all_of, function), _in_chunks(items, size)):
            yield from results()


def _all_of(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(item) for item in items]


def _in_chunks(items: Iterable[Callable[[], Item]], size: int) -> Iterator[list[Item]]:
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield [make() for make in chunk]
