"""Roster files: shifts with names, and the past in the same columns; any number of breaks."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from staffing.arrays import Times
from staffing.records.roster import NamedShifts, RosterPast
from staffing.tables.codec import Codec
from staffing.tables.columns import Column
from staffing.tables.table import Table
from staffing.tables.write import Cells

_REST_EDGE = re.compile(r"(lunch|break_[1-9]\d*)_(start|end)")


def rest_column(header: str) -> Column | None:
    """What the header of a rest means; None: it is of none."""
    return Column(header, "time") if _REST_EDGE.fullmatch(header) else None


def rests_of(table: Table) -> tuple[tuple[str, ...], Times, Times]:
    """The rests that a header names, and (row, rest) their starts and ends."""
    alone = np.arange(len(table))
    edges = [match for name in table.times if (match := _REST_EDGE.fullmatch(name)) is not None]
    names = tuple(match[1] for match in edges if match[2] == "start")
    shape = len(table), len(names)
    start, end = (
        np.array([table.some_moments(f"{name}_{edge}", alone) for name in names], dtype="datetime64[s]")
        for edge in ("start", "end")
    )
    return names, start.reshape(shape[::-1]).T, end.reshape(shape[::-1]).T


class NamedShiftCodec(Codec[NamedShifts]):
    """A rest has columns for its start and its end; lunch even where nobody takes it."""

    def columns(self, record: NamedShifts) -> dict[str, Cells]:
        """Header → cells; times in the zone."""
        iso = record.zone.iso
        return {
            "agent": record.agent,
            "group": record.group,
            "date": record.date.astype("datetime64[D]").astype(str),
            "pattern": record.pattern,
            "start": iso(record.start),
            "end": iso(record.end),
            **_rest_cells(record),
            "paid_hours": record.paid_hours,
        }

    def further(self, header: str) -> Column | None:
        """Any number of breaks."""
        return rest_column(header)

    def record_of(self, table: Table) -> NamedShifts:
        """The shifts; the rests are those that the header names."""
        alone = np.arange(len(table))
        names, starts, ends = rests_of(table)
        return NamedShifts(
            agent=_texts(table, "agent"),
            group=_texts(table, "group"),
            date=table.times["date"].days,
            pattern=_texts(table, "pattern"),
            start=table.some_moments("start", alone),
            end=table.some_moments("end", alone),
            rest_start=starts,
            rest_end=ends,
            paid_hours=table.number("paid_hours"),
            rest_names=names,
            timezone=table.zone.name,
        )


class RosterPastCodec(Codec[RosterPast]):
    """Written to be read again by the next roster (`staffing.roster.files.state`)."""

    def columns(self, record: RosterPast) -> dict[str, Cells]:
        """Header → cells; times in the zone."""
        iso = record.zone.iso
        return {
            "agent": record.agent,
            "date": record.date.astype("datetime64[D]").astype(str),
            "kind": record.kind,
            "start": iso(record.start),
            "end": iso(record.end),
            "pattern": record.pattern,
            "paid_hours": record.paid_hours,
            "group": record.group,
            **_rest_cells(record),
        }

    def further(self, header: str) -> Column | None:
        """Any number of breaks."""
        return rest_column(header)


def _rest_cells(record: NamedShifts | RosterPast) -> dict[str, Cells]:
    cells: dict[str, Cells] = {}
    if "lunch" not in record.rest_names:
        cells |= {"lunch_start": [""] * len(record), "lunch_end": [""] * len(record)}
    for k, name in enumerate(record.rest_names):
        cells[f"{name}_start"] = record.zone.iso(record.rest_start[:, k])
        cells[f"{name}_end"] = record.zone.iso(record.rest_end[:, k])
    return cells


def _texts(table: Table, name: str) -> np.ndarray[Any, np.dtype[np.str_]]:
    return np.array(table.texts.get(name, [""] * len(table)), dtype=np.str_)
