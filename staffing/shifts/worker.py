"""A search in a process of its own, which can be killed.

HiGHS has been seen to overrun its time limit by minutes, and Python cannot stop a thread inside it. So a
part of any size is searched by `python -m staffing.shifts.worker`, which streams each improvement back;
at the deadline the process is killed and the last improvement stands. A plain subprocess is used, not
`multiprocessing`: it neither forks a threaded program nor imports the caller's main module again.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from staffing.shifts.search import Found, Part, search
from staffing.shifts.target import Target

GRACE_SECONDS = 2.0  # beyond the limit, before a search that does not stop is killed


@dataclass(frozen=True)
class _Failure:
    """What went wrong in the worker."""

    text: str


class Worker:
    """A search process, started when first needed and again after it had to be killed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def search(self, part: Part, target: Target, seconds: float) -> Iterator[Found]:
        """As `search.search`, ended after `seconds` and a grace at the latest."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        killer = threading.Timer(seconds + GRACE_SECONDS, process.kill)
        killer.daemon = True
        killer.start()
        try:
            pickle.dump((part, target, seconds), process.stdin)
            process.stdin.flush()
            yield from _received(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self.close()
        finally:
            killer.cancel()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            path = os.pathsep.join(entry for entry in sys.path if entry)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "staffing.shifts.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process


def _received(stream: IO[bytes]) -> Iterator[Found]:
    """Messages until the one that ends the search."""
    while (message := pickle.load(stream)) is not None:
        if isinstance(message, _Failure):
            raise RuntimeError(f"the shift search failed:\n{message.text}")
        yield message


def main() -> None:
    """Serve searches until standard input ends; nothing but messages goes to standard output."""
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    while True:
        try:
            part, target, seconds = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            for found in search(part, target, seconds):
                pickle.dump(found, messages)
                messages.flush()
            pickle.dump(None, messages)
        except Exception:
            pickle.dump(_Failure(traceback.format_exc()), messages)
        messages.flush()


if __name__ == "__main__":
    from staffing.shifts.worker import main as serve  # under its real name, so that what it sends can be read

    serve()
