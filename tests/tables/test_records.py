"""Every record that stands in a file is written and read back equal."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.records.columns import Columns, IntervalRows
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.records.schedule import ShiftPlan
from staffing.tables import records
from staffing.tables.columns import LAYOUTS
from staffing.tables.records import CODECS, FOR_PEOPLE, codec_of, read_record, write_record
from tests.tables.any_record import ANY_RECORD


def assert_equal(one: Columns, other: Columns) -> None:
    """Every field: of the same type, to the last bit, unknown where unknown."""
    for item in fields(one):
        mine, theirs = getattr(one, item.name), getattr(other, item.name)
        if isinstance(mine, Mapping):
            assert set(mine) == set(theirs), item.name
            for key, values in mine.items():
                np.testing.assert_array_equal(theirs[key], values, err_msg=str(key), strict=True)
        elif isinstance(mine, np.ndarray) and mine.dtype.kind == "U":
            assert theirs.tolist() == mine.tolist(), item.name
        elif isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(theirs, mine, err_msg=item.name, strict=True)
        else:
            assert theirs == mine, item.name


@pytest.mark.parametrize("kind", ANY_RECORD, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_record_reads_back_equal(kind: type[Columns], data: st.DataObject) -> None:
    """From its file, its time zone, and the minutes of an interval; written again it is the same file."""
    record = data.draw(ANY_RECORD[kind])
    minutes = record.interval_minutes if isinstance(record, IntervalRows) else None
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        write_record(first, record)
        again = read_record(kind, first, getattr(record, "timezone", "UTC"), minutes)
        assert_equal(record, again)
        write_record(second, again)
        assert second.read_bytes() == first.read_bytes()


def test_no_record_of_the_list_is_left_out_here() -> None:
    """What has a codec is written and read back above."""
    assert {codec.record for codec in CODECS.values()} == set(ANY_RECORD)


@pytest.mark.parametrize("name", {**CODECS, **FOR_PEOPLE})
def test_a_file_has_the_columns_documented_under_its_name(name: str) -> None:
    """The layout of an entry is the one that docs/reference/file-formats.md lists."""
    assert {**CODECS, **FOR_PEOPLE}[name].layout == LAYOUTS[name]


def test_a_file_knows_the_queues_of_its_rows(tmp_path: Path) -> None:
    """In the order in which they come: a queue without rows is not remembered."""
    forecast = Forecast(
        interval_start=np.array(["2026-11-23T08:00", "2026-11-23T08:30"], dtype="datetime64[s]"),
        utc_offset_minutes=np.zeros(2, dtype=np.int64),
        queue=np.array([2, 0]),
        queues=("b", "none", "a"),
        interval_minutes=30,
        timezone="UTC",
        **{name: np.ones(2) for name in ("offered", "offered_p10", "offered_p90", "aht_seconds")},
    )
    write_record(tmp_path / "f.csv", forecast)
    again = read_record(Forecast, tmp_path / "f.csv")
    assert again.queues == ("a", "b")
    assert again.queue_names.tolist() == forecast.queue_names.tolist()
    assert again.interval_minutes == 30


def test_many_rows_are_written_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Part by part under one header: a column that only the last rows know, and columns of the input, too."""
    rows = 10
    start = np.datetime64("2026-03-29", "s") + np.arange(rows) * np.timedelta64(30, "m")
    history = History(
        interval_start=start,
        utc_offset_minutes=np.where(np.arange(rows) < 2, 60, 120),
        queue=np.arange(rows) % 3,
        queues=("a", "=b", "c,d"),
        interval_minutes=30,
        timezone="Europe/Berlin",
        offered=np.arange(rows) + 0.5,
        aht_seconds=np.where(np.arange(rows) == rows - 1, 240.0, np.nan),
    )
    kept = {"site": [f"site {row}" for row in range(rows)]}
    texts = []
    for number, most in enumerate((rows, 3, 1)):
        monkeypatch.setattr(records, "CHUNK_ROWS", most)
        write_record(tmp_path / f"{number}.csv", history, kept)
        texts.append((tmp_path / f"{number}.csv").read_text(encoding="utf-8"))
    assert texts[0] == texts[1] == texts[2]
    assert texts[0].splitlines()[0] == "interval_start,queue,offered,aht_seconds,site"
    assert texts[0].splitlines()[-1] == "2026-03-29T06:30:00+02:00,a,9.5,240,site 9"


def test_a_lunch_that_nobody_takes_is_no_rest_of_a_file(tmp_path: Path) -> None:
    """Its columns stand in every file of shifts, those of a break only where a pattern has it."""
    plan = ShiftPlan(
        pattern=np.array(["day"]),
        start=np.array(["2026-11-23T08:00"], dtype="datetime64[s]"),
        length_minutes=np.array([480]),
        rest_start=np.full((1, 2), np.datetime64("NaT", "s")),
        rest_minutes=np.zeros((1, 2), dtype=np.int64),
        agents=np.array([3]),
        paid_hours=np.array([8.0]),
        rest_names=("lunch", "break_1"),
        timezone="UTC",
    )
    write_record(tmp_path / "s.csv", plan)
    without = {"rest_start": plan.rest_start[:, 1:], "rest_minutes": plan.rest_minutes[:, 1:]}
    again = read_record(ShiftPlan, tmp_path / "s.csv")
    assert_equal(replace(plan, rest_names=("break_1",), **without), again)


@pytest.mark.parametrize(
    ("cells", "fits"),
    [("1,inf", True), ("inf,1", False), ("1,-inf", False), ("1,soon", False), ("1,1_0", False)],
)
def test_a_wait_may_be_endless_and_a_load_may_not(tmp_path: Path, cells: str, fits: bool) -> None:
    """What is no number at all is neither."""
    path = tmp_path / "requirement.csv"
    head = "interval_start,offered,load_erlangs,mean_wait_seconds"
    path.write_text(f"{head}\n2026-11-23T08:00Z,5,{cells}\n", encoding="utf-8")
    assert codec_of(Requirement).table(path).problems.count == (0 if fits else 1)
