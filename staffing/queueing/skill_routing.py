"""Which group an arriving contact tries first, where groups of agents serve several queues by skill levels.

This is the overflow order of G. Koole and A. Pot (2006), "An overview of routing and staffing algorithms in
multi-skill customer contact centers": of the groups that serve a queue each has its place.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints

NONE = -1


def group_choices(level: Ints, breadth: Ints | None = None) -> Ints:
    """Of each queue the groups that serve it, `NONE` behind the last.

    In the order of the lowest level, then of fewest queues served, then as listed. `level` has a row per
    group and a column per queue; 0: does not serve it. `breadth` is how many queues each group serves, where
    these are not all of them.
    """
    count = (level > 0).sum(axis=1) if breadth is None else breadth
    choice = np.full(level.T.shape, NONE, dtype=np.int64)
    for queue in range(level.shape[1]):
        serve = np.flatnonzero(level[:, queue])
        order = np.lexsort((serve, count[serve], level[serve, queue]))
        choice[queue, : serve.size] = serve[order]
    return choice
