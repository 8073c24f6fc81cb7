"""Files that are easy to read wrongly: totals among the rows, thousands, transfers, midnights, marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.load import read_native
from staffing.history.reading.choices import Mapped, Reading
from staffing.history.source import Source
from staffing.records.history import History

REPORTS = Path(__file__).parent.parent / "reports"
CONNECT = "Queue,StartInterval,EndInterval,Contacts queued,Contacts handled,Contacts abandoned\n"
_ENDS = Reading(
    "Europe/Berlin",
    booked="end",
    columns={"interval_start": Mapped(("Day", "Till")), "offered": Mapped(("Anrufe",))},
)


@dataclass(frozen=True)
class Case:
    """A file, the contacts it holds by queue, its first and last day, and a part of what is said of it."""

    file: str
    queues: dict[str, float]
    said: str = ""
    days: tuple[str, str] = ("", "")
    reading: Reading = field(default_factory=Reading)


CASES = [
    Case("day-total-row.day.csv", {"sales": 3900}, "10 rows with a date and no time hold the sum"),
    Case("thousands-point.b.csv", {"all": 358_500}),
    Case("thousands-point.mixed.csv", {"all": 310_500}, "1.000 as 1,000"),
    Case("asterisk-attended-transfer.queue_log", {"desk": 30, "back": 15}),
    Case("asterisk-attended-transfer.queue_log_plain", {"desk": 160}),
    Case(
        "end-midnight-same-date.csv",
        {"all": 7966},
        "14 times of 00:00 stand behind the last of their day",
        ("2026-11-02", "2026-11-15"),
        _ENDS,
    ),
    Case("hour-24.end_24.csv", {"all": 7966}, "", ("2026-11-02", "2026-11-15"), _ENDS),
    Case("hour-24.h24.csv", {"all": 24_120}, "", ("2026-11-02", "2026-11-20")),
    Case("hour-24.epoch_ms.csv", {"all": 1618}, "", ("2026-11-02", "2026-11-03")),
    Case("hour-24.dmy.csv", {"all": 960}, "day/month/year", ("2026-10-19", "2026-10-20")),
    Case("missing-marks.na.csv", {"all": 1759}, "26 cells that hold #N/A are unknown"),
    Case("missing-marks.repeat.csv", {"sales": 3900}, "1 repeated headers were left out"),
]


def contacts(history: History) -> dict[str, float]:
    """Contacts known of each queue."""
    sums = np.bincount(history.queue, np.nan_to_num(history.offered), len(history.queues))
    return dict(zip(history.queues, sums.tolist(), strict=True))


def read(path: Path, reading: Reading | None = None) -> History:
    """The file at its own interval."""
    return read_native(Source(str(path), reading=reading or Reading()))


def read_text(folder: Path, text: str) -> History:
    """The same of a text."""
    path = folder / "history.csv"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_the_contacts_are_those_of_the_file(case: Case) -> None:
    """No contact is lost, counted twice, or moved to another day."""
    history = read(REPORTS / case.file, case.reading)
    assert contacts(history) == case.queues
    assert case.said in " ".join(history.notes)
    assert not any("had not ended" in note for note in history.notes)
    if case.days[0]:
        days = history.local.astype("datetime64[D]")
        assert (str(days.min()), str(days.max())) == case.days


def intervals(days: int = 5, per_day: int = 20) -> list[str]:
    """Half-hours from 08:00 on some days of November 2026."""
    starts = [f"{8 + i // 2:02}:{30 * (i % 2):02}" for i in range(per_day)]
    return [f"2026-11-{day:02} {start}" for day in range(2, 2 + days) for start in starts]


def with_queues(counts: dict[str, list[int]]) -> str:
    """An export with a row for each queue and interval, in the order of the queues."""
    times = intervals()
    rows = [f"{name},{t},x,{c[i]},{c[i]},0\n" for i, t in enumerate(times) for name, c in counts.items()]
    return CONNECT + "".join(rows)


def counts_of(seed: int, mean: float) -> list[int]:
    """Counts of the intervals, Poisson."""
    return [int(count) for count in np.random.default_rng(seed).poisson(mean, len(intervals()))]


def added(*counts: list[int]) -> list[int]:
    """The sums of counts by interval."""
    return [sum(each) for each in zip(*counts, strict=True)]


SALES, HELP, TECH, BACK = (counts_of(seed, mean) for seed, mean in enumerate((20, 6, 9, 0.4)))


@pytest.mark.parametrize("name", ["All", "Overall", "Gesamt", "Subtotal", "", "Ensemble", "zz9", "合计"])
def test_a_queue_that_is_the_sum_of_others_is_left_out_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Its contacts are those of the others."""
    history = read_text(tmp_path, with_queues({"sales": SALES, "help": HELP, name: added(SALES, HELP)}))
    assert contacts(history) == {"sales": sum(SALES), "help": sum(HELP)}
    assert any("in every interval the sum of 2 queues (sales, help)" in note for note in history.notes)


