"""Reading CSV: what is accepted, and how every fault is named."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.tables.columns import DEMAND, FORECAST, HISTORY
from staffing.tables.read import read_csv
from staffing.tables.table import Table

GOOD = "interval_start,queue,offered,aht_seconds\n2026-11-23T08:30,sales,12.5,240\n2026-11-23T09:00,,3,\n"


def read(tmp_path: Path, text: str | bytes, **options: bool) -> Table:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_csv(path, FORECAST, **options)


def complaint(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text).problems.raise_if_any()
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("interval_start", "Interval_Start").replace("offered", " OFFERED "),
        "\n\n" + GOOD + "\n\n",
        gzip.compress(GOOD.encode()),
    ],
    ids=["plain", "semicolon", "tab", "crlf", "bom", "header case", "blank lines", "gzip"],
)
def test_every_dialect_reads_the_same(tmp_path: Path, text: str | bytes) -> None:
    """Separators, line ends, a BOM, the case of headers and gzip do not matter."""
    table = read(tmp_path, text)
    table.problems.raise_if_any()
    assert table.number("offered").tolist() == [12.5, 3]
    assert np.isnan(table.number("aht_seconds")[1])
    assert table.codes("queue", "all")[1] == ("sales", "all")


def test_an_absent_column_is_unknown(tmp_path: Path) -> None:
    """A column the file does not have reads as NaN, never as zero."""
    assert np.isnan(read(tmp_path, GOOD).number("offered_p10")).all()


def test_extra_columns_are_kept_when_asked(tmp_path: Path) -> None:
    """Extra columns are allowed and keep their text."""
    text = "site,interval_start,offered\nLeeds,2026-11-23T08:30,1\n"
    assert read(tmp_path, text, keep_extras=True).extras == {"site": ["Leeds"]}
    assert read(tmp_path, text).extras == {}


@pytest.mark.parametrize(
    ("row", "column", "value", "hint"),
    [
        ("2026-11-23T08:30,a,x,240", "offered", "'x'", "correct the cell"),
        ("2026-11-23T08:30,a,-1,240", "offered", "'-1'", "at least 0"),
        ("2026-11-23T08:30,a,1,1e308", "aht_seconds", "'1e308'", "from 0 to 1000000000"),
        ("2026-11-23T08:30,a,nan,240", "offered", "'nan'", "a number"),
        ("2026-11-23T08:30,a,1e999,240", "offered", "'1e999'", "a number"),
        ("2026-11-23T08:30,a,1_000,240", "offered", "'1_000'", "a number"),
        ('2026-11-23T08:30,a,"1,5",240', "offered", "'1,5'", "decimals with a point"),
        ("2026-11-23T08:30,a,,240", "offered", "''", "fill the cell"),
        ("2026-11-23T08:30,a,1,00:04:00", "aht_seconds", "'00:04:00'", "write seconds"),
        ("23/11/2026 08:30,a,1,240", "interval_start", "'23/11/2026 08:30'", "write 2026-11-23"),
        (",a,1,240", "interval_start", "''", "ISO 8601"),
        ("2026-11-23T08:30,a,1", "", "'3 cells'", "separator"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, row: str, column: str, value: str, hint: str) -> None:
    """File, line, column, the value found, what was expected and what to do."""
    text = complaint(tmp_path, f"interval_start,queue,offered,aht_seconds\n2026-11-23T08:00,a,1,240\n{row}\n")
    assert "file.csv, line 3" in text
    assert column in text
    assert f"found {value}" in text
    assert hint in text


@pytest.mark.parametrize("text", ["<b>no table</b>\n", "<html></html>\n"])
def test_a_source_without_a_table_is_empty(tmp_path: Path, text: str) -> None:
    """A web page without a table lacks a header row."""
    assert "file.csv: expected a header row and data" in complaint(tmp_path, text)


def test_all_bad_rows_are_reported_together(tmp_path: Path) -> None:
    """The first 20 and the count."""
    rows = "".join(f"2026-11-23T08:30,a,bad{i},240\n" for i in range(50))
    text = complaint(tmp_path, f"interval_start,queue,offered,aht_seconds\n{rows}")
    assert len(text.splitlines()) == 21
    assert text.splitlines()[0].startswith(str(tmp_path / "file.csv") + ", line 2, column offered")
    assert "50 problems in all" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file is empty"),
        ("interval_start,offered\n", "only a header"),
        ("interval_start,offred\n2026-11-23T08:30,1\n", "rename 'offred' to it"),
        ("start,count\n2026-11-23T08:30,1\n", "the file has: start, count; rename the one"),
        ("interval_start,offered,offered\n2026-11-23T08:30,1,2\n", "each column once"),
        (b"interval_start,offered\n2026-11-23T08:30,1\xff\n", "UTF-8"),
        (gzip.compress(GOOD.encode(), mtime=0)[:40], "gzip"),
        ("interval_start,offered\n2026-02-30T08:30,1\n", "correct the month, day or time"),
        ("interval_start,offered\n2026-11-23T25:30,1\n", "correct the month, day or time"),
        ('interval_start,offered\n2026-11-23T08:30,"1\n', "well-formed CSV"),
        ("interval_start,offered\n2026-11-23T08:30," + "1" * 200_000 + "\n", "well-formed CSV"),
        (b"interval_start,offered\n2026-11-23T08:30,1\x002\n", "a number"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """Empty, headless, mis-encoded, cut or malformed files say what is wrong."""
    assert expected in complaint(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(InputError, match="an existing file"):
        read_csv(tmp_path / "none.csv", HISTORY)


def test_line_numbers_count_lines_not_rows(tmp_path: Path) -> None:
    """A quoted cell with line breaks does not shift the line of what follows."""
    text = 'note,interval_start,offered\n"two\nlines",2026-11-23T08:30,1\nx,2026-11-23T09:00,bad\n'
    assert "line 4, column offered" in complaint(tmp_path, text)


def test_naive_times_are_of_the_zone_and_the_repeated_hour_is_told_apart(tmp_path: Path) -> None:
    """In file order: the first 01:30 is summer time, the second winter time, queue by queue."""
    path = tmp_path / "autumn.csv"
    walls = ["2026-11-01T01:30", "2026-11-01T01:30", "2026-11-01T01:30:00-05:00", "2026-11-01T02:30"]
    path.write_text("interval_start,queue,offered\n" + "".join(f"{w},a,1\n" for w in walls))
    table = read_csv(path, DEMAND).in_zone("America/New_York")
    queue, _ = table.codes("queue", "all")
    utc, offset = table.moments("interval_start", queue)
    assert [str(t)[11:16] for t in utc] == ["05:30", "06:30", "06:30", "07:30"]
    assert offset.tolist() == [-240, -300, -300, -300]


def test_a_skipped_wall_time_is_a_problem(tmp_path: Path) -> None:
    """02:30 on the spring day does not exist; the hint asks for the zone."""
    path = tmp_path / "spring.csv"
    path.write_text("interval_start,offered\n2026-03-08T02:30,5\n")
    table = read_csv(path, HISTORY).in_zone("America/New_York")
    table.moments("interval_start", np.zeros(1, dtype=np.int64))
    with pytest.raises(InputError, match="clocks skip this hour"):
        table.problems.raise_if_any()


def test_a_file_with_the_newest_first_tells_the_repeated_hour_apart_too(tmp_path: Path) -> None:
    """There the first 01:30 in the file is the later one: winter time."""
    path = tmp_path / "autumn.csv"
    walls = ["2026-11-01T02:00", "2026-11-01T01:30", "2026-11-01T01:30", "2026-11-01T01:00"]
    path.write_text("interval_start,offered\n" + "".join(f"{w},1\n" for w in walls))
    table = read_csv(path, HISTORY).in_zone("America/New_York")
    utc, _ = table.moments("interval_start", np.zeros(4, dtype=np.int64))
    assert [str(t)[11:16] for t in utc] == ["07:00", "06:30", "05:30", "05:00"]
