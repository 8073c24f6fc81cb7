"""pyworkforce in a process of its own (OR-tools and highspy cannot share one), and both clocks."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

Answer = TypeVar("Answer")

MODELS = ("MinAbsDifference", "MinRequiredResources", "MinRequiredResources_paid")
REPEATS = 5  # of what takes less than a second; medians count
WORKERS = 2

SCRIPT = """
import json, sys, time
from pyworkforce.scheduling import MinAbsDifference, MinRequiredResources
file, model, limit, workers, repeats = sys.argv[1], sys.argv[2], float(sys.argv[3]), *map(int, sys.argv[4:])
given = json.load(open(file))
kind = MinAbsDifference if model == "MinAbsDifference" else MinRequiredResources
more = {"cost_dict": given["cost_halfhours"]} if model.endswith("_paid") else {}
for _ in range(repeats):
    wall, cpu = time.perf_counter(), time.process_time()
    found = kind(
        num_days=len(given["required_resources"]), periods=len(given["required_resources"][0]),
        shifts_coverage=given["shifts_coverage"], required_resources=given["required_resources"],
        max_period_concurrency=given["max_period_concurrency"],
        max_shift_concurrency=given["max_shift_concurrency"],
        max_search_time=limit, num_search_workers=workers, **more,
    ).solve()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(found["status"], found["cost"], wall, cpu, flush=True)
    if wall > 1.0:
        break
"""


@dataclass(frozen=True)
class Took:
    """Wall and CPU seconds."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{_brief(self.wall)}{_brief(self.cpu)}"

    def of(self, other: Took) -> float:
        """The larger share of the other's seconds, of the two clocks."""
        return max(self.wall / other.wall, self.cpu / other.cpu)


def median(took: list[Took]) -> Took:
    """By each clock for itself."""
    return Took(statistics.median(one.wall for one in took), statistics.median(one.cpu for one in took))


def timed(work: Callable[[], Answer]) -> tuple[Answer, Took]:
    """The answer and the median time of this process; what takes less than a second is done five times."""
    took: list[Took] = []
    while len(took) < REPEATS and (not took or took[-1].wall < 1.0):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        took.append(Took(time.perf_counter() - wall, time.process_time() - cpu))
    return answer, median(took)


def pyworkforce(
    python: str, file: Path, model: str, limit: float, killed_after: float | None = None
) -> tuple[str, float, Took]:
    """Its status and objective for an instance, and how long it took; TimeoutExpired if it was killed."""
    command = [python, "-c", SCRIPT, str(file), model, str(limit), str(WORKERS), str(REPEATS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=killed_after)
    lines = [line.split() for line in done.stdout.splitlines()]
    status, cost = lines[-1][:2]
    return status, float(cost), median([Took(float(wall), float(cpu)) for *_, wall, cpu in lines])


@contextmanager
def python_with_pyworkforce(python: str) -> Iterator[str]:
    """That Python if it has pyworkforce, else an environment made for it (3.12 or later)."""
    if subprocess.run([python, "-c", "import pyworkforce"], capture_output=True, check=False).returncode == 0:
        yield python
        return
    with TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = str(Path(folder) / "bin" / "python")
        subprocess.run([inside, "-m", "pip", "install", "--quiet", "pyworkforce==0.5.4"], check=True)
        yield inside


def _brief(seconds: float) -> str:
    return f"{1000 * seconds:7.1f} ms" if seconds < 0.1 else f"{seconds:8.2f} s"
