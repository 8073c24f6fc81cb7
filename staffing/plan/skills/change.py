"""The change of up to three heads that a picture of a day says is best: all of them are looked at.

Heads fewer on up to two shifts and more on one, fewer on one and more on up to two, or fewer on three. What a
change is worth, in hours of pay:

    cost of the heads + PRICE · Σ_q short_q + waste · Σ_q over_q

short_q: service level by which the picture sees the day of queue q below its target, with a reserve; over_q:
by which it sees it more than `CLOSE` above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from staffing.arrays import Bools, Floats, Ints

CLOSE = 0.008  # service level above its target that a queue's day may have without being too good
PRICE = 10_000.0  # hours of pay that a service level of 1 too little is worth: what a target costs is paid
_RESERVE = 0.001  # service level by which the picture must keep a target; and for each refusal before
_CAUTION = 0.003
_TROUBLE = 0.05  # hours of pay for which nobody is moved
_LIKELIEST = 300  # changes of each form that are held against the limits of the day, and what was refused
AT_ONCE = 4_000_000  # levels of queues after a change that are held in memory
_NOBODY = -1


@dataclass(frozen=True, eq=False)
class DayLimits:
    """Heads that the rules allow a day: of the shifts of each row of `about`, `least` to `most`."""

    about: Bools
    least: Floats
    most: Floats

    def are_kept(self, heads: Ints, change: Ints) -> bool:
        """After the change; a day that breaks one already goes no further beyond it."""
        had, has = self.about @ heads, self.about @ (heads + change)
        return bool((has <= np.maximum(self.most, had)).all() and (has >= np.minimum(self.least, had)).all())


@dataclass(frozen=True, eq=False)
class DayAsked:
    """A day's shifts as they are.

    heads, cost: of each shift, and of one head on it
    kind:        the same for shifts that are nearly the same
    margin:      by how much each queue is above its target; infinite where it has none
    waste:       hours of pay that a service level of 1 too much is worth
    refusals:    changes in a row that a play has refused: the picture is off, and more is kept in reserve
    """

    heads: Ints
    cost: Floats
    kind: Ints
    margin: Floats
    limits: DayLimits
    waste: float
    refusals: int = 0

    def value(self, cost: Floats, margin: Floats) -> Floats:
        """Of changes with that cost, after which queues (last axis) would be so much above their targets."""
        asked = np.isfinite(self.margin)
        reserve = min(_RESERVE + _CAUTION * self.refusals, CLOSE / 2)
        careful = np.minimum(self.margin, reserve)  # what is there is enough
        careful = np.where(self.margin < 0, _RESERVE, careful)
        short = np.maximum(careful - margin, 0.0) @ asked
        over = np.where(asked, np.maximum(margin - CLOSE, 0.0), 0.0).sum(axis=-1)
        return np.asarray(cost + PRICE * short + self.waste * over)

    def named(self, change: Ints) -> tuple[tuple[int, ...], ...]:
        """The change by kinds of shift, more and fewer."""
        more, fewer = (np.repeat(self.kind, np.maximum(sign * change, 0)) for sign in (1, -1))
        return tuple(sorted(more.tolist())), tuple(sorted(fewer.tolist()))


@dataclass(frozen=True, eq=False)
class _HalfChanges:
    """Halves of changes: up to so many shifts of each (`_NOBODY`: none), their cost and effect together."""

    shifts: Ints
    cost: Floats
    effect: Floats

    @classmethod
    def of(cls, shifts: Ints, many: int, cost: Floats, effect: Floats) -> _HalfChanges:
        """Every choice of up to `many` of these shifts, with repetition."""
        choices = combinations_with_replacement([_NOBODY, *shifts.tolist()], many)
        chosen = np.array(list(choices), dtype=np.int64)
        cost, effect = np.append(cost, 0.0), np.vstack([effect, np.zeros(effect.shape[1])])
        return cls(chosen, cost[chosen].sum(axis=1), effect[chosen].sum(axis=1))


def best_change(day: DayAsked, effect: Floats, refused: Sequence[tuple[tuple[int, ...], ...]]) -> Ints | None:
    """Heads more by shift (fewer: negative); None where the picture sees nothing better than what is.

    `effect`: what a head on each shift gives each queue; `refused`: changes by kind that were no good.
    """
    margin = np.where(np.isfinite(day.margin), day.margin, 0.0)
    as_is = float(day.value(np.zeros(()), margin))
    best: tuple[float, Ints] | None = None
    for value, change in _likeliest(day, effect, margin):
        if value >= (as_is - _TROUBLE if best is None else best[0]):
            continue
        may = (day.heads + change >= 0).all() and day.limits.are_kept(day.heads, change)
        if may and day.named(change) not in refused:
            best = value, change
    return None if best is None else best[1]


def _likeliest(day: DayAsked, effect: Floats, margin: Floats) -> Iterator[tuple[float, Ints]]:
    """The best changes of each form, by the picture alone."""
    staffed, all_shifts = np.flatnonzero(day.heads > 0), np.arange(len(day.heads))
    for fewer, more in ((2, 1), (1, 2), (3, 0)):
        off = _HalfChanges.of(staffed, fewer, day.cost, effect)
        on = _HalfChanges.of(all_shifts, more, day.cost, effect)
        for row, column, value in _least(day, margin, off, on):
            change = np.zeros(len(day.heads), dtype=np.int64)
            np.add.at(change, off.shifts[row][off.shifts[row] >= 0], -1)
            np.add.at(change, on.shifts[column][on.shifts[column] >= 0], 1)
            if change.any():
                yield value, change


def _least(
    day: DayAsked, margin: Floats, off: _HalfChanges, on: _HalfChanges
) -> Iterator[tuple[int, int, float]]:
    """The pairs of halves that are worth most, with their value; a block of `off` at a time, for memory."""
    is_met, count = bool((day.margin >= 0).all()), len(on.cost)
    values, places = np.zeros(0), np.zeros(0, dtype=np.int64)
    step = max(AT_ONCE // (count * len(margin)), 1)
    for first in range(0, len(off.cost), step):
        rows = slice(first, first + step)
        cost = on.cost[None, :] - off.cost[rows, None]
        value = day.value(cost, margin - off.effect[rows, None, :] + on.effect[None, :, :])
        if is_met:
            value = np.where(cost <= 1e-9, value, np.inf)
        value += _TROUBLE * (_heads_of(off)[rows, None] + _heads_of(on)[None, :])
        values = np.append(values, value.ravel())
        places = np.append(places, first * count + np.arange(value.size))
        kept = np.argsort(values, kind="stable")[:_LIKELIEST]
        values, places = values[kept], places[kept]
    for place, least in zip(places.tolist(), values.tolist(), strict=True):
        yield *divmod(place, count), least


def _heads_of(half: _HalfChanges) -> Ints:
    """How many heads each choice moves."""
    return np.asarray((half.shifts >= 0).sum(axis=1))
