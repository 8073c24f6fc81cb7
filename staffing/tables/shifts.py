"""Shift files: one row per distinct shift and break placement, and how many people work it."""

from __future__ import annotations

import re

import numpy as np

from staffing.arrays import Ints, Times
from staffing.records.schedule import ShiftPlan
from staffing.tables.codec import Codec
from staffing.tables.columns import Column
from staffing.tables.table import Table
from staffing.tables.write import Cells

MOST_AGENTS = 1_000_000_000  # who work one shift
_REST_EDGE = re.compile(r"(lunch|break_[1-9]\d*)_(start|end)")


class ShiftCodec(Codec[ShiftPlan]):
    """A rest has columns for its start and its end, as a shift has; lunch even where nobody takes it."""

    def columns(self, record: ShiftPlan) -> dict[str, Cells]:
        """Header → cells; times in the plan's zone."""
        local = record.zone.iso
        cells: dict[str, Cells] = {} if record.group is None else {"group": record.group}
        cells |= {
            "pattern": record.pattern,
            "start": local(record.start),
            "end": local(record.end),
        }
        if "lunch" not in record.rest_names:
            cells |= {"lunch_start": [""] * len(record), "lunch_end": [""] * len(record)}
        for k, name in enumerate(record.rest_names):
            cells[f"{name}_start"] = local(record.rest_start[:, k])
            cells[f"{name}_end"] = local(record.rest_end[:, k])
        return cells | {"agents": record.agents, "paid_hours": record.paid_hours}

    def further(self, header: str) -> Column | None:
        """Any number of breaks."""
        return Column(header, "time") if _REST_EDGE.fullmatch(header) else None

    def record_of(self, table: Table) -> ShiftPlan:
        """The shifts; the rests are those that the header names, lunch where anybody takes one."""
        alone = np.arange(len(table))  # equal times of rows are the same moment, not the hour that repeats
        start, end = (table.some_moments(name, alone) for name in ("start", "end"))
        rests = [edge.removesuffix("_start") for edge in table.times if edge.endswith("_start")]
        if "lunch" in rests and table.times["lunch_start"].empty.all():
            rests.remove("lunch")
        edges = [[table.some_moments(f"{name}_{edge}", alone) for edge in ("start", "end")] for name in rests]
        for name, (begins, ends) in zip(rests, edges, strict=True):
            _check_rest(table, name, (begins, ends), (start, end))
        by_rest = len(rests), len(table)
        rest_start = np.array([begins for begins, _ in edges], dtype="datetime64[s]").reshape(by_rest)
        rest_minutes = np.array([_minutes(*both) for both in edges], dtype=np.int64).reshape(by_rest)
        return ShiftPlan(
            pattern=np.array(table.texts["pattern"], dtype=np.str_),
            start=start,
            length_minutes=_minutes(start, end),
            rest_start=rest_start.T,
            rest_minutes=rest_minutes.T,
            agents=_agents(table),
            paid_hours=table.number("paid_hours"),
            rest_names=tuple(rests),
            timezone=table.zone.name,
            group=np.array(table.texts["group"], dtype=np.str_) if "group" in table.texts else None,
        )


def _check_rest(table: Table, name: str, rest: tuple[Times, Times], shift: tuple[Times, Times]) -> None:
    """A rest has a start and a later end, and both lie in the shift."""
    (begins, ends), (start, end) = rest, shift
    has_start, has_end = ~np.isnat(begins), ~np.isnat(ends)
    outside = (begins < start) | (begins >= end)  # False where one is not known
    backward = ~outside & ((ends <= begins) | (ends > end))
    both = "start and end of a rest, or neither"
    for edge, rows, moments, expected, hint in (
        ("start", outside, begins, "a start within the shift", "is it the right day?"),
        ("start", has_end & ~has_start, begins, both, "leave both empty for no rest"),
        ("end", has_start & ~has_end, ends, both, "leave both empty for no rest"),
        ("end", backward, ends, "an end after the rest's start, within the shift", "is it the right day?"),
    ):
        found = np.flatnonzero(rows).tolist()
        texts = table.zone.iso(moments[rows])
        for row, text in zip(found, texts, strict=True):
            table.problems.add(int(table.line_numbers[row]), f"{name}_{edge}", text, expected, hint)


def _agents(table: Table) -> Ints:
    """How many work each shift; beyond `MOST_AGENTS` is a problem, as no such integer may exist."""
    agents = np.nan_to_num(table.number("agents"))
    for row in np.flatnonzero(agents > MOST_AGENTS).tolist():
        expected, hint = f"at most {MOST_AGENTS:,} agents", "correct the number"
        table.problems.add(int(table.line_numbers[row]), "agents", f"{agents[row]:.0f}", expected, hint)
    return np.minimum(agents, MOST_AGENTS).astype(np.int64)


def _minutes(start: Times, end: Times) -> Ints:
    """Whole minutes between; 0 where there is no rest."""
    length = (end - start).astype("timedelta64[m]")
    return np.where(np.isnat(length), np.timedelta64(0, "m"), length).astype(np.int64)
