"""General patience: its laws, its limits, and extremes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.definitions import DEFINITIONS
from staffing.errors import UsageError
from staffing.queueing import load_model
from staffing.queueing.model import Traffic, intervals
from staffing.queueing.patience import general_patience
from staffing.queueing.patience_laws import PATIENCE_LAWS, law_of
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.queueing.performance import Performance
from tests.queueing.test_models import FRACTIONS, is_sound

LAWS = {name: law.code for name, law in PATIENCE_LAWS.items()}
CASES = [
    ("exponential", np.nan),
    ("deterministic", np.nan),
    ("weibull", 0.4),
    ("weibull", 4.0),
    ("lognormal", 0.3),
    ("lognormal", 3.0),
    ("hyperexponential", 1.0),
    ("hyperexponential", 50.0),
]
LOADS = st.floats(-2, 4.7).map(lambda exponent: 10.0**exponent)
RATIOS = st.floats(-2, 2).map(lambda exponent: 10.0**exponent)


def erlang_a_by_quadrature(traffic: Traffic, agents: np.ndarray, target: float) -> Performance:
    return general_patience(intervals(traffic, agents, target), traffic.patience_curve)


@settings(max_examples=100, deadline=None)
@given(load=LOADS, ratio=RATIOS, spare=st.floats(-4, 4), target=st.floats(0, 300))
def test_an_exponential_law_is_erlang_a(load: float, ratio: float, spare: float, target: float) -> None:
    """The integrals give what the incomplete gamma functions give."""
    agents = np.maximum(np.ceil(load + spare * np.sqrt(load)), 1.0)
    traffic = Traffic([load / 240], 240, ratio * 240)
    closed = load_model("erlang-a").performance(traffic, agents, target)
    found = erlang_a_by_quadrature(traffic, agents, target)
    for measure in FRACTIONS:
        assert getattr(found, measure) == pytest.approx(getattr(closed, measure), abs=1e-9)
    assert found.mean_wait_seconds == pytest.approx(closed.mean_wait_seconds, rel=1e-7, abs=1e-300)


@pytest.mark.parametrize(("law", "parameter"), CASES)
def test_survival_and_waiting_time_agree(law: str, parameter: float) -> None:
    """H is the integral of Ḡ, from 1 down to the mean, by the trapezoid rule on a fine grid."""
    one = law_of(LAWS[law], np.array([[60.0]]), np.array([[parameter]]), None)
    x = np.linspace(0, 4000, 400_001)[None, :]
    share, waited = one.survival(x)[0], one.waited(x)[0]
    summed = np.concatenate([[0], np.cumsum(0.5 * (share[1:] + share[:-1]) * np.diff(x[0]))])
    np.testing.assert_allclose(waited, summed, atol=0.01)
    assert waited[0] == 0
    assert one.waited(np.array([[1e9]])) == pytest.approx(60.0, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    case=st.sampled_from(CASES), load=LOADS, ratio=RATIOS, aht=st.floats(10, 3600), target=st.floats(0, 300)
)
def test_service_rises_with_agents(
    case: tuple[str, float], load: float, ratio: float, aht: float, target: float
) -> None:
    """Under all definitions, with every law; and one caller more never helps."""
    law, parameter = case
    step = max(1.0, np.floor(np.sqrt(load) / 2))
    agents = np.unique(np.maximum(np.ceil(load) + step * np.arange(-8, 9), 1.0))
    traffic = Traffic(load / aht, aht, ratio * aht, patience_law=LAWS[law], patience_parameter=parameter)
    found = load_model("erlang-a").performance(traffic, agents, target)
    for definition in DEFINITIONS.values():
        assert (np.diff(definition.level(found)) >= -1e-9).all()
    assert (np.diff(found.abandoned) <= 1e-9).all()
    busier = Traffic(
        1.02 * load / aht, aht, ratio * aht, patience_law=LAWS[law], patience_parameter=parameter
    )
    more = load_model("erlang-a").performance(busier, agents, target)
    assert (more.answered_within_target <= found.answered_within_target + 1e-9).all()


@pytest.mark.parametrize(("law", "parameter"), CASES)
def test_extremes_are_sound(law: str, parameter: float) -> None:
    """Loads 0.01 to 50,000, patience 0.01 to 100 handle times, idle and overloaded."""
    load, ratio, relative = np.meshgrid(
        [0.01, 1.0, 300.0, 50_000.0], [1e-6, 0.01, 1.0, 100.0, 1e8], [0.0, 1e-12, 0.3, 1.0, 1.1, 40.0]
    )
    for target in (0.0, 20.0, 300.0):
        traffic = Traffic(load / 240, 240, ratio * 240, patience_law=LAWS[law], patience_parameter=parameter)
        assert is_sound(load_model("erlang-a").performance(traffic, relative * load, target))


def test_the_law_matters_as_much_as_its_mean() -> None:
    """10 erlangs, 11 agents, mean patience 120 s: 57 %, 74 % and 81 % within 20 seconds."""
    laws = [LAWS["deterministic"], LAWS["exponential"], LAWS["weibull"]]
    traffic = Traffic(10 / 180, 180, 120, patience_law=laws, patience_parameter=0.5)
    found = load_model("erlang-a").performance(traffic, 11, 20)
    np.testing.assert_allclose(found.answered_within_target, [0.5716, 0.7422, 0.8111], atol=1e-4)


def test_an_empirical_curve_of_an_exponential_is_erlang_a() -> None:
    """Points of e^{−x/120} restore the law; stretched to another mean they give that one's."""
    x = np.array([5.0, 20, 60, 200, 900])
    curve = PatienceCurve(x, np.exp(-x / 120))
    assert curve.mean == pytest.approx(120)
    for mean in (120.0, 75.0):
        traffic = Traffic(10 / 180, 180, mean, patience_law=LAWS["empirical"], patience_curve=curve)
        found = load_model("erlang-a").performance(traffic, [6, 11, 20], 20)
        truth = load_model("erlang-a").performance(Traffic(10 / 180, 180, mean), [6, 11, 20], 20)
        np.testing.assert_allclose(found.answered_within_target, truth.answered_within_target, atol=1e-10)


