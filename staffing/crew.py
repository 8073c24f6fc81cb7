"""Several workers side by side: each takes the next item that waits and gives it a turn.

An item whose turn was not enough may wait again, behind the others. Events come back as they happen.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from staffing.parallel import processors
from staffing.worker import Worker

Item = TypeVar("Item")
News = TypeVar("News")


class Crew(Generic[Item]):
    """The workers, no more than items or processors, and the items that wait."""

    def __init__(self, items: Sequence[Item], modules: Sequence[str] = ()) -> None:
        self.size = min(len(items), processors())
        self._workers = [Worker(modules) for _ in range(self.size)]
        self._waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._is_over = threading.Event()
        for item in items:
            self.wait(item)

    @property
    def waiting(self) -> int:
        """How many items wait for a turn."""
        return self._waiting.qsize()

    def wait(self, item: Item) -> None:
        """Let the item wait for a turn, behind all others."""
        self._waiting.put(item)

    def run(self, turn: Callable[[Worker, Item], Iterator[News]]) -> Iterator[News]:
        """What the turns yield, in no fixed order, until no item waits; what one raises is raised here.

        A turn runs in a thread of its worker's. When the caller stops listening, all processes are killed.
        """
        news: queue.SimpleQueue[News | Exception | None] = queue.SimpleQueue()  # None: a thread has ended
        threads = [
            threading.Thread(target=self._serve, args=(worker, turn, news), daemon=True)
            for worker in self._workers
        ]
        for thread in threads:
            thread.start()
        left = len(threads)
        try:
            while left:
                one = news.get()
                if isinstance(one, Exception):
                    raise one
                if one is None:
                    left -= 1
                else:
                    yield one
        finally:
            self._is_over.set()
            for worker in self._workers:
                worker.stop()
            for thread in threads:
                thread.join()

    def _serve(
        self,
        worker: Worker,
        turn: Callable[[Worker, Item], Iterator[News]],
        news: queue.SimpleQueue[News | Exception | None],
    ) -> None:
        """Give item after item a turn until none waits."""
        try:
            worker.start()
            while not self._is_over.is_set():
                for one in turn(worker, self._waiting.get_nowait()):
                    news.put(one)
        except queue.Empty:
            pass
        except Exception as error:  # raised again where the news are read
            news.put(error)
        finally:
            worker.close()
            news.put(None)
