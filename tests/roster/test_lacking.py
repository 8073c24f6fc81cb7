"""What is short says which rules keep people from it, and how many more would fill it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from staffing.plan.rostering.standing_files import StandingCase, standing_case, standing_files
from staffing.records.roster import Unfilled
from staffing.roster.result.lacking import LARGEST, NOT_WORTH
from staffing.tables.records import read_record
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker

pytestmark = pytest.mark.slow  # searches
SIZES = {"desk": 8, "hotline": 16}


@pytest.fixture(scope="module")
def standing(sample_roster: Path) -> StandingCase:
    """The sample's roster, read back."""
    return standing_case(standing_files(str(sample_roster), None, None))


@pytest.fixture(scope="module")
def unfilled(sample_roster: Path) -> Unfilled:
    """Its stretches."""
    return read_record(Unfilled, sample_roster / "unfilled.csv", "America/New_York")


def told(cell: str) -> dict[str, int]:
    """By rule, how many people; `could, at a cost` has a comma of its own."""
    return {rule: int(count) for rule, count in re.findall(r"(could, at a cost|[\w ]+?) (\d+)(?:, |$)", cell)}


def test_everybody_of_the_group_is_in_it_or_kept_from_it(standing: StandingCase, unfilled: Unfilled) -> None:
    """Who works in the stretch and who is bound are the group; the largest stretches have a remedy."""
    rows = np.flatnonzero(unfilled.would_fill != "").tolist()
    assert len(rows) == min(LARGEST, len(unfilled))
    shifts = standing.shifts
    for row in rows:
        at_work = (shifts.start < unfilled.end[row]) & (shifts.end > unfilled.start[row])
        at_work &= shifts.group == unfilled.group[row]
        bound = sum(told(str(unfilled.bound_by[row])).values())
        assert bound + int(at_work.sum()) == SIZES[str(unfilled.group[row])]
        people = re.fullmatch(r"(\d+) more like (desk|line)-\d+", str(unfilled.would_fill[row]))
        assert people is not None
        assert int(people[1]) >= np.ceil(unfilled.agents[row] - 1e-6)


def test_who_could_by_the_second_checker_is_not_bound(
    standing: StandingCase, sample_roster: Path, unfilled: Unfilled, tmp_path: Path
) -> None:
    """Whoever may lawfully add another's shift in the stretch is among those who could at a cost."""
    with (sample_roster / "roster.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    for row in np.argsort(-unfilled.agent_hours)[:3].tolist():
        group, date = str(unfilled.group[row]), str(unfilled.date[row])
        touching = (standing.shifts.start < unfilled.end[row]) & (standing.shifts.end > unfilled.start[row])
        shapes = {
            one["pattern"]: one
            for one, is_there in zip(rows, touching.tolist(), strict=True)
            if is_there and one["group"] == group and one["date"] == date
        }
        busy = {one["agent"] for one in rows if one["date"] == date}
        people = [agent.name for agent in standing.roster.setting.ground.case.agents if group in agent.groups]
        could = 0
        for name in (name for name in people if name not in busy):
            added = [[*rows, shape | {"agent": name}] for shape in shapes.values()]
            could += any(is_lawful(tmp_path / "roster.csv", one) for one in added)
        assert could <= told(str(unfilled.bound_by[row])).get(NOT_WORTH, 0)


def is_lawful(file: Path, rows: list[dict[str, str]]) -> bool:
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return not SecondChecker(SAMPLE, file).violations


def test_a_file_of_before_is_read(sample_roster: Path, tmp_path: Path) -> None:
    """Without the two columns, which are then empty."""
    with (sample_roster / "unfilled.csv").open() as stream:
        rows = [row[:7] for row in csv.reader(stream)]
    file = tmp_path / "unfilled.csv"
    file.write_text("".join(",".join(row) + "\n" for row in rows))
    old = read_record(Unfilled, file, "America/New_York")
    assert set(old.bound_by) == set(old.would_fill) == {""}
