"""Demand that moves: the rates that stand for an interval."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.errors import UsageError
from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.requirement.mixture import Mixture
from staffing.requirement.size import evaluate, size
from staffing.requirement.variation import VARIATIONS, load_variation
from staffing.requirement.variation.profile import mixture_of
from tests.requirement.test_size import demand

DAY = [0.0, 100.0, 200.0, 300.0, 280.0, 200.0, 200.0, 90.0, 0.0]


def mixture(rows: Demand, name: str) -> Mixture:
    return mixture_of(rows, rows.offered, rows.aht_seconds, load_variation(name))


@pytest.mark.parametrize("name", VARIATIONS)
def test_level_demand_has_no_variation(name: str) -> None:
    """Where nothing moves, all variations are one."""
    rows = demand([0.0, *[200.0] * 6, 0.0])
    options = Service(Targets(0.8, 20), patience_seconds=120, variation=name)
    plain = size(rows, Service(Targets(0.8, 20), patience_seconds=120))
    np.testing.assert_array_equal(size(rows, options).agents, plain.agents)


@pytest.mark.parametrize("name", VARIATIONS)
def test_shares_add_up_and_contacts_are_kept(name: str) -> None:
    """The contacts of an interval are all of its contacts."""
    found = mixture(demand(DAY), name)
    np.testing.assert_allclose(found.calls.sum(axis=1), 1)
    np.testing.assert_allclose(found.time.sum(axis=1), 1)
    assert (found.factor >= 0).all()


@pytest.mark.parametrize("name", VARIATIONS)
def test_order_of_rows_and_other_queues_do_not_matter(name: str) -> None:
    """Each queue is its own day; a gap in time starts anew."""
    one, order = demand(DAY), np.random.default_rng(1).permutation(2 * len(DAY))
    both = demand(DAY + DAY[::-1])
    queue = np.repeat([0, 1], len(DAY))
    start = np.tile(one.interval_start, 2)
    shuffled = Demand(
        interval_start=start[order],
        utc_offset_minutes=both.utc_offset_minutes,
        queue=queue[order],
        queues=("a", "b"),
        interval_minutes=30,
        timezone=both.timezone,
        offered=both.offered[order],
        aht_seconds=both.aht_seconds,
    )
    found = mixture(shuffled, name).factor
    alone = mixture(one, name).factor
    back = np.argsort(order)
    np.testing.assert_allclose(found[back][: len(DAY)], alone)


def test_mol_psa_follows_the_differential_equation() -> None:
    """m′ = λ − m/AHT, integrated in steps of a tenth of a second, from balance at the opening."""
    rows = demand(DAY, aht=900.0)
    found = mixture(rows, "mol-psa")
    rate, step = rows.offered / 1800, 0.1
    slope = np.array([0.0, 50, 100, 40, -50, -40, -55, -55, 0]) / 1800
    in_progress = 900 * (rate[1] - 0.5 * slope[1])
    for i in range(1, 8):
        for second in np.arange(0, 1800, step):
            part = (second + 0.5 * step) / 1800
            in_progress += step * (rate[i] + slope[i] * (part - 0.5) - in_progress / 900)
            j = round((second + step) / 300 - 0.5, 9)
            if j in range(6):
                assert found.factor[i, int(j)] == pytest.approx(in_progress / 900 / rate[i], rel=1e-3)


def test_the_opening_is_not_credited_with_an_empty_start() -> None:
    """The first open interval needs as many agents at a handle time of 15 minutes as of one."""
    rows = demand([0.0, 200.0, 200.0, 200.0], aht=900.0)
    options = Service(Targets(0.8, 20), patience_seconds=120, variation="mol-psa")
    agents = size(rows, options).agents
    assert agents[1] == agents[2] == agents[3]


def test_lag_looks_back_by_a_handle_time() -> None:
    """Rising demand needs fewer, falling demand more, than its own mean; max needs more in both."""
    factor = {name: mixture(demand(DAY, aht=600.0), name).factor[:, 0] for name in ("lag-sipp", "sipp-max")}
    assert (factor["lag-sipp"][2:4] < 1).all()
    assert (factor["lag-sipp"][5:8] > 1).all()
    assert (factor["sipp-max"][1:8] > 1).all()
    assert factor["lag-sipp"][2] == pytest.approx((183 + 1 / 3) / 300 + (116 + 2 / 3) / 600)


def test_size_meets_the_target_on_the_mixture() -> None:
    """One agent fewer misses it, as the mixture judges."""
    rows = demand(DAY)
    options = Service(Targets(0.8, 20), patience_seconds=120, variation="mol-psa")
    found = size(rows, options)
    busy = rows.offered > 0
    assert (found.service_level[busy] >= 0.8).all()
    fewer = evaluate(rows, np.maximum(found.agents - 1, 0), options)
    assert (fewer.service_level[busy] < 0.8).all()
    assert (found.occupancy <= 1).all()
    assert np.isfinite(found.mean_wait_seconds).all()


def test_an_unknown_variation_names_the_nearest() -> None:
    """A typing error gets its correction."""
    with pytest.raises(UsageError) as caught:
        load_variation("molpsa")
    assert "did you mean 'mol-psa'?" in caught.value.hint
