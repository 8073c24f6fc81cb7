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

Where several queues have agents of their own, each has a curve in the heads of the interval, and a level of
its own to reach. Then y_t are the heads above the floor, and each queue's pieces fill up to them:

    Cover    coverage_t − y_t ≥ c_t
    Above    y_t − Σ_k w_qtk ≥ 0                                                         each queue

At every schedule this is exact where the curve is concave; the hull lies above it elsewhere (`overstated`),
which `forgone` settles.
Pieces so short that the straight line across several of them loses no more than `THINNED` are joined, which
can only ask for more; it moves the least cost, and so the bound, by some millionths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.blocks.curves import TOLERANCE, Curves, curves_of, pieces_of
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.formulation.need import CoverageNeed
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.wording import day_name, shown

CHECK_TOLERANCE = 3e-6  # of service level: what curves, rows and solvers may each leave
SHORT = 1e-5  # of service level
RELAXED = Effort(units(10), relaxed=True)


@dataclass(frozen=True, eq=False)
class PeriodService:
    """The call-weighted service level that each period must reach, and what gives it.

    A row is an interval, or a queue in an interval.

    contacts: per row; 0 where nobody calls or it is not known
    period:   0, 1, …: the period of each row, one of its own for each queue
    target:   fraction, one for all periods or one for each
    of_heads: service level of every row with so many heads at work in its interval, fractions of one allowed
    interval: of each row; None: row i is interval i
    names:    of the queue that a period is of, where there are several
    """

    contacts: Floats
    period: Ints
    target: Floats | float
    of_heads: Callable[[Floats], Floats]
    interval: Ints | None = None
    names: tuple[str, ...] = ()

    @property
    def place(self) -> Ints:
        """The interval of each row."""
        return np.arange(len(self.contacts)) if self.interval is None else self.interval

    @property
    def counted_intervals(self) -> Ints:
        """The intervals of the rows that count."""
        return self.place[self.counted]

    @property
    def counted(self) -> Ints:
        """The rows that count."""
        return np.flatnonzero(self.contacts > 0)

    @property
    def total(self) -> Floats:
        """Contacts of each period."""
        return np.bincount(self.period, self.contacts).astype(float)

    def level(self, service_level: Floats) -> Floats:
        """The level of each period from that of its rows; the target where nobody calls."""
        weighted = np.where(self.contacts > 0, self.contacts * service_level, 0.0)
        total = self.total
        level = np.bincount(self.period, weighted) / np.where(total > 0, total, 1.0)
        return np.where(total > 0, level, self.target)

    def shortfall(self, working: Floats) -> Floats:
        """How far each period stays below the target with so many heads at work; 0 where it does not.

        `working` are those of each interval.
        """
        short = self.target - self.level(self.of_heads(working[self.place]))
        return np.where(short > TOLERANCE, short, 0.0)

    def enter(self, draft: Draft) -> ServiceRows:
        """Add the pieces w_tk to the cover rows, and a service row for each period."""
        if (
            draft.horizon.rules.costs.understaffing is not None
            or not (draft.need.rounded_up[self.counted_intervals] > 0).all()
        ):
            raise ValueError("a service level of periods needs hard floors, above 0 wherever somebody calls")
        rows = service_rows(draft.assembly, draft.need, draft.cover, self)
        draft.need = draft.need.up_to(self.counted_intervals, rows.curves.most)
        return rows

    def check(
        self, _plan: ShiftPlan, working: Floats, _required: Floats, _horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Periods whose service level, of the heads at work, stays below the target."""
        below = self.shortfall(working)
        for period in np.flatnonzero(below > CHECK_TOLERANCE):
            yield f"period {period}: {below[period]:.5f} below its service level"

    def explain(self, program: Program, rows: ServiceRows, horizon: ShiftHorizon) -> Conflict | None:
        """How far each period can get, where that is below its target.

        The service rows may give, at a cost; all else is free. In the relaxation: no schedule reaches more.
        """
        periods = np.flatnonzero(rows.row >= 0)
        entries = program.entries(rows.row[periods], np.ones(len(periods)))
        free = program.costing(np.zeros(len(program)))
        relaxed = solve(free.with_columns(entries, 1.0 / rows.intervals[periods]), RELAXED)
        if relaxed.values is None:
            return None
        missing = relaxed.values[len(program) :] / rows.intervals[periods]
        local = horizon.zone.local(horizon.starts).astype("datetime64[D]")[self.place]
        parts = []
        for period, short in zip(periods.tolist(), missing.tolist(), strict=True):
            days = np.unique(local[rows.period == period])
            name = f"{self.names[period]}, " if self.names else ""
            name += day_name(days[0]) + (f" to {day_name(days[-1])}" if len(days) > 1 else "")
            if short > SHORT:
                parts.append(f"{name} reaches {rows.target[period] - short:.1%} at most")
        if not parts:
            return None
        return Conflict(
            f"the shifts cannot give a service level of {rows.target.max():.1%}",
            shown(parts),
            hint="lower [service] target, raise max_agents, or let more shifts start",
        )


@dataclass(frozen=True, eq=False)
class ServiceRows:
    """The row of each period (−1: nobody calls in it), how many of its intervals count, and the curves.

    A row counts in intervals' worth of service, so that its entries are of the size of slopes. The pieces
    are columns: which row of the curves they belong to, their slope, what a head on them gives to the row of
    the period, and how wide they are. `above` are the columns y of intervals with several queues, and
    `above_of` the intervals.
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
    above: Ints
    above_of: Ints

    def level_of_intervals(self, values: Floats) -> Floats:
        """Service of the counted rows by the pieces in use."""
        gained = np.bincount(self.of, self.slope * values[self.piece], minlength=len(self.curves.hull))
        level: Floats = self.curves.hull[:, 0] + gained
        return level

    def filled(self, above_floor: Floats) -> Floats:
        """The pieces of so many heads above the floor of the interval of each counted row."""
        so_far = np.cumsum(self.width) - self.width
        before = so_far - so_far[np.searchsorted(self.of, self.of)]
        pieces: Floats = np.clip(above_floor[self.of] - before, 0.0, self.width)
        return pieces


def service_rows(assembly: Assembly, need: CoverageNeed, cover: Ints, service: PeriodService) -> ServiceRows:
    """Add the pieces w_tk to the cover rows, and a service row for each period."""
    counted, interval = service.counted, service.counted_intervals
    curves = curves_of(need.at(service.place), counted, service.of_heads)
    period, total = service.period[counted], service.total
    some = total > 0
    intervals = np.bincount(period, minlength=len(total))
    weight = service.contacts[counted] * intervals[period] / total[period]
    at_floor = np.bincount(period, weight * curves.hull[:, 0], minlength=len(total))
    row = np.full(len(total), -1, dtype=np.int64)
    least = (service.target * intervals - at_floor)[some].astype(np.float64)
    row[some] = assembly.rows(least, np.full(len(least), np.inf))
    place, left, right = pieces_of(curves.kept)
    width = curves.heads[place, right] - curves.heads[place, left]
    slope = (curves.hull[place, right] - curves.hull[place, left]) / width
    w = assembly.columns(np.zeros(len(place)), width)
    above_of, above, held = _above(assembly, cover, interval, curves)
    assembly.enter(held[place], w, -1.0)
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
        above=above,
        above_of=above_of,
    )


def _above(assembly: Assembly, cover: Ints, interval: Ints, curves: Curves) -> tuple[Ints, Ints, Ints]:
    """Intervals and columns of heads above the floor, and the row that holds the pieces of each curve.

    That is the cover row itself where each interval has one curve.
    """
    intervals, of = np.unique(interval, return_inverse=True)
    if len(intervals) == len(interval):
        nothing = np.array([], dtype=np.int64)
        return nothing, nothing, cover[interval]
    most = np.zeros(len(intervals))
    np.maximum.at(most, of, curves.most - curves.heads[:, 0])
    above = assembly.columns(np.zeros(len(intervals)), most)
    assembly.enter(cover[intervals], above, -1.0)
    held = assembly.rows(np.zeros(len(interval)), np.full(len(interval), np.inf))
    assembly.enter(held, above[of], 1.0)
    return intervals, above, held
