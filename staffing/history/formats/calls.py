"""A plain list of calls, one row each: added up into intervals while it streams, however long it is.

| column | also as | holds |
|---|---|---|
| `offered_at` | `arrived_at`, `queued_at` | when the call reached the queue |
| `outcome` | `result`, `disposition` | answered, abandoned or blocked (some other words for each) |
| `queue` | `skill` | name of the queue |
| `wait` | `wait_s`, `wait_seconds` | until answered or given up: seconds or hh:mm:ss |
| `service` | `service_s`, `service_seconds`, `handle_seconds` | talk, hold and after-call work |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.reading.call_rows import HEADER, CallRows
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS, Match, plain
from staffing.history.reading.tally import ABANDONED, ANSWERED, BLOCKED, LEFT, Calls, Tally
from staffing.history.reading.wall import CallClock
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.tables.cells import Problems
from staffing.tables.columns import Column
from staffing.tables.read import read_chunks
from staffing.tables.rows import Row, Rows
from staffing.tables.table import Table

NAMES = {
    "offered_at": ("offered_at", "arrived_at", "queued_at"),
    "outcome": ("outcome", "result", "disposition"),
    "queue": ("queue", "skill"),
    "wait": ("wait", "wait_s", "wait_seconds"),
    "service": ("service", "service_s", "service_seconds", "handle_seconds"),
}
_COLUMNS = {
    "offered_at": Column("offered_at", "time", "when the call reached the queue", True, True),
    "outcome": Column("outcome", "text", "answered, abandoned or blocked", True, True),
    "queue": Column("queue", "text", "queue"),
    "wait": Column("wait", "duration", "seconds until answered or given up", minimum=0, maximum=1e6),
    "service": Column(
        "service", "duration", "seconds of talk, hold and after-call work", minimum=0, maximum=1e6
    ),
}
OUTCOMES = {
    "answered": ANSWERED,
    "handled": ANSWERED,
    "connected": ANSWERED,
    "completed": ANSWERED,
    "agent": ANSWERED,
    "abandoned": ABANDONED,
    "hangup": ABANDONED,
    "hang": ABANDONED,
    "lost": ABANDONED,
    "blocked": BLOCKED,
    "busy": BLOCKED,
    "offered": LEFT,  # of lists that tell no outcome
}


class CallsFormat:
    """Told by its columns `offered_at` and `outcome`."""

    name = "calls"
    title = "a list of calls, one row each: offered_at, outcome, queue, wait, service"
    quirks = (
        "a call counts in the interval in which it was offered",
        "within the target is a wait of at most its seconds",
        "intervals without calls are zeros on days with calls; days without any have no rows",
        "in the hour that occurs twice, file order tells the two apart",
    )
    assumed = ""

    def columns(self) -> list[tuple[str, str]]:
        """Each column and what it holds."""
        return [(name, column.meaning) for name, column in _COLUMNS.items()]

    def match(self, head: Sequence[Row]) -> Match | None:
        """The first row names the two columns that every list of calls has."""
        found = _places(head[0][1]) if head else {}
        return Match("columns offered_at, outcome", 1) if {"offered_at", "outcome"} <= set(found) else None

    def read(self, rows: Rows, reading: Reading) -> History:
        """The calls added up at the interval asked for."""
        line, header = rows.head(HEAD_ROWS)[0]
        places = _places(header)
        if not {"offered_at", "outcome"} <= set(places):
            hint = f"the file has: {', '.join(header)[:300]}"
            raise InputError(Problem(rows.name, "columns offered_at and outcome", hint, line))
        next(rows)
        return _tallied(rows, header, places, Problems(rows.name), reading)


def read_calls(calls: CallRows, reading: Reading) -> History:
    """Calls of any list; of one without outcomes the contacts offered alone are known."""
    problems = Problems(calls.rows.name, calls.names)
    history = _tallied(calls.rows, HEADER, _places(HEADER), problems, reading)
    notes = (*history.notes, *calls.rows.settled())
    history = replace(history, notes=notes, left_out=calls.rows.left_out)
    if calls.has_outcome:
        return history
    unknown = np.full(len(history), np.nan)
    return replace(history, aht_seconds=unknown, measures={}, histograms={})


def _tallied(
    rows: Rows, header: Sequence[str], places: Mapping[str, int], problems: Problems, reading: Reading
) -> History:
    """The calls below the header, counted by interval."""
    tally = Tally(reading)
    clock = CallClock(reading)
    queues: dict[str, int] = {}
    columns = {place: _COLUMNS[word] for word, place in places.items()}
    for table in read_chunks(rows, header, columns, problems):
        tally.add(_calls(table, clock, queues))
    problems.raise_if_any()
    if not queues:
        raise InputError(Problem(rows.name, "at least one call", "the file has only a header"))
    return tally.history(tuple(queues), tuple(f"{rows.name}: {note}" for note in clock.notes()))


def _places(header: Sequence[str]) -> dict[str, int]:
    """word → place of its column."""
    there = {plain(cell): place for place, cell in reversed(list(enumerate(header)))}
    found = {word: [there[plain(n)] for n in names if plain(n) in there] for word, names in NAMES.items()}
    return {word: places[0] for word, places in found.items() if places}


def _calls(table: Table, clock: CallClock, queues: dict[str, int]) -> Calls:
    """The rows that can be counted; the others are problems."""
    names = table.texts.get("queue") or [ALL_QUEUES] * len(table)
    queue = np.array([queues.setdefault(name or ALL_QUEUES, len(queues)) for name in names])
    words = [text.casefold() for text in table.texts["outcome"]]
    outcome = np.array([OUTCOMES.get(word, -1) for word in words])
    for row in [i for i in np.flatnonzero(outcome < 0).tolist() if words[i]]:
        expected = "answered, abandoned or blocked"
        hint = f"known are {', '.join(OUTCOMES)}"
        table.problems.add(table.line_numbers[row], "outcome", table.texts["outcome"][row], expected, hint)
    offered_at = clock.utc_seconds(table)
    sound = (outcome >= 0) & (offered_at >= 0)
    return Calls(
        offered_at[sound],
        queue[sound],
        outcome[sound],
        table.number("wait")[sound],
        table.number("service")[sound],
    )


FORMAT = CallsFormat()
