"""Each cause's own figures stand in its own row, whatever other causes there are."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from staffing.explanation import facts
from staffing.explanation.account import PeriodFacts
from staffing.explanation.day_data import Contacts, Recorded
from staffing.explanation.factors import FACTORS, Inputs

INTERVALS, FIRST = 12, np.array([0, 6])  # two periods of six intervals


def day_facts() -> PeriodFacts:
    """Of two sides that differ in everything; attendance is recorded in every other interval."""
    random = np.random.default_rng(4)
    planned, actual = (
        Inputs(**{item.name: random.uniform(0.1, 1.0, INTERVALS) for item in fields(Inputs)})
        for _ in range(2)
    )
    came = Contacts(*(random.uniform(1.0, 9.0, INTERVALS) for _ in fields(Contacts)))
    recorded = {item.name: np.ones(INTERVALS) for item in fields(Recorded)}
    recorded["attendance"] = np.where(np.arange(INTERVALS) % 2, 1.0, np.nan)
    return facts.DayFacts(planned, actual, came, Recorded(**recorded), 30)(FIRST)


def test_a_cause_more_moves_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cause put in the middle has no figures, and those of the others keep to their names."""
    before = day_facts()
    more = (*FACTORS[:3], "weather", *FACTORS[3:])
    monkeypatch.setattr(facts, "FACTORS", more)
    after = day_facts()
    assert np.isnan(after.planned[3]).all()
    assert np.isnan(after.actual[3]).all()
    others = np.delete(np.arange(len(more)), 3)
    for name in ("planned", "actual", "recorded"):
        np.testing.assert_array_equal(getattr(after, name)[others], getattr(before, name))


def test_a_share_is_recorded_where_its_contacts_came() -> None:
    """Attendance known in half of the intervals is recorded for their contacts, all else for all."""
    shares = dict(zip(FACTORS, day_facts().recorded.tolist(), strict=True))
    assert all(0.2 < share < 0.8 for share in shares.pop("attendance"))
    assert all(share == [1.0, 1.0] for share in shares.values())