def test_some_will_not_wait_at_all() -> None:
    """A curve that starts below 1 is balking: of those who would wait, that share is gone at once."""
    curve = PatienceCurve([0, 120], [0.7, 0.7 / np.e])
    traffic = Traffic(10 / 180, 180, 84, patience_law=LAWS["empirical"], patience_curve=curve)
    found = load_model("erlang-a").performance(traffic, 11, 0.0)
    assert found.abandoned_within_target == pytest.approx(0.3 * found.wait_probability, rel=1e-9)


@pytest.mark.parametrize(
    ("seconds", "share"),
    [([], []), ([10, 5], [0.9, 0.8]), ([5, 10], [0.8, 0.9]), ([5], [0.0]), ([5, 9], [1, 1]), ([0], [0.5])],
)
def test_an_impossible_curve_is_refused(seconds: list[float], share: list[float]) -> None:
    """Seconds rise, shares fall and stay above 0."""
    with pytest.raises(UsageError, match="patience curve"):
        PatienceCurve(seconds, share)


@pytest.mark.parametrize(
    ("law", "parameter", "bound"),
    [
        ("weibull", 0.0, "a shape of more than 0"),
        ("weibull", np.nan, "a shape of more than 0"),
        ("lognormal", -1.0, "a coefficient of variation of more than 0"),
        ("hyperexponential", 0.5, "a squared coefficient of variation of at least 1"),
    ],
)
def test_a_parameter_has_its_bounds(law: str, parameter: float, bound: str) -> None:
    """The law says what it needs."""
    with pytest.raises(UsageError, match=bound):
        Traffic(0.1, 240, 120, patience_law=LAWS[law], patience_parameter=parameter)
