"""Shift covering as pyworkforce states it: the same optima, and how long each takes.

    python benchmarks/peer_instances.py FOLDER                          ours, against reference.csv
    python benchmarks/peer_instances.py FOLDER --pyworkforce PYTHON     and pyworkforce 0.5.4 in the same run;
                                    PYTHON is 3.12 or later, and gets an environment made for it unless it
                                    has pyworkforce itself

FOLDER holds instances (`*.json`: days × periods of demand, shifts as 0/1 per period, limits) and
`reference.csv` (instance, model, objective: proven optima). Three objectives each:

    MinAbsDifference            least Σ |scheduled − required| over all periods
    MinRequiredResources        fewest people with scheduled ≥ required
    MinRequiredResources_paid   the same by paid half-hours

Ours is `shifts.search`, as for any plan: one program, cut into its independent days, each searched to a
proven optimum, two at a time. Times are of all of it, building included, and the median of five where it
takes less than a second. pyworkforce has two workers, too, and up to --limit wall seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from peer import MODELS, WORKERS, python_with_pyworkforce, pyworkforce, timed

from staffing.programs.assemble import Assembly
from staffing.programs.components import components
from staffing.programs.program import Program
from staffing.programs.stopping import Stopping
from staffing.programs.work import units
from staffing.shifts.search.method import search
from staffing.shifts.search.part import Allotment, Part

MINUTES_PER_DAY = 1440
TINY_COLUMNS = 200  # of all days: nothing is gained by cutting it


def main() -> int:
    """The table; ends in 1 where an objective differs from the reference or is not proven."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pyworkforce", metavar="PYTHON", help="a Python of 3.12 or later")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="CPU seconds, and units of work, for each search"
    )
    parser.add_argument("--only", help="instances whose name contains this")
    options = parser.parse_args()
    with (options.folder / "reference.csv").open(encoding="utf-8", newline="") as stream:
        reference = list(csv.DictReader(stream))
    least(TINY, MODELS[1], 1.0)  # imports
    wrong = slower = 0
    times = f"{'wall':>10}{'cpu':>10}"
    print(f"{'instance':15}{'model':27}{'optimum':>8}{'ours':>8}{times}{'peer':>8}{times}{'ratio':>7}")
    peer = nullcontext() if options.pyworkforce is None else python_with_pyworkforce(options.pyworkforce)
    with peer as python:
        for row in reference:
            name, model, best = row["instance"], row["model"], float(row["objective"])
            if options.only and options.only not in name:
                continue
            file = options.folder / f"{name}.json"
            instance = json.loads(file.read_text())
            found, took = timed(lambda i=instance, m=model: least(i, m, options.limit))
            wrong += not abs(found - best) <= 0.5
            line = f"{name:15}{model:27}{best:8.0f}{found:8.0f}{took}"
            if python is not None:
                _, theirs, peer_took = pyworkforce(python, file, model, options.limit)
                slower += took.of(peer_took) >= 1.0
                line += f"{theirs:8.0f}{peer_took}{took.of(peer_took):7.2f}"
            print(line, flush=True)
    print(f"\n{wrong} objectives differ from the reference" + (f"; {slower} slower" if python else ""))
    return 1 if wrong else 0


TINY: dict[str, Any] = {
    "required_resources": [[1]], "shifts_coverage": {"a": [1]}, "cost_halfhours": {"a": 1},
    "max_shift_concurrency": 1, "max_period_concurrency": 1,
}  # fmt: skip


def covering(instance: dict[str, Any], model: str) -> Program:
    """Shifts as columns and periods as rows, every day beside the others."""
    cover = np.array(list(instance["shifts_coverage"].values()), dtype=float)
    paid = np.array([instance["cost_halfhours"][name] for name in instance["shifts_coverage"]], dtype=float)
    cost = {MODELS[0]: 0.0 * paid, MODELS[1]: 1.0 + 0.0 * paid, MODELS[2]: paid}[model]
    most = float(instance["max_period_concurrency"])
    shift, period = np.nonzero(cover)
    assembly = Assembly()
    for required in np.array(instance["required_resources"], dtype=float):
        people = assembly.columns(cost, upper=float(instance["max_shift_concurrency"]), integer=True)
        if model == MODELS[0]:
            each = np.ones(len(required))
            there = assembly.rows(required, required)
            assembly.enter(there, assembly.columns(each), 1.0)  # short
            assembly.enter(there, assembly.columns(each, upper=most - required), -1.0)  # over
        else:
            there = assembly.rows(required, np.full(len(required), most))
        assembly.enter(there[period], people[shift], 1.0)
    return assembly.program()


def least(instance: dict[str, Any], model: str, limit: float) -> float:
    """The least objective, NaN where a day is not proven optimal."""
    program = covering(instance, model)
    if len(program) <= TINY_COLUMNS:
        return proven(program, limit)
    parts = components(program)
    days = {part.content: part.program for part in parts}
    with ThreadPoolExecutor(WORKERS) as threads:  # HiGHS leaves the interpreter to the others
        found = dict(zip(days, threads.map(lambda day: proven(day, limit), days.values()), strict=True))
    return sum(found[part.content] for part in parts)


def proven(day: Program, limit: float) -> float:
    """The least objective of one day, NaN without a proof."""
    stopping = Stopping(gap=0.0, grain=1.0)  # objectives are whole numbers
    part = Part(day, np.zeros(len(day), dtype=np.int64), MINUTES_PER_DAY)
    *_, found = search(part, stopping, Allotment(units(limit), limit))
    return found.objective if stopping.reached(found.objective, found.bound) else np.nan


if __name__ == "__main__":
    sys.exit(main())
