"""Long files, of which many lines are cut and typed at once: the same values and messages as cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.history.load import read_history
from staffing.records.history import History
from staffing.tables.columns import HISTORY
from staffing.tables.csv_rows import CsvRows
from staffing.tables.read import places_of, read_places
from staffing.tables.rows import Row, Rows, rows_of
from staffing.tables.table import Table

HEADER = ["interval_start", "queue", "offered", "answered", "aht_seconds", "service_level", "scheduled"]
LONG = 4200  # rows: the first 4096 are never cut, so every text is put behind as many plain rows
PLAIN = ["2026-01-05T08:00:00+01:00", "sales", "12", "11", "240.5", "0.75", "9"]


def lines_of(text: str) -> list[str]:
    """Lines as a text stream without translation of line ends gives them."""
    return list(io.StringIO(text, newline=""))


def slow_rows(text: str) -> Rows:
    """The rows one by one, as Python's reader gives them."""
    return Rows("file.csv", iter(CsvRows(iter(lines_of(text)), "file.csv")))


def outcome(rows: Rows, *, any_style: bool = True) -> object:
    """All that reading gives: values, texts, lines, notes, and what is wrong."""
    try:
        _, header = next(rows)
        table = read_places(rows, header, places_of(header, HISTORY, rows.name), any_style=any_style)
        table.problems.raise_if_any()
    except InputError as error:
        return str(error)
    return described(table)


def described(table: Table) -> object:
    """The columns of a table as plain values; unknown numbers as text, for they equal nothing."""
    numbers = {name: list(map(repr, column.tolist())) for name, column in table.numbers.items()}
    times = {
        name: (cells.seconds.tolist(), cells.offset_minutes.tolist(), cells.naive.tolist())
        for name, cells in table.times.items()
    }
    return table.line_numbers.tolist(), numbers, table.texts, times, table.notes


def written(rows: list[list[str]], delimiter: str, end: str, *, quoted: bool = False) -> str:
    """The rows as CSV behind the header and as many plain ones as make a file long."""
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows([HEADER, *[PLAIN] * LONG, *rows])
    return stream.getvalue()


def test_lines_are_alike_in_every_dialect() -> None:
    """Separators, line ends and quotes around whole cells leave lines alike, and cells the same."""
    for delimiter in ",;\t|":
        for end in ("\n", "\r\n"):
            for quoted in (False, True):
                text = written([PLAIN] * 10, delimiter, end, quoted=quoted)
                rows = CsvRows(iter(lines_of(text)), "file.csv")
                assert len(rows.head(100)) == 100
                rows.take(4096)
                chunk = rows.take(100)
                assert not isinstance(chunk, list)
                assert chunk.rows() == [(line, PLAIN) for line in range(4097, 4197)]


PLAIN_NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.floats(0, 1e6).map(repr),
    st.decimals(0, 1000, places=3).map(str),
    st.sampled_from(["", "0", "0.0", "007", "12345678", "123456789", "0.1234567890123456", "1e-05", "2.5E3"]),
)
ODD_NUMBERS = st.sampled_from(
    [
        *[
            "1.100",
            "1,5",
            "1.234,5",
            "1 000",
            "-1",
            "+3",
            ".5",
            "5.",
            "1_0",
            "#N/A",
            "n/a",
            " 7 ",
            "nan",
            "inf",
        ],
        *["x", "1..2", "1.2.3", "٣", "１２", "80%", "\xa05", "0x10", "1e400"],
    ]
)
TIMES = st.one_of(
    st.datetimes(dt.datetime(1960, 1, 1), dt.datetime(2210, 1, 1)).map(lambda moment: moment.isoformat()),
    st.sampled_from(
        [
            *("2026-02-29T08:00:00+01:00", "2028-02-29T08:00:00+01:00", "2026-13-01T08:00:00+01:00"),
            *("2026-01-05T24:00:00+01:00", "2026-01-05T08:60:00+01:00", "2026-01-05 08:00:00-05:30"),
            *("2026-01-05T08:00:00-00:00", "2026-01-05T08:00:00+24:00", "2026-01-05X08:00:00+01:00"),
            *("2026-01-05T08:00Z", "2026-01-05T08:00", "2026-01-05T08:00:00", "2026-01-05T08:00:00Z"),
            *(
                "2026-01-05T08:00+01:00",
                "2026-01-05",
                "",
                "2026-01-05T08:00:00z",
                "2026-01-05t08:00:00+01:00",
            ),
            *(
                "2026-01-05T08:00:00+0100",
                "2026-01-05T08:00:00,5Z",
                "٢026-01-05T08:00:00+01:00",
                "1767596400",
            ),
        ]
    ),
)
TEXTS = st.one_of(
    st.text(max_size=6).filter(lambda text: "\r" not in text),
    st.sampled_from(["", " a ", "'=1+1", "é", "日本語", "a" * 70, 'say "no"', "a;b,c", "interval_start"]),
)


