"""Shifts of several groups in one program: who has several skills counts where needed."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.errors import InfeasibleError
from staffing.shifts.effort import SearchEffort
from staffing.shifts.groups.asked import AskedGroup, AskedShifts, Transfer
from staffing.shifts.groups.build import GroupShifts, build_group_shifts, count_group_shifts, settled
from staffing.shifts.horizon import horizon_of
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.rules import Rules

HOURS = 8
PATTERNS = (
    Pattern("short", length_minutes=(180, 240)),
    Pattern("long", length_minutes=(360, 360), lunch=Rest(60, False, 120, 240), cost_per_hour=0.9),
)


def asked(*groups: AskedGroup, transfers: tuple[Transfer, ...] = ()) -> AskedShifts:
    """Groups on one day from 08:00 to 16:00, by the hour."""
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(HOURS) * np.timedelta64(60, "m")
    rules = Rules("UTC", 60, PATTERNS, start_every_minutes=60)
    return AskedShifts(horizon_of(starts, rules), groups, transfers)


def need(*heads: float) -> Floats:
    """Heads by the hour."""
    return np.array(heads, dtype=np.float64)


EARLY = need(3, 3, 3, 1, 1, 1, 1, 1)
LATE = need(0, 0, 0, 2, 2, 2, 2, 2)
BOTH = need(1, 1, 1, 1, 1, 1, 1, 1)


def built(asked: AskedShifts) -> GroupShifts:
    return build_group_shifts(asked, SearchEffort())


def test_every_group_has_what_it_needs() -> None:
    """Counted from the shifts alone; a bound is not above the cost, and group by group it is the same."""
    found = built(asked(AskedGroup("a", EARLY), AskedGroup("b", LATE)))
    assert (found.scheduled - found.on_break >= np.array([EARLY, LATE]) - 1e-9).all()
    assert found.lower_bound_hours <= found.objective_hours + 1e-9
    apart = [built(asked(AskedGroup(name, row))) for name, row in (("a", EARLY), ("b", LATE))]
    assert found.objective_hours == pytest.approx(sum(one.objective_hours for one in apart))
    assert np.array_equal(np.unique(found.plan.group), ["a", "b"])


def test_people_with_several_skills_count_where_they_are_needed() -> None:
    """With transfers it costs less, and each hour of a group is covered by its own and those given to it."""
    groups = AskedGroup("a", EARLY), AskedGroup("b", LATE), AskedGroup("both", BOTH, cost_factor=1.05)
    transfers = (Transfer(2, 0), Transfer(2, 1))
    apart, together = built(asked(*groups)), built(asked(*groups, transfers=transfers))
    assert together.objective_hours < apart.objective_hours
    working = together.scheduled - together.on_break
    assert (working >= together.required - 1e-9).all()
    assert (together.required[2] >= BOTH).all()  # what is given away is needed beside one's own
    assert together.required.sum(axis=0) == pytest.approx(EARLY + LATE + BOTH)


def test_who_is_slower_counts_for_less() -> None:
    """Where a head is worth half of one, twice as many are given, so that it costs more."""
    groups = AskedGroup("a", LATE), AskedGroup("both", BOTH, patterns=("short",))
    full, half = (built(asked(*groups, transfers=(Transfer(1, 0, worth),))) for worth in (1.0, 0.5))
    assert full.objective_hours <= half.objective_hours


def test_a_need_out_of_reach_of_its_group_is_met_by_others() -> None:
    """A group whose only pattern cannot begin so late is helped; without help the rules leave no schedule."""
    late = need(0, 0, 0, 0, 0, 0, 0, 1)
    rules = (Pattern("early", length_minutes=(240, 240), latest_start=8 * 60), *PATTERNS)
    one = asked(AskedGroup("a", late, patterns=("early",)), AskedGroup("both", BOTH))
    one = AskedShifts(horizon_of(one.horizon.starts, Rules("UTC", 60, rules)), one.groups, (Transfer(1, 0),))
    found = built(one)
    assert found.required[0].max() == 0
    with pytest.raises(InfeasibleError, match="shift"):
        built(AskedShifts(one.horizon, one.groups, ()))


def test_limits_hold_for_all_groups_together_and_for_each() -> None:
    """No more start on a day than a group or a pattern may have; where that is too few it is named."""
    groups = AskedGroup("a", EARLY, max_agents=4), AskedGroup("b", LATE)
    found = built(asked(*groups))
    assert found.plan.group is not None
    assert found.plan.agents[found.plan.group == "a"].sum() <= 4
    with pytest.raises(InfeasibleError, match="max_agents of group 'a'"):
        built(asked(AskedGroup("a", EARLY, max_agents=2), AskedGroup("b", LATE)))


def test_the_price_of_a_group_multiplies_its_hours() -> None:
    """Twice the factor, twice the cost, and the same shifts."""
    once, twice = (built(asked(AskedGroup("a", EARLY, cost_factor=factor))) for factor in (1.0, 2.0))
    assert twice.objective_hours == pytest.approx(2 * once.objective_hours)
    assert np.array_equal(once.scheduled, twice.scheduled)


def test_changed_shifts_are_measured_by_the_need_they_cover() -> None:
    """With a head taken away the need is what is left, nothing is short of it, and the bound is not above."""
    first = asked(AskedGroup("a", EARLY), AskedGroup("b", LATE))
    found = built(first)
    fewer = found.plan.rows(np.arange(len(found.plan)) > 0)
    after, counted = settled(first, fewer, SearchEffort())
    assert (counted.scheduled - counted.on_break >= counted.required - 1e-9).all()
    assert (after.required <= first.required + 1e-9).all()
    assert counted.lower_bound_hours <= counted.objective_hours < found.objective_hours
    again = count_group_shifts(first, found.plan, 10**9)
    assert again.objective_hours == pytest.approx(found.objective_hours)


def test_where_nobody_is_needed_nobody_comes() -> None:
    """A closed day costs nothing, of one group and of all."""
    nobody = np.zeros(HOURS)
    found = built(asked(AskedGroup("a", nobody), AskedGroup("b", nobody), transfers=(Transfer(1, 0),)))
    assert (len(found.plan), found.objective_hours) == (0, 0.0)
    assert built(asked(AskedGroup("a", nobody), AskedGroup("b", LATE))).objective_hours > 0
