"""Handle time and updates within the day on real centres, against doing without; and any moment at all.

    python benchmarks/forecast_centres.py DATA

DATA holds the folders `bank-1999`, `service-desk-2013` (with handle times), `bank-2003` and `insurer-2011`,
each with a `history.csv.gz` in wall-clock times; it is no part of the project.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.daygrid.local_rows import local_rows
from staffing.forecast.handle_time import expected_handle_time
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.series import QueueSeries, queue_series
from staffing.history.load import read_history
from staffing.records import History
from staffing.timegrid import weekday

CENTRES = (("service-desk-2013", 60), ("bank-1999", 30), ("bank-2003", 30), ("insurer-2011", 30))
MOMENTS = 12
AHEAD_DAYS = 28
INTRADAY_DAYS = 20


def main() -> None:
    """Print a line per centre."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    data: Path = parser.parse_args().data
    print("| centre | call-weighted WAPE of handle time, 4 weeks | mean of the last 4 | better by |")
    for centre, minutes in CENTRES[:2]:
        ours, theirs = handle_time(read(data, centre, minutes))
        print(f"| {centre} | {ours:.4f} | {theirs:.4f} | {1 - ours / theirs:.1%} |")
    print("| centre | WAPE after 11:00, updated | not updated | better by |")
    for centre, country in (("bank-2003", "US"), ("insurer-2011", "FR")):
        ours, theirs = intraday(read(data, centre, 30), country)
        print(f"| {centre} | {ours:.4f} | {theirs:.4f} | {1 - ours / theirs:.1%} |")
    print("| centre | queues | moments at random | queue forecasts, all finite, p10 ≤ p90 |")
    for centre, minutes in CENTRES:
        history = read(data, centre, minutes)
        print(f"| {centre} | {len(history.queues)} | {MOMENTS} | {any_moment(history)} |")


def any_moment(history: History) -> int:
    """Forecasts from random moments of the history, within days too; AssertionError where one is unsound."""
    rng = np.random.default_rng(1)
    first, last = history.interval_start.min(), history.interval_start.max()
    steps = int((last - first) // np.timedelta64(history.interval_minutes, "m"))
    made_in_all = 0
    for step in rng.integers(1, steps + 1, MOMENTS):
        as_of = first + int(step) * np.timedelta64(history.interval_minutes, "m")
        options = ForecastOptions(as_of=as_of, holidays="FR")
        forecast = make_forecast(history, options).forecast
        assert np.isfinite(forecast.offered + forecast.offered_p90).all()
        assert (forecast.offered >= 0).all()
        assert (forecast.offered_p10 <= forecast.offered_p90).all()
        made_in_all += len(forecast.queues)
    return made_in_all


def read(data: Path, centre: str, minutes: int) -> History:
    """A centre's history, wall-clock times taken for UTC."""
    return read_history(str(data / centre / "history.csv.gz"), timezone="UTC", interval_minutes=minutes)


def all_series(history: History) -> Iterator[QueueSeries]:
    """The days by slots of every queue."""
    end = history.interval_start.max() + np.timedelta64(history.interval_minutes, "m")
    rows = local_rows(history, end)
    return (queue_series(history, queue, rows, None) for queue in range(max(len(history.queues), 1)))


def handle_time(history: History) -> tuple[float, float]:
    """Σ calls × |forecast − actual| ÷ Σ calls × actual, from weekly origins: ours, and the mean of four."""
    missed = np.zeros(3)
    for series in all_series(history):
        for origin in range(56, len(series.offered) - 7, 7):
            days = slice(origin, origin + AHEAD_DAYS)
            actual = series.aht_seconds[days]
            calls = np.where(np.isfinite(actual), series.calls[days], 0.0)
            actual = np.nan_to_num(actual)
            ours = expected_handle_time(series.until(origin), None)[weekday(series.days[days])]
            theirs = mean_of_four(series.aht_seconds[:origin], len(actual))
            missed += [(calls * np.abs(f - actual)).sum() for f in (ours, theirs, np.zeros_like(actual))]
    return float(missed[0] / missed[2]), float(missed[1] / missed[2])


def mean_of_four(aht_seconds: Floats, days: int) -> Floats:
    """The mean of the last four known of the same weekday and time; the month's mean where none is known."""
    weeks = aht_seconds[len(aht_seconds) % 7 :].reshape(-1, 7, aht_seconds.shape[1])[::-1]
    known = np.isfinite(weeks)
    newest = known & (np.cumsum(known, axis=0) <= 4)
    count = newest.sum(axis=0)
    mean = np.where(newest, weeks, 0.0).sum(axis=0) / np.maximum(count, 1)
    week = np.where(count > 0, mean, np.nanmean(aht_seconds[-28:]))
    return np.asarray(np.resize(week, (-(-days // 7) * 7, week.shape[1]))[:days])


def intraday(history: History, country: str) -> tuple[float, float]:
    """WAPE of the rest of the day from 11:00, over the last days: updated, and as forecast at midnight."""
    last = history.interval_start.max().astype("datetime64[D]")
    missed = np.zeros(3)
    for ago in range(INTRADAY_DAYS):
        day = (last - np.timedelta64(ago, "D")).astype("datetime64[s]")
        eleven, evening = day + np.timedelta64(11, "h"), day + np.timedelta64(24, "h")
        rest = (history.interval_start >= eleven) & (history.interval_start < evening)
        if not rest.any():
            continue
        truth = np.zeros((len(history.queues) or 1, 48))
        slot = (history.interval_start[rest] - day).astype(np.int64) // 1800
        truth[history.queue[rest], slot] = np.nan_to_num(history.offered[rest])
        for which, moment in enumerate((eleven, day)):
            options = ForecastOptions(days=1, as_of=moment, holidays=country)
            offered = make_forecast(history, options).forecast.offered.reshape(len(truth), -1)[:, -26:]
            missed[which] += np.abs(offered - truth[:, 22:]).sum()
        missed[2] += truth.sum()
    return float(missed[0] / missed[2]), float(missed[1] / missed[2])


if __name__ == "__main__":
    main()
