"""Limited lines and general patience against their truth tables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.queueing.performance import Performance
from tests.reference.test_erlang_tables import Rows, column

FRACTIONS = {
    "wait_probability": "p_wait",
    "answered": "p_served",
    "answered_within_target": "sl_offered",
    "abandoned": "p_abandon",
    "abandoned_within_target": "p_abandon_within_T",
    "occupancy": "occupancy",
}


def predicted(table: Rows, traffic: Traffic) -> Performance:
    return load_model("erlang-a").performance(traffic, column(table, "agents"), column(table, "target_s"))


def arrivals(table: Rows) -> np.ndarray:
    return column(table, "calls") / column(table, "interval_s")


def compare(table: Rows, found: Performance, fraction: float, time: float) -> None:
    for measure, truth in FRACTIONS.items():
        np.testing.assert_allclose(getattr(found, measure), column(table, truth), rtol=0, atol=fraction)
    for definition, truth in {"answered": "sl_answered", "offered-less-short": "sl_excl_short_ab"}.items():
        np.testing.assert_allclose(
            DEFINITIONS[definition].level(found), column(table, truth), rtol=0, atol=10 * fraction
        )
    np.testing.assert_allclose(found.mean_wait_seconds, column(table, "asa_answered"), rtol=time)


def test_limited_lines(rows: Callable[[str], Rows]) -> None:
    """M/M/s/K+M, and M/M/s/K where patience is empty: fractions to 1e-12, waits to 1e-10."""
    table = rows("erlang_a_finite_lines")
    patience = np.nan_to_num(column(table, "patience_s"), nan=np.inf)
    traffic = Traffic(arrivals(table), column(table, "aht_s"), patience, column(table, "lines"))
    found = predicted(table, traffic)
    compare(table, found, fraction=1e-12, time=1e-10)
    np.testing.assert_allclose(found.blocked, column(table, "p_block"), rtol=0, atol=1e-12)


def test_general_patience(rows: Callable[[str], Rows]) -> None:
    """M/M/s+GI with four laws: fractions to 1e-11, waits to 1e-9."""
    table = rows("mgi_patience")
    law = [law_code(row["patience_kind"]) for row in table]
    parameter = column(table, "patience_param")
    mean = column(table, "patience_mean_s")
    traffic = Traffic(
        arrivals(table), column(table, "aht_s"), mean, patience_law=law, patience_parameter=parameter
    )
    compare(table, predicted(table, traffic), fraction=1e-11, time=1e-9)


def test_each_row_stands_for_itself(rows: Callable[[str], Rows]) -> None:
    """Rows computed together are rows computed alone."""
    table = rows("erlang_a_finite_lines")[::10]
    for row in table:
        patience = float(row["patience_s"] or "inf")
        alone = predicted(
            [row], Traffic(arrivals([row]), column([row], "aht_s"), patience, column([row], "lines"))
        )
        assert alone.blocked[0] == pytest.approx(float(row["p_block"]), abs=1e-12)
