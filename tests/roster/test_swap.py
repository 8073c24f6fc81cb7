"""An exchange of shifts is judged by every rule, and priced by the whole objective."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from staffing.plan.rostering.standing_files import StandingCase, standing_case, standing_files
from staffing.roster.search.place import Place
from staffing.roster.setting import setting_of
from staffing.roster.standing.located import StandingRoster
from staffing.roster.standing.swap import Exchange, swap_of, swapped_shifts
from staffing.tables.records import write_record
from tests.conftest import run_staffing
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker
from tests.roster.test_roster_program import small_case

pytestmark = pytest.mark.slow  # searches, and runs commands

PEOPLE, DAYS = 24, 7
EXCHANGES = st.builds(
    Exchange,
    st.integers(0, PEOPLE - 1),
    st.integers(0, PEOPLE - 1),
    st.lists(st.integers(0, DAYS - 1), min_size=1, max_size=3, unique=True).map(tuple),
).filter(lambda one: one.first != one.second)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def standing(sample_roster: Path) -> StandingCase:
    """The sample's roster, read back."""
    return standing_case(standing_files(str(sample_roster), None, None))


@given(exchange=EXCHANGES)
@FEW
def test_a_swap_is_allowed_as_the_second_checker_says(
    exchange: Exchange, standing: StandingCase, tmp_path: Path
) -> None:
    """Exactly where the roster after it keeps every hard rule, and it costs what the objective grows by."""
    swap = swap_of(standing.roster, exchange)
    files = tmp_path / "before.csv", tmp_path / "after.csv"
    write_record(files[0], standing.shifts)
    write_record(files[1], swapped_shifts(standing.shifts, swap))
    before, after = (SecondChecker(SAMPLE, file) for file in files)
    assert before.violations == []
    assert swap.is_allowed == (after.violations == [])
    assert {one.agent for one in swap.broken if one.cost is None} == {
        line.split()[0] for line in after.violations
    }
    if swap.is_allowed:
        assert swap.cost == pytest.approx(after.objective - before.objective, abs=1e-6)


@given(exchange=EXCHANGES)
@FEW
def test_a_swap_twice_is_none(exchange: Exchange, standing: StandingCase) -> None:
    """Who exchanges back works what they worked, row by row."""
    swap = swap_of(standing.roster, exchange)
    again = swapped_shifts(swapped_shifts(standing.shifts, swap), swap)
    for name, column in standing.shifts.columns().items():
        assert np.array_equal(again.columns()[name], column, equal_nan=column.dtype.kind in "fM"), name
    assert exchange.of(exchange.of(standing.roster)).places == standing.roster.places


@given(first=st.integers(0, PEOPLE - 1), second=st.integers(0, PEOPLE - 1), day=st.integers(0, DAYS - 1))
@FEW
def test_a_swap_of_equal_shifts_changes_nothing(
    first: int, second: int, day: int, standing: StandingCase
) -> None:
    """Where both work the same hours for the same group, no rule breaks and nothing is dearer."""
    roster = standing.roster
    people = roster.setting.people
    assume(first != second and people[first].groups == people[second].groups)
    assume(roster.places[first][day] is not None)
    alike: StandingRoster = replace(
        roster,
        places=tuple(
            [*week[:day], roster.places[first][day], *week[day + 1 :]] if number == second else week
            for number, week in enumerate(roster.places)
        ),
    )
    swap = swap_of(alike, Exchange(first, second, (day,)))
    assert swap.is_allowed
    assert (swap.broken, swap.hours, swap.parts) == ((), (), {})


def test_a_rule_broken_before_hides_no_further_breach(tmp_path: Path) -> None:
    """Two days in a row stand, of one that may be: a third one in the same week is a breach of its own."""
    setting = setting_of(small_case(tmp_path, "max_consecutive_days = 1\n", "", "agent\na\nb\n"))
    starts = setting.ground.candidates.minute
    friday, saturday, sunday = (
        Place(int(np.flatnonzero(starts[day] == 60 * (6 + day))[0]), 0, ()) for day in range(3)
    )
    roster = StandingRoster(setting, ([friday, saturday, None], [None, None, sunday]), ())
    swap = swap_of(roster, Exchange(0, 1, (2,)))
    assert not swap.is_allowed
    hard = [(one.agent, one.date, one.rule) for one in swap.broken if one.cost is None]
    assert hard == [("a", "2027-03-07", "max_consecutive_days")]


