"""Several contacts at once: places where there is one queue, and as people play it beside calls."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.plan.file.schema import SkillGroup
from staffing.plan.skills.table import skill_table
from staffing.queueing.chat import gain
from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.simulation.groups.crew import GroupCrew
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.measures import service_level
from staffing.simulation.people import OnThePhones, ShiftWorkers
from staffing.skills.predict import Precision, predict
from staffing.skills.size import GroupPrices, size_system
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets
from tests.simulation.play_one import steady

RATES, AHT, PATIENCE, TARGET = (0.05, 0.03), (300.0, 240.0), 180.0, 20.0
LEVEL, AT_ONCE = np.array([[1, 2], [0, 1]]), np.array([[3, 1], [1, 1]])
SECONDS, INTERVALS = 7200.0, 6


def blended() -> SkillSystem:
    """Chats and calls: one group answers both, the other calls alone."""
    patience, target = (np.full(2, value) for value in (PATIENCE, TARGET))
    factor, breadth = np.ones((2, 2)), np.array([2, 1])
    return SkillSystem(np.array(RATES), np.array(AHT), patience, target, LEVEL, factor, breadth, AT_ONCE)


def test_one_queue_of_chats_has_places() -> None:
    """Six agents who take three at once answer as eighteen who take one: Erlang A."""
    one, places = np.array([[1]]), np.array([[3]])
    columns = (np.array([value]) for value in (RATES[0], AHT[0], PATIENCE, TARGET))
    system = SkillSystem(*columns, one, np.ones((1, 1)), np.array([1]), places)
    found = predict(system, np.array([6]), Precision(), 1)
    exact = ErlangA().performance(Traffic(RATES[0], AHT[0], PATIENCE), 18, TARGET)
    assert found.service_level[0] == pytest.approx(
        float(exact.answered_within_target), abs=4 * found.service_level_se[0]
    )
    assert found.abandonment[0] == pytest.approx(float(exact.abandoned), abs=4 * found.abandonment_se[0])


@pytest.mark.slow
def test_chats_beside_calls_are_predicted_as_they_are_played() -> None:
    """The jumps of a steady state against people who are always there, within their errors."""
    agents = np.array([8, 6])
    found = predict(blended(), agents, Precision(), 1)
    queues = tuple(
        steady(rate * SECONDS, aht, PATIENCE, intervals=INTERVALS, seconds=SECONDS, target=TARGET)
        for rate, aht in zip(RATES, AHT, strict=True)
    )
    none, people = np.zeros(int(agents.sum())), int(agents.sum())
    crew = GroupCrew(
        ShiftWorkers(
            np.arange(people), np.zeros(people, dtype=np.int64), none, none + INTERVALS * SECONDS,
            np.full((people, 1), np.inf), none[:, None],
        ),
        np.repeat([0, 1], agents),
        OnThePhones(),
    )  # fmt: skip
    game = GroupGame(queues, LEVEL, np.ones((2, 2)), np.zeros((2, INTERVALS)), crew=crew, at_once=AT_ONCE)
    plays, _ = game.play(1, np.arange(60))
    for queue, played in enumerate(plays):
        level = service_level(played.summed(np.minimum(np.arange(INTERVALS), 1), 2), "offered")
        error = 4 * np.hypot(level.error[1], found.service_level_se[queue])
        assert found.service_level[queue] == pytest.approx(level.level[1], abs=error)


@pytest.mark.slow
def test_chats_at_once_need_fewer_agents() -> None:
    """The same targets at less cost than one at a time, and they are kept."""
    targets = QueueTargets(np.full(2, 0.8), np.full(2, np.inf), np.full(2, np.inf))
    several = size_system(blended(), targets, GroupPrices(np.array([1.1, 1.0])))
    system = blended()
    single = SkillSystem(
        system.arrivals_per_second, system.aht_seconds, system.patience_seconds, system.target_seconds,
        LEVEL, system.aht_factor, system.breadth,
    )  # fmt: skip
    one = size_system(single, targets, GroupPrices(np.array([1.1, 1.0])))
    assert several is not None
    assert one is not None
    assert several.cost < one.cost - 3
    assert several.measured.service_level.min() >= 0.8


def test_a_chat_takes_longer_beside_others() -> None:
    """By what writing leaves idle: k ÷ C(k), for the group and queue that take several at once alone."""
    group = SkillGroup(
        name="g", queues={"chat": 1, "calls": 2}, at_once={"chat": 3}, aht_factor={"calls": 1.2}
    )
    table = skill_table(["g"], [group], ["chat", "calls"], "plan.toml")
    assert table.at_once.tolist() == [[3, 1]]
    assert table.slower(2.0)[0] == pytest.approx([3 / gain(3, 2.0), 1.2])
