"""Intervals that a queue has several times: by which column its rows differ, and what to write for it.

A file with a row for each agent, site, skill or channel has no doubled rows: they are kept apart as queues of
their own, or added up.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.errors import InputError, Problem
from staffing.history.grain import doubled
from staffing.history.headers.columns import Told, told
from staffing.history.headers.header import header_of
from staffing.history.open_source import open_source
from staffing.history.own import flattened, understood
from staffing.history.source import Source
from staffing.records.history import History
from staffing.tables.database_url import is_database, without_password
from staffing.tables.source import STANDARD, display_name

_MOSTLY = 0.98  # of the doubled rows, which a column has to tell apart
_MOST_ROWS = 200_000
_MOST_COLUMNS = 12  # of which pairs are tried
_LIKELY = ("channel", "agent", "direction", "queue", "outcome")  # what headers of such columns mean


def refuse_finer_rows(file: str, source: Source, part: History) -> None:
    """InputError where a queue has an interval twice, with the column that tells the rows apart."""
    again = doubled(part)
    if not len(again):
        return
    one = part.rows(np.array([again[0]]))
    more = f" ({len(again)} rows are too many)" if len(again) > 1 else ""
    found = None if is_database(file) or file == STANDARD else _differences(file, source)
    problem = Problem(
        without_password(display_name(file)),
        f"each interval of a queue once{more}",
        "remove one of the two rows" if found is None else found.hint,
        column="interval_start",
        value=f"{one.iso()[0]} twice for queue {one.queues[one.queue[0]]}",
    )
    raise InputError(problem)


@dataclass(frozen=True)
class Differences:
    """The columns that tell doubled rows apart, those of the queue, and whether the rows are alike."""

    columns: tuple[str, ...] = ()
    queue: tuple[str, ...] = ()
    alike: bool = False

    @property
    def hint(self) -> str:
        """What to write."""
        if self.alike:
            return "the rows are alike: remove one of them"
        if not self.columns:
            return "remove one of the two rows, or name the column that tells them apart: --column queue="
        apart = " ".join(f"--column queue={shlex.quote(column)}" for column in (*self.queue, *self.columns))
        added = " ".join(f"--column merge={shlex.quote(column)}" for column in self.columns)
        by = f"they differ by {' and '.join(self.columns)}: write"
        if any(header_of(column).best[0] == "direction" for column in self.columns):
            return f"{by} {apart} to keep them apart as queues, for outgoing calls are no contacts offered"
        return f"{by} {added} to add them up, or {apart} to keep them apart as queues"


def _differences(file: str, source: Source) -> Differences | None:
    """How the doubled rows differ; None where the file is read in a way that does not show it."""
    with open_source(source, file) as tables:
        rows = max(tables, key=lambda one: len(one.head(3)))
        sheet = flattened(rows, source.reading)
        if sheet is None:
            return None
        meaning = understood(sheet, source.reading)
        width = len(sheet.header)
        cells = [row for _, (_, row) in zip(range(_MOST_ROWS), sheet.rows, strict=False) if len(row) == width]
    queue = () if meaning.queue is None else (meaning.queue, *meaning.apart)
    read = {name for guess in meaning.guesses for name in guess.headers}
    keys = [place for place, name in enumerate(sheet.header) if name in {*meaning.when, *queue}]
    rest = [place for place, name in enumerate(sheet.header) if name not in read and place not in keys]
    codes = {place: _codes([row[place].strip() for row in cells]) for place in range(width)}
    group = _joined([codes[place] for place in keys], len(cells))
    several = np.bincount(group)[group] > 1
    if not several.any():
        return None
    if not _differ(_joined(list(codes.values()), len(cells)), several):
        return Differences(alike=True)
    columns = told(sheet.header, cells[:600])
    likely = {c.place: c.best in _LIKELY for c in columns}
    fit = [c.place for c in columns if c.place in rest and c.holds.is_names and not _is_of_time(c)]
    fit.sort(key=lambda place: (not likely[place], place))
    for size in (1, 2):
        for chosen in combinations(fit[:_MOST_COLUMNS], size):
            if _tells_apart(_joined([group, *(codes[place] for place in chosen)], len(cells)), several):
                return Differences(tuple(sheet.header[place] for place in chosen), queue)
    return Differences()


def _is_of_time(column: Told) -> bool:
    """Whether a column holds times, or says so: rows that differ by them are of different intervals."""
    return column.holds.kind in {"moment", "date", "clock"} or column.header.best[0] in {
        "when",
        "end",
        "hour",
    }


def _codes(texts: Sequence[str]) -> Ints:
    return np.asarray(np.unique(np.array(texts, dtype=object).astype(str), return_inverse=True)[1])


def _joined(codes: Sequence[Ints], count: int) -> Ints:
    """One code for each combination."""
    made = np.zeros(count, dtype=np.int64)
    for one in codes:
        made = np.unique(made * (int(one.max(initial=0)) + 1) + one, return_inverse=True)[1]
    return made


def _tells_apart(codes: Ints, several: Bools) -> bool:
    alone = np.bincount(codes)[codes] == 1
    return bool(alone[several].mean() >= _MOSTLY)


def _differ(codes: Ints, several: Bools) -> bool:
    """Whether rows of one interval are not the same in every cell."""
    return bool((np.bincount(codes)[codes] == 1)[several].any())
