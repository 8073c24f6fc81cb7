"""Files of no known format, read untouched: the totals that each layout holds, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.load import read_history, read_native
from staffing.history.reading.choices import Reading
from staffing.history.source import Source
from staffing.plan.file.read import read_plan
from staffing.records import History

LAYOUTS = Path(__file__).parent.parent / "layouts"
_CALLS = {"offered": 50, "answered": 39, "abandoned": 11}


@dataclass(frozen=True)
class Case:
    """A file and what it holds: sums of counts, means by the contacts they belong to, contacts by queue."""

    file: str
    totals: dict[str, float]
    means: dict[str, float] = field(default_factory=dict)
    queues: dict[str, float] = field(default_factory=dict)
    days: tuple[str, str] = ("", "")
    minutes: int = 30
    timezone: str = "Europe/Zurich"
    format_name: str = "auto"
    reading: Reading = field(default_factory=Reading)


CASES = [
    Case(
        f"call-list-yn-xlsx.calls.{kind}",
        _CALLS,
        {"wait_seconds": 62.87, "aht_seconds": 232.41},
        {"Bills": 25, "Faults": 25},
    )
    for kind in ("csv", "xlsx")
]
CASES += [
    Case(f"call-list-abandoned-flag.calls.{kind}", _CALLS, {"wait_seconds": 62.87})
    for kind in ("csv", "xlsx")
]
CASES += [
    Case(f"wide-days-by-halfhours.matrix.{kind}", {"offered": 2417}, days=("2026-03-02", "2026-03-15"))
    for kind in ("csv", "xlsx")
]
CASES += [
    Case("call-list-clock-times.calls.csv", _CALLS, {"wait_seconds": 62.87}),
    Case("wide-times-by-dates.matrix.txt", {"offered": 2417}, days=("2026-03-02", "2026-03-15")),
    Case(
        "wide-queue-columns.queues.csv",
        {"offered": 1387},
        queues={"Sales": 467, "Service": 454, "Returns": 466},
        days=("2026-03-02", "2026-03-05"),
    ),
    Case(
        "two-header-rows.report.csv",
        {"offered": 894},
        {"aht_seconds": (464 * 200 + 430 * 300) / 894},
        {"Sales": 464, "Service": 430},
    ),
    Case("date-and-hour-number.hourly.csv", {"offered": 979}, days=("2026-03-02", "2026-03-06"), minutes=60),
    Case("typical-week-matrix.week.csv", {"offered": 2367}, days=("2001-01-01", "2001-01-07"), minutes=60),
    Case("asterisk-cdr.Master.csv", _CALLS, {"wait_seconds": 62.87, "aht_seconds": 232.41}, {"700": 50}),
    Case("pbx-call-log.CallLog.csv", _CALLS, {"wait_seconds": 62.87, "aht_seconds": 232.41}),
    Case(
        "connect-contact-records-json.ctr.jsonl",
        {"offered": 30, "answered": 23, "abandoned": 7},
        {"wait_seconds": 55.87, "aht_seconds": 255.65},
        {"Basic": 30},
    ),
    Case(
        "monthly-mon-yyyy.monthly.csv", {"offered": 17952}, days=("2025-11-01", "2026-04-01"), minutes=43200
    ),
    Case("tickets-created-only.tickets.csv", {"offered": 50}, queues={"Billing": 25, "API": 25}),
    Case(
        "workbook-instructions-first.template.xlsx",
        {"offered": 691},
        days=("2026-03-02", "2026-03-05"),
        reading=Reading(dates="mdy"),
    ),
    Case("sheet-per-month.months.xlsx", {"offered": 476}, days=("2026-02-02", "2026-03-03")),
    Case(
        "sections-date-as-title.cms.csv",
        {"offered": 524},
        {"talk_seconds": 245, "wrap_seconds": 30},
        {"Service": 524},
        ("2026-03-02", "2026-03-04"),
        format_name="avaya-cms",
    ),
    Case("long-metric-value.long.csv", {"offered": 155}, {"aht_seconds": 200}),
    Case(
        "windows-1252.export.csv", {"offered": 691}, {"aht_seconds": 200}, days=("2026-03-02", "2026-03-05")
    ),
    Case("html-saved-as-xls.report.xls", {"offered": 524}, {"aht_seconds": 200}),
    Case(
        "minutes-and-thousands.daily.csv",
        {"offered": 31468, "answered": 31468 * 0.95},
        {"aht_seconds": 210},
        minutes=1440,
    ),
    Case("one-day-percent.h.csv", {"offered": 12}),
]


def assert_holds(history: History, case: Case) -> None:
    """The totals, means, queues, days and grain of the case."""
    words = {"offered": history.offered, "aht_seconds": history.aht_seconds, **history.measures}
    for word, total in case.totals.items():
        assert np.nansum(words[word]) == pytest.approx(total), word
    weights = words.get("answered", words["offered"])
    for word, mean in case.means.items():
        known = np.isfinite(words[word])
        assert np.average(words[word][known], weights=weights[known]) == pytest.approx(mean, abs=0.005), word
    for queue, total in case.queues.items():
        assert history.offered[history.queue == history.queues.index(queue)].sum() == total
    local = history.interval_start + history.utc_offset_minutes.astype("timedelta64[m]")
    if case.days[0]:
        assert (str(local.min())[:10], str(local.max())[:10]) == case.days
    assert history.interval_minutes == case.minutes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_layout_is_read_untouched(case: Case) -> None:
    """Right totals, and a note that says what was understood."""
    source = Source(str(LAYOUTS / case.file), case.format_name, reading=case.reading).at(case.timezone, 30)
    history = read_native(source)
    assert_holds(history, case)
    house = ("sheet-per-month", "html-saved", "one-day")
    assert any("read as" in note for note in history.notes) or case.file.startswith(house)


PLANS = {
    "call-list-yn-xlsx": 50,
    "wide-days-by-halfhours": 2417,
    "wide-times-by-dates": 2417,
    "wide-queue-columns": 1387,
    "two-header-rows": 894,
    "date-and-hour-number": 979,
    "monthly-mon-yyyy": 17952,
    "workbook-instructions-first": 691,
    "long-metric-value": 155,
    "windows-1252": 691,
    "minutes-and-thousands": 31468,
    "forecast-with-mapping": 691,
}


@pytest.mark.parametrize("name", [name for name in PLANS if (LAYOUTS / f"{name}.plan.toml").exists()])
def test_a_plan_reads_the_same_as_the_file_alone(name: str) -> None:
    """A mapping of columns in a plan, whatever the shape."""
    history = read_native(read_plan(LAYOUTS / f"{name}.plan.toml").history_source)
    assert history.offered.sum() == PLANS[name]


def test_another_sheet_is_named_as_unread() -> None:
    """Nothing of a workbook is passed over in silence."""
    source = Source(str(LAYOUTS / "workbook-instructions-first.template.xlsx"), reading=Reading(dates="mdy"))
    notes = " ".join(read_native(source.at("America/New_York", 30)).notes)
    assert "sheet Instructions is not read" in notes
    assert "sheet Notes is not read" in notes


def test_the_encoding_is_said() -> None:
    """Windows-1252 is found, and named."""
    history = read_history(str(LAYOUTS / "windows-1252.export.csv"), timezone="Europe/Berlin")
    assert any("read as cp1252" in note for note in history.notes)


def test_contacts_with_dates_only_are_counted_by_day(tmp_path: Path) -> None:
    """None of them came at midnight."""
    path = tmp_path / "tickets.csv"
    path.write_text("Ticket,Opened\n" + "".join(f"#{n},2026-03-{2 + n // 9:02}\n" for n in range(27)))
    history = read_native(Source(str(path)))
    assert history.interval_minutes == 1440
    assert history.offered.tolist() == [9, 9, 9]


def test_a_date_without_a_time_among_half_hours_is_refused(tmp_path: Path) -> None:
    """One that is no sum of its day would be booked at midnight."""
    path = tmp_path / "days.csv"
    rows = "".join(f"2026-03-02,{hour:02}:00,{hour}\n" for hour in range(8, 18))
    path.write_text(f"Date,Time,Calls\n{rows}2026-03-02,,126\n")
    with pytest.raises(InputError, match=r"line 12.*a date and a time, as in the other rows"):
        read_native(Source(str(path)))


@pytest.mark.parametrize("header", ["Date,Calls offered", "interval_start,offered"])
def test_serial_numbers_of_excel_are_named(tmp_path: Path, header: str) -> None:
    """With the moment that the first one means, and the number format to give the cells."""
    path = tmp_path / "serials.csv"
    rows = "".join(f"{46069 + half_hour / 48:.6f},{half_hour}\n" for half_hour in range(16, 36))
    path.write_text(f"{header}\n{rows}")
    with pytest.raises(InputError, match=r"Excel's serial number of 2026-02-16T08:00: .* yyyy-mm-dd hh:mm"):
        read_native(Source(str(path)))


@pytest.mark.parametrize(
    ("header", "total"),
    [
        ("Date,Time,Calls offered", "Grundsum,"),
        ("Start,Calls offered", "Grundsum"),
        ("Start,Calls offered", ""),
    ],
)
def test_a_row_with_a_word_for_its_time_may_be_a_total(tmp_path: Path, header: str, total: str) -> None:
    """It is refused once, and the message says to remove it if so."""
    path = tmp_path / "days.csv"
    mark = "," if "Time" in header else " "
    rows = "".join(f"2026-03-02{mark}{hour:02}:00,{hour}\n" for hour in range(8, 18))
    path.write_text(f"{header}\n{rows}{total},125\n")
    with pytest.raises(InputError, match=r"line 12.*remove the row if it is the total of others") as refused:
        read_native(Source(str(path)))
    assert str(refused.value).count("line 12") == 1


def test_measures_under_dates_are_not_taken_for_a_matrix(tmp_path: Path) -> None:
    """The first of them need not be the contacts."""
    path = tmp_path / "wide.csv"
    rows = "".join(f"{hour:02}:00,200,{hour},210,{hour + 1}\n" for hour in range(8, 18))
    path.write_text(f",2026-03-02,,2026-03-03,\nTime,AHT,Offered,AHT,Offered\n{rows}")
    history = read_native(Source(str(path)))
    assert history.offered.sum() == sum(range(8, 18)) * 2 + 10


def test_what_is_not_sure_is_asked_with_a_ready_mapping(tmp_path: Path) -> None:
    """Two columns that may be the contacts offered are not chosen between."""
    path = tmp_path / "two.csv"
    rows = "".join(f"2026-03-02,{hour:02}:00,{hour},{hour + 3}\n" for hour in range(8, 18))
    path.write_text(f"Date,Time,Calls Offered,Incoming Calls\n{rows}")
    with pytest.raises(
        InputError, match=r'(?s)may be the contacts offered.*\[columns\].*offered = "'
    ) as caught:
        read_history(str(path), timezone="UTC", interval_minutes=60)
    assert "--map map.toml" in str(caught.value)
