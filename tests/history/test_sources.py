"""Whatever a history stands in, it reads the same: packed CSV, Excel, Parquet, SQLite, DuckDB, PostgreSQL."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import sqlite3
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy
import xlsxwriter
import zstandard

from staffing.errors import InputError
from staffing.history.load import read_history
from staffing.history.source import Source
from staffing.records import History
from tests.conftest import BANK, Staffing
from tests.history.test_exports import ZONE, ZOO, assert_same, read
from tests.tables import postgresql

SAMPLE = ZOO / "staffing.csv"
QUERY = "SELECT * FROM intervals ORDER BY interval_start, queue"


@pytest.fixture(scope="module")
def reference() -> History:
    return read(SAMPLE)


def rows() -> tuple[list[str], list[list[Any]]]:
    """Header and rows with times and numbers as such, None for empty."""
    with SAMPLE.open(newline="") as stream:
        header, *lines = csv.reader(stream)
    typed = [
        [dt.datetime.fromisoformat(when), queue, *(float(cell) if cell else None for cell in cells)]
        for when, queue, *cells in lines
    ]
    return header, typed


@pytest.mark.smoke
def test_packed_files_read_the_same(tmp_path: Path, reference: History) -> None:
    """gzip, Zstandard and UTF-16, told by their first bytes, whatever the name."""
    data = SAMPLE.read_bytes()
    for packed in (gzip.compress(data), zstandard.compress(data), data.decode().encode("utf-16")):
        path = tmp_path / "export"
        path.write_bytes(packed)
        assert_same(read(path), reference)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_zstandard_file_cut_short_is_named(tmp_path: Path, share: float) -> None:
    """Its library would let it pass: half a history is a wrong one."""
    path = tmp_path / "history.csv.zst"
    whole = zstandard.compress((BANK / "history.csv").read_bytes())
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match="a whole Zstandard file"):
        read(path)


@pytest.mark.smoke
def test_excel_reads_the_same(tmp_path: Path, reference: History) -> None:
    """Times are cells with a date format; empty cells are unknown."""
    path = tmp_path / "history.xlsx"
    header, lines = rows()
    with xlsxwriter.Workbook(path) as book:
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for number, line in enumerate(lines, 1):
            sheet.write_datetime(number, 0, line[0], when)
            sheet.write_row(number, 1, line[1:])
    assert_same(read(path), reference)


def test_a_broken_workbook_is_named(tmp_path: Path) -> None:
    """A zip that is no workbook."""
    path = tmp_path / "history.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook at all")
    with pytest.raises(InputError, match="a readable Excel file"):
        read(path)


@pytest.mark.smoke
def test_parquet_reads_the_same(tmp_path: Path, reference: History) -> None:
    """Timestamps and floats as columns."""
    path = tmp_path / "history.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{SAMPLE}')) TO '{path}' (FORMAT parquet)")
    assert_same(read(path), reference)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(InputError, match="a readable Parquet file"):
        read(path)


def sqlite_file(path: Path) -> None:
    header, lines = rows()
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE intervals ({', '.join(header)})")
        marks = ", ".join("?" * len(header))
        texts = [[line[0].isoformat(), *line[1:]] for line in lines]
        connection.executemany(f"INSERT INTO intervals VALUES ({marks})", texts)
    connection.close()


@pytest.mark.smoke
def test_sqlite_reads_the_same_and_is_never_written(tmp_path: Path, reference: History) -> None:
    """Through the standard library, read-only."""
    path = tmp_path / "acd.db"
    sqlite_file(path)
    assert_same(read(Source(f"sqlite:///{path}", query=QUERY)), reference)
    for query, words in [
        (None, "a query"),
        ("SELECT * FROM nowhere", "no such table"),
        ("DELETE FROM intervals", "readonly|a query that answers"),
    ]:
        with pytest.raises(InputError, match=words):
            read(Source(f"sqlite:///{path}", query=query))
    assert_same(read(Source(f"sqlite:///{path}", query=QUERY)), reference)
    with pytest.raises(InputError, match="an existing database file"):
        read(Source(f"sqlite:///{tmp_path}/none.db", query=QUERY))


@pytest.mark.smoke
def test_duckdb_reads_the_same(tmp_path: Path, reference: History) -> None:
    """Naive timestamps and timestamps with a zone."""
    path = tmp_path / "acd.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE intervals AS SELECT * FROM read_csv('{SAMPLE}')")
    assert_same(read(Source(f"duckdb:///{path}", query=QUERY)), reference)
    zoned = QUERY.replace("*", f"* REPLACE (timezone('{ZONE}', interval_start) AS interval_start)")
    assert_same(read(Source(f"duckdb:///{path}", query=zoned)), reference)
    with pytest.raises(InputError, match="an answer"):
        read(Source(f"duckdb:///{path}", query="SELECT * FROM nowhere"))


@pytest.mark.smoke
@pytest.mark.skipif(not postgresql.available(), reason="no PostgreSQL server is installed")
def test_postgresql_reads_the_same(reference: History) -> None:
    """A server of its own: timestamps with a zone, numeric and interval columns, streamed."""
    header, lines = rows()
    with postgresql.server() as url:
        engine = sqlalchemy.create_engine(
            f"{url.replace('postgresql', 'postgresql+psycopg', 1)}&client_encoding=utf8"
        )
        with engine.begin() as connection:
            columns = ", ".join(f"{name} numeric" for name in header[2:-1])
            connection.exec_driver_sql(
                f"CREATE TABLE intervals (interval_start timestamptz, queue text, {columns}, "
                f"{header[-1]} interval)"
            )
            connection.exec_driver_sql(f"SET timezone = '{ZONE}'")
            for when, *cells, last in lines:
                values = [when, *cells, None if last is None else dt.timedelta(seconds=last)]
                marks = ", ".join(["%s"] * len(header))
                connection.exec_driver_sql(f"INSERT INTO intervals VALUES ({marks})", tuple(values))
        engine.dispose()
        assert_same(read(Source(url, query=QUERY)), reference)
        with pytest.raises(InputError, match="nowhere"):
            read(Source(url, query="SELECT * FROM nowhere"))


def test_a_password_is_never_shown() -> None:
    """Neither in the name of the source nor in the driver's complaint."""
    url = "postgresql://planner:s3cret@127.0.0.1:1/acd"
    with pytest.raises(InputError, match=r"planner:\*\*\*@") as caught:
        read(Source(url, query=QUERY))
    assert "s3cret" not in str(caught.value)


