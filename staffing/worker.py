"""A process that can be killed: generators run in it, and what they yield comes back step by step.

Python cannot stop a thread inside a solver, and a solver may take more memory than there is. So what may take
long is run by `python -m staffing.worker`, which sends each step back. A plain subprocess is used, not
`multiprocessing`: it neither forks a threaded program nor imports the caller's main module again.

Whatever ends the process amid a run (the system, out of memory, or somebody's `kill`) is a `WorkerLost`, of
which the caller may try again. A process that is stopped or hangs falls silent, and is killed like one that
was lost. What it runs ends by itself; should a solver never return, the process ends when it has used the
CPU seconds it was given, `WorkerOverran`.

Standard input, output and error of the process lead nowhere, so that nothing run in it can disturb the
messages, or print where the command prints. It leads a process group, so that a solver which is a command of
its own (CBC) is killed with it; and it ends when its parent does.
"""

from __future__ import annotations

import importlib
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from staffing.machine import ONE_THREAD, is_for_want_of_memory

WATCH_SECONDS = 1.0  # between two looks of the process at its parent and at its CPU time
ALIVE_EVERY = 5  # looks: how often it says that it is there
SILENT_SECONDS = 300.0  # without a word: it is stopped, or hangs

Step = TypeVar("Step")


class WorkerLost(Exception):  # noqa: N818  (what happened, not a fault of this program)
    """The process ended or fell silent amid a run."""


class WorkerOverran(Exception):  # noqa: N818
    """The run had not ended when its CPU seconds were used up."""


@dataclass(frozen=True)
class Failure:
    """What went wrong in the worker: its traceback, and whether it was for want of memory."""

    text: str
    is_memory: bool = False


@dataclass(frozen=True)
class Alive:
    """The process is at work; or, where it `overran`, about to end."""

    overran: bool = False


@dataclass(frozen=True)
class Done:
    """The run is over, and took so many CPU seconds."""

    cpu_seconds: float = 0.0


