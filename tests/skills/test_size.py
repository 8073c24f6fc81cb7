"""Least-cost groups against the best known, and the parts of the search by themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.skills.exact import alone, chain
from staffing.skills.fluid import SHARE, CuttingPlane, cheapest
from staffing.skills.measured import Measured
from staffing.skills.moves import LEAST_SAVING, MOST, cheaper_moves
from staffing.skills.size import GroupPrices, SizedSystem, fewest_alone, size_system
from staffing.skills.surrogate import Surrogate, score
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets
from tests.skills.truth import REFERENCE, system_of

SYSTEMS: list[dict[str, Any]] = json.loads((REFERENCE / "group_sizing.json").read_text(encoding="utf-8"))
SMALL = SYSTEMS[0]


def asked(truth: dict[str, Any]) -> tuple[SkillSystem, QueueTargets, GroupPrices]:
    """The system, its targets, and the cost of an agent of each group."""
    no_limit = np.full(len(truth["queues"]), np.inf)
    level = np.array([queue["target_service_level"] for queue in truth["queues"]])
    cost = np.array([group["cost"] for group in truth["groups"]])
    return system_of(truth), QueueTargets(level, no_limit, no_limit), GroupPrices(cost)


@pytest.fixture(scope="module")
def small() -> SizedSystem:
    found = size_system(*asked(SMALL))
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("truth", SYSTEMS, ids=[truth["id"] for truth in SYSTEMS])
def test_the_best_known_cost_is_reached(truth: dict[str, Any]) -> None:
    """Or beaten; every queue two standard errors above its target, each error at most 0.001."""
    found = size_system(*asked(truth))
    assert found is not None
    assert found.cost <= truth["best_known"]["cost"] + 0.005
    margin, error = asked(truth)[1].margin(found.measured)
    assert (margin >= 2 * error).all()
    assert error.max() <= 0.001


def test_one_agent_fewer_misses(small: SizedSystem) -> None:
    """Of any group, by the exact chain; one more of any never harms the queue that binds."""
    system, targets, _ = asked(SMALL)
    for group, fewer in enumerate(small.fewer):
        assert fewer is not None
        exact = chain(system, small.agents - (np.arange(3) == group))
        assert exact is not None
        assert targets.margin(exact)[0].min() < 0
        assert fewer.service_level == pytest.approx(exact.service_level, abs=0.01)
        more, here = small.more[group], small.measured
        assert more.service_level[small.binding] >= here.service_level[small.binding] - 0.002


def test_pooling_saves_what_the_queues_alone_cost_more(small: SizedSystem) -> None:
    """The price of each queue alone is that of Erlang A."""
    assert small.cost_alone == pytest.approx(SMALL["naive"]["each_queue_alone"]["cost"])
    assert small.cost < small.cost_alone


def test_a_neighbour_is_a_good_start(small: SizedSystem) -> None:
    """The same system from its own staffing: the same cost, and fewer staffings tried."""
    again = size_system(*asked(SMALL), neighbours=[small.learnt])
    assert again is not None
    assert again.cost == pytest.approx(small.cost)
    assert again.staffings < small.staffings


def test_no_target_can_be_met_by_nobody() -> None:
    """Where no contact comes, nobody is needed."""
    system, targets, prices = asked(SMALL)
    quiet = replace(system, arrivals_per_second=np.zeros(2))
    found = size_system(quiet, targets, prices)
    assert found is not None
    assert found.agents.tolist() == [0, 0, 0]


@pytest.mark.slow
def test_lines_of_those_who_never_give_up_come_to_an_end() -> None:
    """Where nobody gives up, agents are more than the load, and the targets are kept."""
    system, targets, prices = asked(SMALL)
    patient = replace(system, patience_seconds=np.full(2, np.inf))
    found = size_system(patient, targets, prices)
    assert found is not None
    assert found.agents.sum() > patient.load_erlangs.sum()
    assert (found.measured.service_level >= 0.8).all()


@given(
    agents=st.lists(st.integers(0, 4), min_size=2, max_size=5),
    prices=st.lists(st.floats(0.5, 2.0), min_size=5, max_size=5),
)
def test_moves_are_cheaper_and_possible(agents: list[int], prices: list[float]) -> None:
    """Four agents fewer and four more at most, of few groups; no group falls below none."""
    here, cost = np.array(agents), np.array(prices[: len(agents)])
    moves = cheaper_moves(here, cost)
    assert (moves @ cost <= -LEAST_SAVING + 1e-9).all()
    assert (here + moves >= 0).all()
    assert (np.maximum(moves, 0).sum(axis=1) <= MOST + 1).all()
    assert (np.maximum(-moves, 0).sum(axis=1) <= MOST + 1).all()
    assert len(np.unique(moves, axis=0)) == len(moves)


def test_the_fluid_start_carries_the_load() -> None:
    """And a cut holds besides."""
    system, _, prices = asked(SMALL)
    start = cheapest(system, prices.cost)
    assert start is not None
    assert start.sum() >= SHARE * system.load_erlangs.sum()
    more = cheapest(system, prices.cost, [CuttingPlane(np.array([0.0, 0.0, 1.0]), 5.0)])
    assert more is not None
    assert more[2] >= 5


def test_a_line_is_learnt() -> None:
    """From exact levels whose normal quantiles are linear in the agents, slopes and scores come back."""
    from scipy.special import ndtr

    targets = QueueTargets(np.array([0.8]), np.array([np.inf]), np.array([np.inf]))
    slopes, here = np.array([0.3, 0.1]), np.array([10, 10])

    def level(agents: np.ndarray[Any, Any]) -> Measured:
        value = ndtr(0.8 + (agents - here) @ slopes)
        return Measured.exact(np.array([value]), np.zeros(1), np.zeros(1))

    known = [(here + step, level(here + step)) for step in ([0, 0], [1, 0], [0, 1], [1, 1], [-1, 2])]
    picture = Surrogate(targets, np.array([[0.2, 0.2]]))
    picture.learn(here, known)
    assert picture.at[0] == pytest.approx(score(targets, level(here))[0][0], abs=0.01)
    assert picture.slopes[0] == pytest.approx(slopes, abs=0.03)
    assert picture.predict(np.array([[1, -1]]))[0] == pytest.approx(picture.at[0] + 0.2, abs=0.03)


@pytest.mark.parametrize("limits", [(0.0, 5.0, np.inf), (0.0, np.inf, 0.02), (0.9, 60.0, 0.5)])
def test_every_kind_of_target_counts(limits: tuple[float, float, float]) -> None:
    """Fewest agents of one queue alone: one agent fewer misses the tightest."""
    system, _, _ = asked(SMALL)
    targets = QueueTargets(*(np.array([limit] * 2) for limit in limits))
    agents = fewest_alone(system, targets, 0, 0)
    of_queue = targets.part(np.array([0]))
    enough, too_few = (of_queue.margin(alone(system, 0, number))[0][0] for number in (agents, agents - 1))
    assert enough >= 0 > too_few
