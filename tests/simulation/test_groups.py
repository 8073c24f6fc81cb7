"""Queues and groups of skills: exact systems, routing by hand, and the same with and without numba."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.groups.routing import RoutedContacts, SkillGroups, new_state, route
from staffing.simulation.measures import abandonment, service_level
from tests.conftest import Staffing
from tests.simulation.play_one import incoming, played, steady

SYSTEMS = json.loads((Path(__file__).parent.parent / "reference" / "groups.json").read_text(encoding="utf-8"))
INTERVALS, SECONDS = 6, 7200.0


def system(truth: dict[str, Any]) -> GroupGame:
    names = [queue["name"] for queue in truth["queues"]]
    contacts = tuple(
        steady(
            queue["offered"] * SECONDS / truth["interval_seconds"],
            queue["aht_seconds"],
            queue["patience_seconds"] or np.inf,
            intervals=INTERVALS,
            seconds=SECONDS,
            target=queue["target_seconds"],
        )
        for queue in truth["queues"]
    )
    groups = truth["groups"]
    return GroupGame(
        contacts,
        level=np.array([[group["levels"].get(name, 0) for name in names] for group in groups]),
        factor=np.array([[group["aht_factor"].get(name, 1.0) for name in names] for group in groups]),
        agents=np.array([[float(group["agents"])] * INTERVALS for group in groups]),
    )


@pytest.mark.slow
@pytest.mark.parametrize("truth", SYSTEMS, ids=[truth["id"] for truth in SYSTEMS])
def test_every_queue_of_a_system(truth: dict[str, Any]) -> None:
    """Service level within four standard errors, abandonment and occupancy close."""
    plays, busy = system(truth).play(1, np.arange(40))
    period = np.minimum(np.arange(INTERVALS), 1)
    for queue, one in zip(truth["queues"], plays, strict=True):
        found, expected = one.summed(period, 2), truth["results"]["queues"][queue["name"]]
        level = service_level(found, "offered")
        error = 4 * np.hypot(level.error[1], expected["service_level_se"])
        assert level.level[1] == pytest.approx(expected["service_level"], abs=error)
        assert abandonment(found)[1] == pytest.approx(expected["abandonment"], abs=0.02)
    for group, seconds in zip(truth["groups"], busy, strict=True):
        occupancy = seconds[:, 1:].mean() / (group["agents"] * SECONDS)
        assert occupancy == pytest.approx(truth["results"]["groups"][group["name"]]["occupancy"], abs=0.02)


@pytest.mark.parametrize("leaving", ["count", "named"])
def test_one_queue_and_one_group_are_the_pool(leaving: str) -> None:
    """The same contacts, so the same outcome of every one of them, when the number rises and falls."""
    contacts = incoming(Traffic(np.full(6, 0.08), 240.0, 150.0))
    agents = np.array([15.0, 22.0, 12.0, 12.0, 25.0, 8.0])
    pool = played(Game(0, contacts, agents=agents, leaving="count"), 20)
    skills = np.ones((1, 1), dtype=np.int64)
    game = GroupGame((contacts,), skills, np.ones((1, 1)), agents[None, :], leaving)
    (routed,), _ = game.play(1, np.arange(20))
    if leaving == "count":
        assert np.array_equal(pool.outcomes, routed.outcomes)
        np.testing.assert_allclose(pool.busy, routed.busy, atol=1e-6)
    else:  # particular agents stay: more is done after a fall
        assert routed.outcomes[:, 2:, :2].sum() > pool.outcomes[:, 2:, :2].sum()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=8),
    st.sampled_from([60.0, 240.0, 900.0]),
    st.sampled_from([30.0, 300.0, np.inf]),
    st.floats(0.2, 3.0),
)
def test_the_pool_is_the_event_loop_on_any_day(
    agents: list[int], aht: float, patience: float, load: float
) -> None:
    """Contact by contact: rises, falls, nobody for a while, overload without an end."""
    rate = load * np.array([agents[-1], *agents[:-1]]) / aht  # agents come an interval late, or early
    contacts, staff = incoming(Traffic(rate, aht, patience)), np.array(agents, dtype=np.float64)
    pool = played(Game(0, contacts, agents=staff), 3)
    game = GroupGame((contacts,), np.ones((1, 1), dtype=np.int64), np.ones((1, 1)), staff[None, :])
    (routed,), _ = game.play(1, np.arange(3))
    assert np.array_equal(pool.outcomes, routed.outcomes)
    np.testing.assert_allclose(pool.waited, routed.waited, atol=1e-4)
    np.testing.assert_allclose(pool.busy, routed.busy, atol=1e-4)


def routed(level: list[list[int]], agents: list[int], contacts: list[tuple[float, int, float]]) -> Any:
    """Who takes each contact, (time, queue, work), and when; nobody is there from 1000 on."""
    groups = SkillGroups(
        level=np.array(level),
        choice=np.array([[0], [0]]),
        factor=np.ones((len(level), 2)),
        change=np.array([0.0, 1000.0]),
        agents=np.array([agents, [0] * len(agents)]),
        named=np.array([False]),
        chance=np.array([0.5]),
    )
    time, queue, work = (np.array(column) for column in zip(*contacts, strict=True))
    given = RoutedContacts(time, queue, work.astype(np.float64), np.full(len(contacts), 500.0))
    state = new_state(len(contacts), 2, len(level))
    route(given, groups, state)
    return list(zip(state.group.tolist(), state.start.tolist(), strict=True))


def test_a_freed_agent_takes_the_lowest_level_first() -> None:
    """Then the longest waiting: queue 1 has level 1 for the one group, queue 0 level 2."""
    contacts = [(0.0, 0, 100.0), (10.0, 0, 50.0), (20.0, 1, 50.0), (30.0, 1, 50.0)]
    assert routed([[2, 1]], [1], contacts) == [(0, 0.0), (0, 200.0), (0, 100.0), (0, 150.0)]
    assert routed([[1, 1]], [1], contacts) == [(0, 0.0), (0, 100.0), (0, 150.0), (0, 200.0)]


def test_nobody_starts_after_the_last_agent_has_gone() -> None:
    """Nor who has given up."""
    contacts = [(0.0, 0, 700.0), (10.0, 0, 50.0), (900.0, 0, 200.0), (950.0, 0, 10.0)]
    found = routed([[1, 1]], [1], contacts)
    assert found == [(0, 0.0), (-1, np.inf), (0, 900.0), (-1, np.inf)]


PLAYED = """
import hashlib, numpy as np
from staffing.queueing.model import Traffic
from staffing.simulation.groups.play import GroupGame
from tests.simulation.play_one import incoming
queues = incoming(Traffic(np.full(4, 0.05), 200.0, 150.0)), incoming(Traffic(np.full(4, 0.03), 300.0, 150.0))
agents = np.array([[8.0, 12.0, 6.0, 9.5], [9.0, 5.0, 9.0, 4.0], [4.0, 4.0, 2.0, 5.0]])
for leaving in ("count", "named"):
    game = GroupGame(queues, np.array([[1, 0], [0, 1], [2, 2]]), np.full((3, 2), 1.1), agents, leaving)
    plays, busy = game.play(3, np.arange(5))
    print(hashlib.sha256(b"".join(np.ascontiguousarray(c).tobytes() for p in plays
                                  for c in (p.outcomes, p.waited, p.busy))).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.skipif(find_spec("numba") is None, reason="compares with the extra [fast]")
def test_compiled_and_plain_are_the_same_to_the_last_bit() -> None:
    """With numba, and with numba told to do nothing."""
    found = [
        subprocess.run(
            [sys.executable, "-c", PLAYED],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "NUMBA_DISABLE_JIT": off},
            cwd=Path(__file__).parent.parent.parent,
        ).stdout
        for off in ("0", "1")
    ]
    assert found[0] == found[1]
    assert len(set(found[0].split())) == 2


