"""Large neighbourhoods (Shaw 1998): free a stretch of the horizon, hold the rest, solve; then the next.

Windows are short, or have the core alone, at first: they bring most. A round that closes little of the gap
makes them larger; after the largest the first come again, elsewhere. Two far apart are solved side by side,
and both gains are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from staffing.programs.program import merged
from staffing.programs.solver import solve
from staffing.records import Bools, Floats
from staffing.shifts.search.core import POSITIVE
from staffing.shifts.search.neighbourhood import Windows
from staffing.shifts.search.part import Found
from staffing.shifts.search.run import WINDOW_NODES, Run

WHOLE_WINDOWS = ((1.0, 8), (1.0, 12), (1.0, 18), (1.0, 26))  # share of the columns in the core, hours
CORE_WINDOWS = ((1 / 3, 18), (1 / 2, 8), (1 / 2, 12))  # before those
ROUND_SHARE = 0.2  # of the gap: what a round should close, that the next be like it
WINDOW_SECONDS = 6.0


def improve(run: Run) -> Iterator[Found]:
    """Large neighbourhoods, tour after tour; one that brings little makes the windows larger."""
    windows = Windows(run.program, run.part.start, run.part.horizon_minutes)
    rounds = WHOLE_WINDOWS if windows.has_kinds else CORE_WINDOWS + WHOLE_WINDOWS
    level = tour = 0
    with ThreadPoolExecutor(run.means.threads) as threads:
        while not run.finished:
            before = run.best
            share, hours = rounds[level % len(rounds)]
            for group in windows.around(hours * 60, tour):
                if run.finished:
                    return
                core = _core(run, share)
                yield from _side_by_side(run, tuple(free & core for free in group), tour, threads)
            tour += 1
            gained = before.objective - run.best.objective
            level += gained <= ROUND_SHARE * (before.objective - before.bound)


def _core(run: Run, share: float) -> Bools:
    """The columns that take part: the core, and what is in the best solution."""
    if run.relaxed is None or run.best.values is None:
        return np.ones(len(run.program), dtype=bool)
    return run.relaxed.core(run.program, share) | (run.best.values > POSITIVE)


def _side_by_side(
    run: Run, group: tuple[Bools, ...], seed: int, threads: ThreadPoolExecutor
) -> Iterator[Found]:
    """Solve in windows at once, all from the best there was, and add up what they gain."""
    held = run.best.values
    if held is None:
        return
    in_use = run.kinds.used(held, 0.5)

    def gained(free: Bools) -> Floats:
        free = free | in_use
        effort = run.effort(min(WINDOW_SECONDS, run.left), run.grain)
        effort = replace(effort, nodes=WINDOW_NODES, seed=seed, thrifty=True)
        answer = solve(run.program.fixed(free, held), effort, held[free])
        return held if answer.values is None else merged(held, free, answer.values)

    for values in threads.map(gained, group):
        assert run.best.values is not None
        yield run.note(run.best.values + (values - held))  # both gains, where they do not clash
        yield run.note(values)
