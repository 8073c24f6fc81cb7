"""What holds in every registered model, and the cases in which formulas divide by zero."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import UsageError
from staffing.queueing import MODELS, load_model
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.queueing.performance import Performance

FRACTIONS = (
    "wait_probability",
    "answered",
    "answered_within_target",
    "abandoned",
    "abandoned_within_target",
    "blocked",
    "occupancy",
)
every_model = pytest.mark.parametrize("name", MODELS)


def is_sound(found: Performance) -> bool:
    """Every fraction in [0, 1], what is answered, abandoned and blocked at most all, waits known and ≥ 0."""
    columns = [getattr(found, name) for name in FRACTIONS]
    whole = found.answered + found.abandoned + found.blocked
    return bool(
        all(((column >= 0) & (column <= 1)).all() for column in columns)
        and (whole <= 1 + 1e-12).all()
        and (found.answered_within_target <= found.answered).all()
        and (found.abandoned_within_target <= found.abandoned).all()
        and (found.mean_wait_seconds >= 0).all()
    )


@every_model
def test_sound_from_tiny_to_huge(name: str) -> None:
    """Loads 0.01 to 50,000, patience 0.01 to 100 handle times, 0 to 300 s, far too few agents to many."""
    load, ratio, target, relative = np.meshgrid(
        np.geomspace(0.01, 50_000, 14),
        np.geomspace(0.01, 100, 9),
        [0.0, 1.0, 20.0, 300.0],
        [0.0, 1e-12, 0.3, 0.9, 0.999, 1.0, 1.001, 1.05, 1.5, 40.0],
    )
    for aht in (10.0, 240.0, 3600.0):
        traffic = Traffic(load / aht, aht, ratio * aht)
        for agents in (relative * load, np.ceil(relative * load), 1e-90 * relative):
            assert is_sound(load_model(name).performance(traffic, agents, target))


@every_model
@settings(max_examples=200, deadline=None)
@given(
    load=st.floats(-6, 6).map(lambda x: 10.0**x),
    aht=st.floats(1, 10_000),
    ratio=st.floats(-8, 12).map(lambda x: 10.0**x),
    agents=st.floats(0, 3).map(lambda x: x * x),
    target=st.floats(0, 10_000),
)
def test_sound_beyond_any_centre(
    *, name: str, load: float, aht: float, ratio: float, agents: float, target: float
) -> None:
    """Far outside the range that is promised there is still no overflow, no NaN and no warning."""
    traffic = Traffic(load / aht, aht, ratio * aht)
    assert is_sound(load_model(name).performance(traffic, np.array([agents, load * agents]), target))


@every_model
@pytest.mark.parametrize("tiny", [5e-324, 1e-300, 1e-99, 1e-20])
def test_next_to_nothing(name: str, tiny: float) -> None:
    """Numbers near the smallest double, as a decaying forecast leaves them, are sound too."""
    scale = np.array([1.0, tiny])
    assert is_sound(load_model(name).performance(Traffic(scale, 240, 60), 3.0, 20))
    assert is_sound(load_model(name).performance(Traffic(1.0, 240, 60), scale, 20))
    assert is_sound(load_model(name).performance(Traffic(scale, 240, 60), scale, 20))


@every_model
def test_nothing_offered(name: str) -> None:
    """Without contacts service is perfect, with agents or without, whatever the handle time says."""
    found = load_model(name).performance(Traffic(0.0, [0.0, np.nan, np.inf], 180.0), [0, 3, 0], 20)
    for measure in ("answered", "answered_within_target"):
        np.testing.assert_array_equal(getattr(found, measure), 1.0)
    for measure in (*FRACTIONS[:1], *FRACTIONS[3:], "mean_wait_seconds"):
        np.testing.assert_array_equal(getattr(found, measure), 0.0)


@every_model
def test_nobody_there(name: str) -> None:
    """Without agents nobody is answered and the wait for an answer is infinite."""
    found = load_model(name).performance(Traffic(0.1, 240, 180), 0, 20)
    assert found.answered == found.answered_within_target == found.occupancy == 0
    assert found.mean_wait_seconds == np.inf
    assert found.abandoned + found.blocked + found.wait_probability >= 1


def test_nobody_there_and_patience() -> None:
    """Erlang A without agents: all give up, 1 − e^{−T/patience} of them within T."""
    found = load_model("erlang-a").performance(Traffic(0.1, 240, 180), 0, 20)
    assert found.abandoned == 1
    assert found.abandoned_within_target == pytest.approx(1 - np.exp(-20 / 180), rel=1e-14)


def test_erlang_c_in_overload() -> None:
    """With agents ≤ load everybody waits, without end; the agents are always busy."""
    found = load_model("erlang-c").performance(Traffic(0.1, 100), [10, 9.5, 4], 20)
    np.testing.assert_array_equal(found.answered_within_target, 0.0)
    np.testing.assert_array_equal(found.wait_probability, 1.0)
    np.testing.assert_array_equal(found.mean_wait_seconds, np.inf)
    np.testing.assert_array_equal(found.occupancy, 1.0)
    np.testing.assert_allclose(found.answered, [1.0, 0.95, 0.4])


@every_model
def test_shapes_broadcast(name: str) -> None:
    """Scalars, rows and columns of intervals mix; each answer equals the one asked for alone."""
    model, agents = load_model(name), np.array([[8.0], [10.0], [12.5]])
    arrivals = np.array([0.0, 0.02, 0.05])
    together = model.performance(Traffic(arrivals, 200, [60, np.inf, 90]), agents, 20)
    assert together.answered.shape == together.mean_wait_seconds.shape == (3, 3)
    for (row, column), value in np.ndenumerate(together.answered_within_target):
        patience = (60, np.inf, 90)[column]
        alone = model.performance(Traffic(arrivals[column], 200, patience), agents[row, 0], 20)
        assert alone.answered_within_target == pytest.approx(value, abs=1e-15)


def test_lines_and_a_general_patience_are_refused_together() -> None:
    """Better no answer than one that ignores either."""
    weibull = law_code("weibull")
    both = Traffic(0.1, 240, 180, 30, patience_law=weibull, patience_parameter=0.5)
    with pytest.raises(UsageError, match="lines"):
        load_model("erlang-a").performance(both, 25, 20)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((-0.1, 240), "arrivals_per_second must be ≥ 0"),
        ((np.nan, 240), "arrivals_per_second must be ≥ 0"),
        ((0.1, 0), "aht_seconds must be > 0"),
        ((0.1, 240, 0), "patience_seconds must be > 0"),
        ((0.1, 240, 180, -1), "lines must be ≥ 0"),
    ],
)
def test_impossible_traffic(arguments: tuple[float, ...], complaint: str) -> None:
    """Traffic says the bound and the value that breaks it."""
    with pytest.raises(ValueError, match=complaint):
        Traffic(*arguments)


def test_unknown_model_names_the_nearest() -> None:
    """A typing error gets its correction."""
    with pytest.raises(UsageError) as caught:
        load_model("erlang_c")
    assert "did you mean 'erlang-c'?" in caught.value.hint


def test_listing_the_models_imports_no_numpy() -> None:
    """`staffing --help` lists the models and stays fast."""
    code = (
        "import sys, staffing.queueing, staffing.definitions\n"
        "sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
