"""Parquet files as rows (extra `duckdb`): a column's name is its header."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.tables.answers import answer_rows
from staffing.tables.extras import library
from staffing.tables.rows import Rows
from staffing.tables.source import STANDARD, display_name


@contextmanager
def parquet_rows(source: str | Path) -> Iterator[Rows]:
    """The rows of one file, streamed."""
    name = display_name(source)
    if str(source) == STANDARD:
        raise InputError(
            Problem(name, "a path", "Parquet is read from its end: it cannot come through a pipe")
        )
    duckdb = library("duckdb", name, "which reads Parquet")
    connection = duckdb.connect()
    try:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(source)])
        yield answer_rows(name, [column[0] for column in cursor.description], cursor.fetchmany)
    except duckdb.Error as fault:
        expected = f"a readable Parquet file ({str(fault).splitlines()[0]})"
        raise InputError(Problem(name, expected, "write the file again")) from None
    finally:
        connection.close()