def test_sums_of_sums_are_left_out_and_all_queues_stay(tmp_path: Path) -> None:
    """Two groups with a subtotal each, and a grand total; one group has a queue that is nearly empty."""
    front, back = added(SALES, HELP), added(TECH, BACK)
    named = {"a": SALES, "b": HELP, "front": front, "c": TECH, "d": BACK, "back": back}
    history = read_text(tmp_path, with_queues({**named, "centre": added(front, back)}))
    assert contacts(history) == {"a": sum(SALES), "b": sum(HELP), "c": sum(TECH), "d": sum(BACK)}


def test_a_sum_of_queues_that_do_not_stand_together_is_found(tmp_path: Path) -> None:
    """Here of the first and the last of four, while the other two are in no sum."""
    named = {"a": SALES, "b": HELP, "c": TECH, "d": BACK, "x": added(SALES, BACK)}
    assert set(contacts(read_text(tmp_path, with_queues(named)))) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "named",
    [
        {"sales": SALES, "help": SALES},
        {"sales": SALES},
        {"a": [10] * 100, "b": [5] * 100, "c": [15] * 100},
        {"a": SALES, "b": HELP, "c": SALES},
        {"a": SALES, "b": HELP, "c": [2 * count for count in HELP]},
        {"a": SALES, "b": HELP, "All calls from abroad": TECH},
    ],
    ids=["alike", "one", "constant", "two alike of three", "proportional", "only called so"],
)
def test_queues_that_are_no_sums_stay(tmp_path: Path, named: dict[str, list[int]]) -> None:
    """Two queues may be alike, and a name alone proves nothing."""
    assert contacts(read_text(tmp_path, with_queues(named))) == {n: sum(c) for n, c in named.items()}


def test_a_sum_in_constant_proportion_is_left_out_by_its_name_and_else_said(tmp_path: Path) -> None:
    """Counts alone prove nothing there."""
    rows = {"a": [10] * 100, "b": [5] * 100}
    assert set(contacts(read_text(tmp_path, with_queues({**rows, "Gesamt": [15] * 100})))) == {"a", "b"}
    history = read_text(tmp_path, with_queues({**rows, "c": [15] * 100}))
    assert any("yet counted" in note for note in history.notes)


def with_day_totals(*, at_night: bool, queue: str = "sales") -> tuple[str, int]:
    """An export with a row for each day that has no time; its contacts."""
    rows, total = "", 0
    for day in range(2, 6):
        hours = range(0 if at_night else 8, 24 if at_night else 18)
        counts = [(hour * 7 + day) % 11 for hour in hours]
        rows += "".join(
            f"sales,2026-11-{day:02} {h:02}:00,x,{c},{c},0\n" for h, c in zip(hours, counts, strict=True)
        )
        rows += f"{queue},2026-11-{day:02},x,{sum(counts)},{sum(counts)},0\n"
        total += sum(counts)
    return CONNECT + rows, total


