"""Queues and plans on a Dask cluster of two processes: the same bytes as here, also where a worker dies."""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from staffing.cluster import ClusterError, connected
from staffing.errors import InputError, Problem
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import HERE, Engine, run_each
from staffing.records.history import History
from staffing.tables.records import write_record
from tests.cli.small_plans import AS_OF, small_plan
from tests.conftest import Staffing
from tests.forecast.centres import centre, joined

distributed = pytest.importorskip("distributed", reason="the extra [dask] is not installed")
pytestmark = pytest.mark.slow

FORECAST = ("--days", "7", "--aht", "200", "--holidays", "US", "--quiet")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a scheduler with two workers, each a process of one thread."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def history() -> History:
    """Nine queues of five weeks, from few contacts to many."""
    names = tuple(f"q{index}" for index in range(9))
    return joined(*(centre(35, 5.0 * 2**index, seed=index) for index in range(9)), queues=names)


@pytest.mark.smoke
def test_forecasts_of_a_cluster_are_the_same_to_the_last_bit(address: str, history: History) -> None:
    """Reports too, and `done` counts up to the last queue."""
    options = ForecastOptions(days=7, holidays="US", default_aht_seconds=200.0, quantiles=(0.05,))
    heard: list[tuple[int, int]] = []
    here = make_forecast(history, replace(options, engine=HERE))
    there = make_forecast(
        history,
        replace(options, engine=Engine(cluster=address)),
        lambda done, of: heard.append((done, of)),
    )
    for name, column in here.forecast.columns().items():
        assert np.array_equal(column, there.forecast.columns()[name]), name
    assert repr(here.reports) == repr(there.reports)
    assert heard == [(done, 9) for done in range(1, 10)]


def test_commands_write_the_same_bytes_wherever_they_work(
    address: str, history: History, tmp_path: Path, staffing: Staffing
) -> None:
    """`forecast`, `backtest` and `size` with one process, two, and a cluster of two."""
    file = tmp_path / "history.csv"
    write_record(file, history)
    engines = [("--jobs", 1), ("--jobs", 2), ("--cluster", address)]
    written: dict[str, set[bytes]] = {"forecast": set(), "backtest": set(), "size": set()}
    for engine in engines:
        for command, given, options in (
            ("forecast", file, FORECAST),
            ("backtest", file, ("--days", "7", "--method", "auto", "--quiet")),
            ("size", tmp_path / "forecast.csv", ("--target", "80/20", "--quiet")),
        ):
            done = staffing(command, given, *options, *engine, "--out", tmp_path / f"{command}.csv")
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
            written[command].add((tmp_path / f"{command}.csv").read_bytes())
    assert {command: len(files) for command, files in written.items()} == dict.fromkeys(written, 1)


def test_plans_on_a_cluster_write_the_same_bytes(address: str, tmp_path: Path, staffing: Staffing) -> None:
    """Of two plans as of one, shifts and all."""
    plans = [small_plan(tmp_path, name, days=days) for name, days in (("north", 2), ("south", 3))]
    places = {"alone": ("--jobs", 1), "two": ("--jobs", 2), "cluster": ("--cluster", address)}
    for place, engine in places.items():
        done = staffing("plan", *plans, *AS_OF, *engine, "--quiet", "--out", tmp_path / place)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for plan in plans:
        for name in ("forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv"):
            runs = [(tmp_path / place / plan.stem / "latest" / name).read_bytes() for place in places]
            assert runs[0] == runs[1] == runs[2], name


def die_once(marker: str, item: int) -> int:
    """Kills the process that works on it unless the marker is there, which it leaves."""
    if item == 5 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return item * item


def test_the_work_of_a_worker_that_dies_is_done_by_another(address: str, tmp_path: Path) -> None:
    """All results are there, in order."""
    marker = tmp_path / "died"
    items = [partial(int, str(item)) for item in range(20)]
    results = run_each(partial(die_once, str(marker)), items, Engine(cluster=address), seconds_each=9.0)
    assert list(results) == [item * item for item in range(20)]
    assert marker.exists()


def test_a_scheduler_that_goes_away_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    """As a fault of the cluster, after the results that had come; Dask's own tracebacks are not shown."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
    ) as cluster:
        items = [partial(float, "0.1") for _ in range(100)]
        where = Engine(cluster=cluster.scheduler_address)
        results = run_each(time.sleep, items, where, seconds_each=9.0)
        next(results)
        cluster.close()
        with pytest.raises(ClusterError, match="connection to the scheduler was lost"):
            list(results)
    assert "Traceback" not in capfd.readouterr().err


def test_what_was_sent_is_not_kept(address: str) -> None:
    """A task brings its queues along: the client forgets all but the last few messages."""
    with connected(address) as cluster:
        assert [result() for result in cluster.each(abs, range(-40, 0))] == list(range(40, 0, -1))
        assert len(cluster.client.scheduler_comm.recent_message_log) <= 10


def refuse(item: int) -> int:
    """Refuses every item as a stage refuses what a user gives it."""
    raise InputError(Problem("history.csv", "a number", "write one", 3, "offered", str(item)))


@pytest.mark.parametrize("engine", ["jobs", "cluster"])
def test_an_error_arrives_as_it_was_raised(engine: str, address: str) -> None:
    """With its problems and its hint; a fault of ours with its own type."""
    where = Engine(2) if engine == "jobs" else Engine(cluster=address)
    items = [partial(int, "7"), partial(int, "7")]
    with pytest.raises(InputError) as error:
        list(run_each(refuse, items, where, seconds_each=0.0))
    assert str(error.value) == (
        "history.csv, line 3, column offered: found '7', expected a number. Hint: write one"
    )
    assert error.value.exit_code == 1
    with pytest.raises(ZeroDivisionError):
        list(run_each(partial(operator.floordiv, 1), [partial(int, "0")], where, seconds_each=0.0))


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, history: History, staffing: Staffing) -> None:
    """As a fault of the command line, with how to start one."""
    file = tmp_path / "history.csv"
    write_record(file, history)
    done = staffing("forecast", file, *FORECAST, "--cluster", "nonsense://somewhere")
    assert done.returncode == 2
    assert "no Dask scheduler answers" in done.stderr
    assert "Hint" in done.stderr
    both = staffing("forecast", file, *FORECAST, "--cluster", "tcp://127.0.0.1:1", "--jobs", "2")
    assert both.returncode == 2
    assert "exclude one another" in both.stderr