def test_a_missing_library_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The exact line, not an ImportError."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    path = tmp_path / "history.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match=r"pip install (-e )?'(staffing|\.)\[excel\]'"):
        read(path)


def test_standard_input_is_recognised_too(staffing: Staffing) -> None:
    """`-` takes any text format."""
    text = (ZOO / "avaya-cms.txt").read_text()
    done = staffing("forecast", "-", "--days", "1", "--timezone", ZONE, stdin=text)
    assert done.returncode == 0, done.stderr
    assert "standard input: read as avaya-cms" in done.stderr


@pytest.mark.smoke
def test_a_plan_reads_a_database_beside_it(tmp_path: Path, staffing: Staffing) -> None:
    """The path in the URL is relative to the plan; run.json holds the query and the file's hash."""
    header, *lines = (BANK / "history.csv").read_text().splitlines()
    with sqlite3.connect(tmp_path / "acd.db") as connection:
        connection.execute(f"CREATE TABLE t ({header})")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [line.split(",") for line in lines])
    connection.close()
    plan = (BANK / "plan.toml").read_text().replace("days = 28", "days = 1")
    plan = plan.replace('"history.csv"', '"sqlite:///acd.db"\nquery = "SELECT * FROM t"')
    (tmp_path / "plan.toml").write_text(plan)
    done = staffing("plan", tmp_path / "plan.toml", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    trace = (tmp_path / "runs" / "latest" / "run.json").read_text()
    assert '"query": "SELECT * FROM t"' in trace


def test_queues_merge_on_request(reference: History) -> None:
    """Counts add up, handle time is weighted by answered calls."""
    merged = read(Source(str(SAMPLE), merge_queues=True))
    assert merged.queues == ("all",)
    assert merged.offered.sum() == reference.offered.sum()
    answered = reference.measures["answered"]
    first = reference.interval_start == reference.interval_start[0]
    assert merged.aht_seconds[0] == pytest.approx(
        (answered * reference.aht_seconds)[first].sum() / answered[first].sum()
    )


def test_rows_that_two_files_hold_alike_count_once(tmp_path: Path, reference: History) -> None:
    """Overlapping exports: a note says how many and which files; contradictions name both."""
    lines = SAMPLE.read_text().splitlines(keepends=True)
    (tmp_path / "1.csv").write_text("".join(lines[:6]))
    (tmp_path / "2.csv").write_text("".join([lines[0], *lines[4:]]))
    history = read_history(str(tmp_path / "*.csv"), timezone=ZONE, interval_minutes=30)
    assert_same(history, reference)
    assert "2 rows appear in two files and count once" in history.notes[-1]
    (tmp_path / "2.csv").write_text("".join([lines[0], *lines[4:]]).replace("support,4", "support,5"))
    with pytest.raises(InputError, match=r"2\.csv, column offered: found '5', expected 4 as in .*1\.csv"):
        read_history(str(tmp_path / "*.csv"), timezone=ZONE, interval_minutes=30)
