"""Roster files: shifts with names, and the past in the same columns; any number of breaks."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import numpy as np

from staffing.arrays import Times
from staffing.records.roster import NamedShifts, RosterPast, rest_order
from staffing.tables.codec import Codec
from staffing.tables.columns import Column
from staffing.tables.table import Table
from staffing.tables.write import Cells

R = TypeVar("R", bound=NamedShifts | RosterPast)
_REST_EDGE = re.compile(r"(lunch|break_[1-9]\d*)_(start|end)")


def rest_column(header: str) -> Column | None:
    """What the header of a rest means; None: it is of none."""
    return Column(header, "time") if _REST_EDGE.fullmatch(header) else None


def rests_of(table: Table) -> tuple[tuple[str, ...], Times, Times]:
    """The rests that a header names, and (row, rest) their starts and ends; lunch where anybody takes one."""
    edges = [match for name in table.times if (match := _REST_EDGE.fullmatch(name)) is not None]
    lunch = [table.times[edge[0]] for edge in edges if edge[1] == "lunch"]
    rests = {edge[1] for edge in edges if edge[2] == "start"}
    if all(cells.empty.all() for cells in lunch):
        rests.discard("lunch")
    names = tuple(sorted(rests, key=rest_order))
    alone = np.arange(len(table))  # equal times of rows are the same moment, not the hour that repeats
    start, end = (
        np.array([table.some_moments(f"{name}_{edge}", alone) for name in names], dtype="datetime64[s]")
        for edge in ("start", "end")
    )
    by_rest = len(names), len(table)
    return names, start.reshape(by_rest).T, end.reshape(by_rest).T


class RestCodec(Codec[R]):
    """A rest has columns for its start and its end; lunch even where nobody takes it."""

    def columns(self, record: R) -> dict[str, Cells]:
        """Header → cells; times in the zone, all rests where the layout has the first."""
        own, rests = super().columns(record), _rest_cells(record)
        cells: dict[str, Cells] = {}
        for column in self.layout:
            if _REST_EDGE.fullmatch(column.name):
                cells |= rests
            else:
                cells[column.name] = own[column.name]
        return cells

    def further(self, header: str) -> Column | None:
        """Any number of breaks."""
        return rest_column(header)

    def _of_rows(self, table: Table) -> dict[str, Any]:
        names, start, end = rests_of(table)
        rests = {"rest_names": names, "rest_start": start, "rest_end": end}
        return super()._of_rows(table) | rests


def _rest_cells(record: NamedShifts | RosterPast) -> dict[str, Cells]:
    cells: dict[str, Cells] = {}
    if "lunch" not in record.rest_names:
        cells |= {"lunch_start": [""] * len(record), "lunch_end": [""] * len(record)}
    for k, name in enumerate(record.rest_names):
        cells[f"{name}_start"] = record.zone.iso(record.rest_start[:, k])
        cells[f"{name}_end"] = record.zone.iso(record.rest_end[:, k])
    return cells
