"""What a play says of the targets: which a schedule misses or exceeds, and for what to aim instead.

Agents are sized, and shifts of a period are made, by a formula of the heads of an interval. Where it
gives P and the play shows S it is off by S − P. To get the target T, one has to ask the
formula for T − (S − P). That is done only where it is sure to matter: S differs from T by more than two
standard errors and by more than a point. Of the difference, the part that its own error would explain is left
out: the share error² ÷ (S − P)². Of what may be given back, a point and a standard error are kept; and only
days that make their target in nearly every replication give anything back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.plan.need.demand import Key
from staffing.simulation.measures import Ratio
from staffing.simulation.queue_to_play import QueueToPlay

SURE = 2.0  # standard errors
WORTH = 0.01  # of service level: less is no reason to change anything
MOST = 0.1  # of service level, by which the aim may differ from the target
PREDICTED_WITHIN = (
    0.01  # of service level: a prediction's standard error (0.006–0.008 in benchmarks/honesty.py)
)
CONTRADICTS = 3.0  # standard errors between the play and the prediction
SAFE = 0.9  # share of the replications in which a day makes its target that may give something back


@dataclass(frozen=True, eq=False)
class PlayedTargets:
    """What each interval of a queue, or each period, was to get, and what it got.

    `keys` of intervals; empty of periods. `sized` is what the formula gives that sizes agents and shifts.
    `predicted` is what the finest grain gives. `asked`, `sized` and `predicted` are NaN where nothing is.
    """

    offered: Floats
    asked: Floats
    sized: Floats
    predicted: Floats
    played: Ratio
    keys: tuple[Key, ...] = ()

    @classmethod
    def of(cls, queues: Sequence[QueueToPlay], levels: Sequence[Ratio]) -> PlayedTargets:
        """Of the intervals of these queues, whose levels came out so."""
        keys = [
            (queue.name, start)
            for queue in queues
            for start in queue.rows.interval_start.astype("datetime64[s]").astype(np.int64).tolist()
        ]
        return cls(
            offered=np.concatenate([queue.offered for queue in queues]),
            asked=np.concatenate([queue.target for queue in queues]),
            sized=np.concatenate([_sized(queue) for queue in queues]),
            predicted=np.concatenate([queue.predicted for queue in queues]),
            played=Ratio(
                np.concatenate([level.parts for level in levels], axis=1),
                np.concatenate([level.wholes for level in levels], axis=1),
            ),
            keys=tuple(keys),
        )

    def by_period(self, period: Ints, periods: int) -> PlayedTargets:
        """Those of periods; `period` is that of each interval."""
        known = np.isfinite(self.sized) & np.isfinite(self.asked)
        weight = np.where(known, self.offered, 0.0)

        def summed(column: Floats) -> Floats:
            return np.bincount(period, column, periods).astype(np.float64)

        def mean(column: Floats) -> Floats:
            whole = summed(np.nan_to_num(column) * weight)
            level: Floats = np.divide(whole, total, out=np.full(periods, np.nan), where=total > 0)
            return level

        total = summed(weight)
        parts, wholes = (
            np.array([summed(counts) for counts in each]) for each in (self.played.parts, self.played.wholes)
        )
        unknown = np.full(periods, np.nan)  # plays of a period are many enough
        return PlayedTargets(total, mean(self.asked), mean(self.sized), unknown, Ratio(parts, wholes))

    @property
    def shortfall(self) -> float:
        """How far below the targets contacts are served: the mean over all, 0 for what reaches its own."""
        asked = np.isfinite(self.asked) & (self.offered > 0)
        if not asked.any():
            return 0.0
        short = np.maximum(np.nan_to_num(self.asked - self.played.level), 0.0)
        return float(np.average(short[asked], weights=self.offered[asked]))

    @property
    def share_on_target(self) -> float | None:
        """How many of them, over all replications, get what is asked; None where nothing is."""
        asked = np.isfinite(self.asked) & (self.offered > 0)
        each = self.played.each[:, asked]
        reached = (each >= self.asked[asked])[np.isfinite(each)]
        return float(reached.mean()) if reached.size else None

    @property
    def is_safe(self) -> Bools:
        """Whether each gets what is asked in so many replications that it may give something back."""
        each = self.played.each
        count = np.isfinite(each).sum(axis=0)
        reached = (np.nan_to_num(each, nan=-1.0) >= np.nan_to_num(self.asked, nan=np.inf)).sum(axis=0)
        return np.asarray((count > 0) & (reached >= SAFE * count))

    def estimate(self) -> tuple[Floats, Floats]:
        """The level that each gets, and its standard error (infinite after a single play)."""
        level, error = self.played.level, np.nan_to_num(self.played.error, nan=np.inf)
        together = np.hypot(error, PREDICTED_WITHIN)
        agrees = np.isfinite(error) & (np.abs(level - self.predicted) <= CONTRADICTS * together)
        part = np.divide(error, together, out=np.zeros_like(error), where=agrees)
        of_both = level + np.where(agrees, part**2 * (self.predicted - level), 0.0)  # by precision
        return of_both, np.where(agrees, part * PREDICTED_WITHIN, error)

    def aims(self, before: Aims | None = None, may_give: Bools | None = None) -> Aims:
        """What to ask of the formulas, where it is sure to matter; elsewhere as before, first the target.

        Less is asked only where `may_give` allows it (None: everywhere).
        """
        level, error = self.estimate()
        above, off = level - self.asked, level - self.sized
        matters = np.abs(np.nan_to_num(above)) > np.maximum(SURE * error, WORTH)
        if may_give is not None:
            matters &= (above < 0) | may_give
        chance = np.divide(error, off, out=np.ones_like(off), where=np.abs(np.nan_to_num(off)) > error)
        off = np.nan_to_num(off) * (1.0 - chance**2)
        spare = np.maximum(off - (WORTH + np.where(np.isfinite(error), error, 0.0)), 0.0)
        off = np.where(above < 0, np.minimum(off, 0.0), spare)
        off = np.clip(off, -np.minimum(MOST, 0.5 * (1.0 - self.asked)), np.minimum(MOST, 0.5 * self.asked))
        aims = np.where(matters, self.asked - off, self._aimed_at(before))
        return Aims(aims, matters & (off < 0), matters & (off > 0), self.keys)

    def _aimed_at(self, before: Aims | None) -> Floats:
        """NaN where nothing was: a schedule has people at work in intervals in which the last had none."""
        if before is None:
            return np.full(len(self.offered), np.nan)
        if not self.keys:
            return before.level
        of_key = before.of_key()
        return np.array([of_key.get(key, np.nan) for key in self.keys])


def _sized(queue: QueueToPlay) -> Floats:
    return queue.predicted if queue.sized is None else queue.sized


class Aims(NamedTuple):
    """Service levels to ask for (NaN: the target), and which of them are raised and lowered by the play.

    `keys` of intervals; empty of periods.
    """

    level: Floats
    raised: Bools
    lowered: Bools
    keys: tuple[Key, ...] = ()

    @property
    def names(self) -> Sequence[object]:
        """What tells each from the others: its key; of periods their places."""
        return self.keys or range(len(self.level))

    @property
    def changes(self) -> bool:
        """Whether anything else is asked for than before."""
        return bool((self.raised | self.lowered).any())

    def at(self, starts: Times) -> frozenset[object]:
        """The keys of these intervals, of every queue."""
        wanted = set(starts.astype("datetime64[s]").astype(np.int64).tolist())
        return frozenset(key for key in self.keys if key[1] in wanted)

    def without_raising(self, left: Collection[object], before: Aims | None) -> Aims:
        """The same, but that of these no more is asked than before."""
        stays = self.raised & np.array([name in left for name in self.names], dtype=bool)
        was = dict(zip(before.names, before.level.tolist(), strict=True)) if before is not None else {}
        level = np.where(stays, [was.get(name, np.nan) for name in self.names], self.level)
        return self._replace(level=level, raised=self.raised & ~stays)

    def of_key(self) -> dict[Key, float]:
        """The level to ask for by interval."""
        return dict(zip(self.keys, self.level.tolist(), strict=True))
