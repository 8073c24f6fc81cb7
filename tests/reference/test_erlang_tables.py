"""The Erlang models against the truth tables: fractions to 1e-9, times to 1e-6 relative and better."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic

pytestmark = pytest.mark.smoke

Rows = list[dict[str, str]]
FRACTION = 1e-12
TIME = 1e-10


def column(table: Rows, name: str) -> NDArray[np.float64]:
    return np.array([float(row[name] or "nan") for row in table])


def traffic(table: Rows) -> Traffic:
    patience = column(table, "patience_s") if "patience_s" in table[0] else np.inf
    return Traffic(column(table, "calls") / column(table, "interval_s"), column(table, "aht_s"), patience)


@pytest.mark.parametrize(
    ("measure", "truth"),
    [
        ("wait_probability", "p_wait"),
        ("answered", "p_served"),
        ("answered_within_target", "sl_offered"),
        ("abandoned", "p_abandon"),
        ("abandoned_within_target", "p_abandon_within_T"),
        ("occupancy", "occupancy"),
    ],
)
def test_erlang_a_fractions(rows: Callable[[str], Rows], measure: str, truth: str) -> None:
    """Erlang A agrees with the birth–death chain."""
    table = rows("erlang_a")
    found = load_model("erlang-a").performance(
        traffic(table), column(table, "agents"), column(table, "target_s")
    )
    np.testing.assert_allclose(getattr(found, measure), column(table, truth), rtol=0, atol=FRACTION)


def test_erlang_a_waits(rows: Callable[[str], Rows]) -> None:
    """The quadrature of the mean wait agrees with the chain, from 1e-71 seconds up."""
    table = rows("erlang_a")
    found = load_model("erlang-a").performance(traffic(table), column(table, "agents"), 20.0)
    np.testing.assert_allclose(found.mean_wait_seconds, column(table, "asa_answered"), rtol=TIME)


@pytest.mark.parametrize(
    ("definition", "truth"),
    [
        ("offered", "sl_offered"),
        ("offered-less-short", "sl_excl_short_ab"),
        ("answered", "sl_answered"),
        ("with-abandons", "sl_answered_or_ab_in_T"),
    ],
)
def test_service_level_definitions(rows: Callable[[str], Rows], definition: str, truth: str) -> None:
    """All four definitions agree with the chain's."""
    table = rows("erlang_a")
    found = load_model("erlang-a").performance(
        traffic(table), column(table, "agents"), column(table, "target_s")
    )
    np.testing.assert_allclose(
        DEFINITIONS[definition].level(found), column(table, truth), rtol=0, atol=FRACTION
    )


def test_erlang_c(rows: Callable[[str], Rows]) -> None:
    """Erlang C agrees, overload (service level 0, infinite wait) included."""
    table = rows("erlang_c")
    found = load_model("erlang-c").performance(
        traffic(table), column(table, "agents"), column(table, "target_s")
    )
    np.testing.assert_allclose(found.wait_probability, column(table, "p_wait"), rtol=0, atol=FRACTION)
    np.testing.assert_allclose(found.answered_within_target, column(table, "sl"), rtol=0, atol=FRACTION)
    np.testing.assert_allclose(found.occupancy, column(table, "occupancy"), rtol=0, atol=FRACTION)
    np.testing.assert_allclose(found.mean_wait_seconds, column(table, "asa"), rtol=TIME)
    assert (np.isinf(found.mean_wait_seconds) == (column(table, "stable") == 0)).all()


def test_erlang_b(rows: Callable[[str], Rows]) -> None:
    """Erlang B agrees in relative terms, down to the smallest doubles."""
    table = rows("erlang_b")
    found = load_model("erlang-b").performance(traffic(table), column(table, "lines"), 20.0)
    truth = column(table, "p_block")
    np.testing.assert_allclose(found.blocked, truth, rtol=1e-12, atol=1e-307)
    np.testing.assert_allclose(found.occupancy, column(table, "occupancy"), rtol=0, atol=FRACTION)
