"""Drift on a terminal: what is said of errors and of the cumulative sums."""

from __future__ import annotations

import numpy as np

from staffing.records import Accuracy
from staffing.report.text.drift import drift_lines


def accuracy(wape: list[float]) -> Accuracy:
    """Times of day from 09:00 on with these errors, all over forecast."""
    rows = len(wape)
    return Accuracy(
        queue=np.full(rows, "all"),
        method=np.full(rows, "newest"),
        part=np.full(rows, "time"),
        value=np.array([f"{9 + row:02}:00" for row in range(rows)]),
        intervals=np.full(rows, 7),
        offered=np.full(rows, 100.0),
        wape=np.array(wape),
        bias=-np.array(wape),
        coverage_80=np.full(rows, 0.8),
    )


def test_times_without_an_error_are_not_the_worst() -> None:
    """Only those whose error does not print as nought."""
    nothing = np.zeros(3)
    lines = drift_lines(accuracy([0.0, 0.12, 0.001]), [("all", nothing, nothing)], 5.0)
    assert "  worst times of day: 10:00 (-12%)" in lines
    lines = drift_lines(accuracy([0.0, 0.0]), [("all", nothing, nothing)], 5.0)
    assert "  worst times of day: none" in lines


def test_over_and_under_are_said_of_the_contacts() -> None:
    """Within 80 columns also after a month."""
    rising = np.arange(40.0)
    lines = drift_lines(accuracy([0.1]), [("all", rising, 0.0 * rising)], 5.0)
    assert "  drift: contacts above forecast 39.0, below it 0.0 of 5 allowed" in lines
    assert f"  {'▲' * 30}" in lines
    assert max(map(len, lines)) <= 80
