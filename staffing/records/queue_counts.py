"""The counts of all queues as their file has them, beside a history of which only a share was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats

MOST_CELLS = 20_000_000  # queues by times, of which totals are looked for


@dataclass(frozen=True, eq=False)
class QueueCounts:
    """Rows of one queue each: `queue[i]` indexes `queues`, `time[i]` indexes `times`, told apart by numbers.

    `counts` are columns by their word, `offered` among them. Of more than `MOST_CELLS` there are no rows.
    """

    queues: tuple[str, ...]
    times: tuple[int, ...]
    queue: NDArray[np.integer[Any]]
    time: NDArray[np.integer[Any]]
    counts: Mapping[str, Floats]
    are_too_many: bool = False
