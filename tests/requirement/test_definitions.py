"""The four service levels on numbers a planner can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.queueing.performance import Performance


def performance(
    offered: float, answered: float, abandoned: float, in_time: float, short: float
) -> Performance:
    def share(part: float) -> np.ndarray:
        return np.array([part / offered])

    return Performance(
        wait_probability=share(0),
        answered=share(answered),
        answered_within_target=share(in_time),
        abandoned=share(abandoned),
        abandoned_within_target=share(short),
        blocked=share(0),
        occupancy=share(0),
        mean_wait=lambda: share(0),
    )


@pytest.mark.parametrize(
    ("definition", "percent"),
    [("offered", 81.1), ("offered-less-short", 82.7), ("answered", 86.0), ("with-abandons", 83.0)],
)
def test_the_fixture_of_the_glossary(definition: str, percent: float) -> None:
    """1000 answered, 60 abandoned, 860 answered in time, 20 gone within the threshold."""
    found = performance(offered=1060, answered=1000, abandoned=60, in_time=860, short=20)
    assert round(100 * float(DEFINITIONS[definition].level(found)[0]), 1) == percent


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_nobody_answered_is_no_service(definition: str) -> None:
    """With nobody answered no ratio divides by zero; only early leavers can count as served."""
    found = performance(offered=10, answered=0, abandoned=10, in_time=0, short=10)
    assert DEFINITIONS[definition].level(found)[0] == (1.0 if definition == "with-abandons" else 0.0)
