"""Mixtures of the tours that people have answered with, and the prices of heads at which they meet coverage.

This is the master problem of column generation (Dantzig and Wolfe 1960, Decomposition principle for linear
programs), kept near the best prices known by a quadratic term (the proximal bundle method: Lemaréchal,
Nemirovskii and Nesterov 1995, New variants of bundle methods). It is solved person by person: a share moves
from the dearest tour worked to the cheapest (pairwise steps: Lacoste-Julien and Jaggi 2015, On the global
linear convergence of Frank-Wolfe optimization variants).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats

if TYPE_CHECKING:
    from staffing.roster.search.board import Board
    from staffing.roster.search.relaxation import PricedTour

MOST_TOURS = 14  # of a person, before those of which nobody works a share are forgotten
_SAME_SLOPE, _NOTHING = 1e-9, 1e-7
_NEVER = 1e9  # heads


@dataclass(eq=False)
class _Mixture:
    """The tours of one person: rows of `heads` by priced interval, and the `share` of each."""

    heads: Floats
    burdens: Floats
    cost: Floats
    share: Floats = field(default_factory=lambda: np.ones(1))

    def take(self, heads: Floats, burdens: Floats, cost: float) -> None:
        """Know one more tour, of which nothing is worked yet."""
        is_same = (self.heads == heads).all(axis=1) & (self.burdens == burdens).all(axis=1)
        if (is_same & (self.cost <= cost + _NOTHING)).any():
            return
        kept = self.share > 0 if len(self.share) >= MOST_TOURS else np.ones(len(self.share), dtype=np.bool_)
        self.heads = np.concatenate([self.heads[kept], heads[None]])
        self.burdens = np.concatenate([self.burdens[kept], burdens[None]])
        self.cost = np.append(self.cost[kept], cost)
        self.share = np.append(self.share[kept], 0.0)


class Shares:
    """Everybody's mixture, at first the roster that stands."""

    def __init__(self, board: Board, standing: Sequence[PricedTour]) -> None:
        self._people = board.setting.people
        self._priced = np.flatnonzero((board.cover.price_levels != 0).any(axis=2).ravel())
        self._shape = board.cover.price_levels.shape[:2]
        self._slopes, self._kinks = _pieces(board, self._priced)
        self._carried = board.carried.ravel()[self._priced] / board.cover.cells_per_interval
        self._mixtures = [
            _Mixture(one.heads.ravel()[self._priced][None], one.burdens[None], np.array([one.cost]))
            for one in standing
        ]

    @property
    def burdens(self) -> Floats:
        """(people, kinds): the number of each on average."""
        return np.stack([one.share @ one.burdens for one in self._mixtures])

    def take(self, answers: Sequence[PricedTour]) -> None:
        """Let everybody's mixture have one more tour to draw on."""
        for mixture, answer in zip(self._mixtures, answers, strict=True):
            mixture.take(answer.heads.ravel()[self._priced], answer.burdens, answer.cost)

    def prices(self, near: Floats, softness: float, passes: int) -> Floats:
        """Move shares until mixtures and coverage agree; the prices (groups, intervals) at which they do.

        `softness` is how many heads an interval may lack before its price moves by 1 from that `near`.
        """
        centre = near.ravel()[self._priced]
        heads = self._carried + sum(one.share @ one.heads for one in self._mixtures)
        for _ in range(passes):
            for person, mixture in zip(self._people, self._mixtures, strict=True):
                if len(mixture.share) > 1:
                    slopes = person.burden_slopes(mixture.share @ mixture.burdens)
                    prices = self._at(heads, centre, softness)
                    heads += _moved(mixture, prices, slopes, np.array(person.burden_costs), softness)
        prices = near.copy()
        prices.reshape(-1)[self._priced] = self._at(heads, centre, softness)
        return prices

    def _at(self, heads: Floats, centre: Floats, softness: float) -> Floats:
        """What a head is worth with so many at work, near `centre` (a proximal step of coverage's price)."""
        reach = heads - softness * centre
        place = (reach[:, None] > self._kinks + softness * self._slopes[:, 1:]).sum(axis=1)
        rows = np.arange(len(reach))
        kink = np.minimum(place, self._kinks.shape[1] - 1)
        is_at = (place < self._kinks.shape[1]) & (
            reach >= self._kinks[rows, kink] + softness * self._slopes[rows, kink]
        )
        between = (reach - self._kinks[rows, kink]) / softness
        worth: Floats = -np.where(is_at, between, self._slopes[rows, place])
        return worth


def _moved(mixture: _Mixture, prices: Floats, slopes: Floats, curvature: Floats, softness: float) -> Floats:
    """Move a share to the cheapest tour; how many heads more that is."""
    cost = mixture.cost + mixture.burdens @ slopes - mixture.heads @ prices
    best, worst = int(cost.argmin()), int(np.where(mixture.share > 0, cost, -np.inf).argmax())
    saved = cost[worst] - cost[best]
    change = mixture.heads[best] - mixture.heads[worst]
    if saved < _NOTHING:
        return np.zeros_like(change)
    bends = float(change @ change) / softness
    bends += float(curvature @ (mixture.burdens[best] - mixture.burdens[worst]) ** 2)
    share = mixture.share[worst] if bends == 0 else min(mixture.share[worst], saved / bends)
    mixture.share[best] += share
    mixture.share[worst] -= share
    moved: Floats = share * change
    return moved


def _pieces(board: Board, priced: np.ndarray) -> tuple[Floats, Floats]:
    """By priced interval: the slopes of coverage's price per head, and the heads at which they change."""
    cells = board.cover.cells_per_interval
    levels = board.cover.price_levels
    slopes = np.diff(levels, axis=2).reshape(-1, levels.shape[2] - 1)[priced] * cells
    turns = np.diff(slopes, axis=1) > _SAME_SLOPE
    most = max(1, int(turns.sum(axis=1).max(initial=0)))
    pieces = np.repeat(slopes[:, -1:], most + 1, axis=1)
    kinks = np.full((len(slopes), most), _NEVER)
    for row, of_row in enumerate(turns):
        those = np.flatnonzero(of_row)
        pieces[row, : len(those) + 1] = slopes[row, np.concatenate([[0], those + 1])]
        kinks[row, : len(those)] = (those + 1) / cells
    return pieces, kinks
