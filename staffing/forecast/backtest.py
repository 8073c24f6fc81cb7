"""How well a method would have done on a queue's own past: rolling-origin backtest.

The forecast is made again as it would have been made 1, 2, … 6 weeks ago, for as many of the days asked
for (28 at most) as have passed since, and compared with what came (Tashman 2000). What was known then is
read anew (`Past.until`): what a missing row meant may have become clear only later. Unknown intervals and
special days count for nothing. The score is WAPE: the sum of absolute errors per interval, divided by
the contacts that came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.forecast.method import Method, Past
from staffing.forecast.sums.leads import LEADS, MOST_DAYS_AHEAD, lead_bucket

MOST_ORIGINS = 6
FEWEST_DAYS_BEFORE = 14
CLEAR_MARGIN = 0.1


@dataclass(frozen=True, eq=False)
class Errors:
    """What was expected and what came, interval by interval, in known intervals of all origins.

    `origin` is the day forecast from, `ahead` counts days from it (1 is the origin itself).
    """

    expected: Floats
    came: Floats
    origin: Ints
    ahead: Ints
    slot: Ints

    @property
    def lead(self) -> Ints:
        """The bucket of the days ahead: index into `LEADS`."""
        return lead_bucket(self.ahead)

    @property
    def day(self) -> Ints:
        """The day that each is of, numbered as the origin is."""
        return self.origin + self.ahead - 1

    def where(self, chosen: Bools) -> Errors:
        """The chosen ones."""
        origin, ahead, slot = (column[chosen] for column in (self.origin, self.ahead, self.slot))
        return Errors(self.expected[chosen], self.came[chosen], origin, ahead, slot)

    def by_day(self) -> Errors:
        """The same of day totals, over the intervals that are known."""
        key = self.origin * (MOST_DAYS_AHEAD + 1) + self.ahead
        days, where = np.unique(key, return_inverse=True)
        expected, came = (np.bincount(where, part).astype(np.float64) for part in (self.expected, self.came))
        origin, ahead = np.divmod(days, MOST_DAYS_AHEAD + 1)
        return Errors(expected, came, origin, ahead, np.zeros_like(ahead))


@dataclass(frozen=True)
class Score:
    """One method on one queue: WAPE over all leads and by lead bucket; bias = Σ(forecast − actual) ÷ Σ came.

    NaN where nothing came.
    """

    wape: float
    wape_by_lead: tuple[float, ...]
    bias: float = np.nan


def origins(past: Past) -> list[int]:
    """Days from which the backtest forecasts, newest first; none where the history is too short."""
    return [
        origin
        for origin in range(past.origin - 7, past.origin - 7 * MOST_ORIGINS - 1, -7)
        if origin >= FEWEST_DAYS_BEFORE
    ]


def backtest(past: Past, method: Method, days_ahead: int, truth: Floats | None = None) -> Errors:
    """Forecast from each origin and set the result against what came: the past itself, unless given."""
    return backtests(past, {"": method}, days_ahead, truth)[""]


def backtests(
    past: Past, methods: Mapping[str, Method], days_ahead: int, truth: Floats | None = None
) -> dict[str, Errors]:
    """The same of several methods by name, each from what was known on the day of the origin."""
    came = past.offered if truth is None else truth
    parts: dict[str, list[Errors]] = {name: [] for name in methods}
    for origin in origins(past):
        known = past.until(origin)
        days = min(days_ahead, MOST_DAYS_AHEAD, past.origin - origin)
        truth_ahead = came[origin : origin + days]
        day, slot = np.nonzero(np.isfinite(truth_ahead))
        truth_known, from_day = truth_ahead[day, slot], np.full(len(day), origin)
        for name, method in methods.items():
            expected = method(known, days)[day, slot]
            parts[name].append(Errors(expected, truth_known, from_day, day + 1, slot))
    return {name: _joined(of_method) for name, of_method in parts.items()}


def _joined(parts: Sequence[Errors]) -> Errors:
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Errors(np.zeros(0), np.zeros(0), nothing, nothing, nothing)
    columns = ([getattr(part, item.name) for part in parts] for item in fields(Errors))
    return Errors(*(np.concatenate(column) for column in columns))


def score(errors: Errors) -> Score:
    """WAPE over all leads and by lead bucket, and bias."""
    buckets, lead = len(LEADS), errors.lead
    missed = np.bincount(lead, np.abs(errors.came - errors.expected), minlength=buckets)
    contacts = np.bincount(lead, errors.came, minlength=buckets)
    by_lead = np.full(buckets, np.nan)
    np.divide(missed, contacts, out=by_lead, where=contacts > 0)
    if contacts.sum() <= 0:
        return Score(np.nan, tuple(by_lead.tolist()))
    bias = (errors.expected.sum() - errors.came.sum()) / contacts.sum()
    return Score(float(missed.sum() / contacts.sum()), tuple(by_lead.tolist()), float(bias))


def best(scores: Mapping[str, Score], fallback: str) -> str:
    """The method with the least WAPE, where it beats the first by a clear margin; else the first.

    A few weeks tell close methods apart no better than chance, so the first one, which is the best on the
    series measured, has the benefit of the doubt. Where nothing could be scored: the fallback.
    """
    scored = {name: result.wape for name, result in scores.items() if np.isfinite(result.wape)}
    if not scored:
        return fallback
    first, least = next(iter(scored)), min(scored, key=scored.__getitem__)
    return least if scored[least] < (1.0 - CLEAR_MARGIN) * scored[first] else first
