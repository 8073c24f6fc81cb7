"""The implicit shift model: Aykin (1996) with break pools shared by all shifts.

Sets        S  admissible shifts (start, length, pattern, order of rests)          `admissible`
            G  break pools: chains of rests that open at the same moment           `pools`
            T  intervals
Data        a_st  fraction of interval t at which shift s is present
            l_pt  fraction of interval t that a rest started at p takes
            d_t   heads required
Variables   x_s    ≥ 0 integer   heads on shift s
            b_gkp  ≥ 0 integer   heads of pool g who start their rest k at p
            u_t, o_t ≥ 0         heads short and heads over (soft coverage)
Minimise    Σ_s cost_s x_s + Σ_t (under_cost u_t + over_cost o_t)
Cover       Σ_s a_st x_s − Σ_gkp l_pt b_gkp  [+ u_t − o_t]  ≥ d_t  [= d_t]        Dantzig (1954)
Breaks      Σ_p b_gkp = Σ_{s∈g} x_s                       for each pool g, rest k
Forward     Σ_{p≤q} b_g,k+1,p ≤ Σ_{p + minutes_k + work ≤ q} b_gkp    coupled pools, each start q of k+1
Limits      min ≤ Σ_{s of pattern and day} x_s ≤ max
Cap         Σ_t u_t ≤ share · Σ_t d_t

The forward rows (after Bechtold and Jacobs 1990, and Rekik, Cordeau and Soumis 2004) are exact. Take the
n starts of rest k and the n of rest k+1, both sorted, and pair i-th with i-th. If the i-th start of k+1 is
q, at least i rests k+1 start by q, so by the row at q at least i rests k end by q − work, so the i-th does:
the pair keeps its distance. (Any start compatible with q is compatible with all later ones: the
compatibility graph is a staircase, for which the i-th with i-th pairing exists whenever any does.) Pairing
each link of a chain this way composes, as person i takes the i-th start of every rest.

Where coverage is hard, d_t is rounded up to the next coverage the shifts can give at all (halves, where a
15-minute break falls into a half-hour): the same schedules, a tighter relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.records import Floats, Ints
from staffing.shifts.admissible import Shifts
from staffing.shifts.grid import Grid
from staffing.shifts.need import ROUNDING, Need, coverage_step, need_of
from staffing.shifts.pools import Pool
from staffing.shifts.program import Program
from staffing.shifts.rules import Rules
from staffing.shifts.target import cost_grain


@dataclass(frozen=True)
class RestCount:
    """The variable b_gkp: pool, rest of its chain, its minutes, and the starts p, alike for coverage."""

    pool: int
    rest: int
    minutes: int
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Limit:
    """The row that bounds the heads of a pattern (index) who start on a local day (number)."""

    pattern: int
    day: int
    row: int


@dataclass(frozen=True, eq=False)
class Model:
    """The program, and what its columns mean: x_s, then b_gkp, then u_t, then o_t."""

    program: Program
    shifts: Shifts
    pools: tuple[Pool, ...]
    rest_counts: tuple[RestCount, ...]
    limits: tuple[Limit, ...]
    cover: Ints  # row of each interval's cover constraint, −1 where it has none
    short: Ints  # column u_t of each interval, −1 where it has none
    cap: int | None  # row of the cap on all that is short
    grain: float  # every objective is a multiple of it (0: of nothing)
    horizon_minutes: int

    def heads(self, values: Floats) -> Ints:
        """x_s of a solution."""
        return np.round(values[: len(self.shifts)]).astype(np.int64)

    def rests(self, values: Floats) -> Ints:
        """b_gkp of a solution."""
        n = len(self.shifts)
        return np.round(values[n : n + len(self.rest_counts)]).astype(np.int64)


def shift_model(shifts: Shifts, pools: tuple[Pool, ...], required: Floats, grid: Grid, rules: Rules) -> Model:
    """Build the model for `required` heads per interval."""
    counts = _rest_counts(pools, grid, rules)
    first_starts = np.array([count.starts[0] for count in counts], dtype=np.int64)
    minutes = np.array([count.minutes for count in counts], dtype=np.int64)
    stretches = [(shifts.start, shifts.length), (first_starts, minutes)]
    step = coverage_step(grid, stretches)
    need = need_of(required, step, rules)
    rows = _Rows()
    cover = _cover_rows(rows, need, stretches, grid)
    _break_rows(rows, pools, counts, len(shifts))
    _forward_rows(rows, counts, len(shifts), rules.work_between_rests)
    limits = _limit_rows(rows, shifts, rules)
    slack = _slack_columns(rows, need, cover, len(shifts) + len(counts))
    cost = paid_cost(shifts, rules)
    program = _program(rows, cost, len(counts), slack, rules)
    grain = _grain(cost, need, step, rules)
    short = np.full(grid.intervals, -1, dtype=np.int64)
    short[slack.short] = len(shifts) + len(counts) + np.arange(len(slack.short))
    return Model(
        program, shifts, pools, tuple(counts), tuple(limits), cover, short, slack.cap, grain, grid.minutes
    )


def paid_cost(shifts: Shifts, rules: Rules) -> Floats:
    """cost_s: paid hours times the pattern's cost per hour."""
    rate = np.array([pattern.cost_per_hour for pattern in rules.patterns])
    cost: Floats = shifts.paid_hours * rate[shifts.pattern]
    return cost