class Worker:
    """A process of its own, started when first needed and again after it ended.

    It imports `modules` when it starts. `cpu_seconds` is what its runs have taken so far.
    """

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._modules = tuple(modules)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._heard = 0.0
        self.cpu_seconds = 0.0

    def start(self) -> None:
        """Have the process running, its imports done."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "staffing.worker", *self._modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        )
        with self._killed_when_silent():
            try:
                list(self._received())
            except (EOFError, pickle.UnpicklingError):
                if self._is_stopped:
                    return
                code = self._process.wait()
                if code < 0:
                    raise WorkerLost(_ended(code)) from None
                raise RuntimeError("a worker process did not start") from None

    def run(
        self, function: Callable[..., Iterator[Step]], arguments: Sequence[Any], cpu_seconds: float = math.inf
    ) -> Iterator[Step]:
        """What `function` of these arguments yields there.

        Arguments and steps must be picklable, `function` one that the worker can import by its name. What it
        raises is raised here as a RuntimeError with the worker's traceback. WorkerLost where the process
        ends, WorkerOverran where it takes more than `cpu_seconds`.
        """
        self.start()
        assert self._process is not None
        if self._is_stopped:
            return
        with self._killed_when_silent():
            try:
                assert self._process.stdin is not None
                request = pickle.dumps((function, tuple(arguments)))
                pickle.dump((request, cpu_seconds), self._process.stdin)
                self._process.stdin.flush()
                yield from self._received()
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                process = self._process
                kill_group(process)
                code = process.wait()
                self.close()
                if not self._is_stopped:
                    raise WorkerLost(_ended(code)) from None

    def stop(self) -> None:
        """From another thread: kill the process, so that the run under way ends, and begin no other."""
        self._is_stopped = True
        if (process := self._process) is not None:
            kill_group(process)

    def close(self) -> None:
        """End the process and its pipes; to be called by the thread that uses the worker."""
        process, self._process = self._process, None
        if process is None:
            return
        kill_group(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be flushed has nowhere to go
                    pipe.close()

    def _received(self) -> Iterator[Any]:
        """Messages until the one that ends the run."""
        assert self._process is not None
        assert self._process.stdout is not None
        while True:
            message = pickle.load(self._process.stdout)
            self._heard = time.monotonic()
            if isinstance(message, Done):
                self.cpu_seconds += message.cpu_seconds
                return
            if isinstance(message, Failure):
                if message.is_memory:
                    self.close()
                    raise WorkerLost("it found too little memory")
                raise RuntimeError(f"a worker process failed:\n{message.text}")
            if not isinstance(message, Alive):
                yield message
            elif message.overran:
                self.close()
                raise WorkerOverran

    @contextmanager
    def _killed_when_silent(self) -> Iterator[None]:
        """Kill the process if nothing is heard of it for long."""
        process, is_over = self._process, threading.Event()
        assert process is not None
        self._heard = time.monotonic()

        def watch() -> None:
            while not is_over.wait(WATCH_SECONDS):
                if time.monotonic() - self._heard > SILENT_SECONDS:
                    kill_group(process)
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            is_over.set()

    @property
    def process_id(self) -> int | None:
        """None while no process runs."""
        return None if self._process is None else self._process.pid


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and the solver it runs; where there are no process groups (Windows), the worker."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _ended(code: int) -> str:
    """How a process ended, by its return code."""
    if code == -signal.SIGTERM:
        return "it was told to end (signal 15)"
    return f"it was killed (signal {-code}: out of memory?)" if code < 0 else f"it ended with code {code}"


class _Line:
    """The messages to the parent; one is sent whole before the next begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._lock = stream, threading.Lock()
        self._limit = math.inf  # CPU seconds of the process at which the run has overrun; none runs: inf
        self._is_busy = False

    def send(self, message: object) -> None:
        """Send one message."""
        with self._lock:
            pickle.dump(message, self._stream)
            self._stream.flush()

    @contextmanager
    def busy(self, cpu_seconds: float) -> Iterator[None]:
        """Let the watch say that the process is alive, and end it after so many CPU seconds."""
        self._limit, self._is_busy = time.process_time() + cpu_seconds, True
        try:
            yield
        finally:
            self._limit, self._is_busy = math.inf, False

    def watch(self, parent: int) -> None:
        """See that the parent is there (one that was killed cannot end its worker), and the CPU time."""
        looks = 0
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
            looks += 1
            is_over = time.process_time() >= self._limit
            if is_over or (self._is_busy and looks % ALIVE_EVERY == 0):
                with suppress(OSError):
                    self.send(Alive(overran=is_over))
            if is_over:
                break
        if sys.platform != "win32":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _take_over(stream: IO[Any], mode: str) -> IO[bytes]:
    """The pipe behind a standard stream, whose descriptor leads nowhere from now on."""
    pipe: IO[bytes] = os.fdopen(os.dup(stream.fileno()), mode)
    os.dup2(os.open(os.devnull, os.O_RDWR), stream.fileno())
    return pipe


def main() -> None:
    """Run what is asked, one after the other, until nothing more can come."""
    requests, line = _take_over(sys.stdin, "rb"), _Line(_take_over(sys.stdout, "wb"))
    try:
        threading.Thread(target=line.watch, args=(os.getppid(),), daemon=True).start()
        with line.busy(math.inf):
            for name in sys.argv[1:]:
                importlib.import_module(name)
    except Exception as fault:
        if not is_for_want_of_memory(fault):
            raise
        line.send(Failure(traceback.format_exc(), is_memory=True))
        return
    line.send(Done())
    while True:
        try:
            request, cpu_seconds = pickle.load(requests)
        except EOFError:
            return
        began = time.process_time()
        try:
            with line.busy(cpu_seconds):
                function, arguments = pickle.loads(request)
                for step in function(*arguments):
                    line.send(step)
            line.send(Done(time.process_time() - began))
        except Exception as fault:
            line.send(Failure(traceback.format_exc(), is_memory=is_for_want_of_memory(fault)))


if __name__ == "__main__":
    from staffing.worker import main as serve  # under its real name, so that a message can be read

    serve()
