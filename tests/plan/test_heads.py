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
