"""Hires: by hand, against every other choice, and never fewer for more turnover."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.capacity.model import cost_of, least_cost_hiring, worked_off
from staffing.capacity.need import heads_needed, mondays, productive_share
from staffing.capacity.options import CapacityOptions
from staffing.capacity.workforce import influence, rolled_forward
from staffing.errors import UsageError

PLAIN = CapacityOptions(
    heads=10,
    weekly_hours=40,
    weeks=5,
    turnover_per_year=0.0,
    hire_lead_weeks=2,
    ramp=(0.5,),
    cost_per_week=100,
)


def test_two_hires_by_hand() -> None:
    """Twelve heads are needed from week 3: decided at once, joining in week 2, half productive there."""
    hiring = least_cost_hiring(np.array([10.0, 10, 10, 12, 12]), PLAIN)
    assert hiring.hires.tolist() == [2, 0, 0, 0, 0]
    assert hiring.workforce.heads.tolist() == [10, 10, 12, 12, 12]
    assert hiring.workforce.productive.tolist() == [10, 10, 11, 12, 12]
    assert hiring.cost == pytest.approx(2 * 7000 + 100 * (10 + 10 + 12 + 12 + 12))
    assert hiring.lower_bound == pytest.approx(hiring.cost)
    assert not hiring.short.any()


def test_turnover_by_hand() -> None:
    """52 % a year is one head in a hundred a week; a hire joins, learns and leaves at the same rate."""
    options = replace(PLAIN, heads=100, turnover_per_year=0.52, weeks=4, hire_lead_weeks=1, ramp=(0.0, 0.5))
    force = rolled_forward(np.array([10, 0, 0, 0]), options)
    assert force.joining.tolist() == [0, 10, 0, 0]
    assert force.heads.tolist() == pytest.approx([100, 99 + 10, 98.01 + 9.9, 97.0299 + 9.801])
    assert force.productive.tolist() == pytest.approx([100, 99, 98.01 + 4.95, 97.0299 + 9.801])
    assert force.leaving[0] == pytest.approx(1)


def test_what_cannot_be_hired_in_time_is_worked_over_and_then_short() -> None:
    """Two heads are missing at once: a tenth of ten by overtime, one short; no hire joins before week 2."""
    options = replace(PLAIN, overtime_share=0.1, overtime_cost_per_hour=30, shortage_cost_per_hour=1000)
    hiring = least_cost_hiring(np.full(5, 12.0), options)
    assert hiring.overtime[:2].tolist() == pytest.approx([1, 1])
    assert hiring.short[:2].tolist() == pytest.approx([1, 1])
    assert not hiring.short[3:].any()


def test_overtime_is_taken_where_it_is_cheaper_than_a_hire() -> None:
    """One week of half a head more: 20 hours at 30 against 7,000."""
    options = replace(PLAIN, overtime_share=0.1, overtime_cost_per_hour=30)
    hiring = least_cost_hiring(np.array([10, 10, 10, 10.5, 10]), options)
    assert not hiring.hires.any()
    assert hiring.overtime[3] == pytest.approx(0.5)


def test_a_hiring_freeze_hires_nobody() -> None:
    """Whatever is short, and however large the classes; one below a class is still refused."""
    hiring = least_cost_hiring(np.full(5, 12.0), replace(PLAIN, max_hires_per_week=0, class_size=4))
    assert not hiring.hires.any()
    assert hiring.short.tolist() == pytest.approx([2.0] * 5)
    with pytest.raises(UsageError, match="no class can start"):
        replace(PLAIN, max_hires_per_week=3, class_size=4)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    need=st.lists(st.integers(6, 16), min_size=4, max_size=4),
    turnover=st.sampled_from([0.0, 0.5, 2.0]),
    overtime=st.sampled_from([0.0, 0.1]),
    shortage=st.sampled_from([60.0, 200.0, 1000.0]),
)
def test_no_other_hires_cost_less(need: list[int], turnover: float, overtime: float, shortage: float) -> None:
    """Every choice of up to ten hires a week over the weeks in which a hire still joins."""
    options = replace(
        PLAIN,
        weeks=4,
        hire_lead_weeks=1,
        turnover_per_year=turnover,
        overtime_share=overtime,
        overtime_cost_per_hour=45,
        shortage_cost_per_hour=shortage,
        max_hires_per_week=10,
    )
    needed = np.array(need, dtype=float)
    hiring = least_cost_hiring(needed, options)

    def cost(hires: np.ndarray) -> float:
        force = rolled_forward(hires, options)
        return cost_of(hires, force, *worked_off(needed, force, options), options)

    least = min(cost(np.array([*choice, 0])) for choice in product(range(11), repeat=3))
    assert hiring.cost == pytest.approx(least, rel=2e-4)
    assert hiring.lower_bound <= hiring.cost * (1 + 1e-9)


@settings(max_examples=25, deadline=None)
@given(
    need=st.lists(st.integers(5, 30), min_size=8, max_size=8),
    turnovers=st.lists(st.integers(0, 30), min_size=2, max_size=2, unique=True),
    lead=st.integers(0, 3),
)
def test_more_turnover_never_lowers_the_hires(need: list[int], turnovers: list[int], lead: int) -> None:
    """Where only hires cost (and a shortage very much), fewer who stay ask for as many hires or more."""
    low, high = (
        least_cost_hiring(
            np.array(need, dtype=float),
            replace(
                PLAIN,
                weeks=8,
                cost_per_week=0,
                hire_lead_weeks=lead,
                turnover_per_year=0.1 * turnover,
                shortage_cost_per_hour=1e7,
            ),
        )
        for turnover in sorted(turnovers)
    )
    assert high.hires.sum() >= low.hires.sum()


@given(
    hires=st.lists(st.integers(0, 20), min_size=6, max_size=6),
    lead=st.integers(0, 4),
    turnover=st.floats(0, 5),
    ramp=st.lists(st.floats(0, 1), max_size=4),
)
def test_the_model_and_the_recount_agree(
    hires: list[int], lead: int, turnover: float, ramp: list[float]
) -> None:
    """The program's coefficients and the cohorts rolled forward are two ways to the same heads."""
    options = replace(PLAIN, weeks=6, hire_lead_weeks=lead, turnover_per_year=turnover, ramp=tuple(ramp))
    force = rolled_forward(np.array(hires), options)
    there, learnt = influence(options)
    today = options.heads * options.staying ** np.arange(6)
    assert force.heads == pytest.approx(today + there @ hires)
    assert force.productive == pytest.approx(today + learnt @ hires)


