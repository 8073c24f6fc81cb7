"""How long a million intervals take to staff for 80/20, every handle time different, in one process.

    python benchmarks/sizing.py                          the surface, the search, a plain loop
    python benchmarks/sizing.py --pyworkforce PYTHON     and pyworkforce 0.5.4 (PYTHON: 3.12 or later), in an
                                                         environment made for it and thrown away

Prints CPU seconds of one thread. The plain loop and pyworkforce are timed on a sample of the intervals, every
k-th, and scaled up; the surface and the search do all of them, and their answers are compared row by row.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.targets import Targets
from staffing.requirement.search import fewest_agents
from staffing.requirement.surface import fewest_agents_of_many

INTERVAL, TARGET, SERVICE_LEVEL, PATIENCE = 1800.0, 20.0, 0.8, 180.0


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--intervals", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=5_000, help="intervals given to the slow peers")
    parser.add_argument("--pyworkforce", metavar="PYTHON", help="a Python of 3.12 or later")
    options = parser.parse_args()
    load, aht = centre(options.intervals)
    every = slice(None, None, max(1, options.intervals // options.sample))
    scale = options.intervals / load[every].size
    print(f"{options.intervals:,} intervals; load {load.min():.2f} to {load.max():,.0f} erlangs, ", end="")
    print(f"median {np.median(load):.0f}; every handle time different; CPU seconds, one thread\n")
    print(f"{'':12}{'':28}{'seconds':>10}{'× surface':>12}{'mismatches':>12}")
    for name, patience, loop in (("erlang-c", np.inf, plain_c), ("erlang-a", PATIENCE, plain_a)):
        traffic, targets = Traffic(load / aht, aht, patience), Targets(SERVICE_LEVEL, TARGET)
        model = load_model(name)
        fewest_agents(model, traffic.rows(every), targets)  # imports, caches of coefficients
        ours, surface = timed(lambda t=traffic, m=model, g=targets: fewest_agents_of_many(m, t, g))
        exact, search = timed(lambda t=traffic, m=model, g=targets: fewest_agents(m, t, g))
        plain, looped = timed(lambda f=loop: [f(a, h) for a, h in zip(load[every], aht[every], strict=True)])
        report(name, "staffing surface", surface, surface, int((ours != exact).sum()))
        report(name, "vectorised exact search", search, surface, 0)
        wrong = int((np.array(plain) != exact[every]).sum())
        report(name, f"plain loop (1 in {scale:.0f}, scaled)", looped * scale, surface, wrong)
        if name == "erlang-c" and options.pyworkforce:
            theirs, seconds = pyworkforce(options.pyworkforce, load[every], aht[every])
            wrong = int((theirs != exact[every]).sum())
            report(name, f"pyworkforce (1 in {scale:.0f}, scaled)", seconds * scale, surface, wrong)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:,.0f} MB")


def report(model: str, what: str, seconds: float, ours: float, wrong: int) -> None:
    print(f"{model:12}{what:28}{seconds:10.3f}{seconds / ours:12,.0f}{wrong:12,}", flush=True)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def centre(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Loads around a median of 20 erlangs, from 0.02 to 3,000, and handle times of 2 to 10 minutes."""
    random = np.random.default_rng(20_261_122)
    load = np.clip(np.exp(random.normal(math.log(20), 1.5, count)), 0.02, 3000.0)
    return load, random.uniform(120, 600, count)


def plain_c(load: float, aht: float) -> int:
    """Erlang C as it is usually programmed: for each number of agents the recursion from the start."""
    agents = int(load) + 1
    while True:
        blocking = 1.0
        for k in range(1, agents + 1):
            blocking = load * blocking / (k + load * blocking)
        waits = agents * blocking / (agents - load * (1 - blocking))
        if 1 - waits * math.exp(-(agents - load) * TARGET / aht) >= SERVICE_LEVEL:
            return agents
        agents += 1


def plain_a(load: float, aht: float) -> int:
    """Erlang A, one recursion, from 60 % of the load up (fewer agents never do), its two series in full."""
    ratio, x = PATIENCE / aht, math.exp(-TARGET / PATIENCE)
    y, agents, blocking = load * ratio, 1, 1.0
    while True:
        if agents >= 0.6 * load:
            c, free = agents * ratio, 1 / blocking
            at_most = math.exp(y * (1 - x) + c * math.log(x))
            waiting, late = series(c, y), series(c, y * x) * at_most
            if (free + at_most - 1 + c * (waiting - late)) / (free + y * waiting) >= SERVICE_LEVEL:
                return agents
        blocking = load * blocking / (agents + load * blocking)
        agents += 1


def series(c: float, y: float) -> float:
    """Σ_j y^j / (c)_{j+1}."""
    term = total = 1 / c
    j = 0
    while term > 1e-17 * total:
        j += 1
        term *= y / (c + j)
        total += term
    return total


PEER = """
import sys, time
from pyworkforce.queuing import ErlangC
rows = [tuple(map(float, line.split())) for line in sys.stdin]
start = time.process_time()
found = [
    ErlangC(transactions=calls, aht=aht, asa={target}, interval={interval}, shrinkage=0.0)
    .required_positions(service_level={level}, max_occupancy=1.0)["raw_positions"]
    for calls, aht in rows
]
print(time.process_time() - start, *found)
"""


def pyworkforce(python: str, load: np.ndarray, aht: np.ndarray) -> tuple[np.ndarray, float]:
    """Its answers and CPU seconds, in an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = str(Path(folder) / "bin" / "python")
        subprocess.run([inside, "-m", "pip", "install", "--quiet", "pyworkforce==0.5.4"], check=True)
        code = PEER.format(target=TARGET, interval=INTERVAL, level=SERVICE_LEVEL)
        rows = "\n".join(
            f"{a * INTERVAL / h!r} {h!r}" for a, h in zip(load.tolist(), aht.tolist(), strict=True)
        )
        done = subprocess.run([inside, "-c", code], input=rows, capture_output=True, text=True, check=True)
    seconds, *found = done.stdout.split()
    return np.array([float(agents) for agents in found]), float(seconds)


if __name__ == "__main__":
    sys.exit(main())
