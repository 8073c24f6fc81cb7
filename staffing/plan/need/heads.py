"""What the shifts must cover: heads per interval, all queues added, and the contacts behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.errors import InputError, Problem
from staffing.plan.file.schema import ServiceChoice
from staffing.plan.need.demand import targets_of
from staffing.records.columns import ALL_QUEUES, IntervalRows
from staffing.records.demand import Demand
from staffing.records.need import Need, QueueNeeds
from staffing.records.people import People
from staffing.records.requirement import Requirement
from staffing.tables.columns import HEADS
from staffing.tables.interval_rows import interval_rows
from staffing.tables.read import read_csv
from staffing.tables.table import Table
from staffing.timegrid import intervals

ROUNDING = 1e-9


def heads_of(requirement: Requirement, people: People, asked: ServiceChoice | None = None) -> Need:
    """The heads of a sized requirement; `asked` says the targets of queues that have their own."""
    agents = _on_the_phones(requirement.scheduled, requirement.agents, people)
    demand = _demand(requirement, requirement.offered, requirement.aht_seconds, asked)
    return _added(demand, requirement.scheduled, agents, people)


def read_heads(
    source: str | Path,
    people: People,
    *,
    timezone: str,
    interval_minutes: int,
    asked: ServiceChoice | None = None,
) -> Need:
    """The heads of a requirement file: its `scheduled`, else its `agents` and the plan's people.

    Where it has both, their ratio is the share of a head on the phones then; else the plan's people say it.
    Intervals between the first and the last that the file does not have need nobody. InputError names every
    bad cell, every row off the grid, and every interval that a queue has twice.
    """
    table = read_csv(source, HEADS).in_zone(timezone)
    rows = interval_rows(table, interval_minutes)
    scheduled = table.number("scheduled")
    heads = np.where(np.isfinite(scheduled), scheduled, people.scheduled(table.number("agents")))
    if "scheduled" not in table.numbers and "agents" not in table.numbers:
        problem = Problem(
            table.file, "a column named scheduled or agents", "make the file with staffing size", 1
        )
        raise InputError(problem)
    lines = table.line_numbers
    told = [table.problems.is_told(line, "scheduled", "agents") for line in lines.tolist()]
    for row in np.flatnonzero(np.isnan(heads) & ~np.array(told)).tolist():
        table.problems.add(
            table.line_numbers[row], "scheduled", "", "heads here, or agents", "write 0 for nobody"
        )
    _check_grid(table, rows.interval_start, rows.local, rows.queue, interval_minutes)
    table.problems.raise_if_any()
    demand = _demand(rows, table.number("offered"), table.number("aht_seconds"), asked)
    return _added(demand, heads, _on_the_phones(heads, table.number("agents"), people), people)


def _demand(rows: IntervalRows, offered: Floats, aht: Floats, asked: ServiceChoice | None) -> Demand:
    """The contacts of the rows, with their own targets."""
    level, seconds = (None, None) if asked is None else targets_of(asked, rows)
    return Demand(
        **rows.same_rows(),
        offered=offered,
        aht_seconds=aht,
        target_service_level=level,
        target_seconds=seconds,
    )


def _check_grid(table: Table, utc: Times, local: Times, queue: Ints, interval_minutes: int) -> None:
    second = utc.astype(np.int64)
    spacing = int(np.gcd.reduce(np.diff(np.unique(second)))) // 60 if len(np.unique(second)) > 1 else 0
    if spacing > interval_minutes:
        expected = f"rows {interval_minutes} minutes apart, as [centre] interval_minutes says"
        hint = "size it again with the plan's interval_minutes, or change the plan"
        raise InputError(Problem(table.file, expected, hint, value=f"rows {spacing} minutes apart"))
    off = np.flatnonzero((second - second.min()) % (interval_minutes * 60))
    for row in off.tolist():
        expected = f"a multiple of {interval_minutes} minutes after the first row"
        hint = "check [centre] interval_minutes"
        table.problems.add(table.line_numbers[row], "interval_start", str(local[row]), expected, hint)
    order = np.lexsort((second, queue))
    again = (np.diff(queue[order]) == 0) & (np.diff(second[order]) == 0)
    for row in order[1:][again].tolist():
        hint = "remove one of the rows, or name their queues"
        table.problems.add(
            table.line_numbers[row], "interval_start", str(local[row]), "each interval once", hint
        )


def _on_the_phones(heads: Floats, agents: Floats, people: People) -> Floats:
    """Agents that the heads put on the phones: as given, or by the people where that says nothing."""
    given = np.isfinite(agents) & (agents > 0) & (agents <= heads * (1 + ROUNDING))
    return np.where(given, agents, people.on_the_phones(heads))


def _added(demand: Demand, heads: Floats, agents: Floats, people: People) -> Need:
    """Sum the queues on the complete grid from the first interval to the last."""
    utc, zone, offered = demand.interval_start, demand.zone, demand.offered
    step = np.timedelta64(demand.interval_minutes, "m")
    grid = intervals(np.datetime64(utc.min()), np.datetime64(utc.max() + step), demand.interval_minutes)
    place = ((utc - grid[0]).astype("timedelta64[s]") // step.astype("timedelta64[s]")).astype(np.int64)

    def total(values: Floats) -> Floats:
        return np.bincount(place, weights=values, minlength=len(grid)).astype(np.float64)

    contacts = total(offered)
    busy = np.nan_to_num(contacts) > 0
    work = total(np.where(offered > 0, offered * demand.aht_seconds, 0.0))
    mean_aht = np.where(busy, work / np.where(busy, contacts, 1.0), np.nan)
    required = total(heads)
    share = np.divide(total(agents), required, out=np.full(len(grid), people.phone_share), where=required > 0)
    usual = np.abs(share - people.phone_share) <= ROUNDING
    share = np.where(usual, people.phone_share, np.minimum(share, 1.0))
    several = len(np.unique(demand.queue[offered > 0])) > 1
    return Need(
        interval_start=grid,
        utc_offset_minutes=zone.offset_minutes(grid),
        queue=np.zeros(len(grid), dtype=np.int64),
        queues=(ALL_QUEUES,),
        interval_minutes=demand.interval_minutes,
        timezone=zone.name,
        required=required,
        offered=contacts,
        aht_seconds=mean_aht,
        phone_share=share,
        by_queue=QueueNeeds(demand, place, heads, agents) if several else None,
        with_rows=np.bincount(place, minlength=len(grid)) > 0,
    )
