"""What the shifts must cover: queues added up, and the share of a head on the phones by interval."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.plan.need.heads import read_heads
from staffing.records.need import Need
from staffing.records.people import People

PEOPLE = People(attendance=0.9)


def heads(tmp_path: Path, text: str) -> Need:
    (tmp_path / "need.csv").write_text(text)
    return read_heads(tmp_path / "need.csv", PEOPLE, timezone="UTC", interval_minutes=30)


def test_losses_differ_by_interval(tmp_path: Path) -> None:
    """Agents ÷ scheduled, decimals as they are; the plan's people where a row does not say."""
    found = heads(
        tmp_path,
        "interval_start,agents,scheduled\n2026-06-01T08:00,8,10\n2026-06-01T08:30,7,11\n"
        "2026-06-01T09:00,,10\n2026-06-01T09:30,9,\n2026-06-01T10:30,0,0\n2026-06-01T11:00,12,10\n",
    )
    assert found.required.tolist() == [10, 11, 10, 10, 0, 0, 10]
    assert found.phone_share.tolist() == [0.8, 7 / 11, 0.9, 0.9, 0.9, 0.9, 0.9]


def test_queues_add_up_with_their_losses(tmp_path: Path) -> None:
    """Two queues: 8 of 10 and 5 of 10 make 13 of 20."""
    found = heads(
        tmp_path,
        "interval_start,queue,agents,scheduled\n2026-06-01T08:00,a,8,10\n2026-06-01T08:00,b,5,10\n",
    )
    assert found.phone_share.tolist() == [pytest.approx(0.65)]


def test_the_usual_losses_are_those_of_the_plan_to_the_last_digit(tmp_path: Path) -> None:
    """The noise of a division makes no interval another."""
    agents = np.arange(1, 48)
    rows = [
        f"2026-06-01T{i // 2:02d}:{30 * (i % 2):02d},{n},{n / 0.9!r}" for i, n in enumerate(agents.tolist())
    ]
    found = heads(tmp_path, "interval_start,agents,scheduled\n" + "\n".join(rows) + "\n")
    assert set(found.phone_share.tolist()) == {0.9}


@pytest.mark.parametrize("number", ["1e12", "1e300", "1000001"])
@pytest.mark.parametrize("column", ["scheduled", "agents"])
def test_absurd_numbers_of_heads_are_refused(tmp_path: Path, column: str, number: str) -> None:
    """No memory is asked for a billion people: the cell is named."""
    with pytest.raises(InputError) as caught:
        heads(tmp_path, f"interval_start,{column}\n2026-06-01T08:00,3\n2026-06-01T08:30,{number}\n")
    problem = caught.value.problems[0]
    assert (problem.line, problem.column, problem.value) == (3, column, number)
    assert problem.expected == "a number from 0 to 1000000"


def rows_of(*stretches: tuple[str, int, int, float]) -> str:
    """A requirement with hourly stretches of a day of June 2026: day, first hour, last hour, heads."""
    rows = [
        f"2026-06-{day}T{hour:02}:{minute},{heads}\n"
        for day, first, last, heads in stretches
        for hour in range(first, last)
        for minute in ("00", "30")
    ]
    return "interval_start,scheduled\n" + "".join(rows)


@pytest.mark.parametrize(
    ("stretches", "first", "count"),
    [
        ([("01", 8, 10, 5), ("01", 14, 18, 5)], "2026-06-01T10:00:00", 8),
        ([("01", 8, 10, 5), ("02", 8, 10, 5)], None, 0),
        ([("01", 8, 10, 5), ("03", 8, 10, 5)], "2026-06-02T00:00:00", 48),
        ([("01", 7, 8, 5), ("01", 10, 18, 5)], "2026-06-01T08:00:00", 4),
        ([("01", 0, 2, 0), ("01", 5, 8, 0), ("01", 8, 18, 5)], None, 0),
        ([("01", 8, 18, 5)], None, 0),
    ],
    ids=["noon", "nights", "a whole day", "beside a need", "before any need", "whole"],
)
def test_holes_between_needs_are_found(
    tmp_path: Path, stretches: list[tuple[str, int, int, float]], first: str | None, count: int
) -> None:
    """Rows that are missing within a day, and days; nights between are closed."""
    need = heads(tmp_path, rows_of(*stretches))
    assert need.holes.sum() == count
    if first is not None:
        assert need.interval_start[need.holes][0] == np.datetime64(first)


def test_a_wrong_cell_is_told_once(tmp_path: Path) -> None:
    """As what it holds, not as empty too."""
    with pytest.raises(InputError) as caught:
        heads(tmp_path, "interval_start,scheduled\n2026-06-01T08:00,-1\n2026-06-01T08:30,\n")
    assert [(p.line, p.value) for p in caught.value.problems] == [(2, "-1"), (3, "")]
