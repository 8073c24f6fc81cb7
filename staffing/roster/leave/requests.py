"""The requests of a file: who wants to be away, from when to when, and when they asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import did_you_mean
from staffing.tables.columns import LEAVE_REQUESTS
from staffing.tables.read import read_csv
from staffing.tables.table import Table

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class LeaveRequest:
    """One row: whole days from `start` to `end`; `requested` is NaT where the file does not say.

    `had` are days of leave that the person has had before, for fairness.
    """

    agent: str
    group: str
    start: np.datetime64
    end: np.datetime64
    requested: np.datetime64
    had: float

    @property
    def dates(self) -> tuple[np.datetime64, ...]:
        """Every day of it."""
        return tuple(np.arange(self.start, self.end + DAY))


@dataclass(frozen=True)
class AskedOf:
    """What requests may ask of: dates, groups, and by person their group; no names where nobody is named."""

    first: np.datetime64
    last: np.datetime64
    groups: tuple[str, ...]
    names: Collection[str]
    timezone: str


def read_requests(source: str | Path, of: AskedOf) -> tuple[LeaveRequest, ...]:
    """In file order; InputError names every bad cell."""
    table = read_csv(source, LEAVE_REQUESTS, may_be_empty=True).in_zone(of.timezone)
    alone = np.arange(len(table))
    requested = table.some_moments("requested", alone)
    requests = [_request(table, row, of, requested[row]) for row in range(len(table))]
    table.problems.raise_if_any()
    return tuple(requests)


def _request(table: Table, row: int, of: AskedOf, requested: np.datetime64) -> LeaveRequest:
    line = int(table.line_numbers[row])
    start, last = _day(table, row, "start"), _day(table, row, "end")
    end = start if np.isnat(last) else last
    if end < start:
        table.problems.add(line, "end", str(end), "a day not before the start", "is it the right month?")
    elif start < of.first or end > of.last:
        column, value = ("start", start) if start < of.first or np.isnat(last) else ("end", end)
        expected = f"a day from {of.first} to {of.last}, those of the run"
        table.problems.add(line, column, str(value), expected, "name a run that holds these days")
    agent = table.texts["agent"][row]
    if of.names and agent and agent not in of.names:
        hint = f"{did_you_mean(agent, of.names)}write the name as the roster has it"
        table.problems.add(line, "agent", agent, "a name of the roster", hint)
    group = table.texts["group"][row] if "group" in table.texts else ""
    if group and group not in of.groups:
        hint = f"{did_you_mean(group, of.groups)}the run has {', '.join(of.groups)}"
        table.problems.add(line, "group", group, "a group of the run", hint)
    if not group and not of.names:
        if len(of.groups) > 1:
            hint = f"the run has {', '.join(of.groups)}, and nobody is named"
            table.problems.add(line, "group", "", "the person's group", hint)
        group = of.groups[0]
    had = float(table.number("had")[row])
    return LeaveRequest(agent, group, start, end, requested, 0.0 if np.isnan(had) else had)


def _day(table: Table, row: int, name: str) -> np.datetime64:
    """NaT where the cell is empty, wrong (which is told), or not there."""
    cells = table.times.get(name)
    if cells is None or cells.empty[row]:
        return np.datetime64("NaT", "D")
    return np.datetime64(cells.days[row], "D")
