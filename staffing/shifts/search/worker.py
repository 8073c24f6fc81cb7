"""A search in a process of its own, which can be killed.

HiGHS has been seen to overrun its time limit by minutes, and Python cannot stop a thread inside it. So a
part of any size is searched by `python -m staffing.shifts.search.worker`, which streams each improvement
back; at the deadline the process is killed and the last improvement stands. A plain subprocess is used, not
`multiprocessing`: it neither forks a threaded program nor imports the caller's main module again.
It leads a process group, so that a solver which is a command of its own (CBC) is killed with it.
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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from staffing.programs.target import Target
from staffing.shifts.search.method import search
from staffing.shifts.search.part import NOTHING, Found, Means, Part

STARTUP_SECONDS = 60.0
GRACE_SECONDS = 2.0  # beyond the limit, before a search that does not stop is killed


@dataclass(frozen=True)
class _Failure:
    """What went wrong in the worker."""

    text: str


class Worker:
    """A search process, started when first needed and again after it had to be killed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def start(self) -> None:
        """Have the process running, its imports done, so that a search's time is its own."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "staffing.shifts.search.worker"],
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
                raise RuntimeError("the process that searches for shifts did not start") from None

    def search(
        self, part: Part, target: Target, seconds: float, means: Means | None = None, known: Found = NOTHING
    ) -> Iterator[Found]:
        """As `method.search`, ended after `seconds` and a grace at the latest."""
        self.start()
        assert self._process is not None
        if self._is_stopped:
            return
        with _killed_after(self._process, seconds + GRACE_SECONDS):
            try:
                assert self._process.stdin is not None
                pickle.dump((part, target, seconds, means, known), self._process.stdin)
                self._process.stdin.flush()
                yield from _received(self._output)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                self.close()

    def stop(self) -> None:
        """From another thread: kill the process, so that the search under way ends, and begin no other."""
        self._is_stopped = True
        if (process := self._process) is not None:
            _kill(process)

    def close(self) -> None:
        """End the process and its pipes; to be called by the thread that uses the worker."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be flushed has nowhere to go
                    pipe.close()

    @property
    def _output(self) -> IO[bytes]:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process if the block takes longer."""
    killer = threading.Timer(max(seconds, 0.0), _kill, [process])
    killer.daemon = True
    killer.start()
    try:
        yield
    finally:
        killer.cancel()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and the solver it runs; where there are no process groups (Windows), the worker."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _received(stream: IO[bytes]) -> Iterator[Found]:
    """Messages until the one that ends the search."""
    while (message := pickle.load(stream)) is not None:
        if isinstance(message, _Failure):
            raise RuntimeError(f"the shift search failed:\n{message.text}")
        yield message


def _end_with_parent(parent: int) -> None:
    """A parent that was killed cannot end its worker: the worker looks for itself, even amid a search."""
    while os.getppid() == parent:
        time.sleep(1.0)
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Serve searches until standard input ends; nothing but messages goes to standard output."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    for name in ("pulp", "highspy", "scipy.sparse"):
        importlib.import_module(name)
    pickle.dump(None, messages)
    messages.flush()
    while True:
        try:
            asked = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            for found in search(*asked):
                pickle.dump(found, messages)
                messages.flush()
            pickle.dump(None, messages)
        except Exception:
            pickle.dump(_Failure(traceback.format_exc()), messages)
        messages.flush()


if __name__ == "__main__":
    from staffing.shifts.search.worker import (
        main as serve,  # under its real name, so that what it sends can be read
    )

    serve()
