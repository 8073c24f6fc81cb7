"""Layouts that other systems import, read back."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from staffing.cli.exports import ForecastExport, HistoryExport
from staffing.errors import InputError, UsageError
from staffing.records.history import History
from staffing.report.export import EXPORTS
from staffing.report.export.write import require_exports, write_forecast, write_history
from tests.conftest import ROOT
from tests.report.small_handout import whole_handout

FORECAST = whole_handout().forecast
REQUIREMENT = whole_handout().requirement
NASTY = ["<script>alert(1)</script>", "=cmd()", "two\nlines", "👩‍💻 خدمات", 'quo"te;, \t|']


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def exported(layout: str, folder: Path, forecast: Any = FORECAST, requirement: Any = None) -> list[list[str]]:
    """The lines of a forecast in that layout, as a reader of CSV has them."""
    ((module, file),) = require_exports([f"{layout}={folder / 'out.csv'}"], "forecast")
    write_forecast(module, file, forecast, requirement)
    return rows_of(folder / "out.csv")


def history(offered: list[float], **measures: list[float]) -> History:
    """Half-hours of one queue from 09:00 on in London, in winter."""
    start = np.datetime64("2026-11-02T09:00", "s") + np.arange(len(offered)) * np.timedelta64(1800, "s")
    return History(
        interval_start=start,
        utc_offset_minutes=np.zeros(len(offered), dtype=np.int64),
        interval_minutes=30,
        timezone="Europe/London",
        queue=np.zeros(len(offered), dtype=np.int64),
        queues=("sales",),
        offered=np.array(offered),
        aht_seconds=np.full(len(offered), 200.0),
        measures={name: np.array(column) for name, column in measures.items()},
    )


def test_calabrio_has_skills_in_order_local_times_and_agents(tmp_path: Path) -> None:
    """No header; the offset of the summer is in the times; agents of the requirement where it is given."""
    assert exported("calabrio-forecast", tmp_path, requirement=REQUIREMENT) == [
        ["'=cmd()", "20261024 09:00", "20261024 09:30", "20.00", "240.00", "0.00", "1.20"],
        ["'=cmd()", "20261025 09:00", "20261025 09:30", "40.00", "240.00", "0.00", "0.32"],
        ["sales", "20261024 09:00", "20261024 09:30", "10.00", "240.00", "0.00", "1.60"],
        ["sales", "20261025 09:00", "20261025 09:30", "30.00", "240.00", "0.00", "0.48"],
    ]
    assert {len(row) for row in exported("calabrio-forecast", tmp_path)} == {6}


def test_calabrio_takes_no_long_names(tmp_path: Path) -> None:
    """Every one of them is named, and no file is written."""
    assert FORECAST is not None
    long = replace(FORECAST, queues=("x" * 51, "y" * 500))
    with pytest.raises(InputError, match=r"(?s)x{51}.*y{51}"):
        exported("calabrio-forecast", tmp_path, long)
    assert list(tmp_path.iterdir()) == []


def test_amazon_has_whole_contacts_that_add_up(tmp_path: Path) -> None:
    """Thirds of contacts give one in three intervals; times are UTC."""
    assert FORECAST is not None
    thirds = replace(
        FORECAST, offered=np.full(4, 2 / 3), queue=np.zeros(4, dtype=np.int64), queues=("sales",)
    )
    header, *rows = exported("amazon-override", tmp_path, thirds)
    assert header[:4] == ["QueueName", "QueueId", "ChannelType", "TimeStamp"]
    assert rows[0] == ["sales", "", "VOICE", "2026-10-24T08:00:00Z", "30mins", "1", "240.00"]
    assert [int(row[5]) for row in rows] == [1, 0, 1, 1]


def test_amazon_takes_no_hours(tmp_path: Path) -> None:
    """It imports 15 and 30 minutes."""
    assert FORECAST is not None
    with pytest.raises(InputError, match="15 or 30 minutes"):
        exported("amazon-override", tmp_path, replace(FORECAST, interval_minutes=60))


def test_verint_has_a_line_a_queue_and_local_day(tmp_path: Path) -> None:
    """Months and days without zeros; the handle time is weighted by contacts; a day without has none."""
    assert FORECAST is not None
    one = replace(
        FORECAST,
        queue=np.zeros(4, dtype=np.int64),
        queues=("sales",),
        offered=np.array([10.0, 30.0, 0.0, np.nan]),
        aht_seconds=np.array([100.0, 300.0, 240.0, np.nan]),
    )
    assert exported("verint-strategic", tmp_path, one) == [
        ["sales", "10-24-2026", "40.00", "250.00"],
        ["sales", "10-25-2026", "0.00", "0.00"],
    ]


def test_genesys_has_totals_of_those_handled(tmp_path: Path) -> None:
    """Answered where known, else offered less abandoned; what is unknown is left out."""
    past = history([10, 8, 5, np.nan], answered=[9, np.nan, np.nan, np.nan], abandoned=[1, 2, np.nan, np.nan])
    ((module, file),) = require_exports([f"genesys-history={tmp_path / 'g.csv'}"], "history")
    write_history(module, file, past)
    header, *rows = rows_of(tmp_path / "g.csv")
    assert header[0] == "Interval Start UTC Date"
    assert header[-1] == "Total Handle Time (Seconds)"
    assert rows[0] == ["2026-11-02T09:00:00Z", "sales", "Voice", "", "", "10", "9", "1800"]
    assert [row[5:] for row in rows[1:]] == [["8", "6", "1200"], ["5", "5", "1000"]]
    assert all(dt.datetime.fromisoformat(row[0]).utcoffset() == dt.timedelta(0) for row in rows)


def test_genesys_takes_quarter_hours_only(tmp_path: Path) -> None:
    """The first interval that starts at another minute is named."""
    past = replace(history([1.0]), interval_start=np.array(["2026-11-02T09:05"], dtype="datetime64[s]"))
    ((module, file),) = require_exports([f"genesys-history={tmp_path / 'g.csv'}"], "history")
    with pytest.raises(InputError, match="2026-11-02T09:05"):
        write_history(module, file, past)


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("layout", ["amazon-override", "calabrio-forecast", "verint-strategic"])
def test_names_stay_text(layout: str, name: str, tmp_path: Path) -> None:
    """A cell is the name, or the name behind an apostrophe where a spreadsheet would run it."""
    assert FORECAST is not None
    names = {row[0] for row in exported(layout, tmp_path, replace(FORECAST, queues=("sales", name)))}
    assert names - {"sales", "QueueName"} == {f"'{name}" if name.startswith("=") else name}


@pytest.mark.parametrize(
    "wanted",
    [["calabrio"], ["calabrio-forecast"], ["calabrio-forecast="], ["genesys-history=x.csv"], ["=x.csv"]],
)
def test_what_cannot_be_written_is_told_first(wanted: list[str]) -> None:
    """With the layouts that there are of a forecast."""
    with pytest.raises(UsageError, match="amazon-override, calabrio-forecast, verint-strategic"):
        require_exports(wanted, "forecast")


def test_two_layouts_do_not_share_a_file(tmp_path: Path) -> None:
    """The second would replace the first."""
    file = tmp_path / "x.csv"
    with pytest.raises(UsageError, match="one file twice"):
        require_exports([f"verint-strategic={file}", f"amazon-override={file}"], "forecast")


def test_help_and_page_name_every_layout() -> None:
    """The option of its source, and its row in the docs."""
    page = (ROOT / "docs" / "how-to" / "hand-out.md").read_text(encoding="utf-8")
    for name, path in EXPORTS.items():
        of_forecast = import_module(f"staffing.report.export.{path}").SOURCE == "forecast"
        (option,) = (ForecastExport if of_forecast else HistoryExport).__metadata__  # type: ignore[attr-defined]
        assert name in option.help
        assert re.search(rf"^\| `{name}` \|", page, re.MULTILINE)
