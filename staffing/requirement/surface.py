"""The staffing surface: the fewest agents of very many intervals, each looked up and, near a whole number,
checked with the exact model.

Where target, patience and all else but contacts and handle time are common, the real number of agents s that
just meets the targets is a smooth function of load a and handle time. It is solved for on a coarse grid of
ln a × ln AHT, in the scale-free form δ = (s − a) / √(a + ¼) of square-root staffing (S. Halfin and W. Whitt
(1981), Operations Research 29, 567–588), refined by interpolation of sixth order, and looked up bilinearly.

How far the look-up is off is measured, per band of loads, at a thousand points; every row whose look-up comes
within five times that of a whole number is decided by the exact model. The bound is measured, not proven:
`check_all` decides every row exactly (`benchmarks/sizing.py` counts the difference: none in any run so far).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Ints
from staffing.queueing.model import QueueModel, Traffic
from staffing.records.targets import Targets
from staffing.requirement.search import fewest_agents

FEWEST_ROWS = 20_000
"""Below so many rows of one setting the search itself is as fast."""
_STEP = 0.2
_FINER = 10
_POINTS = 6
_PADDING = 3  # grid points beyond the rows, for interpolation of sixth order
_SAMPLE = 1_000
_SAFETY = 5.0
_LEAST_ERROR = 1e-7
_ROUNDS = 6
_BLOCK = 16_384


def fewest_agents_of_many(
    model: QueueModel, traffic: Traffic, targets: Targets, *, check_all: bool = False
) -> Floats:
    """As `fewest_agents`, by a surface for each setting that enough rows share.

    Where several targets bind by turns, or the level is of the `answered` (which starts high with a single
    agent), the surface has ridges that no spline follows: there every row is searched exactly.
    """
    if targets.asked > 1 or targets.definition == "answered":
        return fewest_agents(model, traffic, targets)
    agents = np.zeros(traffic.load.shape)
    for rows, is_common in _settings(traffic, targets):
        whole = rows.size == agents.size
        some, asked = (traffic, targets) if whole else (traffic.rows(rows), targets.rows(rows))
        unlimited = bool(np.isinf(some.lines).all())
        surface = _Surface.of(model, some, asked) if is_common and unlimited else None
        if surface is None:
            agents[rows] = fewest_agents(model, some, asked)
        else:
            agents[rows] = surface.fewest(some, asked, check_all=check_all)
    return np.maximum(agents, np.ceil(targets.min_agents))


def _settings(traffic: Traffic, targets: Targets) -> list[tuple[NDArray[np.intp], bool]]:
    """The busy rows of each setting that enough share (True), then all other busy rows (False)."""
    columns = [
        *(targets.service_level, targets.target_seconds, targets.max_wait_seconds),
        *(targets.max_abandonment, targets.max_occupancy),
        *(traffic.patience_seconds, traffic.patience_law, np.nan_to_num(traffic.patience_parameter)),
    ]
    busy = np.flatnonzero(traffic.busy)
    varied = [column[busy] for column in columns if column.size > 1 and column.min() != column.max()]
    if not varied:
        return [(busy, busy.size >= FEWEST_ROWS)]
    code = np.zeros(busy.size, dtype=np.int64)
    for column in varied:
        _, place = np.unique(column, return_inverse=True)
        _, code = np.unique(code * (int(place.max()) + 1) + place, return_inverse=True)
    counts = np.bincount(code)
    common = np.flatnonzero(counts >= FEWEST_ROWS).tolist()
    rest = busy[counts[code] < FEWEST_ROWS]
    return [*((busy[code == setting], True) for setting in common), (rest, False)]


@dataclass(frozen=True, eq=False)
class _Axis:
    """A grid of a logarithm, its first point and its refined spacing."""

    start: float
    count: int

    @staticmethod
    def around(values: Floats) -> _Axis:
        low, high = float(np.log(values.min())), float(np.log(values.max()))
        return _Axis(low - _PADDING * _STEP, int((high - low) / _STEP) + 2 + 2 * _PADDING)

    @property
    def points(self) -> Floats:
        """The coarse grid, as values rather than logarithms."""
        points: Floats = np.exp(self.start + _STEP * np.arange(self.count))
        return points

    def place(self, values: Floats) -> tuple[Ints, Floats]:
        """Cell of the refined grid and how far into it."""
        at = (np.log(values) - self.start) * (_FINER / _STEP)
        cell = at.astype(np.int64)
        return cell, at - cell


@dataclass(frozen=True, eq=False)
class _Surface:
    """δ on the refined grid, and the error to reckon with in each band of loads (a coarse step of ln a)."""

    model: QueueModel
    loads: _Axis
    handle_times: _Axis
    delta: Floats
    error: Floats

    @staticmethod
    def of(model: QueueModel, traffic: Traffic, targets: Targets) -> _Surface | None:
        """The surface of busy rows of one setting; None where some number of agents is never enough."""
        loads, handle_times = _Axis.around(traffic.load), _Axis.around(traffic.aht_seconds)
        grid = np.meshgrid(loads.points, handle_times.points, indexing="ij")
        a, h = (axis.reshape(-1) for axis in grid)
        solved = _just_enough(model, _like(traffic, a, h), _like_targets(targets, a.size))
        if not np.isfinite(solved).all():
            return None
        coarse = ((solved - a) / _scale(a)).reshape(grid[0].shape)
        delta = np.ascontiguousarray(_refined(_refined(coarse).T).T)
        surface = _Surface(model, loads, handle_times, delta, np.zeros(loads.count))
        return replace(surface, error=surface._error(traffic, targets))

    def fewest(self, traffic: Traffic, targets: Targets, *, check_all: bool) -> Floats:
        """Whole agents of busy rows of the surface's setting."""
        load, aht = traffic.load, traffic.aht_seconds
        agents, close, lost = (
            np.empty(load.shape),
            np.empty(load.shape, np.bool_),
            np.empty(load.shape, np.bool_),
        )
        for start in range(0, load.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            real, tolerance = self._look_up(load[block], aht[block])
            nearest = np.rint(real)
            near = np.abs(real - nearest) <= tolerance
            agents[block] = np.maximum(np.where(near, nearest, np.ceil(real)), 1.0)
            close[block], lost[block] = near, tolerance >= 0.5
        rows = np.flatnonzero(close)
        agents[rows] += _slack(self.model, traffic.rows(rows), targets.rows(rows), agents[rows]) < 0
        rows = np.arange(load.size) if check_all else np.flatnonzero(lost)
        agents[rows] = fewest_agents(self.model, traffic.rows(rows), targets.rows(rows))
        return agents

    def _look_up(self, load: Floats, aht: Floats) -> tuple[Floats, Floats]:
        """The real number of agents, and the error to reckon with."""
        i, u = self.loads.place(load)
        j, v = self.handle_times.place(aht)
        flat, corner = self.delta.reshape(-1), i * self.delta.shape[1] + j
        beyond = corner + self.delta.shape[1]
        near = flat[corner] + (flat[corner + 1] - flat[corner]) * v
        far = flat[beyond] + (flat[beyond + 1] - flat[beyond]) * v
        scale = _scale(load)
        return load + scale * (near + (far - near) * u), scale * self.error[i // _FINER]

    def _error(self, traffic: Traffic, targets: Targets) -> Floats:
        """Five times the worst seen in each band and its neighbours, half at rows, half anywhere between."""
        random = np.random.default_rng(0)
        rows = random.integers(0, traffic.load.size, _SAMPLE // 2)
        load, aht = (
            np.concatenate([column[rows], _between(column, random.random(rows.size))])
            for column in (traffic.load, traffic.aht_seconds)
        )
        exact = _just_enough(self.model, _like(traffic, load, aht), _like_targets(targets, load.size))
        worst = np.full(self.loads.count, _LEAST_ERROR)
        off = np.abs(self._look_up(load, aht)[0] - exact) / _scale(load)
        np.maximum.at(worst, self.loads.place(load)[0] // _FINER, off)
        padded = np.pad(worst, 1)
        around: Floats = np.maximum(padded[1:-1], np.maximum(padded[:-2], padded[2:]))
        return _SAFETY * around


def _between(column: Floats, share: Floats) -> Floats:
    """From the least to the greatest value, evenly in the logarithm."""
    least: Floats = column.min() * (column.max() / column.min()) ** share
    return least


def _scale(load: Floats) -> Floats:
    root: Floats = np.sqrt(load + 0.25)
    return root


def _like(traffic: Traffic, load: Floats, aht: Floats) -> Traffic:
    """Other loads and handle times in the setting of `traffic`."""
    first = traffic.rows(np.zeros(1, dtype=np.intp))
    return Traffic(
        load / aht,
        aht,
        first.patience_seconds,
        patience_law=first.patience_law,
        patience_parameter=first.patience_parameter,
        patience_curve=first.patience_curve,
    )


def _like_targets(targets: Targets, count: int) -> Targets:
    """The setting's targets so many times, without the minimum of agents."""
    return targets.rows(np.zeros(count, dtype=np.intp), least=0.0)


def _slack(model: QueueModel, traffic: Traffic, targets: Targets, agents: Floats) -> Floats:
    return targets.slack(model.performance(traffic, agents, targets.target_seconds))


def _just_enough(model: QueueModel, traffic: Traffic, targets: Targets) -> Floats:
    """The real number of agents at which the least slack of the targets is 0.

    Between the fewest whole number and the one below, by the Illinois variant of regula falsi (M. Dowell and
    P. Jarratt (1971), BIT 11, 168–174): an end that stays put twice counts half.
    """
    high = fewest_agents(model, traffic, targets)
    if not np.isfinite(high).all():
        return high
    low = high - 1.0
    above, below = (np.clip(_slack(model, traffic, targets, end), -1.0, 1.0) for end in (high, low))
    middle, before = high, np.zeros_like(high)
    for _ in range(_ROUNDS):
        gap = above - below
        middle = high - np.where(gap > 0, above / np.where(gap > 0, gap, 1.0), 0.5) * (high - low)
        slack = np.clip(_slack(model, traffic, targets, middle), -1.0, 1.0)
        side = np.where(slack >= 0, 1.0, -1.0)
        again = side == before
        below = np.where(side < 0, slack, np.where(again, 0.5 * below, below))
        above = np.where(side > 0, slack, np.where(again, 0.5 * above, above))
        high, low = np.where(side > 0, middle, high), np.where(side < 0, middle, low)
        before = side
    return middle


def _refined(coarse: Floats) -> Floats:
    """The rows of a grid at a tenth of their spacing, by Lagrange's polynomial through six points."""
    count = coarse.shape[0]
    at = np.arange((count - 1) * _FINER + 1) / _FINER
    first = np.clip(at.astype(np.int64) - _POINTS // 2 + 1, 0, count - _POINTS)
    refined = np.zeros((at.size, coarse.shape[1]))
    for k in range(_POINTS):
        weight = np.ones_like(at)
        for j in set(range(_POINTS)) - {k}:
            weight *= (at - first - j) / (k - j)
        refined += weight[:, None] * coarse[first + k]
    return refined
