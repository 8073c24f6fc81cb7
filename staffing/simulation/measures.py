"""Levels, waits and their errors from the counts of replications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.definitions import DEFINITIONS
from staffing.simulation.played import Played
from staffing.simulation.tally import Outcome

_ANSWERED = [Outcome.AT_ONCE, Outcome.IN_TIME, Outcome.LATE]
_COUNTS: dict[str, list[Outcome]] = {
    "offered": list(Outcome),
    "answered": _ANSWERED,
    "abandoned": [Outcome.GONE_IN_TIME, Outcome.GONE_LATE],
    "answered_within_target": [Outcome.AT_ONCE, Outcome.IN_TIME],
    "abandoned_within_target": [Outcome.GONE_IN_TIME],
}
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Ratio:
    """Of each period: Σ part ÷ Σ whole over the replications, its standard error, and each replication's own.

    NaN where there is no whole. `parts` and `wholes` have the shape (replications, periods).
    """

    parts: Floats
    wholes: Floats

    @property
    def level(self) -> Floats:
        """The ratio of the sums."""
        return _ratio(self.parts.sum(axis=0), self.wholes.sum(axis=0))

    @property
    def error(self) -> Floats:
        """Standard error of the ratio of means, by the delta method."""
        return self._error(self.parts - np.nan_to_num(self.level) * self.wholes)

    def _error(self, around: Floats) -> Floats:
        count = len(self.parts)
        if count < 2:
            return np.full(self.parts.shape[1], np.nan)
        spread = np.sqrt((around**2).sum(axis=0) * (count / (count - 1)))
        return _ratio(spread, self.wholes.sum(axis=0))

    def above(self, other: Ratio) -> tuple[Floats, Floats]:
        """How far it lies above another that was played with the same numbers, and the error of that."""
        mine, its = (
            (one.parts - np.nan_to_num(one.level) * one.wholes) / np.maximum(one.wholes.mean(axis=0), 1e-12)
            for one in (self, other)
        )
        error = (mine - its).std(axis=0, ddof=1) / np.sqrt(len(self.parts))
        return self.level - other.level, error

    @classmethod
    def joined(cls, ratios: Sequence[Ratio]) -> Ratio:
        """The periods of one after those of the other."""
        return cls(*(np.concatenate([getattr(one, name) for one in ratios], axis=1) for name in _COUNTS_OF))

    def part(self, replications: int, periods: slice) -> Ratio:
        """That of the first replications and some periods."""
        return Ratio(self.parts[:replications, periods], self.wholes[:replications, periods])

    @property
    def each(self) -> Floats:
        """That of each replication; NaN where it has no whole."""
        return _ratio(self.parts, self.wholes)

    def quantiles(self) -> Floats:
        """p10, p50 and p90 over the replications, of shape (3, periods)."""
        each = self.each
        found = np.full((len(QUANTILES), each.shape[1]), np.nan)
        some = np.isfinite(each).any(axis=0)
        if some.any():
            found[:, some] = np.nanquantile(each[:, some], QUANTILES, axis=0)
        return found


_COUNTS_OF = ("parts", "wholes")


def service_level(played: Played, definition: str) -> Ratio:
    """By one of the definitions of `staffing.definitions`."""
    part, whole = DEFINITIONS[definition].of_counts(lambda name: counts(played, name))
    return Ratio(part, whole)


def counts(played: Played, name: str) -> Floats:
    """Contacts of a kind, such as `answered`."""
    found: Floats = played.outcomes[:, :, _COUNTS[name]].sum(axis=2).astype(np.float64)
    return found


def mean_wait_seconds(played: Played) -> Floats:
    """Of the answered; NaN where nobody is."""
    return _ratio(played.waited.sum(axis=0), counts(played, "answered").sum(axis=0))


def abandonment(played: Played) -> Floats:
    """Gave up ÷ offered."""
    return _ratio(counts(played, "abandoned").sum(axis=0), counts(played, "offered").sum(axis=0))


def occupancy(played: Played) -> Floats:
    """Busy ÷ on the phones; at most 1, since leavers finish what they have in hand."""
    return np.minimum(_ratio(played.busy.sum(axis=0), played.present.sum(axis=0)), 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
    return ratio
