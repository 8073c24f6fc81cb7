"""How long callers are willing to wait, and how long contacts take; in full where single calls are listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.history.patience.estimate import mean_patience_seconds
from staffing.records.history import History

SHORT_SECONDS = 10


@dataclass(frozen=True)
class HandleTimes:
    """A distribution in a few numbers; `of` says what varies: single calls, or the averages of intervals."""

    of: str
    mean: float
    p10: float
    median: float
    p90: float
    variation: float | None = None
    short_share: float | None = None


@dataclass(frozen=True)
class Patience:
    """Total wait ÷ abandonments; where calls are listed also the Kaplan-Meier median of the time to give up.

    Exponential patience has a median of ln 2 ≈ 0.69 times its mean.
    """

    mean: float
    median: float | None = None


def handle_time(history: History) -> HandleTimes | None:
    """Of single calls where they are listed, else of the intervals' averages weighted by calls."""
    counts = history.histograms.get("service")
    if counts is not None and counts.any():
        seconds = np.arange(len(counts), dtype=np.float64)
        mean = float((seconds * counts).sum() / counts.sum())
        variance = float((seconds**2 * counts).sum() / counts.sum()) - mean**2
        short = float(counts[:SHORT_SECONDS].sum() / counts.sum())
        low, median, high = _quantiles(seconds, counts)
        return HandleTimes("calls", mean, low, median, high, float(np.sqrt(variance) / mean), short)
    weight = history.measures.get("answered", history.offered)
    known = np.isfinite(history.aht_seconds) & (weight > 0)
    if not known.any():
        return None
    values, calls = history.aht_seconds[known], weight[known]
    order = np.argsort(values)
    low, median, high = _quantiles(values[order], calls[order])
    return HandleTimes("interval averages", float((values * calls).sum() / calls.sum()), low, median, high)


def patience(history: History) -> Patience | None:
    """The mean by total wait ÷ abandonments; the median by Kaplan and Meier where calls are listed."""
    mean = mean_patience_seconds(history)
    if mean is None:
        return None
    left, served = history.histograms.get("wait_abandoned"), history.histograms.get("wait_answered")
    if left is None or served is None:
        return Patience(mean)
    return Patience(mean, kaplan_meier_median(left, served))


def kaplan_meier_median(left: Floats, served: Floats) -> float | None:
    """The time by which half would have given up, by whole seconds; the answered are censored.

    Kaplan and Meier 1958 (JASA 53:457-481); Brown et al. 2005 (JASA 100:36-50) for call centres. Callers
    who did not wait at all say nothing of patience.
    """
    left, served = left.copy(), served.copy()
    left[0] = served[0] = 0
    at_risk = np.cumsum((left + served)[::-1])[::-1]
    hazard = np.divide(left, at_risk, out=np.zeros(len(left)), where=at_risk > 0)
    survival = np.cumprod(1 - hazard)
    below = np.flatnonzero(survival[:-1] <= 0.5)  # the last second stands for all longer waits
    return float(below[0]) if len(below) else None


def _quantiles(values: Floats, weights: Floats) -> tuple[float, float, float]:
    """p10, median and p90 of sorted values."""
    share = np.cumsum(weights) / weights.sum()
    low, median, high = (float(values[np.searchsorted(share, q)]) for q in (0.1, 0.5, 0.9))
    return low, median, high
