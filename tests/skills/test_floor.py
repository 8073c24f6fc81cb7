"""The floor of intervals when heads are taken away."""

from __future__ import annotations

import numpy as np

from staffing.plan.skills.queue_days import sunk


def test_one_interval_below_the_floor_excuses_no_other() -> None:
    """Each is held to what it was before: to fall below is too much, and to sink further; to rise is not."""
    before = np.array([[0.4, 0.9, 0.4, 0.4, 0.9, np.nan]])
    after = np.array([[0.4, 0.3, 0.3, 0.45, 0.6, np.nan]])
    assert sunk(after, before, 0.5).tolist() == [[False, True, True, False, False, False]]
