"""Times of day as exports write them: ranges, hours that lost AM and PM, counts since 1970, days' totals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.records.history import History

_STEP = dt.timedelta(minutes=30)
_DAYS = [dt.datetime(2026, 2, day, 8) for day in (16, 17, 18, 19)]
_SLOTS = [day + place * _STEP for day in _DAYS for place in range(20)]
_HEADERS = {
    "Date;Time;Calls;AHT (s)": "Daily Total",
    "Datum;Uhrzeit;Anrufe;AHT (s)": "Tagessumme",
    "Date;Heure;Appels;DMT (s)": "Total jour",
    "Fecha;Hora;Llamadas;TMO (s)": "Total",
    "日付;時間帯;着信数;平均処理時間(秒)": "日計",
    "日期;时间段;呼入量;平均处理时长(秒)": "合计",
    "날짜;시간대;인입 콜;평균 처리 시간(초)": "합계",
}


def count(place: int) -> int:
    return 20 + place * 7 % 30


def read(path: Path, header: str, rows: list[str]) -> History:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_native(Source(str(path)))


@pytest.mark.parametrize("header", _HEADERS)
@pytest.mark.parametrize("between", ["~", "～", "〜", "-", "–", " - ", " to ", "→"])
def test_a_range_of_times_is_its_start(tmp_path: Path, header: str, between: str) -> None:
    """`09:00～09:30` is the half-hour from 09:00."""
    rows = [f"{m:%Y-%m-%d};{m:%H:%M}{between}{m + _STEP:%H:%M};{count(p)};240" for p, m in enumerate(_SLOTS)]
    history = read(tmp_path / "export.csv", header, rows)
    assert history.interval_minutes == 30
    assert history.iso()[0].startswith("2026-02-16T08:00")
    assert history.offered.sum() == sum(map(count, range(len(_SLOTS))))


@pytest.mark.parametrize(("header", "label"), _HEADERS.items())
def test_rows_labelled_as_totals_of_a_day_are_left_out(tmp_path: Path, header: str, label: str) -> None:
    """The label stands for the time, behind the date; a note counts the rows."""
    rows = []
    for place, moment in enumerate(_SLOTS):
        rows.append(f"{moment:%Y-%m-%d;%H:%M};{count(place)};240")
        if place % 20 == 19:
            rows.append(f"{moment:%Y-%m-%d};{label};{sum(map(count, range(place - 19, place + 1)))};240")
    history = read(tmp_path / "export.csv", header, rows)
    assert history.offered.sum() == sum(map(count, range(len(_SLOTS))))
    assert any("4 rows of totals were left out" in note for note in history.notes)


@pytest.mark.parametrize("header", _HEADERS)
@pytest.mark.parametrize("newest_first", [False, True])
def test_hours_that_lost_am_and_pm_are_refused(tmp_path: Path, header: str, newest_first: bool) -> None:
    """12:30 is followed by 1:00 of the same day, and no hour is later than 12."""
    rows = [f"{m:%Y-%m-%d};{(m.hour - 1) % 12 + 1}:{m:%M};{count(p)};240" for p, m in enumerate(_SLOTS)]
    for kept in (rows, [*rows, f"2026-02-19;;{sum(map(count, range(60, 80)))};240"]):
        with pytest.raises(InputError, match="the times of each day go back at noon"):
            read(tmp_path / "export.csv", header, kept[::-1] if newest_first else kept)


def test_mornings_and_nights_are_read(tmp_path: Path) -> None:
    """Times that rise through the day are nothing to ask about, though none is in the afternoon."""
    kept = [moment for moment in _SLOTS if moment.hour <= 12]
    rows = [f"{m:%Y-%m-%d;%H:%M};{q};{count(p)};240" for q in ("Sales", "Help") for p, m in enumerate(kept)]
    history = read(tmp_path / "export.csv", "Date;Time;Queue;Calls;AHT (s)", rows)
    assert len(history) == 2 * len(kept)


@pytest.mark.parametrize("digits", [10, 13])
def test_counts_since_1970_are_read_whatever_date_they_look_like(tmp_path: Path, digits: int) -> None:
    """1770021000000 begins like 10 February 1770, and is 2 February 2026 in milliseconds."""
    rows = [f"{1770021000 + 1800 * place}{'0' * (digits - 10)};{count(place)};240" for place in range(48)]
    history = read(tmp_path / "export.csv", "startTime;Calls;AHT (s)", rows)
    assert len(history) == 48
    assert history.iso()[0].startswith("2026-02-02T08:30")


def test_files_with_different_numbers_of_totals_are_read_together(tmp_path: Path) -> None:
    """Rows left out are added up over the files."""
    for number, totals in enumerate((1, 3)):
        first = dt.datetime(2026, 2, 16 + number, 8)
        rows = [f"{first + place * _STEP:%Y-%m-%d;%H:%M};{count(place)};240" for place in range(20)]
        rows += [f"{first:%Y-%m-%d};Total;{sum(map(count, range(20)))};240"] * totals
        (tmp_path / f"{number}.csv").write_text("\n".join(["Date;Time;Calls;AHT (s)", *rows]) + "\n")
    history = read_native(Source(str(tmp_path / "*.csv")))
    assert (len(history), history.left_out) == (40, 4)


def test_columns_of_times_are_not_offered_to_be_added_up(tmp_path: Path) -> None:
    """Rows that differ by their time are of different intervals, whatever else is wrong with them."""
    rows = [f"{m:%Y-%m-%d};slot {m:%H%M};{count(p)};240" for p, m in enumerate(_SLOTS)]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "export.csv", "Date;Time slot;Calls;AHT (s)", rows)
    assert "merge=" not in str(caught.value)


@pytest.mark.parametrize("header", _HEADERS)
def test_rows_without_a_time_that_hold_the_sum_of_their_day_are_left_out(tmp_path: Path, header: str) -> None:
    """On one day or all; a row that holds another count is refused by its line."""
    rows = [f"{moment:%Y-%m-%d;%H:%M};{count(place)};240" for place, moment in enumerate(_SLOTS)]
    whole = sum(map(count, range(len(_SLOTS))))
    summed = [*rows[:20], f"2026-02-16;;{sum(map(count, range(20)))};240", *rows[20:]]
    history = read(tmp_path / "export.csv", header, summed)
    assert (history.offered.sum(), history.left_out) == (whole, 1)
    with pytest.raises(InputError, match=r"line 22.*a date and a time"):
        read(tmp_path / "other.csv", header, [*rows[:20], "2026-02-16;;77;240", *rows[20:]])


@pytest.mark.parametrize("date", ["12/31/9999", "01/13/0001", "12/31/1965"])
def test_a_year_that_no_history_has_is_refused(tmp_path: Path, date: str) -> None:
    """With its line, also at 24:00 of the last day that a calendar has."""
    rows = ["12/30/2026 23:30;5", f"{date} 23:30;7", f"{date} 24:00;8"]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "export.csv", "Date;Calls", rows)
    for line, time in ((3, "23:30"), (4, "24:00")):
        assert f"line {line}, column Date: found '{date} {time}', expected a year from 1970" in str(
            caught.value
        )


def test_a_call_of_a_far_year_is_refused(tmp_path: Path) -> None:
    """With its line, also where it is answered after the last midnight that a calendar has."""
    header = "Start Time;Answer Time;End Time;Queue;Outcome"
    row = "12/31/9999 23:59:10;00:00:20;12/31/9999 24:00;a;answered"
    with pytest.raises(InputError, match=r"line 2, column Start Time: .*expected a year from 1970 to"):
        read(tmp_path / "calls.csv", header, [row])


@pytest.mark.parametrize(
    "header", ["Date;Hour;Calls", "Datum;Uhrzeit;Anrufe", "Date;Heure;Appels", "Dag;Uur;Gesprekken"]
)
@pytest.mark.parametrize("hour", ["{0}", "{0:02}", "{0}-{1}", "{0:02} – {1:02}", "{0}h-{1}h", "{0}h"])
@pytest.mark.parametrize("total", ["", "Total", "Zusammen"])
def test_hours_beside_dates_are_read_with_and_without_totals(
    tmp_path: Path, header: str, hour: str, total: str
) -> None:
    """Also as ranges; a word in place of the hour is left out by its sum, whatever it is."""
    rows = []
    for day in (16, 17, 18):
        counts = [count(place) for place in range(day, day + 10)]
        rows += [f"2026-02-{day};{hour.format(8 + n, 9 + n)};{number}" for n, number in enumerate(counts)]
        rows += [f"2026-02-{day};{total};{sum(counts)}"] if total else []
    history = read(tmp_path / "export.csv", header, rows)
    assert history.interval_minutes == 60
    assert history.iso()[-1].startswith("2026-02-18T17:00")
    assert history.offered.sum() == sum(count(p) for day in (16, 17, 18) for p in range(day, day + 10))


def test_a_word_in_place_of_the_time_that_is_no_sum_is_refused(tmp_path: Path) -> None:
    """A row called `Night` may well hold contacts."""
    rows = [f"{moment:%Y-%m-%d;%H:%M};{count(place)};240" for place, moment in enumerate(_SLOTS)]
    with pytest.raises(InputError, match=r"line 12.*a date and a time"):
        read(
            tmp_path / "export.csv",
            "Date;Time;Calls;AHT (s)",
            [*rows[:10], "2026-02-16;Night;77;240", *rows[10:]],
        )


def test_a_range_from_midnight_is_read(tmp_path: Path) -> None:
    """A date may carry a midnight of its own, but 00:00 - 00:30 is a half-hour."""
    starts = [dt.datetime(2026, 3, 1) + place * _STEP for place in range(96)]
    rows = [f"{m:%d-%b-%y};{m:%H:%M} - {m + _STEP:%H:%M};{count(p)}" for p, m in enumerate(starts)]
    history = read(tmp_path / "export.csv", "Date;Time;Calls", rows)
    assert history.iso()[0].startswith("2026-03-01T00:00")
    assert len(history) == 96


@pytest.mark.parametrize("minute", [0, 23, 24, 59])
@pytest.mark.parametrize("date", ["13/02/2026", "13.02.2026", "2026-02-13", "Feb 13, 2026"])
def test_a_call_at_24_minutes_past_is_of_its_own_hour(tmp_path: Path, minute: int, date: str) -> None:
    """`12:24:00` holds the text of the end of a day, and is none."""
    rows = [f"c{n};{date} 12:{minute:02}:0{n % 2};Sales;answered;20" for n in range(8)]
    history = read(tmp_path / "calls.csv", "Call ID;Start Time;Queue;Outcome;Wait", rows)
    assert history.iso()[history.offered.argmax()].startswith(f"2026-02-13T12:{minute // 30 * 30:02}")
    assert history.offered.tolist() == [8]


@pytest.mark.parametrize("name", ["is_peak_day", "Day", "Day of month", "Jour"])
def test_a_number_of_the_day_is_no_hour(tmp_path: Path, name: str) -> None:
    """One number a day, such as 0 and 1 for peak days, says nothing of the time."""
    rows = [f"2026-02-{day:02};{day % 2 if '_' in name else day};{100 + day}" for day in range(1, 25)]
    history = read(tmp_path / "export.csv", f"date;{name};calls_received", rows)
    assert history.interval_minutes == 1440
    assert {text[11:16] for text in history.iso()} == {"00:00"}


@pytest.mark.parametrize("name", ["Day_Type", "Type", "Kategorie", "Service"])
def test_kinds_of_days_are_no_queues(tmp_path: Path, name: str) -> None:
    """A name that is the same all day tells of the day, unless it is called a queue."""
    kinds = {16: "Holiday", 17: "Weekday", 18: "Weekday", 19: "Weekday"}
    rows = [f"{m:%Y-%m-%d;%H:%M};{kinds[m.day]};{count(p)};240" for p, m in enumerate(_SLOTS)]
    history = read(tmp_path / "export.csv", f"Date;Time;{name};Calls;AHT (s)", rows)
    assert history.queues == ("all",)
    assert len(read(tmp_path / "queues.csv", "Date;Time;Queue;Calls;AHT (s)", rows).queues) == 2


def test_a_year_before_a_named_month_is_read(tmp_path: Path) -> None:
    """`2026-Feb-16 08:00:00 AM`, as some telephone systems write."""
    rows = [f"c{n};{m:%Y-%b-%d %I:%M:%S %p};Sales;answered;20" for n, m in enumerate(_SLOTS)]
    history = read(tmp_path / "calls.csv", "Call ID;Start Time;Queue;Outcome;Wait", rows)
    assert history.iso()[0].startswith("2026-02-16T08:00")
    assert history.offered.sum() == len(_SLOTS)


def test_running_sums_are_no_contacts(tmp_path: Path) -> None:
    """The contacts since midnight stand in place of those of the half-hour."""
    rows = [f"{m:%Y-%m-%d;%H:%M};{20 * (1 + p % 20)}" for p, m in enumerate(_SLOTS)]
    for header in ("Cumulative calls offered", "Kumulierte Anrufe", "累計着信件数"):
        with pytest.raises(InputError, match="surely the contacts offered"):
            read(tmp_path / "export.csv", f"Date;Time;{header}", rows)
