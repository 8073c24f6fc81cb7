"""A worker process: it answers, it can be killed, and what goes wrong in it is said here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from staffing.crew import Crew
from staffing.worker import Worker, kill_group


def squares(*numbers: int) -> Iterator[int]:
    """One step per number."""
    yield from (number**2 for number in numbers)


def disturbing(number: int) -> Iterator[int]:
    """Reads standard input and prints to standard output, from Python and past it."""
    print("noise")
    os.write(1, b"noise")
    yield len(sys.stdin.read()) + number


def endless() -> Iterator[int]:
    """One step, and then none for ever."""
    yield 1
    threading.Event().wait()


def failing() -> Iterator[int]:
    """A fault after the first step."""
    yield 1
    raise ValueError("the third wheel")


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.close()


def test_steps_come_back_run_after_run(worker: Worker) -> None:
    """One process serves many runs, each with arguments of its own."""
    assert list(worker.run(squares, (1, 2, 3), 30.0)) == [1, 4, 9]
    first = worker.process_id
    assert list(worker.run(squares, (4,), 30.0)) == [16]
    assert worker.process_id == first


def test_what_runs_can_neither_print_nor_read(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    """Its standard input is empty, its output leads nowhere, and the messages arrive whole."""
    assert list(worker.run(disturbing, (7,), 30.0)) == [7]
    assert capfd.readouterr() == ("", "")


def test_a_run_that_overruns_is_killed(worker: Worker) -> None:
    """What it gave until then stands; the worker serves again after it."""
    worker.start()
    assert list(worker.run(endless, (), 2.0)) in ([1], [])
    assert list(worker.run(squares, (2,), 30.0)) == [4]


def test_a_worker_stopped_before_it_is_ready_gives_nothing(worker: Worker) -> None:
    """That its process ended is no fault then: somebody ended it."""
    threading.Timer(0.02, worker.stop).start()
    assert list(worker.run(squares, (2,), 30.0)) == []


def test_a_fault_in_a_worker_is_raised_here(worker: Worker) -> None:
    """With its traceback, and after the steps before it; so is a function that it cannot import."""
    steps = worker.run(failing, (), 30.0)
    assert next(steps) == 1
    with pytest.raises(RuntimeError, match=r"(?s)a worker process failed.*the third wheel"):
        next(steps)
    assert list(worker.run(squares, (2,), 30.0)) == [4]


def test_a_module_that_does_not_exist_is_no_start() -> None:
    """Said as such, not as an answer of nothing."""
    one = Worker(("staffing.no_such_module",))
    with pytest.raises(RuntimeError, match="did not start"):
        one.start()
    one.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_a_worker_that_is_killed_takes_its_solver_with_it(worker: Worker) -> None:
    """A solver that is a command of its own does not run on; until it ends, the pipe stays open."""
    worker.start()
    assert worker.process_id is not None
    assert os.getpgid(worker.process_id) == worker.process_id
    command = ["sh", "-c", "(sleep 60; echo survived) & echo begun; wait"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, process_group=0) as process:
        assert process.stdout is not None
        process.stdout.readline()
        kill_group(process)
        assert process.stdout.read() == b""


def test_a_crew_gives_every_item_its_turns() -> None:
    """One that waits again has another turn; what comes back is all there is."""
    crew = Crew([1, 2, 3])

    def turn(worker: Worker, item: int) -> Iterator[int]:
        yield from worker.run(squares, (item,), 30.0)
        if item == 3:
            crew.wait(10)

    assert sorted(crew.run(turn)) == [1, 4, 9, 100]


def test_a_fault_in_a_turn_is_raised_where_the_crew_is_heard() -> None:
    """Not lost in a thread; all workers are ended."""
    with pytest.raises(RuntimeError, match="the third wheel"):
        list(Crew([1, 2]).run(lambda worker, _: worker.run(failing, (), 30.0)))
