"""How well a method would have done on a queue's own past: rolling-origin backtest.

The forecast is made again as it would have been made 1, 2, … 8 weeks ago, for as many of the days asked
for (28 at most) as have passed since, and compared with what came (Tashman 2000). Unknown intervals
and special days count for nothing. The score is WAPE: the sum of absolute errors per interval, divided by
the contacts that came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from staffing.forecast.method import Method, Past
from staffing.records import Floats, Ints

MOST_ORIGINS = 8
FEWEST_DAYS_BEFORE = 14
MOST_DAYS_AHEAD = 28
CLEAR_MARGIN = 0.02
LAST_DAY_OF_LEAD = (7, 14, 28)  # lead buckets: first week, second week, later


@dataclass(frozen=True, eq=False)
class Errors:
    """What was expected and what came, interval by interval, in known intervals of all origins.

    `lead` is the bucket of the days between forecast and interval: index into `LAST_DAY_OF_LEAD`.
    """

    expected: Floats
    came: Floats
    lead: Ints


@dataclass(frozen=True)
class Score:
    """WAPE of one method on one queue, over all leads and by lead bucket (NaN where nothing came)."""

    wape: float
    wape_by_lead: tuple[float, ...]


def origins(past: Past) -> list[int]:
    """Days from which the backtest forecasts, newest first; none where the history is too short."""
    return [
        origin
        for origin in range(past.origin - 7, past.origin - 7 * MOST_ORIGINS - 1, -7)
        if origin >= FEWEST_DAYS_BEFORE
    ]


def backtest(past: Past, method: Method, days_ahead: int) -> Errors:
    """Forecast from each origin and set the result against what came."""
    expected, came, lead = [np.zeros(0)], [np.zeros(0)], [np.zeros(0, dtype=np.int64)]
    for origin in origins(past):
        days = min(days_ahead, MOST_DAYS_AHEAD, past.origin - origin)
        truth = past.offered[origin : origin + days]
        known = np.isfinite(truth)
        bucket = np.searchsorted(LAST_DAY_OF_LEAD, np.arange(1, days + 1))
        expected.append(method(past.until(origin), days)[known])
        came.append(truth[known])
        lead.append(np.broadcast_to(bucket[:, None], truth.shape)[known])
    return Errors(np.concatenate(expected), np.concatenate(came), np.concatenate(lead))


def score(errors: Errors) -> Score:
    """WAPE over all leads and by lead bucket."""
    buckets = len(LAST_DAY_OF_LEAD)
    missed = np.bincount(errors.lead, np.abs(errors.came - errors.expected), minlength=buckets)
    came = np.bincount(errors.lead, errors.came, minlength=buckets)
    by_lead = np.full(buckets, np.nan)
    np.divide(missed, came, out=by_lead, where=came > 0)
    overall = missed.sum() / came.sum() if came.sum() > 0 else np.nan
    return Score(float(overall), tuple(by_lead.tolist()))


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
