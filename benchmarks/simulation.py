"""The simulation held to its truths, and timed beside ciw and a plain loop in the same run.

    python benchmarks/simulation.py speed
    python benchmarks/simulation.py formulas            # 60 rows of tests/reference
    python benchmarks/simulation.py days TRUTH [--replications 2000]
    python benchmarks/simulation.py groups TRUTH

TRUTH is the folder of `timevarying_public.jsonl` and `multiskill_public.jsonl`. `speed` needs ciw (`pip
install ciw`), or leaves it out; CPU seconds of one process are counted, drawing and counting included.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np

from staffing.compiled import IS_FAST
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.simulation.game import Game
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.incoming import Incoming
from staffing.simulation.measures import service_level
from staffing.simulation.people import NO_REST, OnThePhones, ShiftWorkers

REFERENCE = Path(__file__).parent.parent / "tests" / "reference"
LOAD, AGENTS, AHT, PATIENCE = 36.0, 38, 240.0, 180.0  # the queue that is timed


def incoming(traffic: Traffic, seconds: float, target: float) -> Incoming:
    """Intervals of one day with a level rate."""
    count = len(traffic.load)
    return Incoming(
        start=seconds * np.arange(count),
        seconds=seconds,
        traffic=traffic,
        slope=np.zeros(count),
        target_seconds=np.full(count, target),
        day=np.zeros(count, dtype=np.int64),
        day_variation=np.zeros(1),
    )


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


def table_rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Sixty rows of steady intervals, twelve of each table, that are not too light to be measured."""
    for name in ("erlang_a", "erlang_a_finite_lines", "mgi_patience", "erlang_b", "erlang_c"):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if _is_fit(row)]
        yield from ((name, row) for row in rows[:: max(len(rows) // 12, 1)][:12])


def _is_fit(row: dict[str, str]) -> bool:
    load = float(row["calls"]) * float(row["aht_s"]) / float(row["interval_s"])
    agents = float(row.get("agents") or row["lines"])
    steady = row.get("stable", "1") == "1" and (
        "agents" not in row or agents > 1.05 * load or "patience_s" in row
    )
    return 2 <= load <= 150 and steady


def formulas() -> None:
    """Service level (blocking of Erlang B) against exact values."""
    scores, errors = [], []
    for name, row in table_rows():
        found, error, truth = _steady(name, row)
        scores.append((found - truth) / max(error, 1e-5))
        errors.append(abs(found - truth))
        print(f"{name:24} {row['id']:>4} {truth:9.4f} {found:9.4f} ± {error:.4f}  z {scores[-1]:5.2f}")
    z = np.array(scores)
    inside = int((np.abs(z) <= 3).sum())
    print(f"{len(z)} cases: within 3 standard errors {inside}, rms z {np.sqrt((z**2).mean()):.2f}, ", end="")
    print(f"mean error {100 * np.mean(errors):.3f} points, largest {100 * max(errors):.3f}")


def _steady(name: str, row: dict[str, str]) -> tuple[float, float, float]:
    aht, interval = float(row["aht_s"]), float(row["interval_s"])
    patience = float(row.get("patience_s") or row.get("patience_mean_s") or "inf")
    rate = float(row["calls"]) / interval
    settle = 12 * max(aht, 0.0 if patience == np.inf else patience)
    if name == "erlang_c":
        settle = 30 * aht / (1 - rate * aht / float(row["agents"])) ** 1.5
    lines = float(row.get("lines") or "inf")
    agents = float(row.get("agents") or row["lines"])
    law = law_code(row.get("patience_kind", "exponential"))
    parameter = float(row.get("patience_param") or "nan")
    replications = 400
    # as many contacts as make the error small beside a fifth of a point
    window = max(10 * settle, 1_500_000 / rate / replications)
    traffic = Traffic(np.full(2, rate), aht, patience, lines, patience_law=law, patience_parameter=parameter)
    contacts = Incoming(
        start=np.array([0.0, window]),
        seconds=window,
        traffic=traffic,
        slope=np.zeros(2),
        target_seconds=np.full(2, float(row.get("target_s") or 0.0)),
        day=np.zeros(2, dtype=np.int64),
        day_variation=np.zeros(1),
    )
    level = service_level(
        Game(0, contacts, agents=np.full(2, agents)).play(1, np.arange(replications)), "offered"
    )
    truth = 1 - float(row["p_block"]) if name == "erlang_b" else float(row.get("sl_offered") or row["sl"])
    return float(level.level[1]), float(level.error[1]), truth


def systems(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a truth file."""
    with (folder / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def game_of(truth: dict[str, Any], leaving: str, intervals: int | None, seconds: float) -> GroupGame:
    """A system of the truth: a day, or so many steady intervals."""
    names, many = [queue["name"] for queue in truth["queues"]], intervals or 1
    scale = 1.0 if intervals is None else seconds / truth["interval_seconds"]
    contacts = tuple(
        incoming(
            Traffic(
                np.tile(np.array(queue["offered"], dtype=np.float64) * scale, many) / seconds,
                queue["aht_seconds"],
                queue["patience_seconds"] or np.inf,
            ),
            seconds,
            queue["target_seconds"],
        )
        for queue in truth["queues"]
    )
    groups = truth["groups"]
    return GroupGame(
        contacts,
        level=np.array([[group["levels"].get(name, 0) for name in names] for group in groups]),
        factor=np.array([[group["aht_factor"].get(name, 1.0) for name in names] for group in groups]),
        agents=np.array([np.tile(np.array(group["agents"], dtype=np.float64), many) for group in groups]),
        leaving=leaving,
    )


def days(folder: Path, replications: int) -> None:
    """Service level by interval, both rules; one queue by the pool, several by routing."""
    for truth in systems(folder, "timevarying_public.jsonl"):
        for leaving, results in (("count", "results"), ("named", "results_named")):
            game = game_of(truth, leaving, None, float(truth["interval_seconds"]))
            if len(game.queues) == 1:
                factor = float(game.factor[0, 0])
                pool = Game(0, game.queues[0], agents=game.agents[0], leaving=leaving)
                assert factor == 1.0
                plays = [pool.play(1, np.arange(replications))]
            else:
                plays = game.play(1, np.arange(replications))[0]
            _print_day(truth, leaving, results, plays)


def _print_day(truth: dict[str, Any], leaving: str, results: str, plays: list[Any]) -> None:
    scores, wrong, contacts = [], 0.0, 0.0
    for queue, played in zip(truth["queues"], plays, strict=True):
        level, offered = service_level(played, "offered"), np.array(queue["offered"])
        rows = [interval["queues"][queue["name"]] for interval in truth[results]["intervals"]]
        exact, error = (
            np.array([row[name] for row in rows]) for name in ("service_level", "service_level_se")
        )
        scores.append((level.level - exact) / np.maximum(np.hypot(level.error, error), 1e-4))
        wrong += float((offered * np.abs(level.level - exact)).sum())
        contacts += float(offered.sum())
    z = np.concatenate(scores)
    print(
        f"{truth['id']:16}{leaving:7} largest |z| {np.abs(z).max():.2f}, rms {np.sqrt((z**2).mean()):.2f}, "
        f"weighted error {100 * wrong / contacts:.3f} points",
        flush=True,
    )


def groups(folder: Path, replications: int) -> None:
    """Every queue of every system, steady."""
    for truth in systems(folder, "multiskill_public.jsonl"):
        game = game_of(truth, "count", 6, 7200.0)
        period, scores = np.minimum(np.arange(6), 1), []
        for queue, played in zip(truth["queues"], game.play(1, np.arange(replications))[0], strict=True):
            level = service_level(played.summed(period, 2), "offered")
            exact = truth["results"]["queues"][queue["name"]]
            error = np.hypot(level.error[1], exact["service_level_se"])
            scores.append((level.level[1] - exact["service_level"]) / error)
        print(f"{truth['id']:28} z {' '.join(f'{score:5.2f}' for score in scores)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["speed", "formulas", "days", "groups"])
    parser.add_argument("truth", nargs="?", type=Path)
    parser.add_argument("--replications", type=int, default=0)
    given = parser.parse_args()
    if given.what in {"days", "groups"} and given.truth is None:
        sys.exit("name the folder of the truth files")
    if given.what == "days":
        days(given.truth, given.replications or 2000)
    elif given.what == "groups":
        groups(given.truth, given.replications or 100)
    else:
        {"speed": speed, "formulas": formulas}[given.what]()


if __name__ == "__main__":
    main()
