"""What the shifts must cover: heads per interval, all queues added, and the contacts behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.records.columns import IntervalRows
from staffing.records.demand import Demand
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class QueueNeeds:
    """The rows of several queues behind a need: `place[i]` is the interval of row i in it.

    `heads` are those that the row requires, `agents` those of them on the phones. `floor` are heads that it
    has in any case, where a day or week decides about the others.
    """

    demand: Demand
    place: Ints
    heads: Floats
    agents: Floats
    floor: Floats | None = None


@dataclass(frozen=True, eq=False)
class Need(IntervalRows):
    """A complete grid of intervals; `offered` is NaN where the file does not know it.

    `phone_share`: agents on the phones per head, which training or absence may make differ by interval.

    Several queues are added up: heads and contacts by sum, handle time weighted by contacts. `by_queue` keeps
    what each of them asked for; None where there is one. `with_rows` are the intervals of which there was a
    row: None where nobody counted.
    """

    required: Floats
    offered: Floats
    aht_seconds: Floats
    phone_share: Floats
    by_queue: QueueNeeds | None = None
    with_rows: Bools | None = None

    @property
    def holes(self) -> Bools:
        """Intervals without a row, of stretches within a day beside a need, and of whole days between."""
        if self.with_rows is None:
            return np.zeros(len(self), dtype=bool)
        day = local_day(self.local)
        needed = np.flatnonzero(self.required > 0)
        found = ~self.with_rows
        found[: needed.min(initial=len(self))] = False
        found[needed.max(initial=-1) + 1 :] = False
        edges = np.flatnonzero(np.diff(np.concatenate([[False], found, [False]]).astype(np.int8)))
        for first, end in edges.reshape(-1, 2).tolist():
            between = day[first - 1] == day[end]
            beside = self.required[first - 1] > 0 or self.required[end] > 0
            if not (between and beside):
                whole = (day[first:end] > day[first - 1]) & (day[first:end] < day[end])
                found[first:end] = whole
        return np.asarray(found)

    @property
    def known(self) -> Bools:
        """Where contacts and their handle time are known."""
        known: Bools = np.isfinite(self.offered) & (np.isfinite(self.aht_seconds) | (self.offered == 0))
        return known

    @cached_property
    def demand(self) -> Demand:
        """All queues pooled; nobody where it is not known."""
        return Demand(
            **self.same_rows(),
            offered=np.where(self.known, self.offered, 0.0),
            aht_seconds=self.aht_seconds,
        )

    @property
    def queue_rows(self) -> QueueNeeds:
        """The rows by queue; of one queue the intervals, with whatever heads are there."""
        if self.by_queue is not None:
            return self.by_queue
        nobody = np.zeros(len(self))
        return QueueNeeds(self.demand, np.arange(len(self)), nobody, nobody)

    def rows(self, chosen: Bools | Ints) -> Self:
        """The rows chosen; what each queue asked for is of the whole need alone."""
        return super(Need, replace(self, by_queue=None)).rows(chosen)
