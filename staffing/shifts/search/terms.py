"""On what terms programs are searched: the method, how close, by which solver, and how hard."""

from __future__ import annotations

from dataclasses import dataclass, field

from staffing.programs.brake import Brake
from staffing.programs.solvers import HIGHS
from staffing.programs.stopping import Leniency, Stopping
from staffing.progress import Progress
from staffing.shifts.search.part import SearchedBefore, SearchPart

HERE_COLUMNS = 300  # a part this small is searched in this process: it takes less than to send it


@dataclass(frozen=True)
class SearchTerms:
    """How programs are searched, however hard: each part by `search`, to a relative `gap`, with a `solver`.

    `progress` is told how far the search is. `leniency` is for a part that is the whole, and longer than a
    day. Parts of more than `here_columns` are searched by workers, `jobs` at once (None: one per core). The
    `brake` is that of all the searches together. `searched` are parts that need no search again, by their
    content, where somebody keeps them; this search adds its own.
    """

    search: SearchPart
    gap: float
    solver: str = HIGHS
    progress: Progress | None = None
    leniency: Leniency | None = None
    here_columns: int = HERE_COLUMNS
    jobs: int | None = None
    brake: Brake = field(default_factory=Brake)
    searched: SearchedBefore | None = None


@dataclass(frozen=True)
class Allowance:
    """How close a search must come, how much work it may take (ticks), and whether leniency counts."""

    terms: SearchTerms
    stopping: Stopping
    work: int
    leniency: Leniency | None = None
