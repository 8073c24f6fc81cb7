"""Processor time of reading and writing, beside that of another checkout of this project in the same run.

    python benchmarks/rows.py BASELINE [--rows 1000000] [--rounds 5]   # files of a million rows
    python benchmarks/rows.py BASELINE --small [--rounds 40]           # tests/exports and files of a few rows

BASELINE is the folder of the other checkout, as `git worktree add --detach FOLDER COMMIT` makes it. The two
take turns. Big files get a process each time, whose highest memory is printed too; small ones are read many
times by one process for each checkout. The least time of all turns counts, and `same` says whether both read
the same history, or wrote the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np

ROOT = Path(__file__).parent.parent
ZONE = "Europe/Berlin"
QUEUES = 40
BATCH = 20  # readings of a small file for each turn


def make_histories(folder: Path, rows: int) -> Iterator[tuple[str, Path]]:
    """Half-hours of several queues, whose times are UTC, carry offsets, or are wall times without any."""
    count = rows // QUEUES
    starts = np.datetime64("2023-01-01T00:00:00", "s") + np.arange(count) * np.timedelta64(1800, "s")
    texts = np.datetime_as_string(starts).tolist()
    columns = "interval_start,queue,offered,answered,abandoned,aht_seconds,wait_seconds\n"
    for name, suffix in (("history, UTC", "Z"), ("history, +01:00", "+01:00"), ("history, wall time", "")):
        path = folder / f"{name.replace(', ', '-')}.csv"
        with path.open("w") as stream:
            stream.write(columns)
            for number, text in enumerate(texts):
                if not suffix and text[5:13] in {"03-26T02", "03-31T02", "03-30T02", "03-29T02"}:
                    continue  # the hour that clocks skip
                for queue in range(QUEUES):
                    offered = (number * 7 + queue * 13) % 90
                    lost = offered // 20
                    cells = (
                        f"{offered},{offered - lost},{lost},{240 + (number + queue) % 61}.5,{number % 37}.25"
                    )
                    stream.write(f"{text}{suffix},queue {queue},{cells}\n")
        yield name, path


def records(rows: int) -> dict[str, Any]:
    """A forecast and a requirement of that many rows, with numbers of many digits as models make them."""
    from staffing.records.forecast import Forecast
    from staffing.records.requirement import Requirement

    count = rows // QUEUES
    random = np.random.default_rng(20261130)
    starts = np.datetime64("2026-11-30T00:00:00", "s") + np.arange(count) * np.timedelta64(1800, "s")
    rows = count * QUEUES
    offered = random.gamma(2.0, 20.0, rows)
    aht = np.repeat(random.normal(300, 20, QUEUES), count)
    agents = np.ceil(offered * aht / 1800 + 1)
    same: dict[str, Any] = {
        "interval_start": np.tile(starts, QUEUES),
        "utc_offset_minutes": np.full(rows, 60),
        "queue": np.repeat(np.arange(QUEUES), count),
        "queues": tuple(f"queue {number}" for number in range(QUEUES)),
        "interval_minutes": 30,
        "timezone": ZONE,
        "offered": offered,
        "aht_seconds": aht,
    }
    return {
        "forecast": Forecast(**same, offered_p10=offered * 0.8, offered_p90=offered * 1.2),
        "requirement": Requirement(
            **same,
            load_erlangs=offered * aht / 1800,
            agents=agents,
            scheduled=np.round(agents / 0.7, 9),
            service_level=random.random(rows),
            mean_wait_seconds=random.exponential(20, rows),
            abandonment=random.random(rows) / 20,
            occupancy=random.random(rows),
            wait_probability=random.random(rows),
            blocking=np.full(rows, np.nan),
            bound_by=np.array(["service_level", "occupancy"])[random.integers(0, 2, rows)],
        ),
    }


def digest(record: Any) -> str:
    """A short text that differs where any column or name of a record does."""
    found = hashlib.sha256(repr(record.queues).encode())
    columns = dict(vars(record))
    for named in ("measures", "quantiles"):
        columns |= columns.pop(named, {})
    for name in sorted(map(str, columns)):
        if isinstance(columns.get(name), np.ndarray):
            found.update(name.encode() + np.ascontiguousarray(columns[name]).tobytes())
    return found.hexdigest()[:12]


def run(task: str, path: str, rows: int) -> tuple[float, str]:
    """Processor seconds of a task, and a digest of what came of it."""
    if task == "read history":
        from staffing.errors import StaffingError
        from staffing.history.load import read_history

        start = time.process_time()
        try:
            history = read_history(path, timezone=ZONE, interval_minutes=30)
        except StaffingError:
            return time.process_time() - start, "refused"
        return time.process_time() - start, digest(history)
    from staffing.tables.records import CODECS, read_record, write_record

    verb, _, kind = task.partition(" ")
    if verb == "read":
        start = time.process_time()
        record = read_record(CODECS[kind].record, path, ZONE)
        return time.process_time() - start, digest(record)
    made = records(rows)[kind]
    start = time.process_time()
    write_record(path, made)
    return time.process_time() - start, hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def work() -> None:
    """Do the tasks that come on standard input, one a line: what, how often, of which size, where."""
    for line in sys.stdin:
        task, times, rows, path = line.rstrip("\n").split("\t")
        done = [run(task, path, int(rows)) for _ in range(int(times))]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{min(seconds for seconds, _ in done)}\t{done[0][1]}\t{peak:.0f}", flush=True)


class Checkout:
    """A process that works for one checkout."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, __file__, "--work"]
        variables = {**os.environ, "PYTHONPATH": str(self._folder)}
        pipe: Any = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=variables, cwd=self._folder)

    def does(self, task: str, path: Path, *, times: int = 1, rows: int = 0) -> tuple[float, str, float]:
        """Least seconds, digest, megabytes."""
        stdin, stdout = self._pipes()
        stdin.write(f"{task}\t{times}\t{rows}\t{path}\n")
        stdin.flush()
        seconds, found, peak = stdout.readline().split("\t")
        return float(seconds), found, float(peak)

    def afresh(self) -> None:
        """Go on in a new process."""
        self.end()
        self._process = self._started()

    def end(self) -> None:
        """Close the pipe that the process reads from, and wait for its end."""
        self._pipes()[0].close()
        self._process.wait()
        self._pipes()[1].close()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def big_tasks(folder: Path, rows: int) -> Iterator[tuple[str, str, Path]]:
    """What is done with files of many rows: its name, the task, the file."""
    for name, path in make_histories(folder, rows):
        yield f"read {name}", "read history", path
    for kind in ("forecast", "requirement"):
        path = folder / f"{kind}.csv"
        yield f"write {kind}", f"write {kind}", path
        yield f"read {kind}", f"read {kind}", path