def test_people_start_in_whole_classes() -> None:
    """Two are missing, classes are of five, and no more than five a week."""
    options = replace(PLAIN, class_size=5, max_hires_per_week=9)
    hires = least_cost_hiring(np.array([10.0, 10, 10, 18, 18]), options).hires
    assert set(hires.tolist()) <= {0, 5}
    assert hires.sum() == 10


def test_heads_needed_by_hand() -> None:
    """510 minutes with 30 unpaid and 30 paid: 450 of 480 paid. 3,000 hours ÷ (40 × 0.9375 × 0.8)."""
    at_work = productive_share([(510, 30, 30)])
    assert at_work == pytest.approx(450 / 480)
    options = replace(PLAIN, away=0.2)
    assert heads_needed(np.array([3000.0]), at_work, options)[0] == pytest.approx(100)


def test_weeks_begin_on_mondays() -> None:
    """From a Thursday on the next; from a Monday on that one."""
    assert mondays(np.datetime64("2026-11-26"), 2).astype(str).tolist() == ["2026-11-30", "2026-12-07"]
    assert str(mondays(np.datetime64("2026-11-23"), 1)[0]) == "2026-11-23"


@pytest.mark.parametrize(
    "wrong",
    [
        {"turnover_per_year": 60.0},
        {"class_size": 5, "max_hires_per_week": 4},
        {"overtime_cost_per_hour": 50.0, "shortage_cost_per_hour": 40.0},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    """With what to change."""
    with pytest.raises(UsageError, match="Hint"):
        replace(PLAIN, **wrong)
