"""Histories: the house format, finer intervals added up, several files, repairs that are said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.load import read_history
from staffing.history.patience.estimate import estimate_patience_seconds
from staffing.records import History
from tests.conftest import Staffing


def read(path: Path | str, interval_minutes: int = 30, timezone: str = "America/New_York") -> History:
    return read_history(str(path), timezone=timezone, interval_minutes=interval_minutes)


def written(tmp_path: Path, text: str, name: str = "history.csv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_quarter_hours_add_up_to_half_hours(tmp_path: Path) -> None:
    """Counts are added; handle time is weighted by the calls it belongs to."""
    path = written(
        tmp_path,
        "interval_start,offered,answered,aht_seconds\n"
        "2026-11-23T08:00,10,9,100\n2026-11-23T08:15,20,18,400\n2026-11-23T08:30,1,0,\n2026-11-23T08:45,,,\n",
    )
    history = read(path)
    assert history.offered[0] == 30
    assert history.aht_seconds[0] == pytest.approx((9 * 100 + 18 * 400) / 27)
    assert np.isnan(history.offered[1])  # blank is not zero
    assert np.isnan(history.aht_seconds[1])


def test_half_hours_of_a_zone_off_utc_by_half_an_hour(tmp_path: Path) -> None:
    """Hours are hours of the wall clock, in India too."""
    path = written(tmp_path, "interval_start,offered\n2026-11-23T08:00,1\n2026-11-23T08:30,2\n")
    history = read(path, 60, "Asia/Kolkata")
    assert history.offered.tolist() == [3]
    assert str(history.interval_start[0]) == "2026-11-23T02:30:00"


def test_coarser_rows_than_asked_are_refused(tmp_path: Path) -> None:
    """Hourly rows cannot become half-hours; the hint names the option."""
    path = written(tmp_path, "interval_start,offered\n2026-11-23T08:00,1\n2026-11-23T09:00,2\n")
    with pytest.raises(InputError, match="--interval-minutes"):
        read(path)


def test_rows_off_the_grid_are_named(tmp_path: Path) -> None:
    """07:00:30 is no start of an interval."""
    path = written(tmp_path, "interval_start,offered\n2026-11-23T08:00,1\n2026-11-23T08:30:30,2\n")
    with pytest.raises(InputError, match="line 3, column interval_start"):
        read(path)


def test_the_same_interval_twice_is_refused(tmp_path: Path) -> None:
    """Doubled rows would double the calls."""
    path = written(tmp_path, "interval_start,queue,offered\n" + "2026-11-23T08:00,a,1\n" * 2)
    with pytest.raises(InputError, match="once"):
        read(path)


def test_queues_of_several_files_are_matched_by_name(tmp_path: Path) -> None:
    """A pattern reads its files in name order as one history."""
    written(tmp_path, "interval_start,queue,offered\n2026-11-23T08:00,b,1\n2026-11-23T08:30,a,2\n", "1.csv")
    written(tmp_path, "interval_start,queue,offered\n2026-11-24T08:00,a,3\n2026-11-24T08:30,b,9\n", "2.csv")
    history = read(tmp_path / "*.csv")
    assert history.queues == ("b", "a")
    assert history.offered.tolist() == [1, 9, 2, 3]


def test_padding_in_the_skipped_hour_is_left_out_and_said(tmp_path: Path) -> None:
    """Exports that pad days to 48 half-hours have empty rows for times that do not exist."""
    rows = "".join(f"2026-03-08T0{h}:{m},{0 if h == 2 else 5}\n" for h in range(4) for m in ("00", "30"))
    history = read(written(tmp_path, f"interval_start,offered\n{rows}"))
    assert len(history) == 6
    assert "2 empty rows" in history.notes[0]


def test_a_pattern_without_files_is_named() -> None:
    """An empty folder is an error, not an empty history."""
    with pytest.raises(InputError, match="of that pattern"):
        read("/nowhere/*.csv")


def test_patience_is_total_wait_over_abandonments(tmp_path: Path) -> None:
    """Hand computed: (90·10 + 10·60) ÷ 10 = 150 s."""
    path = written(
        tmp_path,
        "interval_start,offered,answered,abandoned,wait_seconds,abandon_wait_seconds\n"
        "2026-11-23T08:00,100,90,10,10,60\n2026-11-23T08:30,5,5,0,0,\n",
    )
    assert estimate_patience_seconds(read(path), "history.csv") == pytest.approx(150)


def test_patience_needs_its_columns(tmp_path: Path) -> None:
    """The error lists the missing ones."""
    path = written(tmp_path, "interval_start,offered\n2026-11-23T08:00,1\n2026-11-23T08:30,1\n")
    with pytest.raises(InputError, match="abandon_wait_seconds"):
        estimate_patience_seconds(read(path), "history.csv")


def quarters(tmp_path: Path, absent: set[str], name: str = "history.csv") -> Path:
    """Two days of quarter-hours from 08:00 to 18:00, without the times in `absent`."""
    times = [f"2026-11-{d}T{h:02d}:{m:02d}" for d in (23, 24) for h in range(8, 18) for m in (0, 15, 30, 45)]
    rows = "".join(f"{time},10\n" for time in times if time not in absent)
    return written(tmp_path, f"interval_start,offered\n{rows}", name)


def test_an_absent_quarter_hour_makes_its_half_hour_unknown(tmp_path: Path) -> None:
    """Half of a half-hour is no half-hour; the note says where."""
    history = read(quarters(tmp_path, {"2026-11-23T09:15"}))
    assert np.flatnonzero(np.isnan(history.offered)).tolist() == [2]
    assert "1 interval of which a part has no row is unknown, first 2026-11-23T09:00" in history.notes[-1]


def test_a_centre_may_open_at_a_quarter_past(tmp_path: Path) -> None:
    """A part that is absent at that time every week is no gap."""
    days = [f"2026-11-{day:02d}" for day in (2, 9, 16, 23)]
    times = [f"{d}T{h:02d}:{m:02d}" for d in days for h in range(8, 18) for m in (0, 15, 30, 45)]
    rows = "".join(f"{time},10\n" for time in times if not time.endswith("08:00"))
    history = read(written(tmp_path, f"interval_start,offered\n{rows}"))
    assert history.offered[0] == 10
    assert np.isfinite(history.offered).all()


def test_files_of_different_intervals_are_brought_to_the_one_asked(tmp_path: Path) -> None:
    """Quarter-hours beside half-hours add up; hours beside half-hours are refused with both names."""
    quarters(tmp_path, set(), "1.csv")
    halves = "2026-11-25T08:00,1\n2026-11-25T08:30,2\n"
    written(tmp_path, f"interval_start,offered\n{halves}", "2.csv")
    history = read(tmp_path / "*.csv")
    assert history.interval_minutes == 30
    assert history.offered.tolist() == [20] * 40 + [1, 2]
    written(tmp_path, "interval_start,offered\n2026-11-26T08:00,1\n2026-11-26T09:00,2\n", "3.csv")
    with pytest.raises(InputError, match=r"(?s)3\.csv.*60 minutes.*15 minutes as in .*1\.csv|3\.csv.*as in"):
        read(tmp_path / "*.csv")
    assert read(tmp_path / "*.csv", 60).offered[-2:].tolist() == [1, 2]


def test_a_queue_that_sums_the_others_is_left_out(tmp_path: Path) -> None:
    """Its contacts would count twice; a queue that is only called so stays."""
    rows = "".join(f"2026-11-23T08:{m},a,1\n2026-11-23T08:{m},b,2\n" for m in ("00", "30"))
    head = "interval_start,queue,offered\n"
    sums = "2026-11-23T08:00,Total,3\n2026-11-23T08:30,Total,3\n"
    history = read(written(tmp_path, head + rows + sums))
    assert history.queues == ("a", "b")
    assert any("the sum of 2 queues (a, b) and left out: 2 rows" in note for note in history.notes)
    assert len(read(written(tmp_path, head + rows + sums.replace(",3", ",4")))) == 6


def test_only_rows_that_are_totals_are_left_out(tmp_path: Path) -> None:
    """A queue called Total Care has times; a row of totals has none, or says nothing else."""
    path = written(
        tmp_path,
        "Split/Skill,Date,Time,Calls Offered,ACD Calls,Aban Calls\n"
        "Total Care,11/23/2026,8:00,10,9,1\nTotal Care,11/23/2026,8:30,10,9,1\n"
        "Total Care,,,20,18,2\nTotals,,,20,18,2\n",
    )
    history = read(path)
    assert history.queues == ("Total Care",)
    assert history.offered.tolist() == [10, 10]
    assert any("2 rows of totals" in note for note in history.notes)


def test_inspect_refuses_doubles_too(tmp_path: Path, staffing: Staffing) -> None:
    """What a forecast refuses is not inspected as sound."""
    path = written(tmp_path, "interval_start,queue,offered\n" + "2026-11-23T08:00,a,1\n" * 2)
    done = staffing("inspect", path, "--timezone", "UTC")
    assert done.returncode == 1
    assert "each interval of a queue once" in done.stderr


def test_a_typo_does_not_change_the_interval(tmp_path: Path) -> None:
    """09:35 among half-hours is named by line and value."""
    times = [f"2026-11-{d}T{h:02d}:{m:02d}" for d in (23, 24) for h in range(8, 18) for m in (0, 30)]
    times[3] = "2026-11-23T09:35"
    path = written(tmp_path, "interval_start,offered\n" + "".join(f"{time},1\n" for time in times))
    with pytest.raises(InputError, match="line 5, column interval_start: found '2026-11-23T09:35") as caught:
        read(path)
    assert caught.value.count == 1


def test_intervals_off_the_clock_are_refused(tmp_path: Path) -> None:
    """Half-hours that begin at ten past and twenty to fit no grid of the wall clock."""
    times = [f"2026-11-{d}T{h:02d}:{m:02d}" for d in (23, 24) for h in range(8, 18) for m in (10, 40)]
    path = written(tmp_path, "interval_start,offered\n" + "".join(f"{time},1\n" for time in times))
    with pytest.raises(InputError, match="begin on the hour"):
        read(path)


def test_intervals_named_by_their_end_carry_the_offset_of_their_start(tmp_path: Path) -> None:
    """The half-hour that ends when clocks go forward began in winter time."""
    from staffing.history.load import read_for_forecast
    from staffing.history.reading.choices import Mapped, Reading
    from staffing.history.source import Source

    path = written(tmp_path, "when,calls\n2026-03-08T01:30,1\n2026-03-08T03:00,2\n2026-03-08T03:30,3\n")
    columns = {"interval_start": Mapped(("when",)), "offered": Mapped(("calls",))}
    source = Source(path=str(path), format_name="columns", reading=Reading(columns=columns, booked="end"))
    history = read_for_forecast(source.at("America/New_York", 30))
    assert [str(t)[11:16] for t in history.interval_start] == ["06:00", "06:30", "07:00"]
    assert history.utc_offset_minutes.tolist() == [-300, -300, -240]


def test_a_file_without_the_column_of_times_is_refused(tmp_path: Path) -> None:
    """Where the house format is asked for, too: the missing column is named."""
    (tmp_path / "h.csv").write_text("Zeitpunkt,offered\n2026-11-02T08:00,5\n")
    with pytest.raises(InputError, match="a column named interval_start"):
        read_history(str(tmp_path / "h.csv"), timezone="UTC", format_name="staffing")
