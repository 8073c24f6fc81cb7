"""Work on a Dask cluster that runs already: what a worker that dies had to do, Dask gives to another.

Dask is imported when a cluster is named (extra `[dask]`). Its workers must have this version of `staffing`.
"""

from __future__ import annotations

import importlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from staffing.errors import UsageError
from staffing.version import __version__

Item = TypeVar("Item")
Result = TypeVar("Result")

CONNECT_SECONDS = 20.0
# A task brings its queues along, on purpose: so it can run again where the worker dies. Dask would keep the
# last thousand messages for its developers, and with them the queues.
OF_TASKS_WITH_DATA = {
    "distributed.admin.large-graph-warning-threshold": "1TB",
    "distributed.admin.low-level-log-length": 10,
}
TASKS_AHEAD = 3  # for each thread of a worker: enough that none waits, few enough to hold in memory


class ClusterError(UsageError):
    """The cluster that was named cannot do the work."""


@dataclass(frozen=True, eq=False)
class Cluster:
    """Workers of a cluster, while they are connected."""

    client: Any
    address: str
    threads: int

    def each(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Callable[[], Result]]:
        """For each item, in order, what gives its result, or raises what the function raised.

        Items are taken when workers are about to be free for them. ClusterError where workers died over an
        item again and again, or the scheduler is gone.
        """
        waiting: deque[Any] = deque()
        for item in items:
            waiting.append(self.client.submit(function, item, pure=False))
            if len(waiting) > TASKS_AHEAD * self.threads:
                yield self._result_of(waiting.popleft())
        while waiting:
            yield self._result_of(waiting.popleft())

    def _result_of(self, future: Any) -> Callable[[], Any]:
        def result() -> Any:
            try:
                return future.result()
            except _dask("distributed.scheduler").KilledWorker:
                raise ClusterError(
                    f"--cluster {self.address}: worker after worker died over the same work",
                    hint="give the workers more memory or fewer threads each; their logs say why they died",
                ) from None
            except CancelledError:  # which Dask raises of all work that waits
                raise ClusterError(
                    f"--cluster {self.address}: the connection to the scheduler was lost",
                    hint="see that the scheduler runs and can be reached, and run it again",
                ) from None

        return result


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`; ClusterError where it cannot be used."""
    dask, distributed = _dask("dask"), _dask("distributed")
    for name in ("distributed", "distributed.client"):  # each has a level of its own
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters comes as an error
    with dask.config.set(OF_TASKS_WITH_DATA):
        try:
            client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as fault:
            raise ClusterError(
                f"--cluster {address}: no Dask scheduler answers ({fault})",
                hint="start one with: dask scheduler; it prints its address, such as tcp://10.0.0.5:8786",
            ) from None
        with client:
            yield Cluster(client, address, _threads(client, address))


def _threads(client: Any, address: str) -> int:
    """Of all workers, once there is one; ClusterError where none comes or another version is there."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise ClusterError(
            f"--cluster {address}: the scheduler has no workers",
            hint=f"start one with: dask worker {address}",
        ) from None
    versions = client.run(_version_there, on_error="return")
    if others := ", ".join(sorted({str(there) for there in versions.values()} - {__version__})):
        raise ClusterError(
            f"--cluster {address}: workers must run staffing {__version__}, found {others}",
            hint=f"install it where they run: pip install staffing=={__version__}",
        )
    return sum(client.nthreads().values())


def _dask(module: str) -> Any:
    """A module of Dask, which has types in part only; UsageError where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        hint = "run: pip install 'staffing[dask]'"
        raise UsageError("--cluster: the library distributed is not installed", hint=hint) from None


def _version_there() -> str:
    return __version__
