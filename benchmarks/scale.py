"""What thousands of queues cost: forecast and requirement here, by two processes, on a Dask cluster of two.

python benchmarks/scale.py [--queues 200 2000 20000] [--engines 1 2 dask] [--weeks 8] [--days 28]

Queues are made up: `--weeks` of half-hours each, forecast `--days` ahead and sized for 80/20. Every line of
the table is a run in processes of its own:

    wall, cpu         seconds of the stage, processes started; CPU of this process, of its workers, and of the
                      cluster's scheduler
    overhead          milliseconds that an item without work takes, each a task, among a thousand
    forecast, size mb most megabytes of the process that asked, which while it forecasts holds history and
                      forecast, while it sizes forecast and requirement; on Dask it is the scheduler too
    worker mb         of the largest worker
    result            the beginning of a hash of all agents and service levels
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from forecast_speed import history

from staffing.cluster import OF_TASKS_WITH_DATA
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import Engine, run_each
from staffing.records import History
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.requirement.size import size

ITEMS_WITHOUT_WORK = 1000
LOOPBACK = "127.0.0.1:0"
Result = TypeVar("Result")
COLUMNS = {
    "queues": "{:,}",
    "engine": "{}",
    "forecast_wall": "{:.1f}",
    "forecast_cpu": "{:.1f}",
    "size_wall": "{:.1f}",
    "size_cpu": "{:.1f}",
    "overhead_ms": "{:.2f}",
    "forecast_mb": "{:,.0f}",
    "size_mb": "{:,.0f}",
    "worker_mb": "{:,.0f}",
    "result": "{}",
}


@dataclass(frozen=True)
class Case:
    """How many queues, where they are worked on, how long their history and their forecast are."""

    queues: int
    engine: str
    weeks: int
    days: int


def main() -> None:
    """Print the table, line by line as runs end."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queues", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--engines", nargs="+", default=["1", "2", "dask"], help="processes, or dask")
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(Case(asked.queues[0], asked.engines[0], asked.weeks, asked.days))))
        return
    print("".join(f"{name:>14}" for name in COLUMNS), flush=True)
    for queues in asked.queues:
        for engine in asked.engines:
            line = _in_a_process_of_its_own(Case(queues, engine, asked.weeks, asked.days))
            print("".join(f"{form.format(line[name]):>14}" for name, form in COLUMNS.items()), flush=True)


def _in_a_process_of_its_own(case: Case) -> dict[str, object]:
    given = ["--queues", case.queues, "--engines", case.engine, "--weeks", case.weeks, "--days", case.days]
    command = [sys.executable, __file__, "--one", *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(case: Case) -> dict[str, object]:
    """A line of the table."""
    past = history(case.queues, days=7 * case.weeks)
    past = replace(past, aht_seconds=np.full(len(past), 240.0))
    with _engine(case.engine) as engine:
        work_through(engine, 10)  # so that all processes have started
        overhead, _ = timed(partial(work_through, engine, ITEMS_WITHOUT_WORK))
    begun = cpu_seconds()
    with _engine(case.engine) as engine:
        forecast_wall, forecast = timed(partial(forecast_of, past, case.days, engine))
        of_workers = megabytes_of_workers(engine)
    forecast_mb = peak_megabytes()
    del past  # which whoever sizes a forecast has not got
    forget_peak()
    between = cpu_seconds()
    with _engine(case.engine) as engine:
        size_wall, requirement = timed(partial(size, demand_of(forecast), Service("80/20"), engine))
        of_workers += megabytes_of_workers(engine)
    ended = cpu_seconds()
    return {
        "queues": case.queues,
        "engine": case.engine,
        "forecast_wall": forecast_wall,
        "forecast_cpu": between - begun,
        "size_wall": size_wall,
        "size_cpu": ended - between,
        "overhead_ms": overhead / ITEMS_WITHOUT_WORK * 1000,
        "forecast_mb": forecast_mb,
        "size_mb": peak_megabytes(),
        "worker_mb": max(of_workers) if case.engine != "1" else 0.0,
        "result": fingerprint(requirement),
    }


@contextmanager
def _engine(name: str) -> Iterator[Engine]:
    """Processes are ended behind it: the system counts what they took only then."""
    if name != "dask":
        yield Engine(int(name))
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown()
        return
    import dask.config
    from distributed import LocalCluster

    dask.config.set(OF_TASKS_WITH_DATA)  # for the scheduler too, which stands in this process
    # A scheduler always serves its state by HTTP, with None for an address at port 8787: so a free one, for
    # this machine alone.
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=LOOPBACK, memory_limit=None
    ) as cluster:
        yield Engine(cluster=cluster.scheduler_address)


def work_through(engine: Engine, items: int) -> int:
    """Items that are no work, each a task of its own; their number."""
    return sum(run_each(int, [partial(str, 1)] * items, engine, seconds_each=9.0))


def megabytes_of_workers(engine: Engine) -> list[float]:
    """Of those that happen to answer, the most each has held."""
    return list(run_each(peak_megabytes, [int] * 20, engine, seconds_each=9.0))


def peak_megabytes(_: int = 0) -> float:
    """The most that this program has held: `ru_maxrss` counts that of who started it, too."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def forget_peak() -> None:
    """From now on the peak is that of what is held from now on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def forecast_of(past: History, days: int, engine: Engine) -> Forecast:
    """As the command makes it."""
    return make_forecast(past, ForecastOptions(days=days, engine=engine)).forecast


def demand_of(forecast: Forecast) -> Demand:
    """The mean of the forecast, to be sized."""
    return Demand(**forecast.same_rows(), offered=forecast.offered, aht_seconds=forecast.aht_seconds)


def fingerprint(requirement: Requirement) -> str:
    """The beginning of the hash of all agents and service levels."""
    digest = hashlib.sha256(requirement.agents.tobytes() + requirement.service_level.tobytes())
    return digest.hexdigest()[:8]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Wall seconds, and what came of it."""
    start = time.monotonic()
    found = work()
    return time.monotonic() - start, found


def cpu_seconds() -> float:
    """Of this process and of those it started that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
