"""Processes change nothing but the time: order, results and faults are those of one."""

from __future__ import annotations

import operator
import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import UsageError
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import Engine, run_each, worthwhile_jobs
from tests.conftest import ROOT
from tests.forecast.centres import centre, joined

SQUARE = partial(pow, exp=2)


def _items(count: int) -> list[partial[int]]:
    return [partial(int, str(number)) for number in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2, 3, 99])
def test_results_keep_the_order_of_the_items(jobs: int) -> None:
    """However many processes there are, and progress counts up to the last."""
    heard = []
    hear = lambda done, of: heard.append((done, of))  # noqa: E731
    found = list(run_each(SQUARE, _items(20), Engine(jobs), hear, seconds_each=0))
    assert found == [number**2 for number in range(20)]
    assert heard[-1] == (20, 20)
    assert sorted(heard) == heard


def test_nothing_to_do_needs_no_process() -> None:
    """No items, no results."""
    assert list(run_each(SQUARE, [], Engine(4), seconds_each=9)) == []


@pytest.mark.slow
def test_a_fault_in_a_process_is_raised_here() -> None:
    """The exception of the item itself."""
    with pytest.raises(ZeroDivisionError):
        list(run_each(partial(operator.floordiv, 1), _items(20), Engine(2), seconds_each=0))


@pytest.mark.slow
def test_work_over_which_every_process_dies_is_told_as_such() -> None:
    """Neither as a hang, nor as an empty result, nor as a fault of ours."""
    with pytest.raises(UsageError, match="process after process died"):
        list(run_each(os._exit, _items(20), Engine(2), seconds_each=0))


_RUN = """
import sys
from functools import partial
from staffing.parallel import Engine, run_each
from tests.test_parallel import say_who_and_wait
list(run_each(say_who_and_wait, [partial(str, sys.argv[1])] * 2, Engine(2), seconds_each=0))
"""


def say_who_and_wait(folder: str) -> None:
    """Leave the number of this process in a folder, and take long."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(300)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_processes_do_not_outlive_one_that_is_killed(tmp_path: Path) -> None:
    """They would work on for nobody, and keep the memory that the next run needs."""
    command = [sys.executable, "-c", _RUN, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.05)
    assert process.poll() is None
    process.kill()
    process.communicate(timeout=100)  # all that hold its standard output have ended


def test_little_work_is_not_worth_a_process() -> None:
    """Under two seconds none is started; then one for each two seconds, up to the cores."""
    assert worthwhile_jobs(1.9, lambda: 4) == 0
    assert worthwhile_jobs(4.0, lambda: 4) == 2
    assert worthwhile_jobs(10_000.0, lambda: 4) == 4


@pytest.mark.slow
@pytest.mark.smoke
def test_queues_forecast_by_several_processes_are_the_same_to_the_last_bit() -> None:
    """Nine queues by one process and by two, reports too."""
    names = tuple(f"q{index}" for index in range(9))
    past = joined(*(centre(35, 5.0 * 2**index, seed=index) for index in range(9)), queues=names)
    options = ForecastOptions(days=7, holidays="US", default_aht_seconds=200.0, quantiles=(0.05,))
    one, two = (make_forecast(past, replace(options, engine=Engine(jobs))) for jobs in (1, 2))
    for name in ("offered", "offered_p10", "offered_p90", "aht_seconds"):
        assert np.array_equal(getattr(one.forecast, name), getattr(two.forecast, name))
    assert repr(one.reports) == repr(two.reports)