def _grain(cost: Floats, need: Need, step: float, rules: Rules) -> float:
    """The grain of the objective: of the paid cost, and of penalties where need and coverage share steps."""
    costs = set(cost.tolist())
    if need.may_be_short.any() or need.counts_over.any():
        if np.abs(need.required / step - np.round(need.required / step)).max(initial=0.0) > ROUNDING:
            return 0.0
        costs |= {rules.under_cost * step, rules.over_cost * step}
    return cost_grain(costs - {0.0})


class _Rows:
    """Collects the matrix, block of rows by block of rows."""

    def __init__(self) -> None:
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self.entries: list[tuple[Ints, Ints, Floats]] = []
        self.count = 0

    def block(self, lower: Floats, upper: Floats) -> Ints:
        """Append rows with these bounds; returns their indices."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(lower)
        return np.arange(self.count - len(lower), self.count)

    def row(self, lower: float, upper: float) -> int:
        """Append one row; returns its index."""
        return int(self.block(np.array([lower]), np.array([upper]))[0])

    def enter(self, row: Ints | int, column: Ints | int, value: Floats | float) -> None:
        """Add matrix entries; the arguments broadcast."""
        rows, columns, values = np.broadcast_arrays(row, column, value)
        self.entries.append((rows.ravel(), columns.ravel(), values.ravel().astype(float)))


@dataclass(frozen=True, eq=False)
class _Slack:
    """The columns u_t and o_t: intervals of each, least o_t, and the row that caps the sum of u_t."""

    short: Ints
    over: Ints
    least_over: Floats
    cap: int | None


def _rest_counts(pools: tuple[Pool, ...], grid: Grid, rules: Rules) -> list[RestCount]:
    """The variables b_gkp, by pool, rest and start."""
    counts = []
    for g, pool in enumerate(pools):
        for k, (minutes, _, _) in enumerate(pool.kind):
            starts = pool.positions(k, rules.grain_minutes).tolist()
            groups = [(p,) for p in starts] if pool.is_coupled else _same_loss(starts, minutes, grid)
            counts += [RestCount(g, k, minutes, group) for group in groups]
    return counts


def _same_loss(starts: list[int], minutes: int, grid: Grid) -> list[tuple[int, ...]]:
    """Group starts of a rest: those inside one interval take the same from it, wherever they lie."""
    groups: dict[int, list[int]] = {}
    for p in starts:
        into_interval = p % grid.interval_minutes
        fits = into_interval + minutes <= grid.interval_minutes
        groups.setdefault(p - into_interval if fits else p, []).append(p)
    return [tuple(group) for group in groups.values()]


def _cover_rows(rows: _Rows, need: Need, stretches: list[tuple[Ints, Ints]], grid: Grid) -> Ints:
    """Cover: presence adds, rests take away. Returns the row of each interval, −1 where it needs none."""
    cover = np.full(grid.intervals, -1, dtype=np.int64)
    kept = need.has_row
    hard = ~need.may_be_short & ~need.counts_over
    lower = np.where(hard, need.target, need.required)
    upper = np.where(need.counts_over, need.required, np.inf)
    cover[kept] = rows.block(lower[kept], upper[kept])
    first = 0
    for sign, (start, minutes) in zip((1.0, -1.0), stretches, strict=True):
        stretch, interval, fraction = grid.overlap(start, minutes)
        inside = cover[interval] >= 0
        rows.enter(cover[interval][inside], first + stretch[inside], sign * fraction[inside])
        first += len(start)
    return cover


def _break_rows(rows: _Rows, pools: tuple[Pool, ...], counts: list[RestCount], first_count: int) -> None:
    """Breaks: as many start each rest of a pool as there are heads on its shifts."""
    row_of: dict[tuple[int, int], int] = {}
    for g, pool in enumerate(pools):
        for k in range(len(pool.kind)):
            row = row_of[g, k] = rows.row(0.0, 0.0)
            rows.enter(row, pool.shifts, -1.0)
    columns = first_count + np.arange(len(counts))
    rows.enter(np.array([row_of[c.pool, c.rest] for c in counts], dtype=np.int64), columns, 1.0)


def _forward_rows(rows: _Rows, counts: list[RestCount], first_count: int, min_work: int) -> None:
    """Forward: rest k + 1 started by q at most as often as rest k ended by q − work."""
    by_rest: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, count in enumerate(counts):
        by_rest.setdefault((count.pool, count.rest), []).append((count.starts[0], first_count + i))
    minutes_of = {(count.pool, count.rest): count.minutes for count in counts}
    for (g, k), later in by_rest.items():
        if k == 0:
            continue
        before = by_rest[g, k - 1]
        for q, _ in later:
            ended = [column for p, column in before if p + minutes_of[g, k - 1] + min_work <= q]
            if len(ended) == len(before):
                break  # from here on the row says no more than that the totals agree
            row = rows.row(-np.inf, 0.0)
            rows.enter(row, np.array([column for start, column in later if start <= q]), 1.0)
            rows.enter(row, np.array(ended, dtype=np.int64), -1.0)


def _limit_rows(rows: _Rows, shifts: Shifts, rules: Rules) -> list[Limit]:
    """Limits: heads of a pattern that start on one local day."""
    limits = []
    for p, pattern in enumerate(rules.patterns):
        if pattern.max_agents is None and pattern.min_agents == 0:
            continue
        most = np.inf if pattern.max_agents is None else float(pattern.max_agents)
        for day in np.unique(shifts.day[shifts.pattern == p]).tolist():
            row = rows.row(float(pattern.min_agents), most)
            rows.enter(row, np.flatnonzero((shifts.pattern == p) & (shifts.day == day)), 1.0)
            limits.append(Limit(p, day, row))
    return limits


def _slack_columns(rows: _Rows, need: Need, cover: Ints, first: int) -> _Slack:
    """u_t and o_t enter the cover rows; the cap bounds the sum of u_t."""
    short = np.flatnonzero(need.may_be_short)
    over = np.flatnonzero(need.counts_over)
    rows.enter(cover[short], first + np.arange(len(short)), 1.0)
    rows.enter(cover[over], first + len(short) + np.arange(len(over)), -1.0)
    least = np.where(need.may_be_short, 0.0, need.target - need.required)[over]
    cap = None
    if need.most_short is not None:
        cap = rows.row(-np.inf, need.most_short)
        rows.enter(cap, first + np.arange(len(short)), 1.0)
    return _Slack(short, over, least, cap)


def _program(rows: _Rows, cost: Floats, counts: int, slack: _Slack, rules: Rules) -> Program:
    from scipy.sparse import coo_array

    whole = len(cost) + counts
    slacks = len(slack.short) + len(slack.over)
    row, column, value = (np.concatenate(part) for part in zip(*rows.entries, strict=True))
    under = np.full(len(slack.short), rules.under_cost)
    over = np.full(len(slack.over), rules.over_cost)
    return Program(
        cost=np.concatenate([cost, np.zeros(counts), under, over]),
        lower=np.concatenate([np.zeros(whole + len(slack.short)), slack.least_over]),
        upper=np.full(whole + slacks, np.inf),
        integer=np.arange(whole + slacks) < whole,
        matrix=coo_array((value, (row, column)), shape=(rows.count, whole + slacks)).tocsr(),
        row_lower=np.concatenate(rows.lower),
        row_upper=np.concatenate(rows.upper),
    )
