"""Several workers side by side: each takes the next item that waits and gives it a turn.

What comes back hangs on no order: who reads it keeps it by item. An item whose worker was lost waits until
the others are done, and then has its turn again with the machine for itself, as memory may have been short;
twice, then it is given up.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from staffing.worker import Worker, WorkerLost

Item = TypeVar("Item")
News = TypeVar("News")

RESTARTS = 2


class Crew(Generic[Item]):
    """So many workers at most, all of which import `modules`."""

    def __init__(self, size: int, modules: Sequence[str] = ()) -> None:
        self._size = max(size, 1)
        self._modules = modules

    def run(
        self,
        items: Sequence[Item],
        turn: Callable[[Worker, Item], Iterator[News]],
        given_up: Callable[[Item, str], Iterator[News]],
    ) -> Iterator[News]:
        """What the turns yield, in no fixed order; what one raises is raised here.

        A turn runs in a thread of its worker's. Of an item whose worker was lost three times, `given_up`, who
        is also told how, has the last word. When the caller stops listening, all processes are killed.
        """
        waiting, size = list(enumerate(items)), min(self._size, len(items))
        lost: dict[int, str] = {}
        for _ in range(1 + RESTARTS):
            lost.clear()
            if waiting:
                yield from _Shift(waiting, size, self._modules, lost).run(turn)
            waiting, size = [(number, items[number]) for number in sorted(lost)], 1
        for number, item in waiting:
            yield from given_up(item, lost[number])


class _Shift(Generic[Item]):
    """The items that wait, numbered, and the workers that serve them; `lost`: how, by number."""

    def __init__(
        self, items: Sequence[tuple[int, Item]], size: int, modules: Sequence[str], lost: dict[int, str]
    ) -> None:
        self._workers = [Worker(modules) for _ in range(size)]
        self._waiting: queue.SimpleQueue[tuple[int, Item]] = queue.SimpleQueue()
        self._is_over = threading.Event()
        self._lost = lost
        for item in items:
            self._waiting.put(item)

    def run(self, turn: Callable[[Worker, Item], Iterator[News]]) -> Iterator[News]:
        """One turn for each item."""
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
            while not self._is_over.is_set():
                number, item = self._waiting.get_nowait()
                try:
                    for one in turn(worker, item):
                        news.put(one)
                except WorkerLost as loss:
                    self._lost[number] = str(loss)
        except queue.Empty:
            pass
        except Exception as error:  # raised again where the news are read
            news.put(error)
        finally:
            worker.close()
            news.put(None)
