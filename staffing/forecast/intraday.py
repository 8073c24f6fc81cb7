"""What today's contacts so far say of the rest of the day.

A day that starts above its forecast mostly stays above, though less and less so. Contacts so far, A, against
the F expected of the same intervals give the day's factor: with a gamma prior around one, of the dispersion φ
that day totals have, its posterior mean is (A + 1/φ) ÷ (F + 1/φ) (Gelman et al. 2013, section 2.6; Shen &
Huang 2008 update call forecasts within the day to the same end). Few contacts so far hardly move it.

How much of that factor remains is learnt by hours ahead, by least squares over the backtest's days as they
looked at the same time of day, shrunk towards a prior. The gain is what the update would have saved of the
remaining error on those days, each with the persistence learnt on the days before its forecast's origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.forecast.backtest import Errors
from staffing.forecast.quantiles import USUAL_WEIGHT_DAYS, learn_spread

HOURS_OF_LEAD = (2.0, 5.0)  # up to two hours ahead, up to five, later
DAYS_LIKE_TODAY = 7  # backtest days near enough to their origin to look like today
PRIOR_PERSISTENCE = 0.7
PRIOR_DAYS = 10.0
MOST_PERSISTENCE = 1.2


@dataclass(frozen=True, eq=False)
class Update:
    """`factor` [slot] on today's forecast; the day's own `ratio`; and the `gain` in the backtest (or NaN).

    `expected` is how many contacts should have come by now.
    """

    factor: Floats
    ratio: float
    gain: float
    expected: float

    def notes(self, *, of_others: bool = False) -> tuple[str, ...]:
        """The update in words; nothing where nothing was expected yet."""
        if self.expected <= 0:
            return ()
        whose = (
            "the contacts so far today of the queues it is like" if of_others else "today's contacts so far"
        )
        text = f"{whose} are {self.ratio:.2f} of the forecast: the rest of the day is updated"
        if np.isfinite(self.gain):
            text += f"; on past days this changed the error of the rest of the day by {-self.gain:+.0%}"
        return (text,)


@dataclass(frozen=True, eq=False)
class PastDays:
    """Backtest days in order, cut at one time of day.

    [day]: `day` and its `origin` as numbers, `ratio` so far; [day, bucket]: `expected` and `came` after it.
    """

    day: Ints
    origin: Ints
    ratio: Floats
    expected: Floats
    came: Floats


def update_today(expected: Floats, seen: Floats, errors: Errors, dispersion: float) -> Update:
    """The factor on each slot of today, from what was `seen` (NaN where not) of what was `expected`."""
    known = np.isfinite(seen)
    now = int(np.flatnonzero(known)[-1]) + 1 if known.any() else 0
    so_far = float(expected[known].sum())
    ratio = float(_ratio(seen[known].sum(), so_far, dispersion)) if so_far > 0 else 1.0
    bucket = _lead_bucket(len(expected), now)
    days = _days_cut_at(now, bucket, errors, dispersion)
    above, below = _products(days)
    persistence = _persistence(above.sum(axis=0), below.sum(axis=0), len(days.ratio))
    factor = np.maximum(1.0 + persistence[bucket] * (ratio - 1.0), 0.0)
    return Update(factor, ratio, _gain(days), so_far)


def day_dispersions(errors: Errors) -> dict[int, float]:
    """By origin: the dispersion of day totals as the errors of the days before it teach it."""
    return {
        origin: float(
            learn_spread(
                errors.where(errors.day < origin).by_day(), usual_weight=USUAL_WEIGHT_DAYS
            ).dispersion[0]
        )
        for origin in np.unique(errors.origin).tolist()
    }


def rest_of_day(
    errors: Errors, slots: int, now: int, dispersions: Mapping[int, float]
) -> tuple[Errors, Errors]:
    """The backtest's days from slot `now` on: as expected at midnight, and updated by what had come by then.

    Only days near enough to their origin to look like today; each is updated with what the days before its
    origin teach: the persistence, and of its origin the `dispersions` of day totals.
    """
    bucket = _lead_bucket(slots, now)
    near = errors.where(errors.ahead <= DAYS_LIKE_TODAY)
    of_origin = np.array([dispersions[origin] for origin in _days_of(near)[1].tolist()])
    days = _days_cut_at(now, bucket, near, of_origin)
    factor = np.maximum(1.0 + _of_earlier(days) * (days.ratio - 1.0)[:, None], 0.0)
    _, day = np.unique(near.day, return_inverse=True)
    updated = replace(near, expected=near.expected * factor[day, bucket[near.slot]])
    rest = near.slot >= now
    return near.where(rest), updated.where(rest)


def _days_of(near: Errors) -> tuple[Ints, Ints]:
    """The days, each once, and the origin each was forecast from."""
    days, first = np.unique(near.day, return_index=True)
    return days, near.origin[first]


def _ratio(came: Floats | float, expected: Floats | float, dispersion: Floats | float) -> Floats:
    """The posterior mean of the day's factor."""
    prior = 1.0 / np.maximum(dispersion, 1e-6)
    return np.asarray((came + prior) / (expected + prior))


