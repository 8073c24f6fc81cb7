"""The minimum shift design problem, public instances: our cost and bound beside those published with them.

    python benchmarks/min_shift_design.py FOLDER [--seconds 60] [--only 1/4]

FOLDER holds DataSet1 … DataSet3 with `RandomExampleN.dzn` (MiniZinc data; N. Musliu, A. Schaerf and W. Slany
(2004), "Local search for shift design", European Journal of Operational Research 153, 51–64). The demand
repeats round the week, a shift is a start and a length, and

    cost = slot minutes × (heads short + heads over) + the instance's weight × distinct shifts

with the weights of the file. The limits on average duties are not imposed. All through the public
`build_shifts`: free hours, prices on heads short and over, `cost_per_distinct_shift`, a cyclic week.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

import numpy as np

from staffing.programs.work import units
from staffing.shifts import Costs, Pattern, Rules, SearchEffort, build_shifts, horizon_of

KNOWN = {
    "1/1": (480, 480), "1/2": (300, 246.5), "1/3": (600, 600), "1/4": (450, 450), "1/5": (480, 480),
    "2/26": (1020, 1020), "2/27": (420, 200.5), "2/28": (315, 216.9), "2/29": (1140, 1140),
    "2/30": (1020, 1020),
    "3/21": (6120, 5768.8), "3/22": (12660, 12517.0), "3/23": (8280, 8280), "3/24": (10260, 10260),
    "3/25": (13020, 13020),
}  # fmt: skip
"""Best and bound of a network-flow program solved by HiGHS 1.15.1 in 40 seconds; a proof where they agree."""

MONDAY = np.datetime64("2026-06-01T00:00:00", "s")


def read(path: Path) -> dict[str, list[float]]:
    """Every `name = number;` or `name = [numbers];` of a MiniZinc data file."""
    found = re.findall(r"(\w+)\s*=\s*\[?([^;\]]*)\]?\s*;", path.read_text())
    return {name: [float(number) for number in text.split(",") if number.strip()] for name, text in found}


def rules_of(data: dict[str, list[float]]) -> Rules:
    """The instance as rules; costs are minutes, as in the file."""
    slot = int(data["interval"][0])
    spans = zip(data["minStart"], data["maxStart"], data["minLength"], data["maxLength"], strict=True)
    patterns = tuple(
        Pattern(
            f"type {i}",
            earliest_start=int(first) * slot,
            latest_start=int(last) * slot,
            length_minutes=(int(shortest) * slot, int(longest) * slot),
            cost_per_hour=0.0,
        )
        for i, (first, last, shortest, longest) in enumerate(spans, 1)
    )
    return Rules(
        "UTC",
        slot,
        patterns,
        start_every_minutes=slot,
        cyclic_week=True,
        costs=Costs(
            understaffing=60 * data["weightUnderCover"][0],
            overstaffing=60 * data["weightOverCover"][0],
            distinct_shift=data["weightShiftInstances"][0],
        ),
    )


def main() -> None:
    """A line per instance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", default=list(KNOWN))
    options = parser.parse_args()
    print("instance     ours    bound      gap   seconds   best known    bound")
    for name in options.only:
        folder, example = name.split("/")
        data = read(options.folder / f"DataSet{folder}" / f"RandomExample{example}.dzn")
        rules = rules_of(data)
        demand = np.array(data["demand"])
        starts = MONDAY + np.arange(len(demand)) * np.timedelta64(rules.interval_minutes, "m")
        began = time.perf_counter()
        found = build_shifts(
            horizon_of(starts, rules), demand, SearchEffort(gap=0.0, work=units(options.seconds))
        )
        best, bound = KNOWN[name]
        print(
            f"{name:8} {found.objective_hours:8.0f} {found.lower_bound_hours:8.1f} {found.gap:8.2%}"
            f" {time.perf_counter() - began:9.1f} {best:12.0f} {bound:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