@pytest.mark.parametrize("at_night", [False, True])
@pytest.mark.parametrize("queue", ["sales", "whole centre"])
def test_the_total_of_a_day_is_no_half_hour(tmp_path: Path, queue: str, *, at_night: bool) -> None:
    """Neither where the centre is closed at midnight, nor beside the row of a midnight that is open."""
    text, total = with_day_totals(at_night=at_night, queue=queue)
    assert contacts(read_text(tmp_path, text)) == {"sales": total}


def test_rows_at_midnight_that_are_no_totals_stay(tmp_path: Path) -> None:
    """A centre that is open all night has them on every day."""
    text, _ = with_day_totals(at_night=True)
    rows = [row for row in text.splitlines(keepends=True) if ":" in row or row.startswith("Queue")]
    history = read_text(tmp_path, "".join(rows))
    assert len(history) == 4 * 24


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["1.100", "940", "1.000"], 3040),
        (["1,100", "940", "1,000"], 3040),
        (["1'100", "940", "1’000"], 3040),
        (["1 100", "940", "1\u202f000"], 3040),
        (["1\u00a0100", "940", "1000"], 3040),
        (["1,00,000", "940", "1,000"], 101_940),
        (["1.234,0", "940", "7,0"], 2181),
        (["1,234.0", "940", "7.0"], 2181),
        (["12.5", "0.125", "1.125"], 13.75),
        (["0.000", "12.000", "3.000"], 15),
    ],
)
def test_counts_are_read_as_their_column_writes_them(tmp_path: Path, cells: list[str], total: float) -> None:
    """Marks between thousands of six kinds, a comma or a point before decimals."""
    rows = "".join(f"2026-11-02T0{7 + i}:00\t{cell}\n" for i, cell in enumerate(cells))
    assert contacts(read_text(tmp_path, f"interval_start\toffered\n{rows}"))["all"] == pytest.approx(total)


@pytest.mark.parametrize(
    ("rows", "readings"),
    [
        (["12.000\t240", "3.000\t240"], "12 or 12,000"),
        (["1.100\t240.5", "940\t240"], "1.1 or 1,100"),
        (["11\t6.500", "9\t7.250"], "6.5 or 6,500"),
    ],
)
def test_numbers_with_two_readings_are_refused_with_both(
    tmp_path: Path, rows: list[str], readings: str
) -> None:
    """Counts with three zeros, thousands beside a proven point, and seconds that may be either."""
    text = "".join(f"2026-11-02T0{7 + i}:00\t{row}\n" for i, row in enumerate(rows))
    with pytest.raises(InputError, match=readings):
        read_text(tmp_path, f"interval_start\toffered\taht_seconds\n{text}")


@pytest.mark.parametrize(("cells", "aht"), [(["240.125", "251.375"], 245.75), (["1.100", "940"], 1020)])
def test_seconds_are_those_that_a_centre_has(tmp_path: Path, cells: list[str], aht: float) -> None:
    """240.125 is four minutes, for it is not three days; 1.100 beside 940 is no second."""
    rows = "".join(f"2026-11-02T0{7 + i}:00,5,{cell}\n" for i, cell in enumerate(cells))
    history = read_text(tmp_path, f"interval_start,offered,aht_seconds\n{rows}")
    assert history.aht_seconds.mean() == pytest.approx(aht)


@pytest.mark.parametrize("mark", ["#N/A", "-", "--", "n/a", "NULL", "NaN", "—"])
def test_marks_for_nothing_are_unknown_and_said(tmp_path: Path, mark: str) -> None:
    """As an empty cell is."""
    rows = f"2026-11-02T08:00,{mark},240\n2026-11-02T08:30,7,{mark}\n"
    history = read_text(tmp_path, f"interval_start,offered,aht_seconds\n{rows}")
    assert np.isnan(history.offered[0])
    assert np.isnan(history.aht_seconds[1])
    assert any(f"2 cells that hold {mark} are unknown" in note for note in history.notes)