def small_files(folder: Path) -> Iterator[Path]:
    """Each export of the tests, and files of a few rows as people have them."""
    yield from (path for path in sorted((ROOT / "tests" / "exports").iterdir()) if path.name != "README.md")
    house = folder / "house.csv"
    house.write_text(
        "interval_start,queue,offered,aht_seconds\n2026-11-23T08:00,a,5,240\n2026-11-23T08:30,a,7,\n"
    )
    yield house
    offsets = folder / "house-offsets.csv"
    rows = [f"2026-11-23T{h:02}:{m:02}:00+01:00,{h},{h},300.5" for h in range(8, 18) for m in (0, 30)]
    offsets.write_text("interval_start,offered,answered,aht_seconds\n" + "\n".join(rows) + "\n")
    yield offsets


def compare_big(base: Checkout, mine: Checkout, folder: Path, rows: int, rounds: int) -> None:
    """A line for each task: seconds and megabytes of both, and the ratio."""
    print(f"{'':28} {'base s':>8} {'here s':>8} {'ratio':>6} {'base MB':>8} {'here MB':>8}  same")
    for name, task, path in big_tasks(folder, rows):
        turns = []
        for _ in range(rounds):
            for checkout in (base, mine):
                checkout.afresh()
            turns.append((base.does(task, path, rows=rows), mine.does(task, path, rows=rows)))
        before, now = (min(turn[side][0] for turn in turns) for side in (0, 1))
        (_, old, base_peak), (_, new, peak) = turns[0]
        same = "yes" if old == new else "no"
        print(f"{name:28} {before:8.2f} {now:8.2f} {now / before:6.2f} {base_peak:8.0f} {peak:8.0f}  {same}")


def compare_small(base: Checkout, mine: Checkout, folder: Path, rounds: int) -> None:
    """A line for each file: milliseconds of both, and the ratio."""
    print(f"{'':28} {'base ms':>8} {'here ms':>8} {'ratio':>6}  same")
    for path in small_files(folder):
        turns = []
        for _ in range(rounds):
            task = "read history"
            turns.append((base.does(task, path, times=BATCH), mine.does(task, path, times=BATCH)))
        before, now = (1000 * min(turn[side][0] for turn in turns) for side in (0, 1))
        (_, old, _), (_, new, _) = turns[0]
        same = "yes" if old == new else f"base {old}, here {new}" if "refused" in (old, new) else "no"
        print(f"{path.name:28} {before:8.3f} {now:8.3f} {now / before:6.2f}  {same}")


def main() -> None:
    """Compare the checkout that this file is of with the one that is named."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("baseline", type=Path, nargs="?")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int)
    options.add_argument("--small", action="store_true")
    options.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.work:
        work()
        return
    if given.baseline is None:
        options.error("name the folder of the checkout to compare with")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        base, mine = Checkout(given.baseline.resolve()), Checkout(ROOT)
        stack.callback(base.end)
        stack.callback(mine.end)
        if given.small:
            compare_small(base, mine, folder, given.rounds or 40)
        else:
            compare_big(base, mine, folder, given.rows, given.rounds or 5)


if __name__ == "__main__":
    main()
