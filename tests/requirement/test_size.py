"""The stage: demand in, requirement out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.errors import InfeasibleError, UsageError
from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS
from staffing.records.demand import Demand
from staffing.records.people import People
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.requirement.size import evaluate, size

ERLANG_C = Service(model="erlang-c")


def demand(offered: list[float], aht: float = 180.0, **overrides: Sequence[float | str]) -> Demand:
    count = len(offered)
    return Demand(
        interval_start=np.datetime64("2026-11-23T13:00:00", "s") + 1800 * np.arange(count),
        utc_offset_minutes=np.full(count, -300),
        queue=np.zeros(count, dtype=np.int64),
        queues=("sales",),
        interval_minutes=30,
        timezone="America/New_York",
        offered=np.array(offered),
        aht_seconds=np.full(count, aht),
        **{name: np.array(column) for name, column in overrides.items()},
    )


def test_the_worked_example() -> None:
    """100 calls in 1800 s of 180 s each, 80/20: 14 agents, 88.8 % (Call Centre Helper)."""
    found = size(demand([100.0, 0.0]), ERLANG_C)
    np.testing.assert_array_equal(found.agents, [14, 0])
    np.testing.assert_allclose(found.load_erlangs, [10, 0])
    np.testing.assert_allclose(found.service_level, [0.88835001917946689, 1])
    np.testing.assert_allclose(found.mean_wait_seconds, [7.835937011777243, 0])
    np.testing.assert_allclose(found.occupancy, [10 / 14, 0])
    np.testing.assert_array_equal(found.abandonment, 0)
    assert np.isnan(found.blocking).all()


def test_heads_are_a_decimal() -> None:
    """Never rounded up per row."""
    options = replace(ERLANG_C, people=People(attendance=0.95, adherence=0.92))
    assert size(demand([100.0]), options).scheduled[0] == pytest.approx(14 / (0.95 * 0.92), rel=1e-15)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_evaluate_returns_what_size_found(model: str, definition: str) -> None:
    """Sizing and then evaluating the agents gives the same rows, for every model and definition."""
    options = Service(Targets(0.8, 20, definition=definition), model, patience_seconds=120)
    rows = demand([0.0, 3.0, 90.0, 4000.0])
    sized = size(rows, options)
    again = evaluate(rows, sized.agents, options)
    np.testing.assert_array_equal(sized.service_level, again.service_level)
    assert (sized.service_level >= 0.8).all()


def test_rows_override_the_options() -> None:
    """A row's own target, patience or lines count; NaN falls back on the option."""
    nan = np.nan
    rows = demand(
        [100.0] * 4,
        target_service_level=[nan, 0.75, 0.0, nan],
        target_seconds=[nan, 20, 20, nan],
        patience_seconds=[nan, nan, nan, 120.0],
    )
    options = Service(Targets(0.8, 20), patience_seconds=None)
    np.testing.assert_array_equal(size(rows, options).agents, [14, 13, 1, 12])


def test_evaluate_takes_fractions_and_overload() -> None:
    """Fractional agents lie between their neighbours; nobody there means nobody answered."""
    found = evaluate(demand([100.0] * 4), [13, 13.5, 14, 0], ERLANG_C)
    assert found.service_level[0] < found.service_level[1] < found.service_level[2]
    assert found.service_level[3] == 0
    assert found.mean_wait_seconds[3] == np.inf
    assert (evaluate(demand([100.0, 50.0]), 14, ERLANG_C).agents == 14).all()


def test_blocking_is_reported_where_lines_are_limited() -> None:
    """Erlang B: 12 lines, 10 erlangs."""
    found = evaluate(demand([100.0]), 12, Service(model="erlang-b"))
    assert found.blocking[0] == pytest.approx(0.11973918844482515, rel=1e-13)


def test_out_of_reach_names_the_first_interval() -> None:
    """Two lines cannot serve ten erlangs; the row is named by its local time and queue."""
    rows = demand([1.0, 100.0, 100.0], lines=[np.nan, 2, 2])
    with pytest.raises(InfeasibleError) as caught:
        size(rows, Service(model="erlang-b"))
    assert "2 of 3 intervals, first 2026-11-23T08:30:00-05:00, queue sales" in caught.value.message


