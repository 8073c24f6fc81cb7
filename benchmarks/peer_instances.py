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

Ours goes through `shifts.program`, and `shifts.search` or its branch and bound: one program, cut into its
independent days, each to a proven optimum, two at a time. Times are of all of it, building included.
pyworkforce runs in a process of its own (OR-tools and highspy cannot share one), with two workers too and up
to --limit wall seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from staffing.shifts.assemble import Assembly
from staffing.shifts.components import components
from staffing.shifts.program import Program
from staffing.shifts.search import Part, search
from staffing.shifts.solver import Effort, solve
from staffing.shifts.target import Target

MODELS = ("MinAbsDifference", "MinRequiredResources", "MinRequiredResources_paid")


def main() -> int:
    """The table; ends in 1 where an objective differs from the reference or is not proven."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pyworkforce", metavar="PYTHON", help="a Python of 3.12 or later")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each search")
    parser.add_argument("--only", help="instances whose name contains this")
    options = parser.parse_args()
    reference = {(row["instance"], row["model"]): row for row in _rows(options.folder / "reference.csv")}
    ours(TINY, MODELS[1], 1.0)  # imports
    wrong = slower = 0
    times = f"{'wall':>7}{'cpu s':>7}"
    print(f"{'instance':15}{'model':27}{'optimum':>9}{'ours':>9}{times}{'peer':>9}{times}")
    with tempfile.TemporaryDirectory() as folder:
        peer = None if options.pyworkforce is None else _with_pyworkforce(options.pyworkforce, folder)
        for name, model in reference:
            if options.only and options.only not in name:
                continue
            instance = json.loads((options.folder / f"{name}.json").read_text())
            best = float(reference[name, model]["objective"])
            found, took = ours(instance, model, options.limit)
            line = f"{name:15}{model:27}{best:9.0f}{found:9.0f}{took.wall:7.2f}{took.cpu:7.2f}"
            wrong += not abs(found - best) <= 0.5
            if peer is not None:
                theirs, peer_took = theirs_of(peer, options.folder / f"{name}.json", model, options.limit)
                slower += took.wall >= peer_took.wall
                line += f"{theirs:9.0f}{peer_took.wall:7.2f}{peer_took.cpu:7.2f}"
            print(line, flush=True)
    print(f"\n{wrong} objectives differ from the reference" + (f"; {slower} slower" if peer else ""))
    return 1 if wrong else 0


TINY_COLUMNS = 300  # of all days: below, a thread or a relaxation costs more than it saves
PEER_WORKERS = 2


@dataclass(frozen=True)
class Took:
    """Wall and CPU seconds."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Took:
        """The clocks of this process."""
        return cls(time.perf_counter(), time.process_time())

    def __sub__(self, other: Took) -> Took:
        return Took(self.wall - other.wall, self.cpu - other.cpu)


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
            there = assembly.rows(required, required)
            assembly.enter(there, assembly.columns(np.ones(len(required))), 1.0)  # short
            assembly.enter(
                there, assembly.columns(np.ones(len(required)), upper=most - required), -1.0
            )  # over
        else:
            there = assembly.rows(required, np.full(len(required), most))
        assembly.enter(there[period], people[shift], 1.0)
    return assembly.program()


def ours(instance: dict[str, Any], model: str, limit: float) -> tuple[float, Took]:
    """The objective, NaN where a day is not proven optimal, and how long it took, building included."""
    began = Took.now()
    program = covering(instance, model)
    parts = {part.content: (part.program, limit, model) for part in components(program)}
    if len(program) < TINY_COLUMNS:
        found = dict(zip(parts, map(optimum, parts.values()), strict=True))
    else:
        with ThreadPoolExecutor(PEER_WORKERS) as threads:  # HiGHS leaves the interpreter to the others
            found = dict(zip(parts, threads.map(optimum, parts.values()), strict=True))
    return sum(found[part.content] for part in components(program)), Took.now() - began


def optimum(asked: tuple[Program, float, str]) -> float:
    """The proven optimum of one day, NaN without a proof.

    With the slack between the relaxation and the next whole number, columns whose reduced cost is above it
    cannot be part of a solution that reaches that number: it is looked for without them first.
    """
    program, limit, model = asked
    target = Target(gap=0.0, grain=1.0)  # objectives are whole numbers
    if model == MODELS[1]:  # all shifts cost the same: the relaxation is as good as rounded
        day = Part(program, np.zeros(len(program), dtype=np.int64), horizon_minutes=1440)
        *_, found = search(day, target, limit)
        return found.objective if target.reached(found.objective, found.bound) else np.nan
    if len(program) >= TINY_COLUMNS:
        relaxed = solve(program, Effort(limit, relaxed=True))
        least = target.rounded(relaxed.bound)
        if relaxed.values is not None and relaxed.reduced_cost is not None:
            kept = relaxed.reduced_cost <= least - relaxed.bound + 1e-6
            answer = solve(program.fixed(kept, np.zeros(len(program))), Effort(limit, gap_absolute=0.999))
            if answer.values is not None and program.cost[kept] @ answer.values <= least + 0.5:
                return least
    answer = solve(program, Effort(limit, gap_absolute=target.slack(0.0)))
    if answer.values is None:
        return np.nan
    objective = program.objective(answer.values)
    return objective if target.reached(objective, target.rounded(answer.bound)) else np.nan


PEER = """
import json, sys, time
from pyworkforce.scheduling import MinAbsDifference, MinRequiredResources
file, model, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
given = json.load(open(file))
kind = MinAbsDifference if model == "MinAbsDifference" else MinRequiredResources
more = {"cost_dict": given["cost_halfhours"]} if model.endswith("_paid") else {}
start, cpu = time.perf_counter(), time.process_time()
found = kind(
    num_days=len(given["required_resources"]), periods=len(given["required_resources"][0]),
    shifts_coverage=given["shifts_coverage"], required_resources=given["required_resources"],
    max_period_concurrency=given["max_period_concurrency"],
    max_shift_concurrency=given["max_shift_concurrency"], max_search_time=limit, num_search_workers=2, **more,
).solve()
print(found["cost"], time.perf_counter() - start, time.process_time() - cpu)
"""


def theirs_of(python: str, file: Path, model: str, limit: float) -> tuple[float, Took]:
    """pyworkforce's objective, and how long it took."""
    command = [python, "-c", PEER, str(file), model, str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cost, wall, cpu = map(float, done.stdout.split())
    return cost, Took(wall, cpu)


def _with_pyworkforce(python: str, folder: str) -> str:
    """That Python if it has pyworkforce, else an environment made for it."""
    if subprocess.run([python, "-c", "import pyworkforce"], capture_output=True, check=False).returncode == 0:
        return python
    subprocess.run([python, "-m", "venv", folder], check=True)
    inside = str(Path(folder) / "bin" / "python")
    subprocess.run([inside, "-m", "pip", "install", "--quiet", "pyworkforce==0.5.4"], check=True)
    return inside


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    sys.exit(main())
