"""staffing capacity as a user runs it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from pathlib import Path

import pytest

from tests.conftest import BANK, Staffing

pytestmark = pytest.mark.slow  # each test runs commands


@pytest.fixture(scope="module")
def year(staffing: Staffing, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, list[dict[str, float]]]:
    """The totals and weeks of the sample plan's next 20 weeks."""
    out = tmp_path_factory.mktemp("capacity") / "weeks.csv"
    done = staffing("capacity", BANK / "plan.toml", "--weeks", 20, "--out", out, "--json", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(out.read_text().splitlines()))
    weeks = [{name: float(cell) for name, cell in row.items() if name != "week"} for row in rows]
    assert rows[0]["week"] == "2003-10-27"
    return json.loads(done.stdout), weeks


@pytest.mark.smoke
def test_the_weeks_follow_from_the_hires(year: tuple[dict, list[dict[str, float]]]) -> None:
    """Heads and their worth, counted again from the column `hire` and the plan's numbers alone."""
    totals, weeks = year
    stay, ramp, lead = 1 - 0.25 / 52, [0.0, 0.0, 0.3, 0.5, 0.7, 0.85], 6
    for t, week in enumerate(weeks):
        came = [(weeks[j]["hire"], t - j - lead) for j in range(t - lead + 1)]
        heads = 430 * stay**t + sum(hires * stay**age for hires, age in came)
        worth = [hires * stay**age * (ramp[age] if age < 6 else 1) for hires, age in came]
        assert week["heads"] == pytest.approx(heads)
        assert week["productive"] == pytest.approx(430 * stay**t + sum(worth))
        missing = max(week["needed"] - week["productive"], 0)
        assert week["overtime"] + week["short"] == pytest.approx(missing)
        assert week["overtime"] <= 0.05 * week["productive"] + 1e-9
    assert totals["hires"] == sum(week["hire"] for week in weeks)
    assert totals["leavers"] == pytest.approx(sum(week["leaving"] for week in weeks))
    assert totals["turnover_cost"] == pytest.approx(7000 * totals["leavers"])
    assert totals["lower_bound"] <= totals["cost"] * (1 + 1e-9)
    assert totals["gap"] <= 1e-3


def test_the_need_is_the_hours_of_the_runs_requirement(
    year: tuple[dict, list[dict[str, float]]], bank_run: Path
) -> None:
    """Two whole weeks of the sample run: heads by the half-hour, which its repair moved a little."""
    _, weeks = year
    requirement = list(csv.DictReader((bank_run / "requirement.csv").read_text().splitlines()))
    at_work = (450 + 300 + 225) / (480 + 330 + 240)  # full-time, part-time and short shifts
    for n, (first, last) in enumerate((("2003-10-27", "2003-11-02"), ("2003-11-03", "2003-11-09"))):
        rows = [row for row in requirement if first <= row["interval_start"][:10] <= last]
        hours = sum(float(row["scheduled"]) / 2 for row in rows)
        assert weeks[n]["head_hours"] == pytest.approx(hours, rel=5e-3)
        assert weeks[n]["needed"] == pytest.approx(hours / (37.5 * at_work * 0.88), rel=5e-3)


@pytest.mark.smoke
def test_the_chart_stays_within_80_columns(staffing: Staffing, tmp_path: Path) -> None:
    """On stderr, without colour; the page holds the weeks."""
    page = tmp_path / "capacity.html"
    done = staffing("capacity", BANK / "plan.toml", "--weeks", 10, "--html", page)
    assert (done.returncode, done.stdout) == (0, "")
    assert max(map(len, done.stderr.splitlines())) <= 80
    assert "\x1b" not in done.stderr
    text = page.read_text()
    assert "2003-12-29" in text
    assert "paid hours a week to the schedule" in text  # the notes
    assert "td { white-space: nowrap; }" in text
    assert not re.search(r"<td>2003-\d\d-\d\d<td>[\d.]+<td>\d+\.", text)  # hires are whole


