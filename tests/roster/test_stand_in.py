"""Who could stand in is ranked by what the objective says, and refused by the rules of the checker."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from staffing.plan.rostering.rostered import Rostered
from staffing.plan.rostering.standing_files import standing_case, standing_files
from staffing.report.text.stand_in import stand_in_report
from staffing.roster.build import build_roster
from staffing.roster.effort import RosterEffort
from staffing.roster.keep import absent, kept_roster
from staffing.roster.standing.stand_in import stand_ins_of
from tests.conftest import run_staffing
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker
from tests.roster.test_roster_program import small_case

pytestmark = pytest.mark.slow  # searches
CHANGE_COST = 5.0


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open() as stream:
        return list(csv.DictReader(stream))


def write(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_a_stand_in_costs_what_the_second_checker_says(sample_roster: Path, tmp_path: Path) -> None:
    """For three shifts: lawful or not, and by how much the objective grows with the price of a change."""
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    standing = rows_of(sample_roster / "roster.csv")
    gaps = [
        next(row for row in standing if row["agent"] == name) for name in ("desk-1", "line-01", "line-05")
    ]
    for gap in gaps:
        with (folder / "availability.csv").open("a") as stream:
            stream.write(f"{gap['agent']},{gap['date']},{gap['date']},leave,\n")
    read = standing_case(standing_files(str(sample_roster), None, None))
    case = read.roster.setting.ground.case
    dates = {str(date): date for date in case.dates}
    away = {gap["agent"]: (dates[gap["date"]],) for gap in gaps}
    told = stand_ins_of(absent(case, kept_roster(read.shifts), away), read.shifts, away)
    left = [row for row in standing if row not in gaps]
    before = SecondChecker(folder, write(tmp_path / "left.csv", left))
    assert len(told) >= 3 * 21
    for row in range(0, len(told), 4):
        name, date = str(told.agent[row]), str(told.date[row])
        gap = next(one for one in gaps if one["agent"] == told.absent[row])
        others = [one for one in left if (one["agent"], one["date"]) != (name, date)]
        after = SecondChecker(folder, write(tmp_path / "after.csv", [*others, gap | {"agent": name}]))
        new = {one.split()[0] for one in set(after.violations) - set(before.violations)}
        assert (name in new) == bool(told.rule[row]), (name, date, told.reason[row])
        if not told.rule[row]:
            assert told.cost[row] == pytest.approx(after.objective - before.objective + CHANGE_COST)


def test_the_best_stand_in_comes_first(sample_roster: Path, tmp_path: Path) -> None:
    """By cost; in the terminal, in the folder and in the JSON; who is off anyway is said to be."""
    standing = rows_of(sample_roster / "roster.csv")
    date = next(row["date"] for row in standing if row["agent"] == "line-05")
    off = next(f"2027-03-{day:02}" for day in range(8, 15) if not works(standing, "line-02", day))
    out = tmp_path / "changed"
    done = run_staffing(
        *("roster", SAMPLE / "requirement.csv", "--rules", SAMPLE / "plan.toml", "--effort", "low"),
        *("--keep", sample_roster / "roster.csv", "--absent", f"line-05:{date}"),
        *("--absent", f"line-02:{off}", "--out", out, "--json"),
    )
    assert done.returncode == 0, done.stderr
    rows = rows_of(out / "stand_ins.csv")
    able = [row for row in rows if row["rank"]]
    assert [int(row["rank"]) for row in able] == list(range(1, len(able) + 1))
    costs = [float(row["cost"]) for row in able]
    assert costs == sorted(costs)
    assert all(row["reason"].startswith(row["rule"]) for row in rows if not row["rank"])
    assert {row["absent"] for row in rows} == {"line-05"}
    assert f"line-05 is away on {date} (" in done.stderr
    assert f"line-02 is off on {off} anyway" in done.stderr
    told = json.loads(done.stdout)["stand_ins"]
    assert [one["agent"] for one in told] == [row["agent"] for row in rows]
    assert told[0]["cost"] == pytest.approx(costs[0])


def works(rows: list[dict[str, str]], name: str, day: int) -> bool:
    return any((row["agent"], row["date"]) == (name, f"2027-03-{day:02}") for row in rows)


def test_a_shift_that_nobody_can_take_is_told(sample_roster: Path) -> None:
    """With how many each rule keeps from it."""
    read = standing_case(standing_files(str(sample_roster), None, None))
    case = read.roster.setting.ground.case
    hotline = [agent.name for agent in case.agents if agent.groups == ("hotline",)]
    away = dict.fromkeys(hotline, (case.dates[0],))
    told = stand_ins_of(absent(case, kept_roster(read.shifts), away), read.shifts, away)
    lines = stand_in_report(told)
    assert "0 could stand in" in lines[0]
    assert lines[1] == "    cannot: 8 by group"


def test_a_new_roster_keeps_no_stand_ins_of_the_one_before(tmp_path: Path) -> None:
    """They are for absences that it knows nothing of."""
    made = build_roster(small_case(tmp_path, "", ""), RosterEffort("low"))
    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "stand_ins.csv").write_text("absent,date\na,2027-03-05\n", encoding="utf-8")
    Rostered(made, ()).write_folder(tmp_path / "roster")
    names = {file.name for file in (tmp_path / "roster").iterdir()}
    assert "roster.csv" in names
    assert "stand_ins.csv" not in names
