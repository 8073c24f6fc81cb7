"""Large neighbourhoods (Shaw 1998): free a stretch of the horizon, hold the rest, solve; then the next.

Windows are short, or have the core alone, at first: they bring most. A round that closes little of the gap
makes them larger; after the largest the first come again, elsewhere. Two far apart are solved from the same
solution, side by side where there are cores, and both gains are added up in the order of the windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.programs.program import merged
from staffing.programs.work import units
from staffing.shifts.search.neighbourhood import Windows
from staffing.shifts.search.part import POSITIVE, Incumbent
from staffing.shifts.search.state import WINDOW_NODES, SearchState

WHOLE_WINDOWS = ((1.0, 8), (1.0, 12), (1.0, 18), (1.0, 26))  # share of the columns in the core, hours
CORE_WINDOWS = ((1 / 3, 18), (1 / 2, 8), (1 / 2, 12))  # before those
ROUND_SHARE = 0.2  # of the gap: what a round should close, that the next be like it
WINDOW_WORK = units(6)


def improve(state: SearchState) -> Iterator[Incumbent]:
    """Large neighbourhoods, tour after tour; one that brings little makes the windows larger."""
    windows = Windows(state.program, state.part.start, state.part.horizon_minutes)
    rounds = WHOLE_WINDOWS if windows.has_kinds else CORE_WINDOWS + WHOLE_WINDOWS
    level = tour = 0
    with ThreadPoolExecutor(state.means.threads) as threads:
        while not state.finished:
            before = state.best
            share, hours = rounds[level % len(rounds)]
            for group in windows.around(hours * 60, tour):
                if state.finished:
                    return
                core = _core(state, share)
                yield from _side_by_side(state, tuple(free & core for free in group), tour, threads)
            tour += 1
            gained = before.objective - state.best.objective
            level += gained <= ROUND_SHARE * (before.objective - before.bound)


def _core(state: SearchState, share: float) -> Bools:
    """The columns that take part: the core, and what is in the best solution."""
    if state.relaxed is None or state.best.values is None:
        return np.ones(len(state.program), dtype=bool)
    return state.relaxed.core(state.program, share) | (state.best.values > POSITIVE)


def _side_by_side(
    state: SearchState, group: tuple[Bools, ...], seed: int, threads: ThreadPoolExecutor
) -> Iterator[Incumbent]:
    """Solve in windows at once, all from the best there was, and add up what they gain."""
    held = state.best.values
    if held is None:
        return
    in_use = state.kinds.used(held, 0.5)

    work = min(WINDOW_WORK, state.purse.left)  # of each, however many there are and whichever is first
    effort = replace(state.effort(work, state.grain), nodes=WINDOW_NODES, seed=seed, thrifty=True)

    def gained(free: Bools) -> tuple[Floats, int]:
        free = free | in_use
        answer = state.solve_apart(state.program.fixed(free, held), effort, held[free])
        return held if answer.values is None else merged(held, free, answer.values), answer.work

    for values, done in threads.map(gained, group):
        state.purse.spend(done)
        assert state.best.values is not None
        yield state.note(state.best.values + (values - held))  # both gains, where they do not clash
        yield state.note(values)
