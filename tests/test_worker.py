"""A worker process: it answers, it can be killed, and what goes wrong in it is said here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from staffing.crew import RESTARTS, Crew
from staffing.worker import Worker, WorkerLost, WorkerOverran, kill_group


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
    assert list(worker.run(squares, (1, 2, 3))) == [1, 4, 9]
    first = worker.process_id
    assert list(worker.run(squares, (4,))) == [16]
    assert worker.process_id == first


def test_what_runs_can_neither_print_nor_read(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    """Its standard input is empty, its output leads nowhere, and the messages arrive whole."""
    assert list(worker.run(disturbing, (7,))) == [7]
    assert capfd.readouterr() == ("", "")


def spinning() -> Iterator[int]:
    """One step, and then none, at full speed."""
    yield 1
    while True:
        pass


def deadly(folder: str, deaths: int) -> Iterator[int]:
    """One step; then the process is killed, the first few times; else another step."""
    yield 1
    count = len(list(Path(folder).iterdir()))
    if count < deaths:
        (Path(folder) / str(count)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    yield 2


def greedy() -> Iterator[int]:
    """More memory than any machine has."""
    yield len(bytearray(2**60))


def test_a_run_that_takes_more_than_its_cpu_seconds_is_ended(worker: Worker) -> None:
    """What it gave until then stands; the worker serves again after it."""
    steps = worker.run(spinning, (), 0.2)
    assert next(steps) == 1
    with pytest.raises(WorkerOverran):
        next(steps)
    assert list(worker.run(squares, (2,))) == [4]


def test_cpu_seconds_are_those_of_the_runs(worker: Worker) -> None:
    """Not of waiting, and not of a clock on the wall."""
    assert list(worker.run(waiting, ())) == [1]
    idle = worker.cpu_seconds
    assert list(worker.run(busy, ())) == [1]
    assert worker.cpu_seconds > idle + 0.3
    assert idle < 0.3


def waiting() -> Iterator[int]:
    """Half a second of nothing."""
    time.sleep(0.5)
    yield 1


def busy() -> Iterator[int]:
    """Half a CPU second."""
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass
    yield 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_ended_from_outside_is_lost(worker: Worker, number: int) -> None:
    """Said with the signal, not taken for an end of the run; the worker serves again after it."""
    steps = worker.run(endless, ())
    assert next(steps) == 1
    assert worker.process_id is not None
    os.kill(worker.process_id, number)
    with pytest.raises(WorkerLost, match=f"signal {int(number)}"):
        next(steps)
    assert list(worker.run(squares, (2,))) == [4]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_process_that_is_stopped_is_lost(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is heard of it: nobody waits for ever."""
    monkeypatch.setattr("staffing.worker.SILENT_SECONDS", 8.0)
    steps = worker.run(endless, ())
    assert next(steps) == 1
    assert worker.process_id is not None
    os.kill(worker.process_id, signal.SIGSTOP)
    with pytest.raises(WorkerLost):
        next(steps)


def test_a_process_without_memory_is_lost(worker: Worker) -> None:
    """As one that the system kills for it: trying again may help."""
    with pytest.raises(WorkerLost, match="memory"):
        list(worker.run(greedy, ()))
    assert list(worker.run(squares, (2,))) == [4]


def test_a_worker_stopped_before_it_is_ready_gives_nothing(worker: Worker) -> None:
    """That its process ended is no fault then: somebody ended it."""
    threading.Timer(0.02, worker.stop).start()
    assert list(worker.run(squares, (2,))) == []


def test_a_fault_in_a_worker_is_raised_here(worker: Worker) -> None:
    """With its traceback, and after the steps before it; so is a function that it cannot import."""
    steps = worker.run(failing, ())
    assert next(steps) == 1
    with pytest.raises(RuntimeError, match=r"(?s)a worker process failed.*the third wheel"):
        next(steps)
    assert list(worker.run(squares, (2,))) == [4]


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


def heard(crew: Crew[int], folder: Path, deaths: dict[int, int]) -> list[tuple[int, object]]:
    """What a crew of such processes gives: steps, and how an item was given up, by item."""

    def turn(worker: Worker, item: int) -> Iterator[tuple[int, object]]:
        mine = folder / str(item)
        mine.mkdir(exist_ok=True)
        for step in worker.run(deadly, (str(mine), deaths[item])):
            yield item, step

    def given_up(item: int, how: str) -> Iterator[tuple[int, object]]:
        yield item, how

    return sorted(crew.run(list(deaths), turn, given_up), key=lambda one: one[0])


@pytest.mark.parametrize("size", [1, 2])
def test_a_crew_gives_every_item_its_turn(size: int, tmp_path: Path) -> None:
    """However many workers there are."""
    steps = heard(Crew(size), tmp_path, {1: 0, 2: 0, 3: 0})
    assert steps == [(item, step) for item in (1, 2, 3) for step in (1, 2)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_an_item_whose_worker_was_lost_has_its_turn_again(tmp_path: Path) -> None:
    """Twice; then it is given up, and it is said how. The others never notice."""
    steps = heard(Crew(2), tmp_path, {1: RESTARTS, 2: 0, 3: RESTARTS + 1})
    assert [step for item, step in steps if item == 1] == [1] * RESTARTS + [1, 2]
    assert [step for item, step in steps if item == 2] == [1, 2]
    *before, how = [step for item, step in steps if item == 3]
    assert before == [1] * (RESTARTS + 1)
    assert "signal 9" in str(how)


def test_a_fault_in_a_turn_is_raised_where_the_crew_is_heard() -> None:
    """Not lost in a thread; all workers are ended."""

    def given_up(_item: int, _how: str) -> Iterator[int]:
        yield 0

    with pytest.raises(RuntimeError, match="the third wheel"):
        list(Crew(2).run([1, 2], lambda worker, _: worker.run(failing, ()), given_up))


def test_a_process_that_may_start_no_thread_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a fault of ours: too few processes are allowed."""
    fault = """import threading
def start(_): raise RuntimeError("can't start new thread")
threading.Thread.start = start
"""
    (tmp_path / "sitecustomize.py").write_text(fault, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(WorkerLost, match="too little memory"):
        Worker().start()


def test_a_process_without_memory_for_its_imports_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a fault of ours: its work is tried again, and then given up with a note."""
    fault = 'raise ImportError("libsolver.so: failed to map segment from shared object")'
    (tmp_path / "too_large.py").write_text(fault, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(WorkerLost, match="too little memory"):
        Worker(("too_large",)).start()
