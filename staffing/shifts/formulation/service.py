"""A service level that a whole day or week must reach, however its intervals share it out.

Source: G. Koole and E. van der Sluis (2003), "Optimal shift scheduling with a global service level
constraint", IIE Transactions 35, 1049–1055; as a linear program A. Ingolfsson, F. Campello, X. Wu and
E. Cabral (2010), "Combining integer programming and the randomization method to schedule employees",
European Journal of Operational Research 202, 153–163.

Coverage of an interval is c_t, its floor, or one, two, … steps more. Between those the service is taken to
be straight, and to be concave: its concave hull. Each straight piece k is a variable

    0 ≤ w_tk ≤ width_k      heads above the floor that the piece stands for, slope_k service per head

and, as slopes fall, a program that needs service fills the pieces in their order. Then

    Cover    coverage_t − Σ_k w_tk ≥ c_t
    Service  Σ_t contacts_t (service(c_t) + Σ_k slope_k w_tk) ≥ target · Σ_t contacts_t      each period

At every schedule this is exact where the curve is concave; the hull lies above it elsewhere (`overstated`),
which `forgone` settles.
Pieces so short that the straight line across several of them loses no more than `THINNED` are joined, which
can only ask for more; it moves the least cost, and so the bound, by some millionths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.shifts.formulation.need import CoverageNeed

TOLERANCE = 1e-6  # of service level; to which solvers keep rows, too
THINNED = 1e-5  # of service level
MOST_STEPS = 20_000
PLENTY = 10.0  # times the floor, and `PLENTY_HEADS` more: service no longer rises there
PLENTY_HEADS = 1000.0


@dataclass(frozen=True, eq=False)
class PeriodService:
    """The call-weighted service level that each period must reach, and what gives it.

    contacts: per interval; 0 where nobody calls or it is not known
    period:   0, 1, …: the period of each interval
    target:   fraction, one for all periods or one for each
    of_heads: service level of every interval with so many heads at work in it, fractions of a head allowed
    """

    contacts: Floats
    period: Ints
    target: Floats | float
    of_heads: Callable[[Floats], Floats]

    @property
    def counted(self) -> Ints:
        """The intervals that count."""
        return np.flatnonzero(self.contacts > 0)

    @property
    def total(self) -> Floats:
        """Contacts of each period."""
        return np.bincount(self.period, self.contacts).astype(float)

    def level(self, service_level: Floats) -> Floats:
        """The level of each period from that of its intervals; the target where nobody calls."""
        weighted = np.where(self.contacts > 0, self.contacts * service_level, 0.0)
        total = self.total
        level = np.bincount(self.period, weighted) / np.where(total > 0, total, 1.0)
        return np.where(total > 0, level, self.target)

    def shortfall(self, working: Floats) -> Floats:
        """How far each period stays below the target with so many heads at work; 0 where it does not."""
        short = self.target - self.level(self.of_heads(working))
        return np.where(short > TOLERANCE, short, 0.0)


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


@dataclass(frozen=True, eq=False)
class ServiceRows:
    """The row of each period (−1: nobody calls in it), how many of its intervals count, and the curves.

    A row counts in intervals' worth of service, so that its entries are of the size of slopes. The pieces
    are columns: which row of the curves they belong to, their slope, what a head on them gives to the row of
    the period, and how wide they are.
    """

    row: Ints
    intervals: Ints
    target: Floats
    period: Ints
    curves: Curves
    piece: Ints
    of: Ints
    slope: Floats
    gain: Floats
    width: Floats

    def level_of_intervals(self, values: Floats) -> Floats:
        """Service of the counted intervals by the pieces in use."""
        gained = np.bincount(self.of, self.slope * values[self.piece], minlength=len(self.curves.hull))
        level: Floats = self.curves.hull[:, 0] + gained
        return level

    def filled(self, above_floor: Floats) -> Floats:
        """The pieces of so many heads above the floor of each counted interval."""
        so_far = np.cumsum(self.width) - self.width
        before = so_far - so_far[np.searchsorted(self.of, self.of)]
        pieces: Floats = np.clip(above_floor[self.of] - before, 0.0, self.width)
        return pieces


def service_rows(assembly: Assembly, need: CoverageNeed, cover: Ints, service: PeriodService) -> ServiceRows:
    """Add the pieces w_tk to the cover rows, and a service row for each period."""
    counted = service.counted
    curves = curves_of(need, service)
    period, total = service.period[counted], service.total
    some = total > 0
    intervals = np.bincount(period, minlength=len(total))
    weight = service.contacts[counted] * intervals[period] / total[period]
    at_floor = np.bincount(period, weight * curves.hull[:, 0], minlength=len(total))
    row = np.full(len(total), -1, dtype=np.int64)
    least = (service.target * intervals - at_floor)[some].astype(np.float64)
    row[some] = assembly.rows(least, np.full(len(least), np.inf))
    place, left, right = _pieces(curves.kept)
    width = curves.heads[place, right] - curves.heads[place, left]
    slope = (curves.hull[place, right] - curves.hull[place, left]) / width
    w = assembly.columns(np.zeros(len(place)), width)
    assembly.enter(cover[counted[place]], w, -1.0)
    gain = weight[place] * slope
    assembly.enter(row[period[place]], w, gain)
    return ServiceRows(
        row=row,
        intervals=intervals,
        target=np.broadcast_to(np.asarray(service.target, dtype=np.float64), total.shape),
        period=service.period,
        curves=curves,
        piece=w,
        of=place,
        slope=slope,
        gain=gain,
        width=width,
    )


def curves_of(need: CoverageNeed, service: PeriodService) -> Curves:
    """Sample the service at every coverage from the floor up to where it hardly rises any more."""
    counted = service.counted
    top = service.of_heads(need.rounded_up * PLENTY + PLENTY_HEADS)[counted]
    sampled = [service.of_heads(need.rounded_up)[counted]]
    while np.any(top - sampled[-1] > THINNED) and len(sampled) < MOST_STEPS:
        sampled.append(service.of_heads(need.rounded_up + len(sampled) * need.step)[counted])
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


def _pieces(kept: Bools) -> tuple[Ints, Ints, Ints]:
    """Row, first and last point of each straight piece."""
    place, point = np.nonzero(kept)
    same = place[1:] == place[:-1]
    return place[1:][same], point[:-1][same], point[1:][same]
