"""How long shifts take to schedule, and how close to least cost they are proven, against size.

    python benchmarks/shifts.py                          centres of its own making, round the clock
    python benchmarks/shifts.py --peak 20 --days 7 28    some of the sizes
    python benchmarks/shifts.py --days 1 --explicit 60   beside PuLP and CBC on Dantzig's set covering, 60 s
    python benchmarks/shifts.py --days 7 --minutes 30 --pyworkforce PYTHON [--breaks]
                                                         an office, beside pyworkforce and PuLP with CBC
    python benchmarks/shifts.py --cases FOLDER           FOLDER/*/{plan.toml, requirement.csv, best.json}

Wall and CPU seconds of all processes. A week round the clock has one demand for every size, so that the rows
of a table differ in nothing but heads; shifts of 4 to 10 hours, lunch from 6 hours on, quarter-hour breaks.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from covering import Outcome, by_cbc, by_pyworkforce
from peer import Took, python_with_pyworkforce

from staffing.programs.work import units
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.targets import Targets
from staffing.requirement.search import fewest_agents
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of

MONDAY = np.datetime64("2027-03-01T00:00", "s")
AHT_SECONDS, SEED = 300.0, 1
OPEN, CLOSE = 7 * 60, 22 * 60  # of the office
BY_HOUR = np.array(
    [7, 7, 7, 8, 8, 9, 17, 42, 71, 92, 98, 88, 74, 72, 82, 83, 75, 60, 44, 29, 19, 13, 10, 8], dtype=float
)
BY_DAY = np.array([1.0, 0.94, 0.9, 0.89, 0.92, 0.62, 0.5])


def main() -> None:
    """The table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peak", type=int, nargs="+", default=[20, 50, 200, 1000, 5000])
    parser.add_argument("--minutes", type=int, nargs="+", default=[30, 15])
    parser.add_argument("--days", type=int, nargs="+", default=[7, 14, 28])
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="units of work for a search, of about a CPU second each"
    )
    parser.add_argument("--explicit", type=float, metavar="SECONDS", help="time limit of CBC, set covering")
    parser.add_argument("--pyworkforce", metavar="PYTHON", help="beside it and CBC, an office by day")
    parser.add_argument("--breaks", action="store_true", help="in that office")
    parser.add_argument("--cases", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    if options.cases:
        run_cases(options.cases)
        return
    if options.pyworkforce:
        run_beside(options)
        return
    print("| peak | minutes | days | wall s | CPU s | hours | bound | gap |", end="")
    print(
        " CBC: hours | wall s | columns |\n|---|---|---|---|---|---|---|---|---|---|---|"
        if options.explicit
        else ""
    )
    if not options.explicit:
        print("|---|---|---|---|---|---|---|---|")
    for minutes, days, peak in itertools.product(options.minutes, options.days, options.peak):
        starts, required = centre(peak, minutes, days)
        rules = Rules("UTC", minutes, patterns(minutes), cyclic_week=days % 7 == 0)
        horizon, effort = horizon_of(starts, rules), effort_of(options.seconds)
        made, wall, cpu = timed(lambda h=horizon, d=required, e=effort: build_shifts(h, d, e))
        row = f"| {peak:,} | {minutes} | {days} | {wall:.1f} | {cpu:.1f} | {made.objective_hours:,.1f} "
        row += f"| {made.lower_bound_hours:,.1f} | {made.gap:.2%} |"
        if options.explicit:
            cbc = by_cbc(required, rules, options.explicit)
            row += f" {cbc} | {cbc.columns:,} |"
        print(row, flush=True)


def centre(peak: int, minutes: int, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Heads per interval for 80/20 (Erlang C), so many at the busiest; every day a little different."""
    intervals = days * 1440 // minutes
    hour = np.arange(intervals) * minutes / 60
    shape = (
        np.interp(hour % 24, np.arange(25), np.append(BY_HOUR, BY_HOUR[0]))
        * BY_DAY[hour.astype(int) // 24 % 7]
    )
    shape = shape / shape.max() * np.random.default_rng(SEED).uniform(0.95, 1.05, intervals)
    few, many = 0.0, 2.0 * peak
    for _ in range(40):
        load = (few + many) / 2
        few, many = (few, load) if heads(load * shape).max() > peak else (load, many)
    return MONDAY + np.arange(intervals) * np.timedelta64(minutes, "m"), heads(few * shape)


def heads(load_erlangs: np.ndarray) -> np.ndarray:
    """The fewest agents for 80/20."""
    traffic = Traffic(load_erlangs / AHT_SECONDS, AHT_SECONDS, np.inf)
    return fewest_agents(load_model("erlang-c"), traffic, Targets(0.8, 20.0)).astype(float)


def patterns(minutes: int) -> tuple[Pattern, ...]:
    """Shifts of 4 to 10 hours; breaks of a quarter-hour 1 to 2 hours in and in the last part."""

    def a_break(first: int, last: int) -> Rest:
        return Rest(15, True, first, last + (15 if minutes == 15 else 0))

    def long(hours: int, lunch: int, latest: int) -> Pattern:
        early, late = a_break(60, 120), a_break(max(60 * hours - 150, 300), 60 * (hours - 1))
        return Pattern(
            f"{hours} h",
            length_minutes=(60 * hours, 60 * hours),
            lunch=Rest(lunch, False, 180, latest),
            breaks=(early, late),
        )

    short = (
        Pattern(f"{h} h", length_minutes=(60 * h, 60 * h), breaks=(a_break(90, 60 * h - 120),))
        for h in (4, 5)
    )
    return (*short, long(6, 30, 240), long(7, 30, 300), *(long(h, 60, 300) for h in (8, 9, 10)))


def office(minutes: int, *, breaks: bool) -> tuple[Pattern, ...]:
    """The same shifts between 07:00 and 22:00; without breaks, rests take whole intervals."""
    hours = {"earliest_start": OPEN, "latest_end": CLOSE}
    return tuple(replace(one, **hours, breaks=one.breaks if breaks else ()) for one in patterns(minutes))


def run_beside(options: argparse.Namespace) -> None:
    """Ours, pyworkforce and CBC on one problem that all three can state: an office."""
    print("| peak | minutes | days | columns | ours: hours | wall s | pyworkforce: hours | wall s ", end="")
    print("| CBC: hours | wall s |\n|---|---|---|---|---|---|---|---|---|---|")
    with python_with_pyworkforce(options.pyworkforce) as python:
        for minutes, days, peak in itertools.product(options.minutes, options.days, options.peak):
            starts, required = centre(peak, minutes, days)
            time_of_day = (starts - MONDAY).astype("timedelta64[m]") % np.timedelta64(1, "D")
            is_open = (time_of_day >= np.timedelta64(OPEN, "m")) & (time_of_day < np.timedelta64(CLOSE, "m"))
            required = np.where(is_open, required, 0.0)
            kinds = office(minutes, breaks=options.breaks)
            rules = Rules("UTC", minutes, kinds)
            horizon, effort = horizon_of(starts, rules), effort_of(options.seconds, 0.0)
            made, wall, cpu = timed(lambda h=horizon, d=required, e=effort: build_shifts(h, d, e))
            ours = Outcome(made.objective_hours, made.ended_by == "optimal", Took(wall, cpu))
            theirs = by_pyworkforce(python, required, rules, options.seconds)
            cbc = by_cbc(required, rules, options.seconds)
            print(
                f"| {peak:,} | {minutes} | {days} | {cbc.columns:,} | {ours} | {theirs} | {cbc} |", flush=True
            )


def run_cases(folder: Path) -> None:
    """Every case by the command line, as a planner would, beside the best value known."""
    print("| case | wall s | CPU s | objective | bound | gap | best known | beyond it |")
    print("|---|---|---|---|---|---|---|---|")
    for case in sorted(path.parent for path in folder.glob("*/plan.toml")):
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-c", "from staffing.cli import main; main()", "schedule"]
            command += [str(case / "requirement.csv")]
            command += ["--rules", str(case / "plan.toml"), "--out", out, "--quiet"]
            _, wall, cpu = timed(lambda c=command: subprocess.run(c, check=True))
            said = json.loads((Path(out) / "summary.json").read_text())
        best = json.loads((case / "best.json").read_text())["best_found"]
        objective, bound = said["objective_hours"], said["lower_bound_hours"]
        print(f"| {case.name} | {wall:.1f} | {cpu:.1f} | {objective:,.1f} | {bound:,.1f} ", end="")
        print(f"| {said['gap']:.2%} | {best:,.1f} | {objective / best - 1:+.2%} |", flush=True)


def effort_of(seconds: float, gap: float = 0.001) -> SearchEffort:
    """So many units of work, and no brake that counts."""
    return SearchEffort(gap=gap, work=units(seconds))


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """The answer, wall seconds, and CPU seconds of this process and those it started."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    answer = work()
    return answer, time.perf_counter() - wall, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """User and system time so far, ended children included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    main()
