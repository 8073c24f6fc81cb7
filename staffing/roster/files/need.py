"""The requirement of each group: agents on the phones per interval, from a requirement file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Texts, Times
from staffing.errors import InputError, Problem
from staffing.records.people import People
from staffing.roster.case import GroupNeed
from staffing.tables.columns import HEADS, Column
from staffing.tables.open import open_rows
from staffing.tables.read import read_table
from staffing.tables.table import Table
from staffing.timegrid import Zone

GROUP = Column("group", "text", "the group of people that serves the row")


@dataclass(frozen=True, eq=False)
class GroupNeeds:
    """From the first interval with a row to the last."""

    first_interval: np.datetime64
    needs: tuple[GroupNeed, ...]


def read_group_needs(
    source: str | Path, zone: Zone, interval_minutes: int, people: People, groups: tuple[str, ...]
) -> GroupNeeds:
    """The need of the groups that agents serve; rows of one group and interval (queues) are added.

    The group is the column `group`; without one, and with several groups of agents, `queue`; where agents
    have one group, all rows are that group's. InputError names every bad cell, and groups without agents or
    rows.
    """
    with open_rows(source) as rows:
        table = read_table(rows, (*HEADS, GROUP)).in_zone(zone.name)
    if "scheduled" not in table.numbers and "agents" not in table.numbers:
        hint = "make the file with staffing size"
        raise InputError(Problem(table.file, "a column named scheduled or agents", hint, 1))
    names = _group_of_rows(table, groups)
    queue, _ = table.codes("queue", "all")
    utc, _ = table.moments("interval_start", queue)
    scheduled, agents = table.number("scheduled"), table.number("agents")
    needed = np.where(np.isfinite(scheduled), people.on_the_phones(scheduled), agents)
    lines = table.line_numbers.tolist()
    for row in np.flatnonzero(np.isnan(needed)).tolist():
        if not table.problems.is_told(lines[row], "scheduled", "agents"):
            table.problems.add(lines[row], "agents", "", "agents here, or scheduled", "write 0 for nobody")
    second = utc.astype("datetime64[s]").astype(np.int64)
    step = interval_minutes * 60
    for row in np.flatnonzero((second - second.min()) % step).tolist():
        expected = f"a multiple of {interval_minutes} minutes after the first row"
        table.problems.add(lines[row], "interval_start", str(utc[row]), expected, "check interval_minutes")
    _check_groups(table, names, groups)
    table.problems.raise_if_any()
    return group_needs(utc, np.array(names), needed, interval_minutes, groups)


def group_needs(
    utc: Times, names: Texts, agents: Floats, interval_minutes: int, groups: tuple[str, ...]
) -> GroupNeeds:
    """The need of `groups`: rows on a grid that begin at `utc`, those of one name and interval added."""
    step = np.timedelta64(interval_minutes, "m")
    place = ((utc - utc.min()) // step).astype(np.int64)
    needs = []
    for group in groups:
        mine = names == group
        total = np.bincount(place[mine], weights=agents[mine], minlength=int(place.max()) + 1)
        has_row = np.bincount(place[mine], minlength=len(total)) > 0
        needs.append(GroupNeed(group, np.where(has_row, total, np.nan)))
    return GroupNeeds(np.datetime64(utc.min(), "s"), tuple(needs))


def _group_of_rows(table: Table, groups: tuple[str, ...]) -> list[str]:
    alone = groups[0] if len(groups) == 1 else None
    by_queue = table.texts.get("queue", [""] * len(table))
    given = table.texts.get("group", [""] * len(table))
    return [group or alone or queue or "all" for group, queue in zip(given, by_queue, strict=True)]


def _check_groups(table: Table, names: list[str], groups: tuple[str, ...]) -> None:
    """A group with requirement and no agents, or the reverse, is an error."""
    told: set[str] = set()
    for row, name in enumerate(names):
        if name not in groups and name not in told:
            told.add(name)
            hint = f"agents serve {', '.join(groups)}: correct the group, or add agents"
            table.problems.add(int(table.line_numbers[row]), "group", name, "a group that has agents", hint)
    for group in groups:
        if group not in names:
            hint = "add rows for it, or correct the group of its agents"
            table.problems.add(1, "group", group, "rows for each group that agents serve", hint)
