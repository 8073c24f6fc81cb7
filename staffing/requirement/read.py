"""Read what is to be staffed from CSV: a forecast, or any table with its columns and overrides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Texts
from staffing.errors import UsageError
from staffing.queueing.patience_laws import PATIENCE_LAWS, law_class, law_code
from staffing.queueing.patience_laws.law import allowed, wanted
from staffing.records.columns import ALL_QUEUES, IntervalRows
from staffing.records.demand import Demand
from staffing.records.service_target import parse_target
from staffing.tables.columns import DEMAND, STAFFED, Layout
from staffing.tables.database_url import is_database
from staffing.tables.interval_rows import interval_rows
from staffing.tables.open import open_rows
from staffing.tables.read import read_csv
from staffing.tables.source import STANDARD
from staffing.tables.table import Table
from staffing.tables.write import Cells

OVERRIDES = [column.name for column in DEMAND[4:]]

SHORTEST_SECONDS = 5.0  # no contact that people answer takes less on average


@dataclass(frozen=True, eq=False)
class DemandFile:
    """A demand with what its file also holds: agents, where asked for, extra columns, and notes."""

    demand: Demand
    agents: Floats
    kept: Mapping[str, Cells]
    notes: tuple[str, ...]

    def of_queues(self, is_asked: Callable[[str], bool]) -> DemandFile:
        """The rows of those queues alone."""
        demand = self.demand
        asked = np.array([is_asked(name) for name in demand.queues or (ALL_QUEUES,)])[demand.queue]
        rows = np.flatnonzero(asked)
        kept = {name: np.asarray(cells)[rows] for name, cells in self.kept.items()}
        return replace(self, demand=demand.rows(rows), agents=self.agents[rows], kept=kept)


def is_demand(source: str | Path) -> bool:
    """Whether a file has the columns that rows to be staffed need; `-` is taken for one that has."""
    if str(source) == STANDARD or is_database(source):
        return str(source) == STANDARD
    with open_rows(source) as rows:
        head = rows.head(1)
    words = {cell.strip().lower() for cell in head[0][1]} if head else set()
    return {"interval_start", "aht_seconds"} <= words or not head


def read_demand(source: str | Path, *, timezone: str, interval_minutes: int) -> DemandFile:
    """Rows for `size`, in file order, none where a header is alone; InputError names every bad cell."""
    return _read(source, DEMAND, timezone, interval_minutes, may_be_empty=True)


def read_staffed(source: str | Path, *, timezone: str, interval_minutes: int) -> DemandFile:
    """Rows for `evaluate`: the same with agents."""
    return _read(source, STAFFED, timezone, interval_minutes)


def _read(
    source: str | Path, layout: Layout, timezone: str, interval_minutes: int, *, may_be_empty: bool = False
) -> DemandFile:
    table = read_csv(source, layout, keep_extras=True, may_be_empty=may_be_empty).in_zone(timezone)
    rows = interval_rows(table, interval_minutes)
    _require_handle_times(table)
    service_level, seconds = _targets(table)
    law = _laws(table)
    _require_some_patience(table)
    _require_fitting_parameters(table, law)
    _require_ordered_range(table)
    table.problems.raise_if_any()
    demand = Demand(
        **rows.same_rows(),
        offered=table.number("offered"),
        aht_seconds=table.number("aht_seconds"),
        offered_p10=table.numbers.get("offered_p10"),
        offered_p90=table.numbers.get("offered_p90"),
        target_service_level=service_level,
        target_seconds=seconds,
        patience_seconds=table.numbers.get("patience_seconds"),
        patience_law=law,
        patience_parameter=table.numbers.get("patience_parameter"),
        lines=table.numbers.get("lines"),
    )
    notes = (*_spacing_note(rows, table.file), *_short_handle_times(table))
    return DemandFile(demand, table.number("agents"), _kept(table), notes)


def _kept(table: Table) -> dict[str, Cells]:
    """The rows' own overrides and all columns that are not ours, to stand in the output too."""
    own: dict[str, Cells] = {}
    for name in OVERRIDES:
        if name in table.numbers:
            own[name] = table.numbers[name]
        elif name in table.texts:
            own[name] = table.texts[name]
    return {**own, **table.extras}


