"""Groups of skills against a folder of truth, and pyworkforce's MultiSkillStaffing beside it.

    python benchmarks/skills.py FOLDER [--systems 01 02] [--predict-only | --size-only] [--unchecked]

FOLDER holds `multiskill_*.jsonl` and `multiskill_sizing_*.jsonl`. The first table is of predictions: how far
from the truth, in standard errors of both, or as a number where both are exact. The second is of the least
cost: ours, the best known, each queue alone, our lowest margin above a target when it is simulated anew with
another seed, and what pyworkforce (where it is installed) answers to each queue's own requirement by Erlang
A, with the service that its answer truly gives. Seconds are CPU time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.compiled import IS_FAST
from staffing.skills.measured import Measured
from staffing.skills.predict import Precision, predict
from staffing.skills.size import GroupPrices, fewest_alone, size_system
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets

MEASURES = ("service_level", "mean_wait_seconds", "abandonment")
AS_CHEAP = 0.005
AGAIN = Precision(standard_error=0.0009, most_contacts=100e6)
ANOTHER_SEED = 20_261_201


def system_of(truth: dict[str, Any]) -> SkillSystem:
    """Queues and groups as the files write them."""
    queues, groups = truth["queues"], truth["groups"]
    names = [queue["name"] for queue in queues]
    level = np.array([[group["levels"].get(name, 0) for name in names] for group in groups])
    return SkillSystem(
        arrivals_per_second=np.array([queue["offered"] / truth["interval_seconds"] for queue in queues]),
        aht_seconds=np.array([float(queue["aht_seconds"]) for queue in queues]),
        patience_seconds=np.array([float(queue["patience_seconds"] or np.inf) for queue in queues]),
        target_seconds=np.array([float(queue["target_seconds"]) for queue in queues]),
        level=level,
        aht_factor=np.array([[group["aht_factor"].get(name, 1.0) for name in names] for group in groups]),
        breadth=(level > 0).sum(axis=1),
    )


def systems(folder: Path, pattern: str, chosen: list[str]) -> Iterator[dict[str, Any]]:
    """All systems of the files of that name, or those whose names begin as one chosen."""
    for file in sorted(folder.glob(pattern)):
        for line in file.read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if not chosen or truth["id"].startswith(tuple(chosen)):
                yield truth


def distances(found: Measured, truth: dict[str, Any]) -> dict[str, Floats]:
    """How far each measure is from the truth: in standard errors, plain where both are exact."""
    away = {}
    for name in MEASURES:
        known = [truth["results"]["queues"][queue["name"]] for queue in truth["queues"]]
        gap = getattr(found, name) - np.array([one[name] for one in known])
        error = np.hypot(getattr(found, f"{name}_se"), [one[f"{name}_se"] for one in known])
        away[name] = np.divide(gap, error, out=gap.copy(), where=error > 0)
    return away


def predictions(folder: Path, chosen: list[str]) -> None:
    """The table of predicted service."""
    print(
        f"{'system':26}{'truth':12}{'ours':8}{'largest distance: level':>24}"
        f"{'wait':>10}{'abandon':>10}{'CPU s':>8}"
    )
    errors = []
    for truth in systems(folder, "multiskill_[!s]*.jsonl", chosen):
        agents = np.array([group["agents"] for group in truth["groups"]])
        begun = time.process_time()
        found = predict(system_of(truth), agents, Precision(), seed=1)
        seconds = time.process_time() - begun
        away = distances(found, truth)
        largest = {name: float(gaps[np.argmax(np.abs(gaps))]) for name, gaps in away.items()}
        how = "exact" if found.is_exact.all() else "played"
        if how == "played":
            errors += [gap for gaps in away.values() for gap in gaps.tolist() if gap]
        cells = [f"{largest[name]:.2g}" for name in MEASURES]
        print(
            f"{truth['id']:26}{truth['method']:12}{how:8}{cells[0]:>24}{cells[1]:>10}{cells[2]:>10}{seconds:8.1f}",
            flush=True,
        )
    if errors:
        rms, most = np.sqrt(np.mean(np.square(errors))), np.abs(errors).max()
        print(
            f"played: {len(errors)} figures, root mean square {rms:.2f} standard errors, largest {most:.1f}"
        )


def by_pyworkforce(truth: dict[str, Any], required: list[int]) -> dict[str, int] | None:
    """Agents by group as MultiSkillStaffing has them; None where it is not installed."""
    if find_spec("pyworkforce") is None:
        return None
    from pyworkforce.staffing import MultiSkillStaffing  # type: ignore[import-not-found, unused-ignore]

    names = [queue["name"] for queue in truth["queues"]]
    profiles = [
        {"name": group["name"], "skills": list(group["levels"]), "cost": group["cost"]}
        for group in truth["groups"]
    ]
    positions = dict(zip(names, required, strict=True))
    answer = MultiSkillStaffing(names, profiles, positions).solve()
    return {one["profile"]: int(one["agents"]) for one in answer["agents_per_profile"]}


def sizes(folder: Path, chosen: list[str], *, is_checked: bool) -> None:
    """The table of least costs."""
    print(
        f"\n{'system':20}{'ours':>8}{'best known':>12}{'alone':>8}{'lowest margin ± SE anew':>25}{'CPU s':>8}"
        "  pyworkforce: cost, true levels"
    )
    for truth in systems(folder, "multiskill_sizing_*.jsonl", chosen):
        system, cost = system_of(truth), np.array([group["cost"] for group in truth["groups"]])
        no_limit = np.full(system.queues, np.inf)
        level = np.array([queue["target_service_level"] for queue in truth["queues"]])
        targets = QueueTargets(level, no_limit, no_limit)
        begun = time.process_time()
        found = size_system(system, targets, GroupPrices(cost))
        seconds = time.process_time() - begun
        if found is None:
            print(f"{truth['id']:20}none found")
            continue
        shown = checked(system, targets, found.agents) if is_checked else ""
        best = truth["best_known"]["cost"]
        worse = " " if found.cost <= best + AS_CHEAP else "!"
        print(
            f"{truth['id']:20}{found.cost:8.2f}{best:11.2f}{worse}{found.cost_alone:8.2f}"
            f"{shown:>25}{seconds:8.1f}  " + _peer(truth, system, targets, cost),
            flush=True,
        )


def checked(system: SkillSystem, targets: QueueTargets, agents: Ints) -> str:
    """The lowest margin above a target, in points, by random numbers that nothing was found with."""
    margin, error = targets.margin(predict(system, agents, AGAIN, seed=ANOTHER_SEED))
    lowest = int(np.argmin(margin))
    return f"{100 * margin[lowest]:+.2f} ± {100 * error[lowest]:.2f}"


def _peer(truth: dict[str, Any], system: SkillSystem, targets: QueueTargets, cost: Floats) -> str:
    groups = [int(np.flatnonzero(system.level[:, queue])[0]) for queue in range(system.queues)]
    required = [fewest_alone(system, targets, queue, group) for queue, group in enumerate(groups)]
    answer = by_pyworkforce(truth, required)
    if answer is None:
        return "not installed"
    agents = np.array([answer[group["name"]] for group in truth["groups"]])
    served = predict(system, agents, Precision(), seed=1).service_level
    return f"{agents @ cost:.2f}: " + " ".join(f"{level:.1%}" for level in served)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", nargs="*", default=[], help="beginnings of names; absent: all")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--predict-only", action="store_true")
    only.add_argument("--size-only", action="store_true")
    parser.add_argument(
        "--unchecked", action="store_true", help="not simulated anew, which takes long in plain Python"
    )
    asked = parser.parse_args()
    if not list(asked.folder.glob("multiskill_*.jsonl")):
        sys.exit(f"{asked.folder}: no multiskill_*.jsonl")
    print("with numba" if IS_FAST else "plain Python")
    if not asked.size_only:
        predictions(asked.folder, asked.systems)
    if not asked.predict_only:
        sizes(asked.folder, asked.systems, is_checked=not asked.unchecked)


if __name__ == "__main__":
    main()
