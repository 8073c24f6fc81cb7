"""Answers of a model put together: one after the other, and many as one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from staffing.arrays import Floats
from staffing.queueing.performance import MEASURES, Performance, averaged, joined, recorded

FRACTIONS = st.floats(0, 1)


@st.composite
def performances(draw: st.DrawFn, size: int) -> Performance:
    """Any fractions; whoever is never answered waits for ever."""
    columns = {name: draw(arrays.arrays(float, size, elements=FRACTIONS)) for name in MEASURES}
    waits = draw(arrays.arrays(float, size, elements=st.floats(0, 1e4)))
    return Performance(**columns, mean_wait=lambda: np.where(columns["answered"] > 0, waits, np.inf))


def as_one(found: Performance, weight: Floats) -> Performance:
    """By weights of the contacts, which add up to one."""

    def waited(answered: Floats, wait_seconds: Floats) -> Floats:
        return np.array([np.sum(weight * answered * np.where(answered > 0, wait_seconds, 0.0))])

    return averaged(found, share=lambda column: np.array([np.sum(weight * column)]), waited=waited)


@given(performances(3), performances(2))
def test_joined_answers_stand_one_after_the_other(one: Performance, other: Performance) -> None:
    """Waits too."""
    both = joined([one, other])
    for name in (*MEASURES, "mean_wait_seconds"):
        assert getattr(both, name).tolist() == [*getattr(one, name), *getattr(other, name)]


@given(performances(4), st.data())
def test_the_mean_lies_between(found: Performance, data: st.DataObject) -> None:
    """Of every fraction; of the waits, among those of cases in which somebody is answered."""
    weight = data.draw(arrays.arrays(float, 4, elements=st.floats(0.01, 1)))
    mean = as_one(found, weight / weight.sum())
    for name in MEASURES:
        column = getattr(found, name)
        assert column.min() - 1e-12 <= getattr(mean, name)[0] <= column.max() + 1e-12
    waits = found.mean_wait_seconds[found.answered > 1e-200]
    if len(waits):
        assert waits.min() * (1 - 1e-9) <= mean.mean_wait_seconds[0] <= waits.max() * (1 + 1e-9) + 1e-12


def test_waits_count_by_those_who_are_answered() -> None:
    """Nine of ten answered after 10 s, one of ten after 100 s: 19 s, not 55."""
    columns = {name: np.zeros(2) for name in MEASURES} | {"answered": np.array([0.9, 0.1])}
    found = Performance(**columns, mean_wait=lambda: np.array([10.0, 100.0]))
    assert as_one(found, np.array([0.5, 0.5])).mean_wait_seconds[0] == pytest.approx(19.0)


def test_where_nobody_is_answered_the_wait_is_as_the_caller_says() -> None:
    """Endless for a prediction, unknown for a record."""
    nobody = Performance(**{name: np.zeros(1) for name in MEASURES}, mean_wait=lambda: np.array([np.inf]))
    assert as_one(nobody, np.ones(1)).mean_wait_seconds[0] == np.inf
    unknown = averaged(nobody, lambda column: column, lambda answered, _: answered, unanswered=np.nan)
    assert np.isnan(unknown.mean_wait_seconds[0])


def test_what_an_acd_counts_are_fractions_of_the_offered() -> None:
    """Where nothing is offered nothing is answered; what it does not count is none."""
    counts = {"answered": np.array([8.0, 0.0]), "abandoned": np.array([2.0, 0.0])}
    found = recorded(np.array([10.0, 0.0]), counts, np.array([12.0, np.nan]))
    assert found.answered.tolist() == [0.8, 0.0]
    assert found.abandoned.tolist() == [0.2, 0.0]
    assert found.blocked.tolist() == [0.0, 0.0]
    assert found.mean_wait_seconds[0] == 12.0
