"""Forecasts that may be wrong."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gamma

from staffing.errors import UsageError
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.records.uncertainty import Uncertainty, parse_uncertainty
from staffing.requirement.size import size
from staffing.requirement.uncertainty import gamma_shape, rates_that_may_come
from tests.requirement.test_size import demand


def uncertain(erlangs: float, variation: float) -> dict[str, np.ndarray]:
    """One interval of that load, AHT 180 s, with the range of a gamma-mixed Poisson count."""
    offered = erlangs * 10
    half = 1.2815515655446004 * np.sqrt(offered + (variation * offered) ** 2)
    return {"offered_p10": np.array([offered - half]), "offered_p90": np.array([offered + half])}


def options(**more: object) -> Service:
    return Service(Targets(0.8, 20), patience_seconds=120, **more)  # type: ignore[arg-type]


def test_the_shape_is_found_again() -> None:
    """Poisson noise alone means a certain rate; a wider range its coefficient of variation."""
    sure, wide = uncertain(50, 0.0), uncertain(50, 0.2)
    offered = np.array([500.0])
    assert gamma_shape(offered, *sure.values())[0] >= 1e9
    assert gamma_shape(offered, *wide.values())[0] == pytest.approx(25, rel=1e-9)


def test_expected_service_is_that_of_many_quantiles() -> None:
    """12 nodes against 20,000 equally likely rates."""
    mixture = rates_that_may_come(Uncertainty(), np.array([500.0]), *uncertain(50, 0.2).values())
    rates = gamma.ppf((np.arange(20_000) + 0.5) / 20_000, 25) / 25
    model = load_model("erlang-a")

    def expected(factor: np.ndarray, share: np.ndarray) -> float:
        found = model.performance(Traffic(factor * 50 / 180, 180, 120), 55, 20)
        return float((share * found.answered_within_target).sum())

    assert expected(mixture.factor[0], mixture.calls[0]) == pytest.approx(
        expected(rates, rates / rates.sum()), abs=3e-4
    )
    assert (mixture.factor * mixture.time).sum() == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize(("erlangs", "least", "most"), [(10, 0, 1), (50, 1, 2), (200, 5, 7)])
def test_what_ten_percent_cost(erlangs: float, least: int, most: int) -> None:
    """A rate known to 10 % costs 0, 1 and 6 agents at 10, 50 and 200 erlangs."""
    rows = demand([erlangs * 10.0], **uncertain(erlangs, 0.1))
    more = size(rows, options(uncertainty=Uncertainty())).agents[0] - size(rows, options()).agents[0]
    assert least <= more <= most


def test_a_probability_is_a_quantile() -> None:
    """Met nine times in ten costs more than met on average; a certain rate costs nothing."""
    rows = demand([500.0], **uncertain(50, 0.1))
    plain, mean, often, seldom = (
        size(rows, options(uncertainty=u)).agents[0]
        for u in (None, Uncertainty(), Uncertainty(0.9), Uncertainty(0.5))
    )
    assert seldom <= mean <= often
    assert plain <= mean
    sure = demand([500.0], **uncertain(50, 0.0))
    assert size(sure, options(uncertainty=Uncertainty(0.99))).agents[0] == plain


def test_extremes() -> None:
    """Nothing offered, no range, and a huge range are sound."""
    rows = demand([0.0, 100.0, 0.5, 1000.0], offered_p10=[0, np.nan, 0, 0], offered_p90=[0, np.nan, 10, 9000])
    found = size(rows, options(uncertainty=Uncertainty(), variation="mol-psa"))
    assert np.isfinite(found.agents).all()
    assert np.isfinite(found.service_level).all()


@pytest.mark.parametrize("text", ["expekted", "probability", "probability:1.5", "expected:1"])
def test_an_unknown_way_is_refused(text: str) -> None:
    """The hint lists the ways."""
    with pytest.raises(UsageError) as caught:
        parse_uncertainty(text)
    assert "probability:0.9" in caught.value.hint


def test_no_range_is_said() -> None:
    """Without the columns there is nothing to be uncertain about."""
    with pytest.raises(UsageError, match="offered_p10"):
        size(demand([100.0]), options(uncertainty=Uncertainty()))
