"""The records that stand in files, in one list: a new one is one entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from staffing.records.adjustment import Adjustments
from staffing.records.by_person import ShiftsByPerson
from staffing.records.capacity import CapacityWeeks
from staffing.records.columns import Columns, IntervalRows
from staffing.records.coverage import Coverage
from staffing.records.explanation import Explanation
from staffing.records.forecast import Accuracy, DailyForecast, Forecast, quantile_name
from staffing.records.groups import GroupAgents, RoutedService
from staffing.records.history import HeadCounts, History, MonitoredContacts
from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.records.requirement import Requirement, SweepRows, Trunks
from staffing.records.roster import (
    AgentTotals,
    NamedShifts,
    RosterCoverage,
    RosterExceptions,
    RosterPast,
    Unfilled,
)
from staffing.records.schedule import ShiftPlan
from staffing.records.scorecard import Scorecard
from staffing.records.simulation import SimulatedDays, SimulatedIntervals
from staffing.records.stand_in import StandIns
from staffing.records.whatif import KeptDays, Variants
from staffing.records.work_by_interval import WorkByInterval
from staffing.tables import columns as layouts
from staffing.tables.by_person import by_person_columns
from staffing.tables.codec import Codec, Named
from staffing.tables.look import AS_STORED, Look
from staffing.tables.roster import RestCodec
from staffing.tables.scorecard import scorecard_columns
from staffing.tables.shifts import ShiftCodec
from staffing.tables.write import CHUNK_ROWS, Cells, write_csv, write_parts

R = TypeVar("R", bound=Columns)
_OWN_WORDS = frozenset({"interval_start", "queue", "offered", "aht_seconds"})
_MEASURES = frozenset(column.name for column in layouts.HISTORY) - _OWN_WORDS
_QUANTILE = re.compile(r"offered_p(\d{2,6})")


def _measure(header: str) -> str | None:
    """The word of a history that a header is; None for its own four, and for no word."""
    return header if header in _MEASURES else None


def _probability(header: str) -> float | None:
    """0.05 of `offered_p05`; None of another header, and of p10 and p90, which every forecast has."""
    digits = _QUANTILE.fullmatch(header)
    if digits is None or header in {"offered_p10", "offered_p90"}:
        return None
    probability = float(f"0.{digits[1]}")
    return probability if quantile_name(probability) == header else None


_QUANTILES = Named("quantiles", _probability)


@dataclass(frozen=True)
class OneWay:
    """A file for people, from which the record cannot be read back: it holds less, or rounds."""

    record: type[Any]
    layout: layouts.Layout
    columns: Callable[[Any], Mapping[str, Cells]]


CODECS: dict[str, Codec[Any]] = {
    "history": Codec(History, layouts.HISTORY, named=Named("measures", _measure)),
    "forecast": Codec(Forecast, layouts.FORECAST, named=_QUANTILES),
    "daily": Codec(DailyForecast, layouts.DAILY, {"date": "day"}, named=_QUANTILES),
    "requirement": Codec(Requirement, layouts.REQUIREMENT),
    "shifts": ShiftCodec(ShiftPlan, layouts.SHIFTS, may_be_empty=True),
    "coverage": Codec(Coverage, layouts.COVERAGE),
    "work": Codec(WorkByInterval, layouts.WORK),
    "adjustments": Codec(
        Adjustments,
        layouts.ADJUSTMENTS,
        {"agents": "people", "from": "begin", "to": "end"},
        may_be_empty=True,
    ),
    "backtest": Codec(Accuracy, layouts.BACKTEST),
    "capacity": Codec(CapacityWeeks, layouts.CAPACITY, {"week": "monday"}),
    "whatif": Codec(Variants, layouts.WHATIF),
    "whatif-kept": Codec(KeptDays, layouts.WHATIF_KEPT, {"date": "day"}),
    "simulation": Codec(SimulatedIntervals, layouts.SIMULATION),
    "simulation-days": Codec(SimulatedDays, layouts.SIMULATION_DAYS, {"date": "day"}),
    "groups": Codec(GroupAgents, layouts.GROUPS),
    "service": Codec(RoutedService, layouts.SERVICE),
    "roster": RestCodec(NamedShifts, layouts.ROSTER, may_be_empty=True),
    "roster-agents": Codec(AgentTotals, layouts.ROSTER_AGENTS),
    "roster-coverage": Codec(RosterCoverage, layouts.ROSTER_COVERAGE),
    "state": RestCodec(RosterPast, layouts.ROSTER_STATE, may_be_empty=True),
    "unfilled": Codec(Unfilled, layouts.UNFILLED, may_be_empty=True),
    "exceptions": Codec(RosterExceptions, layouts.EXCEPTIONS, may_be_empty=True),
    "stand-ins": Codec(StandIns, layouts.STAND_INS, may_be_empty=True),
    "leave-room": Codec(LeaveRoom, layouts.LEAVE_ROOM, may_be_empty=True),
    "leave-answers": Codec(LeaveAnswers, layouts.LEAVE_ANSWERS, may_be_empty=True),
    "lines": Codec(Trunks, layouts.LINES),
    "sweep": Codec(SweepRows, layouts.SWEEP),
    "quality": Codec(MonitoredContacts, layouts.QUALITY, {"date": "day"}),
    "leavers": Codec(HeadCounts, layouts.LEAVERS, {"date": "day"}),
}
FOR_PEOPLE: dict[str, OneWay] = {
    "explanation": OneWay(Explanation, layouts.EXPLANATION, Explanation.columns),
    "scorecard": OneWay(Scorecard, layouts.SCORECARD, scorecard_columns),
    "shifts-by-person": OneWay(ShiftsByPerson, layouts.SHIFTS_BY_PERSON, by_person_columns),
}
_COLUMNS: dict[type[Any], Callable[[Any], Mapping[str, Cells]]] = {
    **{codec.record: codec.columns for codec in CODECS.values()},
    **{table.record: table.columns for table in FOR_PEOPLE.values()},
}


def codec_of(record: type[R]) -> Codec[R]:
    """How records of that type stand in their file."""
    return next(codec for codec in CODECS.values() if codec.record is record)


def columns_of(record: Any) -> dict[str, Cells]:
    """Header → cells, as the file of the record, or of what it is a kind of, holds them."""
    return dict(_COLUMNS[_kind_of(record)](record))


def _kind_of(record: Any) -> type[Any]:
    """The record that has a file, of what may be a kind of it."""
    return next(kind for kind in type(record).__mro__ if kind in _COLUMNS)


def write_record(
    target: str | Path, record: Any, kept: Mapping[str, Cells] | None = None, look: Look = AS_STORED
) -> None:
    """Write a record as CSV; `-` is standard output. `kept` are columns of the input, put behind ours."""
    extras = kept or {}
    if isinstance(record, IntervalRows):
        write_parts(target, map(look.of, _in_parts(record, extras)))
    else:
        columns = columns_of(record)
        write_csv(target, look.of(columns | _others(extras, columns)))


def _in_parts(record: IntervalRows, kept: Mapping[str, Cells]) -> Iterator[dict[str, Cells]]:
    """The columns of some rows after the other: as text those of millions of rows would fill the memory."""
    codec = codec_of(_kind_of(record))
    left_out = codec.unknown(record)
    for start in range(0, max(len(record), 1), CHUNK_ROWS):
        rows = slice(start, min(start + CHUNK_ROWS, len(record)))
        columns = codec.columns_but(record.rows(np.arange(rows.start, rows.stop)), left_out)
        yield columns | {name: cells[rows] for name, cells in _others(kept, columns).items()}


def _others(kept: Mapping[str, Cells], columns: Mapping[str, Cells]) -> dict[str, Cells]:
    return {name: cells for name, cells in kept.items() if name.lower() not in columns}


def read_record(
    record: type[R], source: str | Path, timezone: str = "UTC", interval_minutes: int | None = None
) -> R:
    """A record as `write_record` wrote it; InputError names every bad cell."""
    return codec_of(record).read(source, timezone, interval_minutes)
