"""Many queues on all cores: a function of one item, run over many items in processes of their own.

Each process (`python -m staffing.forecast.processes`) gets the function once, then item by item, in bundles,
and answers in kind. What an item gives does not depend on how many processes there are, and results keep
the order of the items. Plain subprocesses rather than `multiprocessing`: they neither fork a threaded program
nor import the caller's main module again, so that a script needs no `__main__` guard.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from threading import Lock
from typing import IO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

BUNDLE = 8
# A process takes a second to start: for less work each, it does not pay.
FEWEST_SECONDS_EACH = 2.0
ENDED = "a process was ended from outside, as systems do when memory runs out: fewer at once need less (jobs)"
# One thread each: the processes already keep all cores busy, and the matrices are small.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


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
    raises in another process is raised here as a RuntimeError with its text.
    """
    tell = done or _silent
    wanted = _usual_jobs(len(items) * seconds_each) if jobs is None else min(jobs, len(items))
    if wanted > 1:
        return _in_processes(function, items, wanted, tell)
    results = []
    for make in items:
        results.append(function(make()))
        tell(len(results), len(items))
    return results


def _usual_jobs(seconds: float) -> int:
    return min(_cores(), int(seconds / FEWEST_SECONDS_EACH))


def _cores() -> int:
    """Those this process may use, which are fewer than the machine's in a container."""
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_processes(
    function: Callable[[Item], Result],
    items: Sequence[Callable[[], Item]],
    jobs: int,
    tell: Callable[[int, int], None],
) -> list[Result]:
    """Each process has a thread here that feeds it the next bundle as soon as it has answered the last."""
    bundles = [range(first, min(first + BUNDLE, len(items))) for first in range(0, len(items), BUNDLE)]
    waiting = iter(enumerate(bundles))
    answers: list[list[Result]] = [[] for _ in bundles]
    lock = Lock()
    finished = 0

    def serve(process: subprocess.Popen[bytes]) -> None:
        nonlocal finished
        _send(process, function)
        while True:
            with lock:
                number, bundle = next(waiting, (-1, range(0)))
            if not bundle:
                return
            _send(process, [items[index]() for index in bundle])
            answers[number] = _answer(process)
            with lock:
                finished += len(bundle)
                tell(finished, len(items))

    with _processes(jobs) as processes, ThreadPoolExecutor(jobs) as threads:
        served = [threads.submit(serve, process) for process in processes]
        try:
            for one in served:
                one.result()
        except BaseException:
            _end(processes)  # the other threads stop with their processes
            raise
    return list(chain.from_iterable(answers))


@contextmanager
def _processes(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that are ended whatever happens."""
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    running: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            running.append(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", "staffing.forecast.processes"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
                )
            )
        yield running
    finally:
        _end(running)


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _send(process: subprocess.Popen[bytes], value: object) -> None:
    assert process.stdin is not None
    try:
        pickle.dump(value, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
    except BrokenPipeError:
        raise RuntimeError(ENDED) from None


def _answer(process: subprocess.Popen[bytes]) -> list[Result]:
    assert process.stdout is not None
    try:
        answer: list[Result] | str = pickle.load(process.stdout)
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError(ENDED) from None
    if isinstance(answer, str):
        raise RuntimeError(f"a process failed:\n{answer}")
    return answer


def _silent(done: int, items: int) -> None:
    pass


def _serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """The other side: a function, then bundles until there are no more; a text is a fault."""
    function = pickle.load(asked)
    while True:
        try:
            bundle = pickle.load(asked)
        except EOFError:
            return
        try:
            answer: object = [function(item) for item in bundle]
        except Exception:
            answer = traceback.format_exc()
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        _serve(sys.stdin.buffer, sys.stdout.buffer)
