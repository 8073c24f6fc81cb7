"""Commands that this one runs, which are told to end when it is."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError


class Children:
    """The processes that run now, each waited for by a thread of its own."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._is_over = False
        self._lock = threading.Lock()

    def run(self, command: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end and keep what it says; CancelledError once all were told to end."""
        with self._lock:
            if self._is_over:
                raise CancelledError
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=env,
            )
            self._running.add(child)
        stdout, stderr = child.communicate()
        self._running.discard(child)
        return subprocess.CompletedProcess(command, child.returncode, stdout, stderr)

    def end(self) -> None:
        """Tell all that run to end, in good order, and begin no other."""
        with self._lock:
            self._is_over = True
            for child in list(self._running):
                child.terminate()