@st.composite
def rows_of_one_kind(draw: st.DrawFn) -> list[list[str]]:
    """Rows, mostly of plain cells: one odd cell decides what becomes of a whole column."""
    number = PLAIN_NUMBERS if draw(st.booleans()) else st.one_of(PLAIN_NUMBERS, ODD_NUMBERS)
    time = TIMES if draw(st.booleans()) else st.just(draw(TIMES))
    queue = TEXTS if draw(st.booleans()) else st.sampled_from(["a", "b", ""])
    row = st.tuples(time, queue, number, number, number, number, number).map(list)
    short = st.lists(st.sampled_from(["a", "1", ""]), min_size=1, max_size=8)
    return draw(st.lists(row if draw(st.booleans()) else st.one_of(row, short), min_size=1, max_size=12))


@settings(max_examples=150, deadline=None)
@given(
    rows_of_one_kind(),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
)
def test_lines_cut_at_once_read_as_cell_by_cell(
    rows: list[list[str]], delimiter: str, end: str, quoted: bool, any_style: bool
) -> None:
    """Whatever the dialect and the cells, values, lines, notes and messages are those of the slow road."""
    text = written(rows, delimiter, end, quoted=quoted)
    fast = CsvRows(iter(lines_of(text)), "file.csv")
    assert outcome(fast, any_style=any_style) == outcome(slow_rows(text), any_style=any_style)


@given(st.lists(st.text(alphabet=',"\n;a', max_size=8), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_lines_that_are_not_alike_are_read_by_the_rules_of_csv(lines: list[str]) -> None:
    """Quotes that frame no cell, breaks within cells and blank lines are those of Python's reader."""
    text = "a,b\n" * LONG + "\n".join(lines)
    assert outcome_of_rows(CsvRows(iter(lines_of(text)), "file.csv")) == outcome_of_rows(slow_rows(text))


def outcome_of_rows(rows: Rows) -> object:
    """All rows with their lines, and what is wrong behind them."""
    found: list[Row] = []
    try:
        while chunk := rows.take(1000):
            found += rows_of(chunk)
    except InputError as error:
        return found[: LONG // 1000 * 1000], str(error)
    return found


@pytest.mark.parametrize("digits", range(1, 20))
def test_decimals_are_the_nearest_doubles(digits: int) -> None:
    """Decimals of any length are read to the last bit as `float` reads them."""
    seeded = random.Random(digits)
    numbers = [repr(seeded.random() * 10 ** seeded.randint(-3, 5)) for _ in range(2000)]
    numbers += [f"{seeded.randrange(10**5)}.{seeded.randrange(10**digits):0{digits}}" for _ in range(2000)]
    rows = [[*PLAIN[:4], number, *PLAIN[5:]] for number in numbers]
    table = _table(written(rows, ",", "\n"))
    assert table.numbers["aht_seconds"][LONG:].tolist() == list(map(float, numbers))


def test_a_fault_far_down_is_named_as_anywhere(tmp_path: Path) -> None:
    """A bad cell in the last of many lines is named by line, column and value."""
    path = tmp_path / "history.csv"
    path.write_text(written([[*PLAIN[:2], "many", *PLAIN[3:]]], ",", "\n"))
    with pytest.raises(InputError, match=rf"line {LONG + 2}, column offered: found 'many'"):
        read_history(str(path), timezone="Europe/Berlin")


def test_repeated_headers_and_blank_lines_far_down_are_left_out(tmp_path: Path) -> None:
    """Files put behind each other have their header again in the middle of many lines."""
    start = np.datetime64("2026-01-05T08:00")
    moments = [str(start + np.timedelta64(30 * step, "m")) + "Z" for step in range(3 * LONG)]
    lines = [f"{moment},{step % 50}\n" for step, moment in enumerate(moments)]
    header = "interval_start,offered\n"

    def read(text: str) -> History:
        path = tmp_path / "history.csv"
        path.write_text(header + text)
        return read_history(str(path), timezone="UTC")

    plain = read("".join(lines))
    broken = read("".join([*lines[: 2 * LONG], header, "\n", *lines[2 * LONG :]]))
    assert broken.offered.tolist() == plain.offered.tolist()
    assert any("1 repeated headers were left out" in note for note in broken.notes)


def _table(text: str) -> Table:
    rows = CsvRows(iter(lines_of(text)), "file.csv")
    _, header = next(rows)
    return read_places(rows, header, places_of(header, HISTORY, "file.csv"))


def test_columns_of_two_countries_are_refused(tmp_path: Path) -> None:
    """A decimal comma in a file whose other columns have decimal points is a problem of its cell."""
    path = tmp_path / "history.csv"
    path.write_text(
        'interval_start,offered,aht_seconds,scheduled\n2026-01-05T08:00,3,240.5,"1,5"\n'
        '2026-01-05T08:30,3,241.5,"2,5"\n'
    )
    with pytest.raises(InputError, match=r"line 2, column scheduled: found '1,5', .* in the other columns"):
        read_history(str(path), timezone="UTC")
