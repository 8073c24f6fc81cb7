"""A published run into the store: its rows take the place of those that the same moment of the plan had."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from staffing.errors import InputError, Problem, UsageError
from staffing.records.schedule import Summary
from staffing.records.trace import RunTrace
from staffing.store.connect import Store
from staffing.store.rows import Values, chunks, header_of, values_of
from staffing.store.schema import FURTHER, METADATA, RECORDS, RUN, RUN_FILE, RUN_INPUT
from staffing.tables.json_file import read_json
from staffing.tables.records import CODECS
from staffing.timegrid import Zone

CHUNK_ROWS = 5_000
ATTEMPTS = 3  # two runs of one moment may be written at once: the later one then finds the other's rows
_TOTALS = ("paid_hours", "objective_hours", "lower_bound_hours", "gap", "service_level")
_HOURS = ("under_agent_hours", "over_agent_hours")


class WrittenRun(NamedTuple):
    """Whether the store had no such run, and the file of another plan whose run of that moment it was."""

    is_new: bool
    other_plan: str | None = None


def write_run(store: Store, folder: Path, trace: RunTrace, plan: str | None) -> WrittenRun:
    """Write the run of that folder under the plan's name (None: its centre's), in one transaction.

    InputError where a file of it is damaged or the store refuses; the store is then as it was.
    """
    row = _run_row(folder, trace, plan)
    with store.faults():
        for _ in range(ATTEMPTS - 1):
            try:
                return _written(store, folder, trace, row)
            except sa.exc.IntegrityError:
                continue
        return _written(store, folder, trace, row)


def _written(store: Store, folder: Path, trace: RunTrace, row: dict[str, Any]) -> WrittenRun:
    same = (RUN.c.plan == row["plan"]) & (RUN.c.as_of == row["as_of"])
    with store.writing() as connection:
        query = sa.select(RUN.c.id, RUN.c.sha256, RUN.c.plan_file).where(same)
        before = connection.execute(query).one_or_none()
        if before is not None:
            if before.sha256 == row["sha256"]:
                return WrittenRun(is_new=False)
            _delete(connection, before.id)
        number = connection.execute(sa.insert(RUN), row).inserted_primary_key
        assert number is not None
        _insert(connection, number[0], folder, trace, row["timezone"])
    is_other = before is not None and before.plan_file != row["plan_file"]
    return WrittenRun(is_new=True, other_plan=before.plan_file if before is not None and is_other else None)


def _delete(connection: sa.Connection, number: int) -> None:
    """A run with all its rows, whether or not the database knows how to cascade."""
    for table in reversed(METADATA.sorted_tables):
        column = RUN.c.id if table is RUN else table.c.run_id
        connection.execute(sa.delete(table).where(column == number))


def _run_row(folder: Path, trace: RunTrace, plan: str | None) -> dict[str, Any]:
    text = (folder / "run.json").read_text(encoding="utf-8")
    file = folder / "summary.json"
    summary = read_json(Summary, file, expected="the totals of a run", hint="run staffing plan again")
    centre = trace.centre
    if centre is None:
        name = str(folder / "run.json")
        raise InputError(Problem(name, "the plan of a run", "run staffing plan again", column="plan"))
    zone = Zone(centre.timezone)
    return {
        "plan": plan or centre.name,
        "as_of": _as_of(zone, trace, folder),
        "name": folder.resolve().name.partition(".")[0],
        "timezone": zone.name,
        "interval_minutes": centre.interval_minutes,
        "version": trace.version,
        "started": _moment(trace.started),
        "ended": _moment(trace.ended),
        "ended_by": trace.ended_by or None,
        "plan_file": trace.options["plan"],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        **{name: getattr(summary, name) for name in (*_TOTALS, *_HOURS)},
        "run_json": text,
        "summary_json": file.read_text(encoding="utf-8"),
    }


def _as_of(zone: Zone, trace: RunTrace, folder: Path) -> dt.datetime:
    try:
        moment = zone.parse("run.json: as_of", trace.as_of)
    except UsageError as error:
        expected = "the moment of the run"
        raise InputError(
            Problem(str(folder / "run.json"), expected, error.hint, column="as_of", value=trace.as_of)
        ) from None
    return dt.datetime.fromisoformat(str(moment))


def _moment(text: str) -> dt.datetime | None:
    """UTC of an ISO 8601 text with an offset; None of another text, which only a damaged run has."""
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):  # the latter of a year that UTC puts before 1 or after 9999
        return None


def _insert(connection: sa.Connection, number: int, folder: Path, trace: RunTrace, zone: str) -> None:
    inputs = [
        {
            "run_id": number,
            "place": place,
            **{key: one.get(key) for key in ("path", "bytes", "sha256", "query")},
        }
        for place, one in enumerate(trace.inputs)
    ]
    if inputs:
        connection.execute(sa.insert(RUN_INPUT), inputs)
    for record in RECORDS:
        if (folder / f"{record}.csv").exists():
            _insert_record(connection, number, record, folder / f"{record}.csv", zone)


def _insert_record(connection: sa.Connection, number: int, record: str, file: Path, zone: str) -> None:
    """The rows of a file, and what the file was."""
    codec, target = CODECS[record], RECORDS[record]
    table = codec.table(file).in_zone(zone)
    header = header_of(table, codec)
    columns = {name: values_of(table, codec, name) for name in header}
    table.problems.raise_if_any()
    about = {
        "run_id": number,
        "record": record,
        "rows": len(table),
        "header": ",".join(header),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    connection.execute(sa.insert(RUN_FILE), about)
    own: dict[str, Values] = {"run_id": [number] * len(table), "place": list(range(len(table)))}
    for name in header:
        own |= {key: values for key, values in columns[name].items() if key in target.c}
    for rows in chunks(own, CHUNK_ROWS):
        connection.execute(sa.insert(target), rows)
    further = [name for name in header if name not in target.c]
    cells = [cell for name in further for cell in _cells(number, record, name, columns[name][name])]
    for start in range(0, len(cells), CHUNK_ROWS):
        connection.execute(sa.insert(FURTHER), cells[start : start + CHUNK_ROWS])


def _cells(number: int, record: str, name: str, values: Values) -> Iterator[dict[str, Any]]:
    """The cells of a column that the table of its record has none for."""
    for place, value in enumerate(values):
        if value is not None:
            is_number = isinstance(value, int | float)
            yield {
                "run_id": number,
                "record": record,
                "name": name,
                "place": place,
                "number": value if is_number else None,
                "moment": None if is_number else value,
            }
