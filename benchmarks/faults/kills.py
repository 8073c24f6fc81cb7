"""Signals to a run at random moments, and to its search processes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from centre import AS_OF, Centre, end
from record import Record
from whole import SIGNALS, is_alive, leftovers, wrong_end, wrong_runs

LOOK_SECONDS = 0.002  # how often it is looked whether a run has come so far
ORPHAN_SECONDS = 20.0  # in which a search process whose run is gone must end, on a busy machine
LIVES = 3  # of a search process: it is started again twice


def killed_runs(centre: Centre, count: int, rng: random.Random) -> list[Record]:
    """Runs that are sent a signal: every second one somewhere on its way, the others while they write."""
    records = {number: Record(f"{number.name} of a run") for number in SIGNALS}
    for turn in range(count):
        number, as_of = rng.choice(SIGNALS), rng.choice(AS_OF)
        process = centre.begin(as_of)
        if turn % 2:
            _until_it_writes(process, centre.out)
            time.sleep(rng.uniform(0, 0.2))
        else:
            time.sleep(rng.uniform(0, centre.seconds))
        searchers = children_of(process.pid)
        process.send_signal(number)
        done = end(process)
        faults = [*wrong_end(done, signals=[number]), *_standing(centre), *_orphans(searchers)]
        records[number].add(done.code, [*faults, *next_run(centre, rng.choice(AS_OF))])
    return list(records.values())


def killed_searches(centre: Centre, count: int, rng: random.Random) -> list[Record]:
    """Search processes killed once, twice (the same bytes come) or each time they live (a schedule comes)."""
    few, always = Record("SIGKILL of 1 or 2 search processes"), Record("SIGKILL of every search process")
    for turn in range(count):
        lives = LIVES + 1 if turn % 5 == 4 else rng.choice((1, 2))
        record, as_of = (few if lives < LIVES else always), rng.choice(AS_OF)
        process, killed = centre.begin(as_of), set[int]()
        while process.poll() is None:
            for child in children_of(process.pid) - killed:
                if len(killed) < lives:
                    time.sleep(rng.uniform(0, 0.8))
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                    killed.add(child)
            time.sleep(LOOK_SECONDS)
        done = end(process)
        faults = list(wrong_end(done)) if done.code == 0 else [f"exit code {done.code}: {done.stderr}"]
        faults += wrong_runs(centre.out, centre if lives < LIVES else None)
        record.add(done.code, [*faults, *_orphans(killed), *next_run(centre, as_of)])
    return [few, always]


def next_run(centre: Centre, as_of: str) -> Iterator[str]:
    """What is wrong with the run after a fault, which nobody helps."""
    done = centre.run(as_of)
    if (done.code, done.stdout, done.stderr) != (0, "", ""):
        yield f"the next run ended with {done.code}: {done.stderr}"
    yield from leftovers(centre.out)
    yield from wrong_runs(centre.out, centre)


def children_of(parent: int) -> set[int]:
    """The search processes of a run, as Linux lists them."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(status[1]) == parent and "staffing.worker" in (folder / "cmdline").read_text():
                found.add(int(folder.name))
    return found


def _standing(centre: Centre) -> Iterator[str]:
    """What is wrong with the runs that a reader sees after a kill; one is there before the first."""
    if not (centre.out / "latest" / "run.json").exists():
        yield "no good run can be read"
    yield from wrong_runs(centre.out, centre)


def _until_it_writes(process: subprocess.Popen[bytes], out: Path) -> None:
    while process.poll() is None and not list(out.glob(".runs/.partial-*")):
        time.sleep(LOOK_SECONDS)


def _orphans(processes: set[int]) -> Iterator[str]:
    """Search processes that go on although nobody waits for them."""
    last = time.monotonic() + ORPHAN_SECONDS
    while (left := {one for one in processes if is_alive(one)}) and time.monotonic() < last:
        time.sleep(0.1)
    if left:
        yield f"{len(left)} search processes outlive their run"
