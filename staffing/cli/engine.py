"""The options that say where work is done, and which share of it. Shared by all commands on many queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from staffing.parallel import Engine
    from staffing.shard import Shard

Jobs = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Number of parallel processes (does not change the result). "
        "Default: one per core where there is work enough.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Dask scheduler whose workers do the work, such as tcp://10.0.0.5:8786 "
        "(does not change the result).",
    ),
]
Share = Annotated[
    str | None,
    typer.Option(
        metavar="K/N",
        help="Do only the K-th of N shares of the work, split by a hash of the names; "
        "all N together do everything once.",
    ),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class EngineArguments:
    """Processes or a cluster, and the share that is done here."""

    jobs: Jobs = None
    cluster: Cluster = None
    shard: Share = None

    @property
    def engine(self) -> Engine:
        """Where the work is done; UsageError for options that contradict each other."""
        from staffing.parallel import Engine

        return Engine(self.jobs, self.cluster)

    @property
    def share(self) -> Shard | None:
        """None: all of the work."""
        from staffing.shard import Shard

        return None if self.shard is None else Shard.parse(self.shard)
