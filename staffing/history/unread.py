"""Columns that look like handle times and were not read, where a default stands in for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.errors import StaffingError
from staffing.history.headers.columns import ENOUGH, told
from staffing.history.open_source import open_source
from staffing.history.shapes.flat import LOOKED_AT, CellGrid
from staffing.history.shapes.plain import header_place
from staffing.history.source import Source, source_files
from staffing.records.history import History
from staffing.shard import Shard
from staffing.tables.database_url import is_database
from staffing.tables.rows import Rows
from staffing.tables.source import STANDARD, display_name

PARTS = ("aht_seconds", "talk_seconds", "hold_seconds", "wrap_seconds")
_SHOWN = 5  # queues that a note names


def with_unread_said(history: History, source: Source, default_aht_seconds: float | None) -> History:
    """The history with a note for each file that has such columns, if the default is used for all queues.

    Where it is used for some, a note names these.
    """
    lacking, is_mixed = _without_handle_times(history, source.reading.shard)
    if default_aht_seconds is None or not lacking:
        return history
    default = f"the default of {default_aht_seconds:g} s stands in"
    if is_mixed:  # then the column is read
        more = f" and {len(lacking) - _SHOWN} more" if lacking[_SHOWN:] else ""
        notes = [f"no handle times of {', '.join(lacking[:_SHOWN])}{more}: {default}"]
    else:
        notes = [_unread(file, names, default) for file, names in unread_handle_times(source).items()]
    return replace(history, notes=(*history.notes, *notes))


def _unread(file: str, names: tuple[str, ...], default: str) -> str:
    named = ", ".join(f"'{name}'" for name in names)
    are = "looks like handle times and is" if len(names) == 1 else "look like handle times and are"
    return (
        f"{file}: {named} {are} not read: {default}; name the column under [history.columns] or with "
        f"--column aht_seconds='{names[0]}'"
    )


def _without_handle_times(history: History, shard: Shard | None) -> tuple[list[str], bool]:
    """The queues, of the share where one is asked for, that have contacts and no handle time at all.

    And whether others have some.
    """
    held = np.array([shard is None or shard.holds(name) for name in history.queues], dtype=bool)
    busy = (history.offered > 0) & held[history.queue]
    told_of = np.unique(history.queue[busy & (history.aht_seconds > 0)])
    lacking = np.setdiff1d(history.queue[busy], told_of)
    return [history.queues[place] for place in lacking.tolist()], told_of.size > 0


def unread_handle_times(source: Source) -> dict[str, tuple[str, ...]]:
    """By file the headers that say handle time or a part of it, above numbers or durations.

    Standard input and databases, which are read but once, have none.
    """
    if source.path == STANDARD or is_database(source.path):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for file in source_files(source.path):
        try:
            with open_source(source, file) as tables:
                names = dict.fromkeys(name for rows in tables for name in _in_table(rows))
        except StaffingError:
            continue  # its reader has said so
        if names:
            found[display_name(file)] = tuple(names)
    return found


def _in_table(rows: Rows) -> list[str]:
    """Of one sheet or table."""
    grid = CellGrid(rows.name, rows.head(LOOKED_AT), rows.sheet)
    place = header_place(grid)
    if place is None:
        return []
    header = grid.rows[place][1]
    below = [
        [*cells, *[""] * (len(header) - len(cells))][: len(header)] for _, cells in grid.rows[place + 1 :]
    ]
    columns = told(header, below)
    return [column.name for column in columns if any(column.scores.get(part, 0) >= ENOUGH for part in PARTS)]
