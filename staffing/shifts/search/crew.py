"""Several workers side by side: each takes the next part, and searches it for its share of the time.

A part whose share was not enough waits again, behind the others, for what time they leave. One that branch
and bound should close is begun anew, so that its solution is the same however often it had to wait.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from staffing.programs.target import Target
from staffing.shifts.search.part import Found, Means, Part
from staffing.shifts.search.worker import Worker

LEAST_SECONDS = 1.0  # for a part without a solution, even when the time is over: enough for a first one


@dataclass(frozen=True, eq=False)
class Event:
    """What is known of the part with that key: the best so far, or its last."""

    key: bytes
    found: Found
    is_last: bool


class Crew:
    """The workers, the parts that wait, and the events that come back."""

    def __init__(
        self,
        parts: dict[bytes, Part],
        known: dict[bytes, Found],
        target: Target,
        deadline: float,
        solver: str,
    ) -> None:
        self._parts = parts
        self._known = known
        self._target = target
        self._deadline = deadline
        self._waiting: queue.SimpleQueue[tuple[bytes, Found]] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event | Exception] = queue.SimpleQueue()
        self._is_over = threading.Event()
        self._workers = [Worker() for _ in range(min(len(parts), processors()))]
        self._means = Means(solver, max(processors() // len(self._workers), 1))

    def search(self) -> Iterator[Event]:
        """Search all parts; events come as they happen, in no fixed order."""
        for key in self._parts:
            self._waiting.put((key, self._known[key]))
        threads = [threading.Thread(target=self._serve, args=(w,), daemon=True) for w in self._workers]
        for thread in threads:
            thread.start()
        left = len(self._parts)
        try:
            while left:
                event = self._events.get()
                if isinstance(event, Exception):
                    raise event
                left -= event.is_last
                yield event
        finally:
            self._is_over.set()
            for worker in self._workers:
                worker.stop()
            for thread in threads:
                thread.join()

    def _serve(self, worker: Worker) -> None:
        """Search part after part until none waits."""
        try:
            worker.start()
            while not self._is_over.is_set():
                seconds = self._share()
                key, known = self._waiting.get_nowait()
                if self._is_late and known.values is not None:
                    self._events.put(Event(key, known, is_last=True))
                    continue
                part = self._parts[key]
                begin = self._known[key] if part.is_one_window else known
                found = begin
                for found in worker.search(part, self._target, seconds, self._means, begin):
                    self._events.put(Event(key, known.or_better(found), is_last=False))
                if not self._is_close(found):
                    found = known.or_better(found)
                is_last = self._is_close(found) or self._is_late
                self._events.put(Event(key, found, is_last))
                if not is_last:
                    self._waiting.put((key, found))
        except queue.Empty:
            return
        except Exception as error:  # raised again where the events are read
            self._events.put(error)
        finally:
            worker.close()

    def _is_close(self, found: Found) -> bool:
        """True if a part needs no further search."""
        return found.infeasible or self._target.reached(found.objective, found.bound)

    @property
    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline - LEAST_SECONDS

    def _share(self) -> float:
        """Seconds for the next part: what is left, over the rounds the waiting parts will take."""
        rounds = max(-(-self._waiting.qsize() // len(self._workers)), 1)
        return max((self._deadline - time.monotonic()) / rounds, LEAST_SECONDS)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
