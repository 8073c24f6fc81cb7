"""The simulation timed beside ciw and a plain loop in the same run, or held to its truths.

    python benchmarks/simulation.py
    python benchmarks/simulation.py --truth FOLDER [--only formulas|days|groups] [--replications 2000]

FOLDER holds `timevarying_*.jsonl` and `multiskill_*.jsonl`; the sixty rows of `formulas` are those of
tests/reference. Timing needs ciw (`pip install ciw`), or leaves it out; CPU seconds of one process are
counted, drawing and counting included.
"""

from __future__ import annotations

import argparse
import heapq
import os
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
from simulation_truth import days, formulas, groups, incoming

from staffing.compiled import IS_FAST
from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.people import NO_REST, OnThePhones, ShiftWorkers

LOAD, AGENTS, AHT, PATIENCE = 36.0, 38, 240.0, 180.0  # the queue that is timed


def timed(work: Callable[[], int]) -> float:
    """Contacts per second of CPU time, of what the work says it has played."""
    begin = time.process_time()
    contacts = work()
    return contacts / (time.process_time() - begin)


def levels_rate(replications: int = 1000, hours: int = 8) -> float:
    """Agents by interval, one queue."""
    traffic = Traffic(np.full(2 * hours, LOAD / AHT), AHT, PATIENCE)
    game = Game(0, incoming(traffic, 1800.0, 20.0), agents=np.full(2 * hours, float(AGENTS)))
    return timed(lambda: int(game.play(1, np.arange(replications)).outcomes.sum()))


def crew_of(heads: int, hours: float) -> ShiftWorkers:
    """Shifts of eight hours that begin over the day, with a lunch and two breaks."""
    start = np.linspace(0.0, (hours - 8) * 3600.0, heads).round(-2)
    rests = start[:, None] + np.array([7200.0, 14_400.0, 21_600.0])
    return ShiftWorkers(
        number=np.arange(heads),
        turn=np.zeros(heads, dtype=np.int64),
        start=start,
        end=start + 8 * 3600.0,
        rest_start=np.where(rests < NO_REST, rests, NO_REST),
        rest_seconds=np.broadcast_to(np.array([900.0, 1800.0, 900.0]), rests.shape).copy(),
    )


def shifts_rate(heads: int = 200, contacts: float = 10_000.0, replications: int = 200) -> tuple[float, float]:
    """People with shifts, breaks and spells: contacts per second, and CPU seconds of the day."""
    hours = 14
    rate = contacts / (hours * 3600.0)
    game = Game(
        0,
        incoming(Traffic(np.full(2 * hours, rate), AHT, PATIENCE), 1800.0, 20.0),
        crew=crew_of(heads, hours),
        chance=OnThePhones(0.95, 0.92),
    )
    begin = time.process_time()
    played = int(game.play(1, np.arange(replications)).outcomes.sum())
    seconds = time.process_time() - begin
    return played / seconds, seconds


def groups_rate(replications: int) -> float:
    """Two queues and two groups, N-design of the same load."""
    traffic = [Traffic(np.full(16, LOAD / AHT / 2), AHT, PATIENCE) for _ in range(2)]
    game = GroupGame(
        tuple(incoming(one, 1800.0, 20.0) for one in traffic),
        level=np.array([[1, 0], [2, 1]]),
        factor=np.ones((2, 2)),
        agents=np.full((2, 16), AGENTS / 2),
    )
    game.play(1, np.arange(2))  # compiles
    return timed(lambda: sum(int(one.outcomes.sum()) for one in game.play(1, np.arange(replications))[0]))


def plain_rate(contacts: int = 100_000) -> float:
    """The same queue by a loop over one heap of free times, drawing each number when it is needed."""

    def loop() -> int:
        chance, now, in_time = random.Random(1), 0.0, 0
        free = [0.0] * AGENTS
        for _ in range(contacts):
            now += chance.expovariate(LOAD / AHT)
            start = max(now, free[0])
            if start - now <= chance.expovariate(1.0 / PATIENCE):
                heapq.heapreplace(free, start + chance.expovariate(1.0 / AHT))
                in_time += start - now <= 20.0
        return contacts

    return timed(loop)


def ciw_rate(seconds: float = 40_000.0) -> float:
    """The same queue in ciw; NaN where it is not installed."""
    try:
        import ciw
    except ImportError:
        return float("nan")
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=LOAD / AHT)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / AHT)],
        number_of_servers=[AGENTS],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1.0 / PATIENCE)],
    )

    def simulate() -> int:
        ciw.seed(1)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(seconds)
        return len(simulation.get_all_records())

    return timed(simulate)


def ciw_priorities_rate(seconds: float = 20_000.0) -> float:
    """Two classes with priorities of the same load in all, the nearest that ciw has to groups of skills."""
    try:
        import ciw
    except ImportError:
        return float("nan")
    classes = ("a", "b")
    network = ciw.create_network(
        arrival_distributions={name: [ciw.dists.Exponential(rate=LOAD / AHT / 2)] for name in classes},
        service_distributions={name: [ciw.dists.Exponential(rate=1.0 / AHT)] for name in classes},
        reneging_time_distributions={name: [ciw.dists.Exponential(rate=1.0 / PATIENCE)] for name in classes},
        priority_classes={"a": 0, "b": 1},
        number_of_servers=[AGENTS],
    )

    def simulate() -> int:
        ciw.seed(1)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(seconds)
        return len(simulation.get_all_records())

    return timed(simulate)


def speed() -> None:
    """The table of rates, and what a large day costs."""
    ciw, plain, levels = ciw_rate(), plain_rate(), levels_rate()
    shifts, seconds = shifts_rate()
    rows = {
        "levels mode, 38 agents, 1,000 replications": levels,
        "levels mode, 38 agents, 200 replications": levels_rate(200),
        "shifts mode, 200 people, 200 replications": shifts,
        f"groups, N-design, {'numba' if IS_FAST else 'plain Python'}": groups_rate(100 if IS_FAST else 10),
        "plain loop, one queue": plain,
        "ciw, one queue": ciw,
        "ciw, two classes with priorities": ciw_priorities_rate(),
    }
    print(f"{'':48}{'contacts/s':>12}{'× ciw':>9}{'× plain':>9}")
    for name, rate in rows.items():
        print(f"{name:48}{rate:12,.0f}{rate / ciw:9.1f}{rate / plain:9.1f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"a day of 10,000 contacts, 200 people, 200 replications: {seconds:.1f} s CPU, {memory:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--truth", type=Path, metavar="FOLDER")
    parser.add_argument("--only", choices=["formulas", "days", "groups"])
    parser.add_argument("--replications", type=int, default=2000, help="of days")
    given = parser.parse_args()
    if given.truth is None:
        speed()
        return
    if given.only in {None, "formulas"}:
        formulas()
    if given.only in {None, "days"}:
        days(given.truth, given.replications)
    if given.only in {None, "groups"}:
        groups(given.truth)


if __name__ == "__main__":
    main()
