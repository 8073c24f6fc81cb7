"""The tables of the store. Those of records have the columns of their files, from `tables/columns.py`.

`docs/reference/store.md` is tested to list exactly these columns, the migrations to make exactly
these tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from staffing.tables.codec import Codec
from staffing.tables.columns import INTERVAL_START
from staffing.tables.columns import Column as FileColumn
from staffing.tables.records import CODECS

STORED = ("forecast", "requirement", "shifts", "coverage")  # a new record: its name here, and a migration
OFFSET = "utc_offset_minutes"
VERSION_TABLE = "store_version"

METADATA = sa.MetaData()
Kind = sa.types.TypeEngine[Any]
NAME = sa.Text().with_variant(sa.String(255), "mysql", "mariadb")  # which cannot index texts of any length


class UtcTime(sa.types.TypeDecorator[dt.datetime]):
    """A moment in UTC: without a zone in Python, and in databases that have no type for it."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """A server is told that it is UTC, whatever the zone of its session."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace(tzinfo=dt.UTC)

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - the base class's signature
    ) -> dt.datetime | None:
        """A server answers in the zone of its session."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(dt.UTC).replace(tzinfo=None)


def _own(name: str, kind: Kind, meaning: str, *, known: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=not known, doc=meaning)


def _of_run(*, first: bool = True) -> sa.Column[int]:
    """The run that a row belongs to."""
    return sa.Column(
        "run_id", sa.Integer, sa.ForeignKey("run.id", ondelete="CASCADE"), primary_key=first, doc="`run.id`"
    )


def _key(name: str, kind: Kind, meaning: str) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False, doc=meaning)


RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, doc="number of the run in this store"),
    _own("plan", NAME, "`[store] name` of the plan, else `[centre] name`", known=True),
    _own("as_of", UtcTime(), "the moment the run was made for", known=True),
    _own("name", sa.Text(), "of the run directory, such as `2026-11-16`", known=True),
    _own("timezone", sa.Text(), "the centre's", known=True),
    _own("interval_minutes", sa.Integer(), "of forecast, requirement and coverage", known=True),
    _own("version", sa.Text(), "of `staffing`"),
    _own("started", UtcTime(), "when the run began"),
    _own("ended", UtcTime(), "when it ended"),
    _own("ended_by", sa.Text(), "what ended the search: `optimal`, `gap`, `work` or `time`"),
    _own("plan_file", sa.Text(), "path of the plan"),
    _own("sha256", sa.Text(), "of `run.json`: a run that is there already is not written again", known=True),
    _own("paid_hours", sa.Double(), "this and the next six as in `summary.json`"),
    _own("objective_hours", sa.Double(), "paid hours weighted by cost"),
    _own("lower_bound_hours", sa.Double(), "least that is proven possible"),
    _own("gap", sa.Double(), "between the two, as a fraction"),
    _own("service_level", sa.Double(), "predicted, over all contacts"),
    _own("under_agent_hours", sa.Double(), "heads short × hours"),
    _own("over_agent_hours", sa.Double(), "heads over × hours"),
    _own(
        "run_json", sa.Text(), "`run.json` as published, with the plan; passwords are not in it", known=True
    ),
    _own("summary_json", sa.Text(), "`summary.json` as published", known=True),
    sa.UniqueConstraint("plan", "as_of", name="run_plan_as_of"),
)

RUN_INPUT = sa.Table(
    "run_input",
    METADATA,
    _of_run(),
    _key("place", sa.Integer(), "position among the inputs, from 0"),
    _own("path", sa.Text(), "of the file; of a database its URL without the password", known=True),
    _own("bytes", sa.BigInteger(), "size of the file"),
    _own("sha256", sa.Text(), "of the file"),
    _own("query", sa.Text(), "what a database was asked"),
)

RUN_FILE = sa.Table(
    "run_file",
    METADATA,
    _of_run(),
    _key("record", NAME, "the record, which is the name of its table"),
    _own("rows", sa.Integer(), "how many it has", known=True),
    _own("header", sa.Text(), "its columns in their order, with commas", known=True),
    _own("sha256", sa.Text(), "of the file", known=True),
)

FURTHER = sa.Table(
    "further",
    METADATA,
    _of_run(),
    _key("record", NAME, "the record whose file has the column"),
    _key("name", NAME, "of the column: `break_2_start`, `offered_p05`, …"),
    _key("place", sa.Integer(), "the row, as in the record's table"),
    _own("number", sa.Double(), "its number"),
    _own("moment", UtcTime(), "its time"),
)


def _typed(column: FileColumn) -> sa.Column[Any]:
    """A file's column as a table's. Nothing is demanded of it: the file has been checked."""
    kinds: dict[str, Kind] = {"text": sa.Text(), "time": UtcTime(), "number": sa.Double()}
    if column.whole:
        kinds |= {"time": sa.Date(), "number": sa.BigInteger()}
    return _own(column.name, kinds[column.kind], column.meaning)


def _columns(codec: Codec[Any]) -> Iterator[sa.Column[Any]]:
    for column in codec.layout:
        yield _typed(column)
        if column == INTERVAL_START:
            yield _own(OFFSET, sa.Integer(), "minutes that local time is ahead of UTC then")


RECORDS: dict[str, sa.Table] = {
    name: sa.Table(
        name,
        METADATA,
        _of_run(),
        _key("place", sa.Integer(), "position of the row in its file, from 0"),
        *_columns(CODECS[name]),
    )
    for name in STORED
}