def test_no_target_at_all() -> None:
    """Nothing to staff for is a question put wrongly; a minimum alone is a target."""
    with pytest.raises(UsageError, match="no target"):
        size(demand([100.0]), Service(Targets()))
    assert size(demand([100.0]), Service(Targets(min_agents=3))).agents[0] == 3


@pytest.mark.parametrize("agents", [[-1.0], [np.nan]])
def test_impossible_agents(agents: list[float]) -> None:
    """Agents are known and not negative."""
    with pytest.raises(ValueError, match="agents"):
        evaluate(demand([100.0]), agents, ERLANG_C)


def test_contacts_without_handle_time() -> None:
    """Contacts need a handle time."""
    with pytest.raises(ValueError, match="aht_seconds"):
        size(demand([100.0], aht=np.nan), ERLANG_C)


def test_the_binding_target_is_named() -> None:
    """One agent fewer would miss it; the first of several, in the order of the table."""
    rows = demand([100.0, 100.0, 0.0], min_agents=[0.0, 20.0, 0.0])
    cases = {
        "service_level": Targets(0.8, 20),
        "mean_wait": Targets(max_wait_seconds=5),
        "abandonment": Targets(max_abandonment=0.01),
        "occupancy": Targets(0.5, 20, max_occupancy=0.6),
    }
    for name, targets in cases.items():
        options = Service(targets, patience_seconds=120)
        assert size(rows, options).bound_by.tolist() == [name, "min_agents", "none"]
    spare = evaluate(rows, 40, Service(Targets(0.8, 20), patience_seconds=120))
    assert spare.bound_by.tolist() == ["none"] * 3


def of_three_laws() -> Demand:
    """Two rows with a law of their own, and one that leaves it open."""
    return demand(
        [100.0] * 3,
        patience_law=["deterministic", "weibull", ""],
        patience_parameter=[np.nan, 0.5, np.nan],
    )


def test_a_demand_means_the_same_laws_whatever_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record names its laws, and each has a code of its own wherever it stands in the table."""
    rows, options = of_three_laws(), Service(Targets(0.8, 20), patience_seconds=120)
    before = evaluate(rows, 11, options).service_level
    laws = list(PATIENCE_LAWS.items())
    assert len({law.code for _, law in laws}) == len(laws)
    for name, _ in laws:
        monkeypatch.delitem(PATIENCE_LAWS, name)
    for name, law in reversed(laws):
        monkeypatch.setitem(PATIENCE_LAWS, name, law)
    assert next(iter(PATIENCE_LAWS)) == "empirical"
    np.testing.assert_array_equal(evaluate(rows, 11, options).service_level, before)


def test_laws_and_lines_by_row() -> None:
    """Each row has its law, parameter and lines; what it leaves open is the option's."""
    found = evaluate(of_three_laws(), 11, Service(Targets(0.8, 20), patience_seconds=120))
    np.testing.assert_allclose(found.service_level, [0.5716, 0.8111, 0.7422], atol=1e-4)
    lined = evaluate(demand([100.0] * 2, lines=[11.0, np.nan]), 11, Service(patience_seconds=120, lines=16))
    np.testing.assert_allclose(lined.blocking, [0.16323233324443, 0.01429466248034], atol=1e-12)


def test_redials_and_chats_are_sized() -> None:
    """Who tries again takes more agents; who takes three at once is fewer people."""
    rows = demand([300.0, 0.0])
    plain = Service(Targets(0.8, 20), patience_seconds=60)
    base = size(rows, plain).agents[0]
    assert size(rows, replace(plain, redial=0.8)).agents[0] > base
    chat = size(rows, replace(plain, at_once=3, writing_ratio=2.0, redial=0.1, variation="mol-psa"))
    assert chat.agents[0] < base
    assert chat.service_level[0] >= 0.8
