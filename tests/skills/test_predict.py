"""Predicted service against exact systems, against Erlang A, and simulation against the chain."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.skills.exact import chain
from staffing.skills.measured import Measured
from staffing.skills.predict import Precision, predict
from staffing.skills.sample import PlayedService
from staffing.skills.system import SkillSystem
from tests.conftest import ROOT
from tests.skills.truth import SYSTEMS, agents_of, system_of

EXACT = [name for name, truth in SYSTEMS.items() if truth["method"] == "ctmc"]
MEASURES = ("service_level", "mean_wait_seconds", "abandonment")


@pytest.mark.parametrize("name", EXACT)
def test_a_small_system_is_exact(name: str) -> None:
    """Service level, wait and abandonment of the Markov chain, to a millionth."""
    truth = SYSTEMS[name]
    found = chain(system_of(truth), agents_of(truth))
    assert found is not None
    for number, queue in enumerate(truth["queues"]):
        for measure in MEASURES:
            expected = truth["results"]["queues"][queue["name"]][measure]
            assert getattr(found, measure)[number] == pytest.approx(expected, abs=1e-6, rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_simulation_is_within_its_errors(name: str) -> None:
    """Four standard errors at most from the truth, in every measure, chain or no chain."""
    truth = SYSTEMS[name]
    found = predict(system_of(truth), agents_of(truth), Precision(0.002, states=0), seed=1)
    for number, queue in enumerate(truth["queues"]):
        expected = truth["results"]["queues"][queue["name"]]
        for measure in MEASURES:
            error = np.hypot(getattr(found, f"{measure}_se")[number], expected[f"{measure}_se"])
            assert abs(getattr(found, measure)[number] - expected[measure]) <= 4 * error + 1e-9


def one_pool() -> SkillSystem:
    """Two queues that one group answers in the order of arrival."""
    return SkillSystem(
        arrivals_per_second=np.array([0.03, 0.05]),
        aht_seconds=np.array([240.0, 240.0]),
        patience_seconds=np.array([150.0, 150.0]),
        target_seconds=np.array([20.0, 20.0]),
        level=np.array([[1, 1]]),
        aht_factor=np.ones((1, 2)),
        breadth=np.array([2]),
    )


def test_queues_that_are_one_line_are_erlang_a() -> None:
    """To the last digits shown, without simulation; and simulation agrees."""
    system, agents = one_pool(), np.array([21])
    found = predict(system, agents, Precision(), seed=1)
    pooled = ErlangA().performance(Traffic(0.08, 240.0, 150.0), 21, 20.0)
    assert found.is_exact.all()
    assert found.service_level == pytest.approx([float(pooled.answered_within_target)] * 2, abs=1e-8)
    played = PlayedService(system, agents, (1,), 100_000.0).measured
    assert (np.abs(played.service_level - found.service_level) < 4 * played.service_level_se).all()


def test_parts_that_share_nobody_are_predicted_apart() -> None:
    """A group without agents connects nothing: each queue is then Erlang A with its own."""
    system = replace(
        one_pool(),
        level=np.array([[1, 0], [0, 1], [2, 1]]),
        aht_factor=np.ones((3, 2)),
        breadth=np.array([1, 1, 2]),
    )
    found = predict(system, np.array([9, 14, 0]), Precision(), seed=1)
    for queue, (rate, agents) in enumerate([(0.03, 9), (0.05, 14)]):
        alone = ErlangA().performance(Traffic(rate, 240.0, 150.0), agents, 20.0)
        assert found.service_level[queue] == pytest.approx(float(alone.answered_within_target), abs=1e-8)


def test_a_queue_that_nobody_answers_loses_everybody() -> None:
    """Its contacts give up; the other queue does not notice."""
    system = replace(one_pool(), level=np.array([[1, 0]]))
    found = predict(system, np.array([9]), Precision(), seed=1)
    assert (found.service_level[1], found.abandonment[1]) == (0.0, 1.0)
    assert found.service_level[0] > 0.5


def test_a_line_that_grows_for_ever_is_never_answered() -> None:
    """More work than agents and nobody gives up: no service level, an infinite wait."""
    system = replace(one_pool(), patience_seconds=np.full(2, np.inf), aht_seconds=np.array([240.0, 300.0]))
    found = predict(system, np.array([15]), Precision(contacts=20_000.0), seed=1)
    assert found.service_level.tolist() == [0.0, 0.0]
    assert np.isinf(found.mean_wait_seconds).all()


def test_more_agents_never_serve_worse() -> None:
    """Of an exact system, group by group, the queue that gains is the one they answer first."""
    truth = SYSTEMS[EXACT[0]]
    system, agents = system_of(truth), agents_of(truth)
    before = chain(system, agents)
    assert before is not None
    for group in range(system.groups):
        after = chain(system, agents + (np.arange(system.groups) == group))
        assert after is not None
        assert (after.service_level >= before.service_level - 1e-9).all()


def test_agents_by_chance_are_a_mean() -> None:
    """Of both staffings, by their probability; the errors of independent parts add up in squares."""
    one = Measured(*(np.array([value]) for value in (0.8, 10.0, 0.1, 0.003, 0.3, 0.0)))
    two = Measured(*(np.array([value]) for value in (0.9, 5.0, 0.0, 0.004, 0.4, 0.0)))
    mean = Measured.mean_of(np.array([0.5, 0.5]), [one, two])
    assert (mean.service_level[0], mean.mean_wait_seconds[0]) == (pytest.approx(0.85), pytest.approx(7.5))
    assert mean.service_level_se[0] == pytest.approx(0.0025)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("numba") is None, reason="there is nothing to compare with")
def test_plain_python_plays_the_same() -> None:
    """Where numba is not installed, the service comes out to the last digit."""
    name = next(name for name, truth in SYSTEMS.items() if truth["method"] != "ctmc")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.modules['numba'] = None\n"
        "from tests.skills.truth import SYSTEMS, agents_of, system_of\n"
        "from staffing.skills.sample import PlayedService\n"
        f"truth = SYSTEMS[{name!r}]\n"
        "print(PlayedService(system_of(truth), agents_of(truth), (1,), 20000.0).measured.rounded())"
    )
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    truth = SYSTEMS[name]
    assert plain.stdout.strip() == str(
        PlayedService(system_of(truth), agents_of(truth), (1,), 20000.0).measured.rounded()
    )
