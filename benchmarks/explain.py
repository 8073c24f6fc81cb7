"""Is a planted cause found? Simulated days with one thing wrong, explained, a hundred seeds each.

    python benchmarks/explain.py [--seeds 100] [--contacts-at-peak 300] [--quarter-breaks]

Prints, for each planted cause, the mean gap to plan, the part and share of it that the cause gets, and how
chance as it was compares with its size as told. See `benchmarks/explain.md`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from staffing.plan.jobs.explain import explain_run
from tests.explanation.simulated_day import NOTHING, PLANTED, QUARTER_BREAKS, folder_of, planned_run, simulate


def main() -> None:
    """One line per planted cause."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--contacts-at-peak", type=float, default=300.0)
    parser.add_argument("--quarter-breaks", action="store_true")
    asked = parser.parse_args()
    breaks = QUARTER_BREAKS if asked.quarter_breaks else ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = planned_run(folder, peak=asked.contacts_at_peak, breaks=breaks)
        contacts, heads = run.forecast.offered.sum(), run.coverage.scheduled.max()
        print(f"{contacts:,.0f} contacts, at most {heads:.0f} heads, {asked.seeds} seeds; points of service")
        print(f"{'planted':12} {'gap':>7} {'own part':>9} {'share':>6} {'largest other':>22} {'chance':>7} "
              f"{'its sd':>6} {'told':>5} {'> 2 sd':>6}")  # fmt: skip
        for planted, cause in {"nothing": NOTHING, **PLANTED}.items():
            parts, gaps, told = [], [], []
            for seed in range(asked.seeds):
                actuals, people = simulate(folder, run, cause, seed)
                account = explain_run(folder_of(run), str(actuals), people=str(people)).whole
                parts.append(100 * account.parts[0, :, 0])
                gaps.append(100 * (account.actual[0, 0] - account.planned[0, 0]))
                told.append(100 * account.typical[0, 0])
            show(planted, account.factors, np.array(parts), np.array(gaps), np.array(told))


def show(
    planted: str, factors: tuple[str, ...], parts: np.ndarray, gaps: np.ndarray, told: np.ndarray
) -> None:
    """A line of the table."""
    mean, chance = parts.mean(axis=0), parts[:, -1]
    own = factors.index(planted) if planted in factors else None
    others = [i for i in range(len(factors) - 1) if i != own]
    largest = max(others, key=lambda i: abs(mean[i]))
    beyond = np.mean(np.abs(chance) > 2 * told)
    mine = "" if own is None else f"{mean[own]:9.2f} {mean[own] / gaps.mean():6.0%}"
    print(
        f"{planted:12} {gaps.mean():7.2f} {mine:>16} {factors[largest]:>15} {mean[largest]:6.2f} "
        f"{chance.mean():7.2f} {chance.std():6.2f} {told.mean():5.2f} {beyond:6.0%}"
    )


if __name__ == "__main__":
    main()
