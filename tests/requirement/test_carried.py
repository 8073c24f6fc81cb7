"""A queue that is followed from slice to slice, beside its exact chain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.queueing.erlang_a import ErlangA
from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.requirement.carried import QueuesAtRest, carried
from staffing.requirement.size import service_levels, traffic_of
from staffing.requirement.stretches import Stretches
from staffing.requirement.variation import load_variation
from staffing.requirement.variation.profile import mixture_of, slopes_of
from tests.requirement.test_size import demand

STEEP = [0.0, 20.0, 60.0, 110.0, 120.0, 120.0, 90.0, 50.0, 0.0]
AGENTS = np.array([0.0, 6.0, 14.0, 22.0, 21.0, 24.0, 18.0, 9.0, 0.0])


def service(seconds: float = 0.0, patience_seconds: float | None = 120.0) -> Service:
    return Service(Targets(0.8, seconds), patience_seconds=patience_seconds, variation="mol-psa")


def exact_at_once(rows: Demand, agents: Floats, patience_seconds: float | None) -> Floats:
    """Share of the contacts of each interval that find an idle agent: the chain of the number in the queue.

    Steps of half a second from an empty start; waiting contacts are handed to agents who come, and back.
    """
    states, step = 80, 0.5
    k = np.arange(states + 1)
    chances = np.zeros(states + 1)
    chances[0] = 1.0
    slope = slopes_of(rows, rows.offered)
    found = np.full(len(rows), np.nan)
    for i in np.flatnonzero(rows.offered > 0).tolist():
        leave = np.minimum(k, agents[i]) / rows.aht_seconds[i]
        if patience_seconds is not None:
            leave = leave + np.maximum(k - agents[i], 0) / patience_seconds
        at_once = came = 0.0
        for moment in np.arange(0.5 * step, 1800.0, step):
            rate = rows.offered[i] / 1800.0 + slope[i] * (moment / 1800.0 - 0.5)
            came += rate
            at_once += rate * chances[k < agents[i]].sum()
            up = rate * chances
            up[-1] = 0.0
            down = leave * chances
            chances = chances + step * (np.append(0.0, up[:-1]) - up + np.append(down[1:], 0.0) - down)
        found[i] = at_once / came
    return found


@pytest.mark.parametrize(
    ("patience_seconds", "off_at_most", "at_rest_off_by"),
    [(60.0, 0.012, 0.01), (120.0, 0.008, 0.008), (900.0, 0.008, 0.02), (None, 0.05, 0.15)],
)
def test_a_steep_day_is_predicted_as_its_chain_gives_it(
    patience_seconds: float | None, off_at_most: float, at_rest_off_by: float
) -> None:
    """Within about a point in each interval; within five where nobody gives up, and 16 at rest."""
    rows = demand(STEEP, aht=300.0)
    asked = service(0.0, patience_seconds)
    exact = exact_at_once(rows, AGENTS, patience_seconds)
    busy = rows.offered > 0
    carries = service_levels(rows, AGENTS[:, None], asked)
    rests = service_levels(rows, AGENTS, asked)
    assert np.abs(carries - exact)[busy].max() < off_at_most
    assert np.abs(rests - exact)[busy].max() > at_rest_off_by


def test_agents_without_limit_leave_the_modified_offered_load() -> None:
    """Where nobody waits the number in progress is that of `mol_psa`, up to the steps of its slices."""
    rows = demand([100.0, 150.0, 300.0, 280.0, 200.0], aht=900.0)
    mixture = mixture_of(rows, rows.offered, rows.aht_seconds, load_variation("mol-psa"))
    many = np.full(mixture.factor.shape, 2000.0)
    queues = QueuesAtRest(ErlangA(), traffic_of(rows, service()), many)
    found, _ = carried(queues, mixture, Stretches.of(rows, rows.offered), 300.0)
    assert found.factor[1:] == pytest.approx(mixture.factor[1:], abs=6e-3)


def test_a_queue_at_rest_stays_at_rest() -> None:
    """One rate and one number of agents, from before the first row on, give what they give at rest."""
    rows = demand([100.0] * 6, aht=300.0)
    asked = service(20.0)
    agents = np.full(6, 19.0)
    found = service_levels(rows, agents[:, None], asked)
    assert found == pytest.approx(service_levels(rows, agents, asked), abs=1e-6)


def test_who_opens_finds_idle_agents() -> None:
    """The first half-hour after one without contacts is better served than at rest; the next ones are not."""
    rows = demand([0.0, *[100.0] * 5], aht=300.0)
    agents = np.full(6, 18.0)
    gain = service_levels(rows, agents[:, None], service(20.0)) - service_levels(rows, agents, service(20.0))
    assert gain[1] > 0.02
    assert gain[3:] == pytest.approx(np.zeros(3), abs=1e-3)


@pytest.mark.parametrize("patience_seconds", [90.0, None])
@pytest.mark.filterwarnings("error")
def test_half_hours_without_agents_or_contacts_are_no_exception(patience_seconds: float | None) -> None:
    """Nobody is answered where nobody is there, and what has built up is worked off."""
    rows = demand([0.0, 60.0, 60.0, 60.0, 0.0, 60.0], aht=300.0)
    agents = np.array([0.0, 14.0, 0.0, 14.0, 0.0, 14.0])
    found = service_levels(rows, agents[:, None], service(20.0, patience_seconds))
    assert found[2] == pytest.approx(0.0, abs=1e-6)
    assert found[3] < found[1]
    assert found[[0, 4]] == pytest.approx([1.0, 1.0])


def test_queues_and_stretches_do_not_touch() -> None:
    """Rows in any order, beside other queues, are predicted as alone."""
    one = demand(STEEP, aht=300.0)
    size = len(one)
    order = np.random.default_rng(2).permutation(2 * size)
    other = demand(STEEP + STEEP[::-1], aht=300.0)
    both = replace(
        other,
        interval_start=np.tile(one.interval_start, 2)[order],
        queue=np.repeat([0, 1], size)[order],
        queues=("a", "b"),
        offered=other.offered[order],
    )
    agents = np.tile(AGENTS, 2)[order][:, None]
    found = np.empty(2 * size)
    found[order] = service_levels(both, agents, service(20.0))
    assert found[:size] == pytest.approx(service_levels(one, AGENTS[:, None], service(20.0)), abs=1e-12)


def test_a_queue_that_nobody_leaves_builds_up_and_is_worked_off() -> None:
    """Of a half-hour of too few agents the next ones, who would be enough, still suffer; then it is over."""
    rows = demand([100.0] * 8, aht=300.0)
    agents = np.array([22.0, 22.0, 12.0, 22.0, 22.0, 22.0, 22.0, 22.0])
    found = service_levels(rows, agents[:, None], service(20.0, None))
    assert found[2] < 0.5
    assert found[3] < found[1] - 0.2
    assert found[7] == pytest.approx(found[1], abs=0.03)