def test_a_hiring_freeze_is_a_plan(staffing: Staffing, tmp_path: Path) -> None:
    """Nobody is hired, and the year is short of people: both are said."""
    text = (BANK / "plan.toml").read_text()
    text = text.replace("max_hires_per_week = 24", "max_hires_per_week = 0").replace(
        "heads = 430", "heads = 300"
    )
    (tmp_path / "plan.toml").write_text(text)
    (tmp_path / "history.csv").write_text((BANK / "history.csv").read_text())
    done = staffing("capacity", tmp_path / "plan.toml", "--weeks", 10)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "no hire pays off within the 10 weeks" in said
    assert "no hires are needed" not in said
    assert "max_hires_per_week is 0" in said


@pytest.mark.parametrize(
    ("change", "weeks", "said"),
    [
        (("[capacity]", "[capacty]"), 10, "did you mean 'capacity'"),
        (("heads = 430", "heads = -1"), 10, "capacity.heads"),
        (("max_hires_per_week = 24", "max_hires_per_week = 5"), 10, "no class can start"),
        (("aht_seconds = 240", ""), 10, "a handle time for queue all"),
        (("", ""), 0, "from 1 to"),
    ],
)
def test_wrong_plans_are_refused(
    staffing: Staffing, tmp_path: Path, change: tuple[str, str], weeks: int, said: str
) -> None:
    """With file, key and what to do."""
    (tmp_path / "plan.toml").write_text((BANK / "plan.toml").read_text().replace(*change))
    (tmp_path / "history.csv").write_text((BANK / "history.csv").read_text())
    done = staffing("capacity", tmp_path / "plan.toml", "--weeks", weeks)
    assert (done.returncode, done.stdout) == (1 if weeks else 2, "")
    assert said in done.stderr


def test_a_plan_without_the_section_says_what_to_add(staffing: Staffing, tmp_path: Path) -> None:
    """Exit code 1."""
    text = (BANK / "plan.toml").read_text()
    (tmp_path / "plan.toml").write_text(text[: text.index("[capacity]")])
    done = staffing("capacity", tmp_path / "plan.toml")
    assert done.returncode == 1
    assert "a [capacity] section" in done.stderr


@pytest.mark.parametrize("grain", ["days", "weeks", "months"])
def test_a_coarse_history_serves_with_a_profile(staffing: Staffing, tmp_path: Path, grain: str) -> None:
    """700 contacts a week are planned as that, whatever the rows; without a profile the reason is said."""
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(181)]  # to the end of June
    periods = {"days": "%Y-%m-%d", "weeks": "%G-W%V", "months": "%b %Y"}
    sums: dict[str, int] = {}
    for day in days:
        period = f"{day:{periods[grain]}}"
        sums[period] = sums.get(period, 0) + 140 * (day.weekday() < 5)
    rows = ["Date,Calls", *(f"{period},{count}" for period, count in sums.items())]
    if grain == "weeks":
        rows = [row for row in rows if not row.startswith(("2026-W01", "2026-W27"))]  # not whole
    (tmp_path / "history.csv").write_text("\n".join(rows) + "\n")
    week = [
        f"2026-03-{2 + d:02}T{h:02}:{m},7\n" for d in range(5) for h in range(8, 18) for m in ("00", "30")
    ]
    (tmp_path / "week.csv").write_text("interval_start,offered\n" + "".join(week))
    text = (BANK / "plan.toml").read_text().replace('format = "staffing"', 'profile = "week.csv"')
    plan = tmp_path / "plan.toml"
    plan.write_text(text)
    done = staffing("capacity", plan, "--weeks", 4, "--out", tmp_path / "weeks.csv", "--quiet")
    assert done.returncode == 0, done.stderr
    for row in csv.DictReader((tmp_path / "weeks.csv").read_text().splitlines()):
        assert float(row["offered"]) == pytest.approx(700, rel=0.15)
    plan.write_text(text.replace('profile = "week.csv"', ""))
    refused = staffing("capacity", plan, "--weeks", 4)
    assert refused.returncode == 1
    assert f"one row a {grain.removesuffix('s')}" in refused.stderr
