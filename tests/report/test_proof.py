"""What is said of the proof of a schedule."""

from __future__ import annotations

import pytest

from staffing.records import Summary
from staffing.report.words.proof import above_least, cost_words, proof_words


def summary(objective: float, bound: float, paid: float = 100.0) -> Summary:
    gap = (objective - bound) / objective if objective else 0.0
    return Summary(paid, objective, bound, gap, 0.8, 1000.0, 48, 0, 0.0, 2.0, 12, 3, "highs", 0.1)


@pytest.mark.parametrize(
    ("objective", "bound", "share", "words"),
    [
        (155.0, 137.0, 18 / 137, "at most 13.14% above the least possible cost, proven"),
        (100.0, 100.0, 0.0, "least possible cost, proven"),
        (0.0, 0.0, 0.0, "least possible cost, proven"),
        (100.0, 0.0, None, "no bound was found"),
    ],
)
def test_the_excess_is_of_the_least_cost(
    objective: float, bound: float, share: float | None, words: str
) -> None:
    """Not of the cost itself; and a bound of nothing proves nothing."""
    assert above_least(summary(objective, bound)) == (share if share is None else pytest.approx(share))
    assert proof_words(summary(objective, bound)).endswith(words)


def test_a_cost_that_is_not_the_hours_is_named() -> None:
    """Premiums and penalties."""
    assert cost_words(summary(1200.0, 1200.0, paid=1053.0)) == "at a cost of 1,200.0 "
    assert cost_words(summary(100.0, 99.0)) == ""
