"""Faults of machine, people and files: nothing is lost, nothing half-written is seen, the next run is right.

    python benchmarks/faults [--kills 200] [--searches 50] [--machine 15] [--plans 5000] [--files 2000]

A plan of three days is run again and again, on Linux, and

- sent SIGKILL, SIGTERM and SIGINT at random moments, half of them while it writes (`--kills`);
- robbed of its search processes (`--searches`);
- run on a full or read-only disk, with its output or inputs taken away or replaced midway, three at once,
  with the clock set back, closed pipes, foreign locales and zones, little memory, few files (`--machine`, so
  many cases of each that is random).

After each of these every run a reader can see is whole: its files are complete, their rows those of run.json,
their bytes those that an undisturbed run writes of the inputs named there; and the next run succeeds. Then
random damage is done to plans (`--plans`) and to all other input files (`--files`), and a command reads each:
no traceback, no exit code 70, no hang, no refusal without a hint.

Prints a table; exit code 1 where anything was wrong, with what it was. 0 cases leave a part out.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from centre import AS_OF, Centre
from kills import killed_runs, killed_searches
from machine import disturbed
from mutated import mutated
from record import HEADER, Record


def main() -> int:
    """Run what is asked, print the table; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="python benchmarks/faults",
    )
    for part, count in (("kills", 200), ("searches", 50), ("machine", 15), ("plans", 5000), ("files", 2000)):
        parser.add_argument(f"--{part}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    given, began, wrong = parser.parse_args(), time.monotonic(), 0
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background processes ignore it
    print(HEADER, flush=True)
    for record in _records(given):
        print(record.row(), flush=True)
        wrong += record.failed
    print(f"{time.monotonic() - began:.0f} s; {'all well' if not wrong else f'{wrong} cases are wrong'}")
    return int(wrong > 0)


def _records(given: argparse.Namespace) -> Iterator[Record]:
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="staffing-faults-") as folder:
        centre = Centre(Path(folder))
        if given.kills or given.searches or given.machine:
            centre.write()
            for as_of in AS_OF:
                centre.learn(as_of)
            centre.run(AS_OF[0])
        if given.kills:
            yield from killed_runs(centre, given.kills, rng)
        if given.searches:
            yield from killed_searches(centre, given.searches, rng)
        if given.machine:
            yield from disturbed(centre, given.machine, rng)
        if given.plans or given.files:
            yield from mutated(Path(folder) / "mutated", given.plans, given.files, given.seed)


if __name__ == "__main__":
    sys.exit(main())
