"""The rows of a queue, or of all of them, with what came out of their play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.records.columns import ALL_QUEUES, IntervalRows
from staffing.records.simulation import SimulatedDays, SimulatedIntervals, SimulatedQueue
from staffing.simulation import measures
from staffing.simulation.measures import Ratio
from staffing.simulation.played import Played
from staffing.simulation.playing import Playing
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class PlayedRows:
    """Intervals of one queue, with what is expected of them: the columns of `QueueToPlay`."""

    name: str
    where: IntervalRows
    offered: Floats
    predicted: Floats
    target: Floats
    played: Played

    def without_staff(self) -> PlayedRows:
        """The same where nobody can say who was there for these contacts alone."""
        nobody = np.zeros_like(self.played.present)
        return replace(self, played=replace(self.played, present=nobody))

    def level(self, how: Playing) -> Ratio:
        """Service level by interval."""
        return measures.service_level(self.played, how.definition)

    def total(self, how: Playing) -> Ratio:
        """Service level of all intervals together: one period."""
        period = np.zeros(len(self.offered), dtype=np.int64)
        return measures.service_level(self.played.summed(period, 1), how.definition)

    def summary(self, how: Playing) -> SimulatedQueue:
        """All intervals together."""
        level = self.total(how)
        return SimulatedQueue(
            queue=self.name,
            offered=float(self.offered.sum()),
            service_level=_known(level.level[0]),
            service_level_se=_known(level.error[0]),
            predicted_service_level=_known(self._mean(self.predicted)),
            target=_known(self._mean(self.target)),
        )

    def _mean(self, column: Floats) -> float:
        """Over the contacts for which it is known."""
        known = np.isfinite(column) & (self.offered > 0)
        return float(np.average(column[known], weights=self.offered[known])) if known.any() else np.nan

    def intervals(self, how: Playing) -> SimulatedIntervals:
        """A row per interval."""
        queue = np.zeros(len(self.offered), dtype=np.int64)
        same: dict[str, Any] = self.where.same_rows() | {"queue": queue, "queues": (self.name,)}
        return SimulatedIntervals(
            **same,
            offered=self.offered,
            **_measured(self.played, self.level(how)),
            predicted_service_level=self.predicted,
        )

    def days(self, how: Playing) -> SimulatedDays:
        """A row per local day."""
        day, period = np.unique(local_day(self.where.local), return_inverse=True)
        played = self.played.summed(period, len(day))
        level, target = measures.service_level(played, how.definition), self._by_day(self.target, period)
        return SimulatedDays(
            queue=np.zeros(len(day), dtype=np.int64),
            queues=(self.name,),
            day=day,
            offered=np.bincount(period, self.offered).astype(np.float64),
            **_measured(played, level),
            predicted_service_level=self._by_day(self.predicted, period),
            probability=_probability(level, target),
        )

    def _by_day(self, column: Floats, period: Any) -> Floats:
        """Means over the contacts for which it is known; NaN where it is for none."""
        weight = np.where(np.isfinite(column), self.offered, 0.0)
        total = np.bincount(period, np.nan_to_num(column) * weight)
        contacts = np.bincount(period, weight)
        mean: Floats = np.divide(total, contacts, out=np.full(len(total), np.nan), where=contacts > 0)
        return mean


def _measured(played: Played, level: Ratio) -> dict[str, Any]:
    low, middle, high = level.quantiles()
    return {
        "service_level": level.level,
        "service_level_se": level.error,
        "service_level_p10": low,
        "service_level_p50": middle,
        "service_level_p90": high,
        "mean_wait_seconds": measures.mean_wait_seconds(played),
        "abandonment": measures.abandonment(played),
        "occupancy": measures.occupancy(played),
    }


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _probability(level: Ratio, target: Floats) -> Floats:
    """Share of the replications with contacts that reach the target; NaN where none is asked."""
    each = level.each
    count = np.isfinite(each).sum(axis=0)
    reached = (np.nan_to_num(each, nan=-1.0) >= target).sum(axis=0)
    share = np.divide(reached, count, out=np.full(count.shape, np.nan), where=count > 0)
    return np.where(np.isfinite(target), share, np.nan)


def together(sets: Sequence[PlayedRows]) -> PlayedRows:
    """All contacts of the intervals that any queue has; predicted and asked is the mean over contacts."""
    first = sets[0]
    moments = np.unique(np.concatenate([rows.where.interval_start for rows in sets]))
    place = [np.searchsorted(moments, rows.where.interval_start) for rows in sets]
    offered, predicted, target = (np.zeros(len(moments)) for _ in range(3))
    known, asked = np.zeros(len(moments)), np.zeros(len(moments))
    for rows, at in zip(sets, place, strict=True):
        offered[at] += rows.offered
        for column, total, weight in ((rows.predicted, predicted, known), (rows.target, target, asked)):
            here = np.isfinite(column)
            total[at[here]] += (column * rows.offered)[here]
            weight[at[here]] += rows.offered[here]
    where = IntervalRows(
        queue=np.zeros(len(moments), dtype=np.int64),
        queues=(ALL_QUEUES,),
        interval_start=moments,
        utc_offset_minutes=first.where.zone.offset_minutes(moments),
        interval_minutes=first.where.interval_minutes,
        timezone=first.where.timezone,
    )
    return PlayedRows(
        ALL_QUEUES,
        where,
        offered,
        np.divide(predicted, known, out=np.full(len(moments), np.nan), where=known > 0),
        np.divide(target, asked, out=np.full(len(moments), np.nan), where=asked > 0),
        Played.added([rows.played for rows in sets], place, len(moments)),
    )