DEMAND = "interval_start,queue,offered,aht_seconds\n" + "".join(
    f"2026-11-23T{hour:02d}:00,{queue},{offered},240\n"
    for queue, offered in (("a", 60), ("b", 30))
    for hour in range(8, 12)
)
GROUPS = "interval_start,group,agents\n" + "".join(
    f"2026-11-23T{hour:02d}:00,{group},{agents}\n"
    for group, agents in (("only-a", 4), ("both", 5))
    for hour in range(8, 12)
)
PLAN = """
[centre]
timezone = "UTC"
interval_minutes = 60
[service]
patience_seconds = 120
[[group]]
name = "only-a"
queues = { a = 1 }
[[group]]
name = "both"
queues = { a = 2, b = 1 }
aht_factor = { a = 1.2 }
[[schedule.pattern]]
name = "full"
length_minutes = 480
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {"demand.csv": DEMAND, "groups.csv": GROUPS, "plan.toml": PLAN}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in texts}


def simulated(staffing: Staffing, files: dict[str, Path], *more: object) -> Any:
    given = ["--demand", files["demand.csv"], "--staff", files["groups.csv"], "--rules", files["plan.toml"]]
    return staffing("simulate", *given, "--replications", "30", *more)


@pytest.mark.slow
def test_groups_of_a_plan_are_played(staffing: Staffing, files: dict[str, Path]) -> None:
    """Rows of both queues and of all; how busy people are is told of all together."""
    done = simulated(staffing, files, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    days = {day["queue"]: day for day in summary["days"]}
    assert days.keys() == {"a", "b", "all"}
    assert days["a"]["occupancy"] is None
    assert 0.5 < days["all"]["occupancy"] < 1
    assert summary["predicted_service_level"] is None


@pytest.mark.slow
def test_staff_of_no_queue_answers_every_queue(staffing: Staffing, files: dict[str, Path]) -> None:
    """Nine for both answer more in time than four and five apart."""
    pooled = GROUPS.replace("group", "queue").replace("only-a,4", ",9").replace("both,5", ",9")
    files["groups.csv"].write_text("\n".join(pooled.splitlines()[:5]) + "\n", encoding="utf-8")
    together = json.loads(simulated(staffing, files, "--json", "--quiet").stdout)
    apart = GROUPS.replace("group", "queue").replace("only-a,4", "a,5").replace("both,5", "b,4")
    files["groups.csv"].write_text(apart, encoding="utf-8")
    alone = json.loads(simulated(staffing, files, "--json", "--quiet").stdout)
    assert together["simulated_service_level"] > alone["simulated_service_level"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("groups.csv", ("both", "bott"), "did you mean 'both'?"),
        ("plan.toml", ("b = 1 }", "c = 1 }"), "a queue of the demand"),
        ("plan.toml", ("queues = { a = 2, b = 1 }", "queues = { a = 2 }"), "a group for queue b"),
        ("plan.toml", ("aht_factor = { a", "aht_factor = { c"), "aht_factor"),
        ("demand.csv", ("T11:00,b,30", "T12:00,b,30"), "every queue in the same intervals"),
        ("plan.toml", ("[service]", "[service]\nlines = 30"), "not with groups"),
    ],
)
def test_groups_that_do_not_fit_are_refused(
    staffing: Staffing, files: dict[str, Path], name: str, change: tuple[str, str], message: str
) -> None:
    """With what is meant."""
    text = files[name].read_text(encoding="utf-8")
    assert change[0] in text
    files[name].write_text(text.replace(*change), encoding="utf-8")
    done = simulated(staffing, files)
    assert done.returncode in {1, 2}
    assert message in done.stderr
