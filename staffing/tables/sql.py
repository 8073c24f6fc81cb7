"""A database's answer as rows: SQLite by the standard library, DuckDB by its own, the rest by SQLAlchemy.

| URL | reads through | extra |
|---|---|---|
| `sqlite:///path` | sqlite3 (standard library), read-only | none |
| `duckdb:///path` | duckdb, read-only | `duckdb` |
| `postgresql://user:password@host/database` | SQLAlchemy and psycopg | `sql` |
| `mysql://user:password@host/database` | SQLAlchemy and PyMySQL | `sql` |

Any other SQLAlchemy URL works where its driver is installed. A query answers with the columns of the
format, under their names; it is streamed. Passwords never appear in messages (`database_url.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.tables.answers import answer_rows
from staffing.tables.database_url import file_of, without_password
from staffing.tables.engine import engine_of, refused
from staffing.tables.extras import library
from staffing.tables.rows import Rows


@contextmanager
def database_rows(url: str, query: str | None) -> Iterator[Rows]:
    """The answer to `query`, header first; `line` counts the header as 1."""
    name = without_password(url)
    if not query:
        hint = 'add query = "SELECT interval_start, queue, offered FROM …" to [history], or --query'
        raise InputError(Problem(name, "a query", hint))
    scheme = url.partition("://")[0]
    reader = {"sqlite": _sqlite, "duckdb": _duckdb}.get(scheme, _server)
    with reader(url, query, name) as rows:
        yield rows


def _existing_file(url: str, name: str) -> str:
    path = file_of(url)
    if path is None or not Path(path).is_file():
        raise InputError(Problem(name, "an existing database file", "three slashes, then the path"))
    return path


@contextmanager
def _sqlite(url: str, query: str, name: str) -> Iterator[Rows]:
    uri = Path(_existing_file(url, name)).resolve().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        cursor = connection.execute(query)
        if cursor.description is None:
            raise InputError(Problem(name, "a query that answers with rows", "begin it with SELECT"))
        yield answer_rows(name, [column[0] for column in cursor.description], cursor.fetchmany)
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise refused(url, fault) from None
    finally:
        connection.close()


@contextmanager
def _duckdb(url: str, query: str, name: str) -> Iterator[Rows]:
    duckdb = library("duckdb", name, "which reads DuckDB files")
    path = _existing_file(url, name)
    try:
        with duckdb.connect(path, read_only=True) as connection:
            cursor = connection.execute(query)
            yield answer_rows(name, [column[0] for column in cursor.description], cursor.fetchmany)
    except duckdb.Error as fault:
        raise refused(url, fault) from None


@contextmanager
def _server(url: str, query: str, name: str) -> Iterator[Rows]:
    sqlalchemy = library("sqlalchemy", name, "which talks to databases")
    engine = engine_of(url)
    try:
        with engine.connect().execution_options(stream_results=True) as connection:
            answer = connection.execute(sqlalchemy.text(query))
            yield answer_rows(name, list(answer.keys()), answer.fetchmany)
    except sqlalchemy.exc.SQLAlchemyError as fault:
        raise refused(url, fault) from None
    finally:
        engine.dispose()