def _lead_bucket(slots: int, now: int) -> Ints:
    """The bucket of hours ahead of each slot."""
    hours = (np.arange(slots) - now) * 24.0 / slots
    return np.searchsorted(HOURS_OF_LEAD, hours, side="right")


def _days_cut_at(now: int, bucket: Ints, errors: Errors, dispersion: Floats | float) -> PastDays:
    near = errors.where(errors.ahead <= DAYS_LIKE_TODAY)
    key, origin = _days_of(near)
    day = np.searchsorted(key, near.day)
    slot, expected, came = near.slot, near.expected, near.came
    after = slot >= now
    cell = day * (len(HOURS_OF_LEAD) + 1) + bucket[slot]
    shape = (len(key), len(HOURS_OF_LEAD) + 1)

    def later(values: Floats) -> Floats:
        flat = np.bincount(cell[after], values[after], minlength=shape[0] * shape[1])
        return flat.astype(np.float64).reshape(shape)

    before = (np.bincount(day[~after], v[~after], minlength=len(key)) for v in (came, expected))
    came_so_far, expected_so_far = (part.astype(np.float64) for part in before)
    ratio = _ratio(came_so_far, expected_so_far, dispersion)
    return PastDays(key, origin, ratio, later(expected), later(came))


def _products(days: PastDays) -> tuple[Floats, Floats]:
    """[day, bucket]: numerator and denominator of the least-squares persistence, weighed by contacts."""
    surprise = (days.ratio - 1.0)[:, None]
    return surprise * (days.came - days.expected), surprise**2 * days.expected


def _persistence(above: Floats, below: Floats, days: Ints | int) -> Floats:
    """[..., bucket]: the share of the day's surprise that remains."""
    usual = below / np.maximum(days, 1) * PRIOR_DAYS
    persistence = np.full(below.shape, PRIOR_PERSISTENCE)
    np.divide(above + usual * PRIOR_PERSISTENCE, below + usual, out=persistence, where=below > 0)
    return np.asarray(np.clip(persistence, 0.0, MOST_PERSISTENCE))


def _of_earlier(days: PastDays) -> Floats:
    """[day, bucket]: the persistence that the days before its origin teach."""
    earlier = np.searchsorted(days.day, days.origin)  # how many there are

    def summed(column: Floats) -> Floats:
        return np.concatenate([np.zeros((1, column.shape[1])), np.cumsum(column, axis=0)])[earlier]

    above, below = _products(days)
    return _persistence(summed(above), summed(below), earlier[:, None])


def _gain(days: PastDays) -> float:
    """The share of the remaining day's error, by lead bucket, that the update takes away."""
    updated = days.expected * np.maximum(1.0 + _of_earlier(days) * (days.ratio - 1.0)[:, None], 0.0)
    before, after = np.abs(days.came - days.expected).sum(), np.abs(days.came - updated).sum()
    return float(1.0 - after / before) if before > 0 else np.nan
