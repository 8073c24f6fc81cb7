"""Drift on a terminal: what is said of errors and of the cumulative sums."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.records import Accuracy, Drift, DriftReport
from staffing.report.text.drift import drift_report


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


def lines_of(wape: list[float], over: Floats) -> list[str]:
    """The report of one queue with these errors by time and this sum of contacts above the forecast."""
    days = np.datetime64("2026-11-23") + np.arange(len(over))
    drift = Drift("all", days, over, over, over, over=over, under=0.0 * over)
    return drift_report(DriftReport("Centre", 1, accuracy(wape), (drift,), 5.0, (), ()))


def test_times_without_an_error_are_not_the_worst() -> None:
    """Only those whose error does not print as nought."""
    nothing = np.zeros(3)
    lines = lines_of([0.0, 0.12, 0.001], nothing)
    assert "  worst times of day: 10:00 (-12%)" in lines
    lines = lines_of([0.0, 0.0], nothing)
    assert "  worst times of day: none" in lines


def test_over_and_under_are_said_of_the_contacts() -> None:
    """Within 80 columns also after a month."""
    lines = lines_of([0.1], np.arange(40.0))
    assert "  drift: contacts above forecast 39.0, below it 0.0 of 5 allowed" in lines
    assert f"  {'▲' * 30}" in lines
    assert max(map(len, lines)) <= 80
