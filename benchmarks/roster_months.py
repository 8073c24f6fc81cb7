"""A year of weekly rosters, each going on from the state of the one before: how burdens spread over people.

    python benchmarks/roster_months.py [--weeks 52] [--people 20] [--check CHECKER.py]

The same year without a `fairness_cost` and with one, or several. A hotline around the clock and its people
are made up: everybody has the same contract and may work days and nights, and is on leave for a week in turn.
Spreads are between people, of the shifts of a year; what evenness costs is seen in the rest of the objective.
A CHECKER is run on every roster with the folder of its week and must find no violation.
"""

from __future__ import annotations

import argparse
import csv
import math
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.plan.file.read import read_plan
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.plan.rostering.rostered import Rostered
from staffing.roster.build import told
from staffing.roster.effort import RosterEffort
from staffing.roster.made import MadeRoster
from staffing.roster.search.board import Board
from staffing.roster.search.greedy import fill
from staffing.roster.search.ruin import anneal
from staffing.roster.setting import setting_of

FIRST = date(2026, 1, 5)  # a Monday
CLOCKS_SKIP = datetime(2026, 3, 29, 2)
WEEKS_PUT_BACK = 4_000  # by the search of a week: a fraction of the usual effort
BURDENS = ("night", "weekend", "early", "late")
PLAN = """
[centre]
name = "A year"
timezone = "Europe/Berlin"
interval_minutes = 60

[schedule]
start_every_minutes = 60
understaffing = 10.0

[[schedule.pattern]]
name = "early"
earliest_start = "06:00"
latest_start = "08:00"
length_minutes = 480

[[schedule.pattern]]
name = "day"
earliest_start = "09:00"
latest_start = "11:00"
length_minutes = 480

[[schedule.pattern]]
name = "late"
earliest_start = "12:00"
latest_start = "16:00"
length_minutes = 480

[[schedule.pattern]]
name = "night"
earliest_start = "22:00"
latest_start = "23:00"
length_minutes = 480

[roster]
agents = "agents.csv"
availability = "availability.csv"
state = "state.csv"
rest_hours = 11
max_consecutive_days = 6
max_consecutive_nights = 4
fairness_cost = {fairness}
fairness_weeks = 12

[roster.soft]
hours_per_week_min = 2.0
"""


class Year(NamedTuple):
    """What a year came to: burdens by person, the weeks' objectives without fairness, hours short, CPU."""

    burdens: dict[str, Counter[str]]
    cost: float
    short_hours: float
    seconds: float
    verdicts: Counter[str]


def requirement(monday: date) -> Iterator[str]:
    """Around the clock, and an early Monday more: whose need gives the last night its worth."""
    yield "interval_start,agents"
    for hour in range(7 * 24 + 6):
        moment = datetime.combine(monday, datetime.min.time()) + timedelta(hours=hour)
        if moment == CLOCKS_SKIP:
            continue
        wave = max(0.0, math.sin((moment.hour - 6) / 16 * math.pi)) if 6 <= moment.hour <= 22 else 0.0
        busy = 1.0 if moment.weekday() < 5 else 0.6
        yield f"{moment:%Y-%m-%dT%H:%M},{1.5 + 4.0 * wave * busy:.1f}"


def write_week(folder: Path, monday: date, week: int, names: list[str], fairness: float) -> None:
    """The files of one week; the state lies there already."""
    (folder / "plan.toml").write_text(PLAN.format(fairness=fairness), encoding="utf-8")
    (folder / "requirement.csv").write_text("\n".join(requirement(monday)) + "\n", encoding="utf-8")
    people = ["agent,hours_per_week_min,hours_per_week_max,days_per_week_max"]
    people += [f"{name},32,40,5" for name in names]
    (folder / "agents.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    away = names[week % len(names)]
    leave = f"agent,start,end,kind\n{away},{monday},{monday + timedelta(days=6)},leave\n"
    (folder / "availability.csv").write_text(leave, encoding="utf-8")
    state = folder / "state.csv"
    if not state.exists():
        state.write_text("agent,date,kind,start,end,pattern,paid_hours\n", encoding="utf-8")


def year_of(folder: Path, fairness: float, asked: argparse.Namespace) -> Year:
    """The rosters of a year, one after the other."""
    names = [f"p{number:02}" for number in range(1, asked.people + 1)]
    burdens: dict[str, Counter[str]] = {name: Counter() for name in names}
    cost, short, verdicts, began = 0.0, 0.0, Counter[str](), _cpu()
    for week in range(asked.weeks):
        monday = FIRST + timedelta(days=7 * week)
        write_week(folder, monday, week, names, fairness)
        made = week_of(folder)
        Rostered(made, ()).write_folder(folder / "out")
        verdicts[verdict_of(folder, asked.check)] += 1
        summary = made.summary
        cost += summary.objective - summary.parts["fairness"]
        short += summary.short_hours
        (folder / "out" / "state.csv").replace(folder / "state.csv")
        count_week(folder / "out" / "roster.csv", monday, burdens)
    return Year(burdens, cost, short, _cpu() - began, verdicts)


def week_of(folder: Path) -> MadeRoster:
    """The roster of a week: as `staffing roster` seeks it, sooner done and without its bound."""
    plan = read_plan(folder / "plan.toml")
    case = case_of(plan, files_of(plan, str(folder / "requirement.csv")))
    board, rng = Board(setting_of(case)), np.random.default_rng(1)
    fill(board, rng)
    anneal(board, replace(RosterEffort().cooling(case), weeks=WEEKS_PUT_BACK), rng)
    return told(board, None)


def count_week(roster: Path, monday: date, burdens: dict[str, Counter[str]]) -> None:
    """Add the week's own shifts: the Monday after it is rostered anew."""
    with roster.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            day = date.fromisoformat(row["date"])
            if day < monday + timedelta(days=7):
                end = row["end"][11:16] if row["end"][:10] == row["date"] else "24:00"
                mine, is_night = burdens[row["agent"]], row["pattern"] == "night"
                mine["night"] += is_night
                mine["weekend"] += day.weekday() >= 5
                mine["early"] += row["start"][11:16] < "07:00"
                mine["late"] += not is_night and end > "20:00"


def verdict_of(folder: Path, checker: str | None) -> str:
    """The first word of the checker's answer; nothing where there is none."""
    if checker is None:
        return "unchecked"
    command = [sys.executable, checker, str(folder), str(folder / "out" / "roster.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "OK" if done.returncode == 0 else done.stdout.splitlines()[0]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--fairness", type=float, nargs="+", default=[0.0, 0.1, 1.0], help="fairness_cost")
    parser.add_argument("--check")
    asked = parser.parse_args()
    print("| `fairness_cost` | shifts of a year | mean | least | most | standard deviation |")
    print("|---|---|---|---|---|---|")
    ends = []
    for fairness in asked.fairness:
        with tempfile.TemporaryDirectory() as folder:
            year = year_of(Path(folder), fairness, asked)
        for kind in BURDENS:
            counts = [mine[kind] for mine in year.burdens.values()]
            mean = sum(counts) / len(counts)
            spread = math.sqrt(sum((one - mean) ** 2 for one in counts) / len(counts))
            print(
                f"| {fairness:g} | {kind} | {mean:.1f} | {min(counts)} | {max(counts)} | {spread:.1f} |",
                flush=True,
            )
        ends.append(
            f"{fairness:g}: cost without fairness {year.cost:,.1f}, {year.short_hours:,.1f} hours short, "
            f"{year.seconds:.0f} CPU s, verdicts {dict(year.verdicts)}"
        )
    print("\n".join(ends))


if __name__ == "__main__":
    main()
