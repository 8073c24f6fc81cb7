"""Agents by interval and queue that somebody gives, and the contacts they are to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Texts
from staffing.errors import InputError, Problem, did_you_mean
from staffing.plan.need.demand import keys_of
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.contacts import asked_of, incoming_of, pool_rules
from staffing.records.columns import ALL_QUEUES, IntervalRows
from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.requirement.size import evaluate
from staffing.simulation.game import Game
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.tables.columns import STAFF
from staffing.tables.interval_rows import interval_rows
from staffing.tables.read import read_csv
from staffing.tables.source import display_name


@dataclass(frozen=True, eq=False)
class GivenStaff:
    """Agents on the phones by interval and queue, or by interval and group, as a file gives them.

    `group` is empty where the file names none.
    """

    file: str
    rows: IntervalRows
    agents: Floats
    group: Texts

    def is_of_groups(self, demand: Demand) -> bool:
        """Whether they are routed by skills: of groups, or of no one queue where several are called."""
        several = len(np.unique(demand.queue[demand.offered > 0])) > 1
        return bool((self.group != "").any()) or (several and self.rows.queues == (ALL_QUEUES,))


def read_given_staff(source: str | Path, like: IntervalRows) -> GivenStaff:
    """Rows of the intervals and in the zone of `like`; InputError names every bad cell."""
    table = read_csv(source, STAFF).in_zone(like.timezone)
    rows = interval_rows(table, like.interval_minutes)
    group = np.array(table.texts.get("group", [""] * len(table)), dtype=np.str_)
    for line in _repeated(rows, group):
        value, hint = str(rows.iso()[line]), "remove one of the rows, or name their queues or groups"
        table.problems.add(table.line_numbers[line], "interval_start", value, "each interval once", hint)
    table.problems.raise_if_any()
    return GivenStaff(display_name(source), rows, table.number("agents"), group)


def _repeated(rows: IntervalRows, group: Texts) -> list[int]:
    _, kind = np.unique(group, return_inverse=True)
    columns = np.array([rows.interval_start.astype(np.int64), rows.queue, kind])
    order = np.lexsort(columns)
    again = (np.diff(columns[:, order], axis=1) == 0).all(axis=0)
    return sorted(order[1:][again].tolist())


def agents_of(demand: Demand, staff: GivenStaff) -> tuple[Floats, tuple[str, ...]]:
    """Agents of each row of the demand, none where the file has no row for it, and notes of such rows.

    InputError where the file names a queue to which nobody calls, or has no interval with contacts.
    """
    unknown = sorted(set(staff.rows.queues) - set(demand.queues))
    if unknown:
        hint = f"{did_you_mean(unknown[0], demand.queues)}the demand has {', '.join(demand.queues)}"
        expected = "a queue of the demand"
        raise InputError(Problem(staff.file, expected, hint, column="queue", value=unknown[0]))
    given = dict(zip(keys_of(staff.rows), staff.agents.tolist(), strict=True))
    keys = keys_of(demand)
    agents = np.array([given.get(key, np.nan) for key in keys])
    missing = np.isnan(agents) & (demand.offered > 0)
    if missing.any() and not (np.isfinite(agents) & (demand.offered > 0)).any():
        hint = f"its rows begin at {staff.rows.iso()[0]}, the demand at {demand.iso()[0]}"
        raise InputError(Problem(staff.file, "agents of at least one interval with contacts", hint))
    notes = []
    if missing.any():
        first = int(np.argmax(missing))
        notes.append(
            f"{staff.file}: no row for {int(missing.sum())} intervals with contacts, first "
            f"{demand.iso()[first]}, queue {demand.queue_names[first]}: nobody is taken to be there"
        )
    unused = len(given.keys() - set(keys))
    if unused:
        notes.append(f"{staff.file}: {unused} rows are of intervals without demand, and are left out")
    return np.nan_to_num(agents), tuple(notes)


def staffed_queues(demand: Demand, agents: Floats, service: Service, choice: PlayChoice) -> list[QueueToPlay]:
    """Each queue answered by agents of its own."""
    service = replace(service, uncertainty=None, attendance_model="average")
    level = evaluate(demand, agents, service).service_level
    origin, found = demand.interval_start.min(), []
    for code, name in enumerate(demand.queues):
        mine = np.flatnonzero((demand.queue == code) & ((demand.offered > 0) | (agents > 0)))
        mine = mine[np.argsort(demand.interval_start[mine], kind="stable")]
        if not (demand.offered[mine] > 0).any():
            continue
        rows = demand.rows(mine)
        game = Game(
            queue=code,
            incoming=incoming_of(rows, service, choice, origin),
            agents=agents[mine],
            rules=pool_rules(service),
            places=service.at_once,
        )
        found.append(QueueToPlay(name, game, rows, rows.offered, level[mine], asked_of(rows, service)))
    return found
