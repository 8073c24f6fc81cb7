"""What it costs that the number on the phones is a mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.records.people import People
from staffing.records.service import Service
from staffing.requirement.mixture import one_rate
from staffing.requirement.scatter import scattered
from staffing.requirement.size import predict_in_parts, service_levels
from tests.requirement.test_size import demand

ALL_THERE = Service("80/20", patience_seconds=120)


def variance(people: People, aht_seconds: float, agents: float = 40.0, load: float = 34.0) -> float:
    """Of the number on the phones, from the three numbers that stand for it."""
    traffic = Traffic(np.array([load / aht_seconds]), aht_seconds, 120.0)
    rate = traffic.arrivals_per_second
    found, numbers = scattered(one_rate(rate, rate), np.array([[agents]]), traffic, people)
    return float((found.time * (numbers - agents) ** 2).sum())


def test_of_all_there_nothing_scatters() -> None:
    """With everybody there the prediction is that of the number."""
    rows = demand([300.0] * 3)
    found = service_levels(rows, np.full((3, 1), 33.0), ALL_THERE)
    assert found == pytest.approx(service_levels(rows, np.full(3, 33.0), ALL_THERE), abs=1e-12)


@pytest.mark.parametrize("heads", [12, 40, 200])
def test_who_may_not_come_costs_what_the_binomial_mean_says(heads: int) -> None:
    """Three numbers against all that may come, to half a point; the number that is expected is worse."""
    offered = heads * 0.78 * 10
    service = replace(ALL_THERE, people=People(attendance=0.9))
    found = service_levels(demand([offered]), np.array([[heads * 0.9]]), service)[0]
    k = np.arange(heads + 1)
    each = ErlangA().performance(Traffic(offered / 1800, 180, 120), k, 20).answered_within_target
    truth = float((binom.pmf(k, heads, 0.9) * each).sum())
    flat = service_levels(demand([offered]), np.array([heads * 0.9]), service)[0]
    assert found == pytest.approx(truth, abs=0.005)
    assert abs(found - truth) < 0.5 * abs(flat - truth)


def test_variance_is_that_of_the_docstring() -> None:
    """Of those who do not come n (1 − a) r; of spells the part that lasts, less those who are about to go."""
    a, r, n, lasts = 0.95, 0.92, 40.0, 480.0 * 0.92
    busy = 34.0 / n
    spells = (1 - r) * (lasts / (lasts + 240.0) - busy * 240.0 / lasts)
    assert variance(People(a, r), 240.0) == pytest.approx(n * ((1 - a) * r + spells))
    assert variance(People(a), 240.0) == pytest.approx(n * (1 - a))
    assert variance(People(1.0, 0.9, 0.1), 240.0) == pytest.approx(variance(People(1.0, 0.81), 240.0))


def test_spells_that_wait_for_long_contacts_scatter_less_than_nothing() -> None:
    """Short contacts feel spells as chance; with long ones many agents are about to go, all busy."""
    assert variance(People(1.0, 0.92), 60.0) > 0
    assert variance(People(1.0, 0.92), 900.0) < 0
    assert variance(People(1.0, 0.92, spell_minutes=60.0), 900.0) > 0


def test_shrinkage_by_row_scatters_by_row() -> None:
    """A row whose people are all there is as with perfect people; another one is not."""
    rows = replace(demand([300.0, 300.0]), shrinkage=np.array([0.0, 0.2]))
    found = service_levels(rows, np.full((2, 1), 33.0), ALL_THERE)
    flat = service_levels(rows, np.full(2, 33.0), ALL_THERE)
    assert found[0] == pytest.approx(flat[0], abs=1e-12)
    assert found[1] < flat[1] - 0.003


@pytest.mark.filterwarnings("error")
def test_levels_stay_between_none_and_all() -> None:
    """Where so many are about to go that the number scatters less than nothing, at any load."""
    rows = demand([5.0, 100.0, 200.0, 400.0, 2000.0], aht=1500.0)
    service = replace(ALL_THERE, people=People(1.0, 0.9))
    for agents in (0.0, 0.4, 1.0, 30.0, 80.0, 200.0):
        found = predict_in_parts(rows, np.full((5, 6), agents), service)
        for name in ("answered", "answered_within_target", "abandoned", "occupancy"):
            level = getattr(found, name)
            assert ((level >= 0) & (level <= 1)).all()
        assert (found.mean_wait_seconds >= 0).all()
