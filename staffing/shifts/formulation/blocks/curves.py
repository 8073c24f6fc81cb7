"""Service as heads above a floor give it, step by step; its concave hull, and straight pieces of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.formulation.need import CoverageNeed

TOLERANCE = 1e-6  # of service level; to which solvers keep rows, too
THINNED = 1e-5  # of service level
MOST_STEPS = 20_000
PLENTY = 10.0  # times the floor, and `PLENTY_HEADS` more: service no longer rises there
PLENTY_HEADS = 1000.0


@dataclass(frozen=True, eq=False)
class Curves:
    """Service of the counted intervals, a row each, at c_t, c_t + step, …: as it is, and its concave hull.

    `kept` are the points between which the model takes the hull to be straight.
    """

    heads: Floats
    service: Floats
    hull: Floats
    kept: Bools

    @property
    def is_overstated(self) -> Bools:
        """Points at which the hull lies above the service."""
        return self.hull > self.service + TOLERANCE

    @property
    def concave_from(self) -> Floats:
        """Heads from which on no point is overstated, for each row."""
        points = self.heads.shape[1]
        last = points - 1 - np.argmax(self.is_overstated[:, ::-1], axis=1)
        first = np.where(self.is_overstated.any(axis=1), np.minimum(last + 1, points - 1), 0)
        return self.heads[np.arange(len(first)), first]

    @property
    def counted_on(self) -> Floats:
        """Service that model and truth both grant: the lower of the straight pieces and the service."""
        rows = zip(self.heads, self.hull, self.kept, strict=True)
        straight = np.array([np.interp(heads, heads[kept], hull[kept]) for heads, hull, kept in rows])
        lower: Floats = np.minimum(straight.reshape(self.service.shape), self.service)
        return lower

    @property
    def most(self) -> Floats:
        """Heads beyond which more no longer count, for each row."""
        return self.heads[:, -1]

    def overstated_at(self, heads: Floats) -> Bools:
        """Rows whose hull is above their service at so many heads."""
        step = self.heads[0, 1] - self.heads[0, 0] if self.heads.shape[1] > 1 else 1.0
        point = np.round((heads - self.heads[:, 0]) / step).astype(np.int64)
        point = np.clip(point, 0, self.heads.shape[1] - 1)
        return self.is_overstated[np.arange(len(point)), point]


def curves_of(need: CoverageNeed, counted: Ints, of_heads: Callable[[Floats], Floats]) -> Curves:
    """Sample the service at every coverage from the floor up to where it hardly rises any more."""
    top = of_heads(need.rounded_up * PLENTY + PLENTY_HEADS)[counted]
    sampled = [of_heads(need.rounded_up)[counted]]
    while np.any(top - sampled[-1] > THINNED) and len(sampled) < MOST_STEPS:
        sampled.append(of_heads(need.rounded_up + len(sampled) * need.step)[counted])
    values = np.maximum.accumulate(np.column_stack(sampled), axis=1)
    heads = need.rounded_up[counted][:, None] + need.step * np.arange(values.shape[1])
    hull = np.array([_hull(row) for row in values]).reshape(values.shape)
    return Curves(heads, values, hull, _kept(hull))


def _hull(values: Floats) -> Floats:
    """The least concave curve above equally spaced values (Andrew's monotone chain)."""
    kept: list[int] = []
    points = values.tolist()
    for i, value in enumerate(points):
        while len(kept) > 1:
            j, k = kept[-2], kept[-1]
            if (points[k] - points[j]) * (i - j) > (value - points[j]) * (k - j):
                break
            kept.pop()
        kept.append(i)
    return np.interp(np.arange(len(points)), kept, values[kept])


def _kept(hull: Floats) -> Bools:
    """Enough points that the straight lines between them stay within the tolerance; the first and last too.

    A chord over n steps of curvature q is off by q n² / 8 at most, so points at equal distances along the
    sum of √q share the error out evenly; the last of them may add as much again.
    """
    bend = np.zeros_like(hull)
    bend[:, 1:-1] = np.sqrt(np.maximum(2 * hull[:, 1:-1] - hull[:, :-2] - hull[:, 2:], 0.0))
    stage = np.floor(np.cumsum(bend, axis=1) / np.sqrt(2 * THINNED))
    kept = np.ones_like(hull, dtype=bool)
    kept[:, 1:-1] = (bend > 0)[:, 1:-1] & (np.diff(stage, axis=1)[:, :-1] > 0)
    return kept


def pieces_of(kept: Bools) -> tuple[Ints, Ints, Ints]:
    """Row, first and last point of each straight piece."""
    place, point = np.nonzero(kept)
    same = place[1:] == place[:-1]
    return place[1:][same], point[:-1][same], point[1:][same]
