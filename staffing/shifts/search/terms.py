"""On what terms programs are searched: the method, how close, by which solver, and until when."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from staffing.programs.solvers import HIGHS
from staffing.programs.stopping import Leniency, Stopping
from staffing.progress import Progress
from staffing.shifts.search.part import SearchPart

HERE_COLUMNS = 300  # a part this small is searched in this process: no solver overruns its time on it


@dataclass(frozen=True)
class SearchTerms:
    """How programs are searched, however long: each part by `search`, to a relative `gap`, with a `solver`.

    `progress` is told how far the search is. `leniency` is for a part that is the whole, and longer than a
    day. Parts of more than `here_columns` are searched by workers. `clock` as `time.monotonic`.
    """

    search: SearchPart
    gap: float
    solver: str = HIGHS
    progress: Progress | None = None
    leniency: Leniency | None = None
    here_columns: int = HERE_COLUMNS
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Allowance:
    """How close a search must come, until when (by the clock of the terms), and whether leniency counts."""

    terms: SearchTerms
    stopping: Stopping
    deadline: float
    leniency: Leniency | None = None