def test_the_command_says_who_breaks_what(sample_roster: Path, tmp_path: Path) -> None:
    """Of a desk and a night worker: groups, patterns; exit code 3, and nothing written."""
    out = tmp_path / "swapped.csv"
    done = run_staffing("swap", sample_roster, "desk-1", "line-01", "2027-03-09", "--out", out)
    assert done.returncode == 3
    assert "desk-1, 2027-03-09: group: serves desk, and the shift is for hotline" in done.stderr
    assert "line-01, 2027-03-09: patterns: 'full' is not one of the person's patterns (night)" in done.stderr
    assert not out.exists()


def allowed_swap(roster: StandingRoster) -> tuple[str, str, str]:
    """Two people of the same groups and a date on which they may exchange what is not alike."""
    people = roster.setting.people
    for first, second in combinations(range(PEOPLE), 2):
        for day in range(DAYS):
            is_one = roster.places[first][day] == roster.places[second][day]
            if is_one or people[first].groups != people[second].groups:
                continue
            if swap_of(roster, Exchange(first, second, (day,))).is_allowed:
                return people[first].agent.name, people[second].agent.name, f"2027-03-{8 + day:02d}"
    raise AssertionError("no swap is allowed")


def test_an_allowed_swap_is_written(sample_roster: Path, standing: StandingCase, tmp_path: Path) -> None:
    """With its JSON; the roster after it is swapped back to the bytes before, whoever made it."""
    plan, need = SAMPLE / "plan.toml", SAMPLE / "requirement.csv"
    there, back = tmp_path / "there.csv", tmp_path / "back.csv"
    who = allowed_swap(standing.roster)
    done = run_staffing("swap", sample_roster, *who, "--out", there, "--json", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["is_allowed"]
    assert answer["short_hours_after"] == answer["short_hours_before"]
    assert there.read_bytes() != (sample_roster / "roster.csv").read_bytes()
    done = run_staffing("swap", there, *who, "--rules", plan, "--requirement", need, "--out", back, "-q")
    assert (done.returncode, done.stderr) == (0, "")
    assert back.read_bytes() == (sample_roster / "roster.csv").read_bytes()


@pytest.mark.parametrize(
    ("who", "what"),
    [
        (("line-1", "line-02", "2027-03-09"), "did you mean 'line-1"),
        (("line-01", "line-01", "2027-03-09"), "is named twice"),
        (("line-01", "line-02", "tuesday"), "'tuesday' is not a date"),
        (("line-01", "line-02", "2027-04-09"), "outside the period"),
        (("desk-1", "desk-2", "2027-03-14"), "both are off on 2027-03-14"),
    ],
)
def test_what_cannot_be_asked_is_named(who: tuple[str, ...], what: str, sample_roster: Path) -> None:
    """A slip on the command line ends with exit code 2."""
    done = run_staffing("swap", sample_roster, *who)
    assert done.returncode == 2
    assert what in done.stderr


def test_rows_that_nobody_can_work_are_named(sample_roster: Path, tmp_path: Path) -> None:
    """All of them together, each with its line; and a roster without its plan is asked for it."""
    folder = Path(shutil.copytree(sample_roster, tmp_path / "roster"))
    rows = (folder / "roster.csv").read_text().splitlines()
    rows[1] = rows[1].replace("desk-1,", "desk-11,", 1)
    rows[2] = rows[2].replace(",full,", ",night,", 1)
    (folder / "roster.csv").write_text("\n".join(rows) + "\n")
    done = run_staffing("swap", folder, "line-01", "line-02", "2027-03-09")
    assert done.returncode == 1
    assert "roster.csv, line 2, column agent: found 'desk-11'" in done.stderr
    assert "roster.csv, line 3, column start" in done.stderr
    (folder / "roster.json").unlink()
    done = run_staffing("swap", folder, "line-01", "line-02", "2027-03-09")
    assert done.returncode == 2
    assert "--rules and --requirement" in done.stderr
