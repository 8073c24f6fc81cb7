"""Systems of many queues and groups, drawn at random, and a day of half-hours: cost, CPU time, and a check.

    python benchmarks/skills_large.py [--systems 4] [--queues 8] [--groups 12]
    python benchmarks/skills_large.py --day [--queues 4] [--groups 5]

A system has one group for each queue, as far as there are groups, and others that serve two to four queues at
random; its contacts, handle times, patience, targets and prices are drawn from what centres have. Each is
checked as in `skills.py`: the lowest margin above a target, simulated anew with another seed. The day is one
such system with a morning and an afternoon peak, by `staffing size` with its usual care.
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
from skills import checked

from staffing.compiled import IS_FAST
from staffing.plan.file.schema import SkillGroup
from staffing.plan.skills.intervals import skill_intervals
from staffing.plan.skills.size import size_groups
from staffing.plan.skills.table import skill_table
from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.skills.size import GroupPrices, size_system

HALF_HOURS = 48


def drawn_groups(rng: np.random.Generator, queues: int, groups: int) -> list[SkillGroup]:
    """Specialists first, then people of two to four queues; a further queue costs 4 to 8 per cent more."""
    found = []
    for group in range(groups):
        many = 1 if group < queues else int(rng.integers(2, min(4, queues) + 1))
        own = [group] if group < queues else rng.choice(queues, many, replace=False).tolist()
        slower = {f"q{queue + 1}": 1.1 for queue in own[1:] if rng.random() < 0.3}
        found.append(
            SkillGroup(
                name=f"g{group + 1}",
                queues={f"q{queue + 1}": rank for rank, queue in enumerate(own, 1)},
                aht_factor=slower,
                cost_factor=round(
                    float(1.0 + rng.uniform(0.04, 0.08) * (many - 1) + rng.uniform(-0.02, 0.02)), 3
                ),
            )
        )
    return found


def drawn_demand(rng: np.random.Generator, queues: int, shape: np.ndarray) -> Demand:
    """Queues whose contacts follow the shape (1 at the peak), interval by interval."""
    intervals = len(shape)
    peak = np.exp(rng.normal(np.log(60.0), 0.7, queues))
    aht, patience = rng.uniform(150.0, 540.0, queues), rng.uniform(60.0, 300.0, queues)
    level, seconds = rng.choice([0.7, 0.8, 0.8, 0.9], queues), rng.choice([15.0, 20.0, 20.0, 30.0], queues)
    start = np.datetime64("2026-11-23T00:00:00") + np.arange(intervals) * np.timedelta64(1800, "s")
    return Demand(
        interval_start=np.tile(start, queues),
        utc_offset_minutes=np.zeros(queues * intervals, dtype=np.int64),
        queue=np.repeat(np.arange(queues), intervals),
        queues=tuple(f"q{number + 1}" for number in range(queues)),
        interval_minutes=30,
        timezone="UTC",
        offered=np.round(np.outer(peak, shape), 1).ravel(),
        aht_seconds=np.repeat(np.round(aht), intervals),
        target_service_level=np.repeat(level, intervals),
        target_seconds=np.repeat(seconds, intervals),
        patience_seconds=np.repeat(np.round(patience), intervals),
    )


def service() -> Service:
    """Each row has its own target and patience."""
    return Service("80/20", model="erlang-a", patience_seconds=180.0)


def one_by_one(systems: int, queues: int, groups: int) -> None:
    """A row for each system."""
    print(
        f"{'seed':>6}{'erlangs':>9}{'ours':>8}{'alone':>8}{'saved':>8}{'tried':>7}"
        f"{'lowest margin ± SE anew':>25}{'CPU s':>8}"
    )
    for seed in range(1, systems + 1):
        rng = np.random.default_rng(seed)
        skills = drawn_groups(rng, queues, groups)
        demand = drawn_demand(rng, queues, np.ones(1))
        table = skill_table([one.name for one in skills], skills, demand.queues, "drawn")
        asked = skill_intervals(demand, table, service())
        (system,), (targets,) = asked.systems, asked.targets
        begun = time.process_time()
        found = size_system(system, targets, GroupPrices(table.cost))
        seconds = time.process_time() - begun
        if found is None:
            print(f"{seed:6}: none found in {seconds:.1f} s")
            continue
        print(
            f"{seed:6}{system.load_erlangs.sum():9.1f}{found.cost:8.2f}{found.cost_alone:8.2f}"
            f"{1 - found.cost / found.cost_alone:8.1%}{found.staffings:7}"
            f"{checked(system, targets, found.agents):>25}{seconds:8.1f}",
            flush=True,
        )


def day(queues: int, groups: int) -> None:
    """48 half-hours: CPU time, cost, and the worst interval when all are simulated anew."""
    rng = np.random.default_rng(1)
    skills = drawn_groups(rng, queues, groups)
    hour = np.arange(HALF_HOURS) / 2
    shape = 0.08 + 0.92 * np.maximum(
        np.exp(-(((hour - 10.5) / 2.5) ** 2)), 0.8 * np.exp(-(((hour - 15.5) / 3.0) ** 2))
    )
    demand = drawn_demand(rng, queues, shape)
    begun = time.process_time()
    sized = size_groups(demand, skills, service(), "drawn")
    seconds = time.process_time() - begun
    intervals = skill_intervals(demand, sized.table, service())
    margins = [
        checked(system, targets, found.agents)
        for system, targets, found in zip(intervals.systems, intervals.targets, sized.found, strict=True)
    ]
    worst = min(margins, key=lambda said: float(said.split()[0]))
    print(
        f"{HALF_HOURS} half-hours × {queues} queues × {groups} groups: CPU {seconds:.0f} s; cost "
        f"{sized.cost / 2:,.1f} hours, each queue alone {sized.cost_each_queue_alone / 2:,.1f}; "
        f"lowest margin anew {worst}"
    )


def main() -> None:
    """Print the table, or the day."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--systems", type=int, default=4)
    parser.add_argument("--queues", type=int)
    parser.add_argument("--groups", type=int)
    parser.add_argument("--day", action="store_true")
    asked = parser.parse_args()
    print("with numba" if IS_FAST else "plain Python")
    if asked.day:
        day(asked.queues or 4, asked.groups or 5)
    else:
        one_by_one(asked.systems, asked.queues or 8, asked.groups or 12)


if __name__ == "__main__":
    main()
