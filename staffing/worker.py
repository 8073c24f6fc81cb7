"""A process that can be killed: generators run in it, and what they yield comes back step by step.

Solvers have been seen to overrun their time limits by minutes, and Python cannot stop a thread inside one.
So what may take long is run by `python -m staffing.worker`, which sends each step back; when its time is over
the process is killed and the last step stands. A plain subprocess is used, not `multiprocessing`: it neither
forks a threaded program nor imports the caller's main module again.

Standard input, output and error of the process lead nowhere, so that nothing run in it can disturb the
messages, or print where the command prints. It leads a process group, so that a solver which is a command of
its own (CBC) is killed with it; and it ends when its parent does.
"""

from __future__ import annotations

import importlib
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

STARTUP_SECONDS = 60.0

Step = TypeVar("Step")


@dataclass(frozen=True)
class Failure:
    """What went wrong in the worker: its traceback."""

    text: str


class Worker:
    """A process of its own, started when first needed and again after it had to be killed.

    It imports `modules` when it starts, so that a run's time is its own.
    """

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._modules = tuple(modules)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

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
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        )
        with _killed_after(self._process, STARTUP_SECONDS):
            try:
                list(_received(self._output))
            except EOFError:
                if self._is_stopped:
                    return
                raise RuntimeError("a worker process did not start") from None

    def run(
        self, function: Callable[..., Iterator[Step]], arguments: Sequence[Any], seconds: float
    ) -> Iterator[Step]:
        """What `function` of these arguments yields there; the process is killed after `seconds`.

        Arguments and steps must be picklable, `function` one that the worker can import by its name. What it
        raises is raised here as a RuntimeError with the worker's traceback.
        """
        self.start()
        assert self._process is not None
        if self._is_stopped:
            return
        with _killed_after(self._process, seconds):
            try:
                assert self._process.stdin is not None
                pickle.dump(pickle.dumps((function, tuple(arguments))), self._process.stdin)
                self._process.stdin.flush()
                yield from _received(self._output)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                self.close()

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

    @property
    def process_id(self) -> int | None:
        """None while no process runs."""
        return None if self._process is None else self._process.pid

    @property
    def _output(self) -> IO[bytes]:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process if the block takes longer."""
    killer = threading.Timer(max(seconds, 0.0), kill_group, [process])
    killer.daemon = True
    killer.start()
    try:
        yield
    finally:
        killer.cancel()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and the solver it runs; where there are no process groups (Windows), the worker."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _received(stream: IO[bytes]) -> Iterator[Any]:
    """Messages until the one that ends the run."""
    while (message := pickle.load(stream)) is not None:
        if isinstance(message, Failure):
            raise RuntimeError(f"a worker process failed:\n{message.text}")
        yield message


def _end_with_parent(parent: int) -> None:
    """A parent that was killed cannot end its worker: the worker looks for itself, even amid a run."""
    while os.getppid() == parent:
        time.sleep(1.0)
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
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    requests, messages = _take_over(sys.stdin, "rb"), _take_over(sys.stdout, "wb")
    for name in sys.argv[1:]:
        importlib.import_module(name)
    pickle.dump(None, messages)
    messages.flush()
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        try:
            function, arguments = pickle.loads(request)
            for step in function(*arguments):
                pickle.dump(step, messages)
                messages.flush()
            pickle.dump(None, messages)
        except Exception:
            pickle.dump(Failure(traceback.format_exc()), messages)
        messages.flush()


if __name__ == "__main__":
    from staffing.worker import main as serve  # under its real name, so that a Failure can be read

    serve()
