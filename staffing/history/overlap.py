"""Several files as one history: exports overlap, and are sometimes kept twice.

A row that two files hold with the same numbers counts once, and a note says how many there were. Where they
contradict each other, neither is right by itself: the error names both files. A row that stands twice in
one file has been refused before, whatever it says: it may be two halves of one interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import SHOWN_PROBLEMS, InputError, Problem
from staffing.history.grain import aggregate
from staffing.records.history import History
from staffing.wording import counted

Part = tuple[str, History]


def put_together(parts: Sequence[Part], interval_minutes: int) -> History:
    """The rows of all files, in their order; raises InputError where files contradict each other.

    Files of different intervals are first brought to `interval_minutes`, where that is possible.
    """
    if len(parts) == 1:
        return parts[0][1]
    parts = _of_one_interval(parts, interval_minutes)
    files = [name for name, _ in parts]
    history = History.joined([part for _, part in parts])
    history = replace(history, notes=tuple(dict.fromkeys(history.notes)))  # what all files have is said once
    file = np.repeat(np.arange(len(parts)), [len(part) for _, part in parts])
    first, again = _pairs(history, file)
    _refuse_contradictions(history, first, again, file, files)
    if not len(again):
        return history
    keep = np.ones(len(history), dtype=bool)
    keep[again] = False
    pairs = sorted({(files[i], files[j]) for i, j in zip(file[first], file[again], strict=True)})
    named = "; ".join(f"{one} and {other}" for one, other in pairs[:3]) + (" …" if len(pairs) > 3 else "")
    stand = counted(len(again), "row appears in two files and counts", "rows appear in two files and count")
    note = f"{stand} once: {named}"
    return replace(history.rows(keep), notes=(*history.notes, note), left_out=history.left_out + len(again))


def _of_one_interval(parts: Sequence[Part], interval_minutes: int) -> Sequence[Part]:
    if len({part.interval_minutes for _, part in parts}) == 1:
        return parts
    finest = min(parts, key=lambda named: named[1].interval_minutes)
    coarse = [(name, part) for name, part in parts if interval_minutes % part.interval_minutes]
    if coarse:
        expected = f"rows of {finest[1].interval_minutes} minutes as in {finest[0]}"
        if finest in coarse:
            expected = f"rows of one interval, as {finest[0]} has {finest[1].interval_minutes} minutes"
        hint = "export all files at one interval, or set interval_minutes (--interval-minutes) to a multiple"
        raise InputError([_other_interval(name, part, expected, hint) for name, part in coarse])
    return [(name, aggregate(part, interval_minutes, name)) for name, part in parts]


def _other_interval(name: str, part: History, expected: str, hint: str) -> Problem:
    return Problem(name, expected, hint, value=f"rows of {part.interval_minutes} minutes")


def _pairs(history: History, file: Ints) -> tuple[Ints, Ints]:
    """Rows of one queue and interval in different files: each with the row before it."""
    order = np.lexsort((file, history.interval_start.astype(np.int64), history.queue))
    same = (np.diff(history.queue[order]) == 0) & (
        np.diff(history.interval_start[order]).astype(np.int64) == 0
    )
    same &= np.diff(file[order]) != 0
    return order[:-1][same], order[1:][same]


def _differ(column: Floats, first: Ints, again: Ints) -> Bools:
    one, other = column[first], column[again]
    return np.asarray((one != other) & ~(np.isnan(one) & np.isnan(other)))


def _refuse_contradictions(
    history: History, first: Ints, again: Ints, file: Ints, files: Sequence[str]
) -> None:
    columns = {"offered": history.offered, "aht_seconds": history.aht_seconds, **history.measures}
    different = {name: _differ(column, first, again) for name, column in columns.items()}
    wrong = np.flatnonzero(np.any(list(different.values()), axis=0))
    problems = []
    for pair in wrong[:SHOWN_PROBLEMS].tolist():
        row, other_row = int(first[pair]), int(again[pair])
        word = next(name for name, differs in different.items() if differs[pair])
        moment = history.rows(np.array([row])).iso()[0]
        where = f"{moment}, queue {history.queues[history.queue[row]]}"
        expected = f"{columns[word][row]:g} as in {files[file[row]]}"
        hint = f"one was exported before the interval was complete: remove it there ({where})"
        value = f"{columns[word][other_row]:g}"
        problems.append(Problem(files[file[other_row]], expected, hint, None, word, value))
    if problems:
        raise InputError(problems, count=len(wrong))
