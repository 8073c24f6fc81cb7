"""One thing that `inspect` found, countable and in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

EVERY_QUEUE = "every queue"


@dataclass(frozen=True)
class Finding:
    """`kind` groups findings, `count` of `unit`s; `text` says what and where; `queue` names one or all."""

    kind: str
    queue: str
    count: int
    unit: str
    text: str


def spans(days: NDArray[np.datetime64]) -> list[tuple[np.datetime64, np.datetime64]]:
    """First and last day of each run of consecutive days."""
    if not len(days):
        return []
    breaks = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(days.tolist())) if (b - a).days > 1), len(days)]
    return [(days[a], days[b - 1]) for a, b in pairwise(breaks)]


def span_texts(days: NDArray[np.datetime64], most: int = 15) -> str:
    """`2012-12-28 to 2013-01-03, 2013-02-02 …`, at most so many."""
    found = spans(days)
    texts = [str(a) if a == b else f"{a} to {b}" for a, b in found[:most]]
    return ", ".join(texts) + (f" and {len(found) - most} more" if len(found) > most else "")