def test_moments_since_1970_are_read_in_files_of_no_format_too(tmp_path: Path) -> None:
    """Ten digits are seconds in UTC, thirteen milliseconds; an eight-digit date stays one."""
    for per_second in (1, 1000):
        rows = "".join(f"{(1793577600 + 1800 * i) * per_second},{i % 9}\n" for i in range(60))
        history = read_text(tmp_path, f"timestamp,calls\n{rows}")
        assert history.interval_start[0] == np.datetime64("2026-11-02T00:00:00")
        assert history.offered.sum() == sum(i % 9 for i in range(60))


def test_marks_are_said_in_files_of_no_format_too(tmp_path: Path) -> None:
    """Unknown by the same words."""
    rows = "".join(f"2026-11-02,{h:02}:00,{'NULL' if h == 9 else h},{h}\n" for h in range(8, 20))
    history = read_text(tmp_path, f"Date,Time,Calls Offered,Calls Handled\n{rows}")
    assert any("1 cell that holds NULL is unknown" in note for note in history.notes)


def test_several_columns_of_a_count_are_added_up_and_said(tmp_path: Path) -> None:
    """Where a mapping names them; the others are named as not read."""
    path = tmp_path / "queues.csv"
    rows = "".join(f"2026-11-02,{h:02}:00,{h},{2 * h},7\n" for h in range(8, 20))
    path.write_text(f"Date,Time,Sales,Service,Returns\n{rows}")
    columns = {"interval_start": Mapped(("Date", "Time")), "offered": Mapped(("Sales", "Service"))}
    history = read(path, Reading(columns=columns))
    assert contacts(history) == {"all": sum(3 * h for h in range(8, 20))}
    assert any("Sales + Service → offered" in note for note in history.notes)
    assert any("not read: Returns" in note for note in history.notes)


def test_a_file_without_its_times_is_named(tmp_path: Path) -> None:
    """By the column that is missing."""
    with pytest.raises(InputError, match="a column named interval_start"):
        read_text(tmp_path, "offered,aht_seconds\n1,240\n")


def test_a_row_twice_is_named_by_the_time_of_the_file(tmp_path: Path) -> None:
    """Not by UTC, in which nobody finds it."""
    path = tmp_path / "history.csv"
    path.write_text("interval_start,offered\n2026-11-02T08:00,1\n2026-11-02T08:00,2\n")
    with pytest.raises(InputError, match=r"2026-11-02T08:00:00\+01:00 twice"):
        read(path, Reading("Europe/Berlin"))


@pytest.mark.parametrize(
    ("line", "waits"),
    [
        ("1793610430|a.1|desk|PJSIP/71|BLINDTRANSFER|600|default|10|120|1", 10),
        ("1793610430|a.1|desk|PJSIP/71|ATTENDEDTRANSFER|LINK|PJSIP/71-1|PJSIP/9-2|10|120|1", 10),
        ("1793610430|b.9|desk|PJSIP/71|ATTENDEDTRANSFER|BRIDGE|4f|10|120|1", 10),
        ("1793610430|a.1|desk|PJSIP/71|TRANSFER|600|default|10|120", 10),
    ],
)
def test_a_transfer_ends_a_call_of_asterisk(tmp_path: Path, line: str, waits: float) -> None:
    """Blind or attended, in each form, and under the id of the call by which the agent asked."""
    start = "1793610300|a.1|desk|NONE|ENTERQUEUE||5550100|1\n1793610310|a.1|desk|PJSIP/71|CONNECT|10|a.2|8\n"
    history = read_text(tmp_path, f"{start}{line}\n")
    answered = history.measures["answered"].sum()
    assert (history.offered.sum(), answered) == (1, 1)
    assert history.aht_seconds[0] == 120
    assert history.measures["wait_seconds"][0] == waits
