"""Targets: what may be asked, and how a wrong one is corrected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from staffing.errors import UsageError
from staffing.records.people import People
from staffing.records.service import Service
from staffing.records.service_target import parse_target
from staffing.records.targets import Targets


@pytest.mark.parametrize(
    ("text", "service_level", "seconds"),
    [
        ("80/20", 0.8, 20),
        (" 80 % / 20 s ", 0.8, 20),
        ("99.5/10", 0.995, 10),
        ("90/0", 0.9, 0),
        ("none", 0, 20),
        ("None", 0, 20),
    ],
)
def test_targets_are_read(text: str, service_level: float, seconds: float) -> None:
    """Percent over seconds, with or without their signs, or none."""
    assert parse_target(text) == (service_level, seconds)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0.8/20", "did you mean 80/20?"),
        ("80", "did you mean 80/20?"),
        ("100/20", "ask for 99"),
        ("-5/20", "ask for 99"),
        ("80/-1", "80/20"),
        ("80/nan", "80/20"),
        ("80/inf", "80/20"),
        ("nan/20", "ask for 99"),
        ("eighty/20", "write 80/20"),
        ("80/20/5", "write 80/20"),
        ("", "write 80/20"),
        ("eighty", "write 80/20"),
    ],
)
def test_a_wrong_target_is_corrected(text: str, hint: str) -> None:
    """The hint says what to write."""
    with pytest.raises(UsageError) as caught:
        parse_target(text)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"service_level": 80}, r"service_level must lie in \[0, 1\), got 80"),
        ({"service_level": 1.0}, "service_level"),
        ({"service_level": [0.8, np.nan]}, "service_level"),
        ({"target_seconds": -1}, "target_seconds must be zero or more seconds"),
        ({"max_wait_seconds": 0}, "max_wait_seconds must be more than 0"),
        ({"max_abandonment": 5}, "max_abandonment must lie in"),
        ({"max_occupancy": 0}, "max_occupancy must lie in"),
        ({"min_agents": -2}, "min_agents must be zero or more"),
        ({"definition": "answred"}, "definition"),
    ],
)
def test_bounds_of_targets(asked: dict[str, Any], message: str) -> None:
    """Each bound is stated with the value that breaks it."""
    with pytest.raises(UsageError, match=message):
        Targets(**asked)


def test_a_percentage_for_a_fraction_is_recognised() -> None:
    """80 for 0.80 is the commonest slip."""
    with pytest.raises(UsageError) as caught:
        Targets(80)
    assert caught.value.hint == "did you mean 0.8?"


def test_people_share() -> None:
    """scheduled = agents ÷ (attendance × adherence × (1 − shrinkage)), a decimal."""
    people = People(attendance=0.95, adherence=0.92, shrinkage=0.1)
    assert people.phone_share == pytest.approx(0.95 * 0.92 * 0.9)
    np.testing.assert_allclose(people.scheduled(np.array([0.0, 10.0])), [0.0, 10 / (0.95 * 0.92 * 0.9)])


@pytest.mark.parametrize(
    ("shares", "hint"),
    [
        ({"attendance": 95}, "did you mean 0.95?"),
        ({"adherence": 0.0}, "0.95 for 95 %"),
        ({"shrinkage": 1.0}, "0.95 for 95 %"),
        ({"shrinkage": 30}, "did you mean 0.3?"),
        ({"attendance": 1e-300}, "0.95 for 95 %"),
        ({"attendance": 0.1, "adherence": 0.05}, "0.95 for 95 %"),
        ({"attendance": float("nan")}, "0.95 for 95 %"),
    ],
)
def test_bounds_of_people(shares: dict[str, float], hint: str) -> None:
    """Attendance and adherence lie in [0.01, 1], shrinkage in [0, 0.99]; together they leave 0.01 or more."""
    with pytest.raises(UsageError) as caught:
        People(**shares)
    assert hint in caught.value.hint


def test_equal_targets_are_equal() -> None:
    """And so is the service that asks them, however it was written."""
    given = np.array([0.8, 0.9])
    targets = Targets(given, 20)
    assert targets == Targets([0.8, 0.9], 20.0)
    assert hash(targets) == hash(Targets([0.8, 0.9], 20.0))
    assert targets != Targets([0.8, 0.9], 20, max_occupancy=0.9)
    assert Service("80/20") == Service(Targets(0.8, 20)) != Service("80/30")


def test_targets_stay_as_they_were_checked() -> None:
    """The caller's array can change, theirs cannot."""
    given = np.array([0.8, 0.9])
    targets = Targets(given, 20)
    given[0] = 80
    assert targets.service_level[0] == 0.8
    with pytest.raises(ValueError, match="read-only"):
        targets.service_level[0] = 80
