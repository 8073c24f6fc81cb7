"""Seconds to forecast made-up queues of a year of half-hours, four weeks ahead.

OPENBLAS_NUM_THREADS=1 python benchmarks/forecast_speed.py [--queues 100] [--jobs 1]

CPU seconds are those of this process and of those it started; wall seconds depend on what else runs.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np
from joblib.externals.loky import get_reusable_executor

from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import Engine
from staffing.records import History

DAYS, SLOTS = 365, 48
WEEKDAY = np.array([1.3, 1.1, 1.0, 1.0, 1.2, 0.6, 0.4])


def history(queues: int, seed: int = 1, days: int = DAYS) -> History:
    """Queues of 0.5 to 500 contacts a half-hour that share their intervals."""
    rng = np.random.default_rng(seed)
    shape = 0.3 + np.exp(-(((np.arange(SLOTS) / 2 - 11.0) / 4.0) ** 2))
    day = WEEKDAY[np.arange(days) % 7] * rng.gamma(100.0, 0.01, (queues, days))
    level = np.exp(rng.uniform(np.log(0.5), np.log(500.0), queues))
    offered = rng.poisson(level[:, None, None] * day[:, :, None] * shape).astype(float).ravel()
    start = np.datetime64("2025-01-06", "s") + np.arange(days * SLOTS) * np.timedelta64(30, "m")
    return History(
        interval_start=np.tile(start, queues),
        utc_offset_minutes=np.zeros(len(offered), dtype=np.int64),
        queue=np.repeat(np.arange(queues), days * SLOTS),
        queues=tuple(f"queue {index}" for index in range(queues)),
        interval_minutes=30,
        timezone="UTC",
        offered=offered,
        aht_seconds=np.full(len(offered), np.nan),
    )


def main() -> None:
    """Time many queues at once."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queues", type=int, default=100)
    parser.add_argument("--jobs", type=int, help="processes; default: as the program chooses")
    chosen = parser.parse_args()
    options = ForecastOptions(holidays="US", default_aht_seconds=240.0, engine=Engine(chosen.jobs))
    make_forecast(history(1), options)  # imports and caches
    many = history(chosen.queues)
    before, start = cpu_seconds(), time.monotonic()
    make_forecast(many, options)
    wall = time.monotonic() - start
    cpu = cpu_seconds() - before
    print(f"{chosen.queues} queues: {wall:.1f} s, {cpu:.1f} CPU s, {cpu / chosen.queues:.4f} per queue")


def cpu_seconds() -> float:
    """Of this process and of those it started, which are ended first: the system counts them only then."""
    get_reusable_executor().shutdown()
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
