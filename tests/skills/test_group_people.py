"""The people of a plan of groups: each is of the group of its shift."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.plan.skills.play import crew_of_groups
from staffing.plan.skills.table import SkillTable
from staffing.records.schedule import ShiftPlan
from staffing.simulation.people import OnThePhones

HOUR = 3600
GROUPS = ("a", "b")
SHIFTS = [  # group, start in hours from the first day, agents
    ("a", 8, 2),
    ("b", 9, 3),
    ("b", 32, 1),
    ("a", 33, 4),
    ("b", 44, 2),  # until 04:00 of the third day
]


def plan_of(shifts: list[tuple[str, int, int]]) -> ShiftPlan:
    """Shifts of eight hours without rests."""
    group, start, agents = (np.array(column) for column in zip(*shifts, strict=True))
    many = len(shifts)
    return ShiftPlan(
        pattern=np.repeat("any", many),
        start=np.datetime64("2026-11-23", "s") + start * np.timedelta64(HOUR, "s"),
        length_minutes=np.full(many, 480),
        rest_start=np.zeros((many, 0), dtype="datetime64[s]"),
        rest_minutes=np.zeros((many, 0), dtype=np.int64),
        agents=agents,
        paid_hours=np.full(many, 8.0),
        rest_names=(),
        timezone="UTC",
        group=group,
    )


def people_of(shifts: list[tuple[str, int, int]], *, cyclic_week: bool) -> list[tuple[str, int, int]]:
    """Group, start in hours and number of everybody who works on the two days."""
    one = np.ones((len(GROUPS), 1), dtype=np.int64)
    table = SkillTable(GROUPS, ("calls",), one, one.astype(float), one[:, 0], np.ones(len(GROUPS)), one)
    moments = np.datetime64("2026-11-23", "s") + np.arange(48) * np.timedelta64(HOUR, "s")
    crew = crew_of_groups(plan_of(shifts), table, OnThePhones(), moments, HOUR, cyclic_week=cyclic_week)
    starts = (crew.people.start / HOUR).astype(int).tolist()
    return [
        (GROUPS[group], start, number)
        for group, start, number in zip(crew.group.tolist(), starts, crew.people.number.tolist(), strict=True)
    ]


@pytest.mark.parametrize("cyclic_week", [False, True])
def test_everybody_is_of_the_group_of_the_shift(*, cyclic_week: bool) -> None:
    """Over two days; in a cyclic week the late shift of the second is also worked before the first."""
    people = people_of(SHIFTS, cyclic_week=cyclic_week)
    asked = [(group, start) for group, start, agents in SHIFTS for _ in range(agents)]
    asked += [("b", -4)] * 2 if cyclic_week else []
    assert sorted((group, start) for group, start, _ in people) == sorted(asked)
    assert len({number for _, _, number in people}) == len(people)


def test_a_shift_keeps_its_numbers_whoever_else_works() -> None:
    """Two agents more on the first shift leave the numbers of everybody else as they were."""
    more = [("a", 8, 4), *SHIFTS[1:]]
    few, many = (set(people_of(shifts, cyclic_week=True)) for shifts in (SHIFTS, more))
    assert few < many
    assert {(group, start) for group, start, _ in many - few} == {("a", 8)}
