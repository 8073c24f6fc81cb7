"""How many are at work in each interval of each group, and what one more or one fewer is worth.

People at work are counted in cells: of an interval of n cells somebody who is there throughout counts n.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.roster.candidates import Candidates
from staffing.roster.case import RosterCase, RosterPrices


class Presence:
    """Cells worked by interval from the origin on (groups, intervals), and their price."""

    def __init__(self, price: Floats, cells_per_interval: int) -> None:
        self.cells_per_interval = cells_per_interval
        self._price = price  # (groups, intervals, cells)
        groups, intervals, self._levels = price.shape
        self.worked: Ints = np.zeros((groups, intervals), dtype=np.int64)
        self._flat = price.reshape(groups, -1)
        self._base: Ints = np.arange(intervals) * self._levels

    @property
    def price_levels(self) -> Floats:
        """(groups, intervals, cells): what each interval costs with so many cells worked."""
        return self._price

    def margins(self) -> Floats:
        """(groups, intervals): what a head is worth now, between one cell fewer and one more."""
        last = self._levels - 1
        fewer, more = np.maximum(self.worked - 1, 0), np.minimum(self.worked + 1, last)
        prices = [np.take_along_axis(self._price, one[:, :, None], axis=2)[:, :, 0] for one in (fewer, more)]
        margin: Floats = (prices[0] - prices[1]) / (more - fewer) * self.cells_per_interval
        return margin

    def add(self, group: int, start: int, end: int, rests: list[tuple[int, int]], heads: int = 1) -> None:
        """Put a shift in (or, with -1, take it out): start and end of presence and of each rest, in cells."""
        self.stretch(self.worked[group], start, end, heads)
        for begin, stop in rests:
            self.stretch(self.worked[group], begin, stop, -heads)

    def stretch(self, worked: Ints | Floats, start: int, end: int, heads: int) -> None:
        """Add the cells of a stretch to those of a group by interval."""
        n = self.cells_per_interval
        first, last = start // n, (end - 1) // n
        if first == last:
            worked[first] += heads * (end - start)
            return
        worked[first] += heads * ((first + 1) * n - start)
        worked[first + 1 : last] += heads * n
        worked[last] += heads * (end - last * n)

    def cost(self, group: int, intervals: slice = slice(None)) -> float:
        """Of what is short and over in some intervals."""
        places = self._base[intervals] + self.worked[group, intervals]
        return float(self._flat[group][places].sum())

    def total(self) -> float:
        """Of all groups."""
        return sum(self.cost(group) for group in range(len(self.worked)))

    def around(self, group: int, first: int, stop: int) -> Floats:
        """(cells more: 0 … n, intervals): the price of each interval with so many cells more."""
        places = self._base[first:stop] + self.worked[group, first:stop]
        more = np.arange(self.cells_per_interval + 1)
        prices: Floats = self._flat[group][places[None, :] + more[:, None]]
        return prices


def heads_present(case: RosterCase, candidates: Candidates) -> Presence:
    """Nobody yet, in each interval of each group."""
    cells_per_interval = case.interval_minutes // candidates.cell_minutes
    before = (case.first_interval - candidates.origin).astype("timedelta64[m]").astype(np.int64)
    first = int(before) // case.interval_minutes
    last = int(candidates.end.max()) // case.interval_minutes + 2
    need = np.full((len(case.needs), max(last, first + case.intervals)), np.nan)
    for place, group in enumerate(case.needs):
        need[place, first : first + case.intervals] = group.agents
    most = max(sum(group.name in agent.groups for agent in case.agents) for group in case.needs)
    carried = sum(past.end > case.first_interval for agent in case.agents for past in agent.past)
    levels = (most + carried + 2) * cells_per_interval + 1
    heads = np.arange(levels) / cells_per_interval
    return Presence(np.stack([_prices(one, heads, case) for one in need]), cells_per_interval)


def _prices(need: Floats, heads: Floats, case: RosterCase) -> Floats:
    """(intervals, levels): the price of each interval with so many heads at work."""
    hours = case.interval_minutes / 60
    has_row: Bools = np.isfinite(need)
    wanted = np.where(has_row, need, 0.0)[:, None]
    price = hours * price_of(wanted - case.phone_share * heads[None, :], wanted, case.prices)
    return np.where(has_row[:, None], price, 0.0)


def price_of(missing: Floats, need: Floats, prices: RosterPrices) -> Floats:
    """u(x) of the contract: of agents missing, over where negative, per hour."""
    short = np.maximum(missing, 0.0)
    cost: Floats = prices.understaffing * short + prices.overstaffing * np.maximum(-missing, 0.0)
    if prices.deep_understaffing is not None:
        deep = np.maximum(0.0, missing - prices.deep_shortage * need)
        cost = cost + (prices.deep_understaffing - prices.understaffing) * deep
    return cost
