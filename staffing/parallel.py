"""Many queues on all cores: a function of one item, run over many items in processes of their own.

What an item gives does not depend on how many processes there are, and results keep the order of the items.
joblib's processes neither fork a threaded program nor import the caller's main module again, so that a
script needs no `__main__` guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# A process takes a second to start: for less work each, it does not pay.
FEWEST_SECONDS_EACH = 2.0


def run_each(
    function: Callable[[Item], Result],
    items: Sequence[Callable[[], Item]],
    jobs: int | None = None,
    done: Callable[[int, int], None] | None = None,
    *,
    seconds_each: float,
) -> list[Result]:
    """`function` of every item, in order; items are made when they are needed and not kept.

    `jobs` processes, None for one per core where an item's usual `seconds_each` make that pay; one process is
    this one. `done` hears (items done, items in all). `function` and items must be picklable; what `function`
    raises in another process is raised here.
    """
    wanted = worthwhile_jobs(len(items) * seconds_each) if jobs is None else min(jobs, len(items))
    here = (function(make()) for make in items)
    results = []
    for result in _in_processes(function, items, wanted) if wanted > 1 else here:
        results.append(result)
        if done is not None:
            done(len(results), len(items))
    return results


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
    from joblib import Parallel, delayed, parallel_config

    # One thread each: the processes already keep all cores busy, and the matrices are small.
    with parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1):
        found: Iterator[Result] = Parallel(return_as="generator", max_nbytes=None)(
            delayed(function)(make()) for make in items
        )
        yield from found