def _require_handle_times(table: Table) -> None:
    """Contacts without a handle time cannot be staffed."""
    missing = (table.number("offered") > 0) & ~(table.number("aht_seconds") > 0)
    if "aht_seconds" not in table.numbers and missing.any():
        hint = "add the column; `staffing forecast --aht SECONDS` fills it"
        table.problems.add(1, "aht_seconds", None, "a column named aht_seconds", hint)
        return
    aht = table.number("aht_seconds")
    for row in np.flatnonzero(missing).tolist():
        line, hint = int(table.line_numbers[row]), "give the average seconds a contact takes"
        if not table.problems.is_told(line, "aht_seconds"):
            found = "" if np.isnan(aht[row]) else f"{aht[row]:g}"
            table.problems.add(line, "aht_seconds", found, "a handle time where contacts are offered", hint)


def _short_handle_times(table: Table) -> tuple[str, ...]:
    """A question where contacts take no time to speak of: minutes, most often."""
    aht = table.number("aht_seconds")
    short = (table.number("offered") > 0) & (aht > 0) & (aht < SHORTEST_SECONDS)
    if not short.any():
        return ()
    row = int(np.argmax(short))
    return (
        f"{table.file}: aht_seconds is below {SHORTEST_SECONDS:g} in {short.sum()} rows, first in line "
        f"{table.line_numbers[row]} ({aht[row]:g}): is it in minutes? They are used as they are",
    )


def _require_some_patience(table: Table) -> None:
    """A mean patience of 0 is no law: who does not wait at all is blocked, or part of a patience curve."""
    for row in np.flatnonzero(table.number("patience_seconds") == 0).tolist():
        hint = "leave the cell empty for the option's, or give seconds such as 180"
        table.problems.add(table.line_numbers[row], "patience_seconds", "0", "more than 0 seconds", hint)


def _require_fitting_parameters(table: Table, law: Texts | None) -> None:
    """A row that names its law and its parameter: the one must be within the bounds of the other."""
    parameter = table.numbers.get("patience_parameter")
    if law is None or parameter is None:
        return
    takers = PATIENCE_LAWS.keys() - {"exponential", "empirical"}
    for name in sorted(takers & set(law.tolist())):
        rule = law_class(law_code(name))
        given = (law == name) & ~np.isnan(parameter)
        for row in np.flatnonzero(given & ~allowed(rule, parameter)).tolist():
            value = f"{parameter[row]:g}"
            hint = "leave the cell empty for the option's (--patience-parameter)"
            table.problems.add(table.line_numbers[row], "patience_parameter", value, wanted(rule), hint)


def _require_ordered_range(table: Table) -> None:
    """The lower end of a forecast's range above its upper end: the columns were mistaken."""
    low, high = table.numbers.get("offered_p10"), table.numbers.get("offered_p90")
    if low is None or high is None:
        return
    for row in np.flatnonzero(low > high).tolist():
        expected = f"at most offered_p90, which is {high[row]:g}"
        hint = "look whether the two columns were exchanged"
        table.problems.add(table.line_numbers[row], "offered_p10", f"{low[row]:g}", expected, hint)


def _targets(table: Table) -> tuple[Floats | None, Floats | None]:
    """The rows' own targets, NaN where the option holds."""
    texts = table.texts.get("target")
    if texts is None:
        return None, None
    parsed: dict[str, tuple[float, float]] = {"": (np.nan, np.nan)}
    wrong: dict[str, UsageError] = {}
    for text in dict.fromkeys(texts):
        try:
            parsed.setdefault(text, parse_target(text) if text else (np.nan, np.nan))
        except UsageError as error:
            wrong[text] = error
    for row, text in enumerate(texts):
        if text in wrong:
            table.problems.add(
                table.line_numbers[row], "target", text, "a target such as 80/20", wrong[text].hint
            )
    pairs = np.array([parsed.get(text, (np.nan, np.nan)) for text in texts])
    return pairs[:, 0], pairs[:, 1]


def _laws(table: Table) -> Texts | None:
    """The rows' own patience laws, empty where the option holds."""
    texts = table.texts.get("patience_law")
    if texts is None:
        return None
    names = [text.lower() for text in texts]
    for row in [row for row, name in enumerate(names) if name and name not in PATIENCE_LAWS]:
        hint = f"choose {', '.join(PATIENCE_LAWS)}"
        table.problems.add(table.line_numbers[row], "patience_law", texts[row], "a law of patience", hint)
    return np.array(names, dtype=np.str_)


def _spacing_note(rows: IntervalRows, file: str) -> tuple[str, ...]:
    """Hourly rows sized as half-hours would need twice the agents: say so."""
    first, minutes = rows.interval_start[rows.queue == rows.queue[:1]], rows.interval_minutes
    steps = np.diff(np.unique(first)).astype(np.int64) // 60
    if not len(steps) or steps.min() == minutes:
        return ()
    return (
        f"{file}: rows are {steps.min()} minutes apart but are taken as intervals of {minutes} "
        "minutes (--interval-minutes)",
    )
