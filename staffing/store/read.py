"""The runs of a store, and their records as their files held them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import sqlalchemy as sa

from staffing.errors import InputError, Problem
from staffing.records.columns import Columns
from staffing.store.rows import TableOfRows, column_of
from staffing.store.schema import FURTHER, OFFSET, RECORDS, RUN, RUN_FILE
from staffing.tables.columns import INTERVAL_START
from staffing.tables.records import CODECS

R = TypeVar("R", bound=Columns)
PLAYED = "simulated_service_level"


@dataclass(frozen=True)
class StoredRun:
    """A run in a store whose connection is open; `store` is how messages call the database."""

    connection: sa.Connection
    store: str
    id: int
    plan: str
    as_of: np.datetime64
    name: str
    timezone: str
    interval_minutes: int
    version: str | None
    run_json: str
    summary_json: str

    def __str__(self) -> str:
        return f"{self.store}, {self.plan}, {self.name}"

    def text(self, file: str) -> str:
        """`run.json` or `summary.json` as it was published."""
        return {"run.json": self.run_json, "summary.json": self.summary_json}[file]

    def file(self, file: str) -> str:
        """How messages call one of its files."""
        return f"{self}, {file}"

    def record(self, kind: type[R], zone: str, interval_minutes: int | None = None) -> R:  # noqa: ARG002
        """A record of the run, in the zone and with the interval that the store knows of it."""
        with _undamaged(str(self)):
            return _record(self, kind)


def stored_runs(connection: sa.Connection, store: str, plan: str | None = None) -> list[StoredRun]:
    """The runs of a plan, of all plans where none is named, oldest first."""
    names = [item.name for item in fields(StoredRun)][2:]
    query = sa.select(*(RUN.c[name] for name in names)).order_by(RUN.c.plan, RUN.c.as_of)
    if plan is not None:
        query = query.where(RUN.c.plan == plan)
    with _undamaged(store):
        return [
            StoredRun(connection, store, **(dict(row) | {"as_of": np.datetime64(row["as_of"], "s")}))
            for row in connection.execute(query).mappings()
        ]


def run_totals(connection: sa.Connection) -> list[dict[str, Any]]:
    """Of each run its plan, moment and totals, and the rows of its records by their names; oldest first."""
    totals = (RUN.c.plan, RUN.c.name, RUN.c.version, RUN.c.ended_by, RUN.c.paid_hours, RUN.c.service_level)
    query = sa.select(RUN.c.id, *totals, RUN.c.summary_json).order_by(RUN.c.plan, RUN.c.as_of)
    counts: dict[int, dict[str, int]] = {}
    for number, record, rows in connection.execute(
        sa.select(RUN_FILE.c.run_id, RUN_FILE.c.record, RUN_FILE.c.rows)
    ):
        counts.setdefault(number, {})[record] = rows
    return [
        {"plan": row["plan"], "run": row["name"], **{c.name: row[c.name] for c in totals[2:]}}
        | {PLAYED: json.loads(row["summary_json"] or "{}").get(PLAYED)}
        | {record: counts.get(row["id"], {}).get(record, 0) for record in RECORDS}
        for row in connection.execute(query).mappings()
    ]


@contextmanager
def _undamaged(store: str) -> Iterator[None]:
    """InputError where what is read is no text, time or number that was ever written: a disk or a person."""
    try:
        yield
    except (ValueError, TypeError, IndexError, OverflowError) as fault:
        hint = "bring back a copy of the database, or push the run directories into a new one"
        raise InputError(Problem(store, f"a store that is not damaged ({fault})", hint)) from None


def _record(run: StoredRun, record: type[R]) -> R:
    """A record of a run; InputError where the run has none."""
    connection = run.connection
    name = next(name for name in RECORDS if CODECS[name].record is record)
    codec, source = CODECS[name], RECORDS[name]
    about = connection.execute(
        sa.select(RUN_FILE.c.rows, RUN_FILE.c.header).where(
            (RUN_FILE.c.run_id == run.id) & (RUN_FILE.c.record == name)
        )
    ).one_or_none()
    if about is None:
        raise InputError(Problem(str(run), f"a run with {name}", "push the run again: staffing store push"))
    header: list[str] = about.header.split(",")
    own = [column for column in source.c if column.name in {*header, OFFSET}]
    rows = connection.execute(sa.select(*own).where(source.c.run_id == run.id).order_by(source.c.place)).all()
    values: dict[str, Sequence[Any]] = {column.name: [row[k] for row in rows] for k, column in enumerate(own)}
    whole = TableOfRows(f"{run}, {name}", about.rows, run.timezone, run.interval_minutes)
    for column_name in header:
        column = column_of(codec, column_name)
        cells = values.get(column_name)
        if cells is None:
            cells = _further(connection, run.id, name, column_name, about.rows)
        whole.add(column, cells, values[OFFSET] if column == INTERVAL_START else None)
    found: R = codec.record_of(whole.table)
    return found


def _further(connection: sa.Connection, number: int, record: str, name: str, rows: int) -> list[Any]:
    """The cells of a column that the table of its record has none for; None where unknown."""
    cells: list[Any] = [None] * rows
    query = sa.select(FURTHER.c.place, FURTHER.c.number, FURTHER.c.moment).where(
        (FURTHER.c.run_id == number) & (FURTHER.c.record == record) & (FURTHER.c.name == name)
    )
    for place, as_number, moment in connection.execute(query):
        cells[place] = moment if as_number is None else as_number
    return cells
