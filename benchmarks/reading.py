"""How fast histories are read, and in how much memory; the files are made here.

    python benchmarks/reading.py [--intervals 1000000] [--calls 10000000]

Each file is read by a process of its own, whose processor time and highest memory are printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ZONE = "America/New_York"
QUEUES = 50


def write_intervals(path: Path, rows: int) -> None:
    """Half-hours in UTC, as an ACD would write them."""
    start = dt.datetime(2024, 1, 1)
    with path.open("w") as stream:
        stream.write("interval_start,queue,offered,answered,abandoned,aht_seconds\n")
        for number in range(rows // QUEUES):
            when = (start + dt.timedelta(minutes=30 * number)).isoformat() + "Z"
            for queue in range(QUEUES):
                offered = (number * 7 + queue * 13) % 90
                stream.write(
                    f"{when},queue {queue},{offered},{offered - offered // 20},{offered // 20},240.5\n"
                )


def write_calls(path: Path, rows: int) -> None:
    """Calls in local time, second by second, over about two years."""
    start = dt.datetime(2024, 1, 1)
    step = 2 * 365 * 86400 / rows
    with path.open("w") as stream:
        stream.write("offered_at,queue,wait,outcome,service\n")
        for number in range(rows):
            when = start + dt.timedelta(seconds=int(number * step))
            if (when.month, when.day, when.hour) in {(3, 10, 2), (3, 9, 2)}:
                continue  # the hour that clocks skip
            outcome = "abandoned," if number % 20 == 0 else f"answered,{90 + number % 300}"
            stream.write(f"{when.isoformat()},queue {number % 5},{number % 60},{outcome}\n")


def read_one(path: str) -> None:
    """Read a file and print rows, processor seconds and megabytes."""
    from staffing.history.load import read_history

    start = time.process_time()
    history = read_history(path, timezone=ZONE, interval_minutes=30)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(history):12,} {seconds:10.1f} {peak:8,.0f}")


def main() -> None:
    """Make the files, read them, print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--intervals", type=int, default=1_000_000)
    options.add_argument("--calls", type=int, default=10_000_000)
    options.add_argument("--read", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.read:
        read_one(given.read)
        return
    print(f"{'file':>12} {'rows':>12} {'as rows of':>12} {'cpu s':>10} {'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, rows, write in (
            ("intervals", given.intervals, write_intervals),
            ("calls", given.calls, write_calls),
        ):
            path = Path(folder) / f"{name}.csv"
            write(path, rows)
            command = [sys.executable, __file__, "--read", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"{name:>12} {rows:12,} {done.stdout.rstrip()}")


if __name__ == "__main__":
    main()
