"""The zoo: every format's sample gives one and the same history, and is recognised as what it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history import FORMATS, format_named
from staffing.history.load import read_history, read_source
from staffing.history.reading.choices import Mapped, Reading
from staffing.history.reading.layout import HEAD_ROWS
from staffing.history.source import Source
from staffing.records import History
from staffing.tables.open import open_rows

ZOO = Path(__file__).parent.parent / "exports"
ZONE = "America/New_York"
SAMPLES = {
    "staffing.csv": "staffing",
    "genesys.csv": "genesys",
    "genesys-performance.csv": "genesys",
    "amazon-connect.csv": "amazon-connect",
    "cisco-ucce.csv": "cisco-ucce",
    "cisco-uccx.csv": "cisco-uccx",
    "avaya-cms.txt": "avaya-cms",
    "nice-iex.txt": "nice-iex",
    "calabrio.txt": "calabrio",
    "five9.csv": "five9",
    "talkdesk.csv": "talkdesk",
    "zendesk.csv": "zendesk",
    "verint.csv": "verint",
    "asterisk-queue_log": "asterisk",
    "calls.csv": "calls",
}
MAPPING = {
    "interval_start": Mapped(("Datum", "Uhrzeit")),
    "queue": Mapped(("Warteschlange",)),
    "offered": Mapped(("Anrufe",)),
    "answered": Mapped(("Angenommen",)),
    "abandoned": Mapped(("Aufgelegt",)),
    "aht_seconds": Mapped(("Gesprächszeit gesamt",), "hh:mm:ss", total=True),
}


def read(source: Source | Path, minutes: int = 30) -> History:
    source = Source(str(source)) if isinstance(source, Path) else source
    return read_source(source.at(ZONE, minutes))


def assert_same(history: History, reference: History) -> None:
    """Identical in all words that both have."""
    assert history.queues == reference.queues
    assert history.interval_start.tolist() == reference.interval_start.tolist()
    assert history.utc_offset_minutes.tolist() == reference.utc_offset_minutes.tolist()
    assert history.queue.tolist() == reference.queue.tolist()
    words = {"offered": history.offered, "aht_seconds": history.aht_seconds, **history.measures}
    known = {"offered": reference.offered, "aht_seconds": reference.aht_seconds, **reference.measures}
    assert set(words) <= set(known)
    for word, column in words.items():
        np.testing.assert_array_equal(column, known[word], err_msg=word)


@pytest.fixture(scope="module")
def reference() -> History:
    return read(ZOO / "staffing.csv")


@pytest.mark.smoke
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_gives_the_identical_history(sample: str, reference: History) -> None:
    """Recognised without being told, and equal to the house format's reading in every word it has."""
    history = read(ZOO / sample)
    assert_same(history, reference)
    assert sample == "staffing.csv" or f"read as {SAMPLES[sample]} (" in history.notes[0]


def test_a_mapping_reads_anything_with_a_header(reference: History) -> None:
    """`[history.columns]` names the columns, their units and totals."""
    source = Source(str(ZOO / "columns.csv"), "columns", reading=Reading(columns=MAPPING))
    assert_same(read(source), reference)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_is_of_one_format_only(sample: str) -> None:
    """Recognition never has to choose."""
    with open_rows(ZOO / sample) as rows:
        head = rows.head(HEAD_ROWS)
    assert [name for name in FORMATS if format_named(name).match(head)] == [SAMPLES[sample]]


def test_every_format_has_a_sample() -> None:
    """A format without one is a promise nobody checks; `daily` has its own test."""
    assert {*SAMPLES.values(), "columns", "daily"} == set(FORMATS)


def test_the_wrong_format_says_what_it_misses() -> None:
    """A format forced onto a file names the columns it needs and those it found."""
    with pytest.raises(InputError, match=r"the columns of verint: Date, Contact Volume.*interval_start"):
        read(Source(str(ZOO / "staffing.csv"), "verint"))


def test_a_renamed_column_is_understood_by_what_it_is_called(tmp_path: Path, reference: History) -> None:
    """Nothing but its own words tells the file now; no vendor is named."""
    path = tmp_path / "export.csv"
    path.write_text((ZOO / "five9.csv").read_text().replace("HALF HOUR", "TIME SLOT"))
    history = read(path)
    assert_same(history, reference)
    assert "five9" not in " ".join(history.notes)


def test_a_column_of_no_meaning_is_asked_for(tmp_path: Path) -> None:
    """The mapping so far is printed, ready to be corrected."""
    path = tmp_path / "export.csv"
    path.write_text(
        (ZOO / "five9.csv").read_text().replace("CALLS,", "XYZ,", 1).replace("CALLS ABANDONED", "ZYX")
    )
    with pytest.raises(
        InputError, match=r"(?s)--map map\.toml.*\[columns\]\n    interval_start = \[\"DATE\", "
    ):
        read(path)


def test_dates_that_fit_both_orders_are_refused_until_settled(tmp_path: Path) -> None:
    """3 April or 4 March: never guessed; `dates` settles it."""
    path = tmp_path / "ucce.csv"
    path.write_text((ZOO / "cisco-ucce.csv").read_text().replace("11/23/2026", "03/04/2026"))
    with pytest.raises(InputError, match=r'line 2, column DateTime.*dates = "mdy" or "dmy"'):
        read(path)
    march = read(Source(str(path), reading=Reading(dates="mdy")))
    april = read(Source(str(path), reading=Reading(dates="dmy")))
    assert str(march.interval_start[0])[:10] == "2026-03-04"
    assert str(april.interval_start[0])[:10] == "2026-04-03"


def test_seconds_are_not_taken_for_milliseconds(tmp_path: Path) -> None:
    """A handle time a thousandth of the real one is refused."""
    path = tmp_path / "genesys.csv"
    path.write_text((ZOO / "genesys-performance.csv").read_text().replace("000,", ","))
    with pytest.raises(InputError, match=r"column Avg Handle.*milliseconds"):
        read(path)


def test_mixed_zones_are_refused(tmp_path: Path) -> None:
    """The NICE export names its zone on each row."""
    path = tmp_path / "nice.txt"
    path.write_text((ZOO / "nice-iex.txt").read_text().replace("New_York", "Chicago", 1))
    with pytest.raises(InputError, match=r"line 3, column TZ.*'America/Chicago' as above"):
        read(path)


def test_channels_become_queues_of_their_own(tmp_path: Path) -> None:
    """Voice and email of one queue have different handle times: they are not added up."""
    path = tmp_path / "genesys.csv"
    text = (ZOO / "genesys.csv").read_text()
    path.write_text(text + "2026-11-23T13:00:00.000Z,sales,email,,en,9,9,9000\n")
    assert read(path).queues == ("sales (voice)", "support (voice)", "sales (email)")


def test_the_target_chooses_the_column(reference: History) -> None:
    """'Contacts answered in 30 seconds' is read for a target of 30 seconds."""
    other = read(Source(str(ZOO / "amazon-connect.csv"), reading=Reading(threshold_seconds=30)))
    assert other.measures["answered_within_target"].tolist() == reference.measures["answered"].tolist()


def test_a_daily_report_is_too_coarse_to_staff_from(tmp_path: Path) -> None:
    """Refused with the reason; undated days too."""
    for when in ("day_index,offered\n1,217\n2,200\n", "date,offered\n2026-11-23,217\n2026-11-24,200\n"):
        path = tmp_path / "daily.csv"
        path.write_text(when)
        with pytest.raises(InputError, match=r"one row a day.*too coarse to staff from"):
            read(path)


def test_midnight_rows_of_the_house_format_are_days_not_hours(tmp_path: Path) -> None:
    """A daily total is never taken for an hour's."""
    path = tmp_path / "history.csv"
    path.write_text("interval_start,offered\n2026-11-23T00:00,217\n2026-11-24T00:00,200\n")
    with pytest.raises(InputError, match="one row a day"):
        read(path, 60)


def test_calls_in_the_hour_that_occurs_twice_are_told_apart_by_order(tmp_path: Path) -> None:
    """The log steps back from 01:59 to 01:00: what follows is winter time."""
    path = tmp_path / "calls.csv"
    times = ["00:30:00", "01:10:00", "01:50:00", "01:05:00", "01:40:00", "02:10:00"]
    path.write_text("offered_at,outcome,wait\n" + "".join(f"2026-11-01T{t},answered,5\n" for t in times))
    history = read(path)
    busy = [str(t)[11:16] for t, n in zip(history.interval_start, history.offered, strict=True) if n]
    assert busy == ["04:30", "05:00", "05:30", "06:00", "06:30", "07:00"]
    assert "4 calls in the hour that occurs twice" in history.notes[1]


def test_an_unknown_outcome_is_named(tmp_path: Path) -> None:
    """Line, column, value and the known words."""
    path = tmp_path / "calls.csv"
    path.write_text("offered_at,outcome\n2026-11-23T08:00:00,vanished\n")
    with pytest.raises(InputError, match=r"line 2, column outcome: found 'vanished'.*known are answered"):
        read(path)


@pytest.mark.parametrize(
    ("date", "times"),
    [
        ("2026-11-23", ("8:00", "8:30")),
        ("2026/11/23", ("8:00", "8:30")),
        ("2026/11/23", ("800", "830")),
        ("11/23/2026", ("0800", "0830")),
    ],
)
def test_dates_and_times_apart(tmp_path: Path, date: str, times: tuple[str, str]) -> None:
    """Year first, hours of one digit, and clocks without a colon."""
    path = tmp_path / "h.csv"
    rows = "".join(f"{date},{time},a,10,9,1\n" for time in times)
    path.write_text(f"Date,Time,Split/Skill,Calls Offered,ACD Calls,Aban Calls\n{rows}")
    history = read_history(str(path), timezone="UTC", interval_minutes=30)
    assert [str(moment) for moment in history.interval_start] == [
        "2026-11-23T08:00:00",
        "2026-11-23T08:30:00",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Interval Start,Interval End,Queue Name,Offer,Answer,Abandon,AHT",
        "Interval Start,Interval End,Queue,Offered,Answered,Abandoned,Avg Handling Time",
    ],
)
def test_a_handle_time_that_a_vendor_does_not_export_is_read(tmp_path: Path, header: str) -> None:
    """Headers that only resemble a vendor's prove none: the file is read by its own columns."""
    path = tmp_path / "h.csv"
    rows = [f"{8 + n}:00,2026-11-23 {8 + n}:30,Sales,{30 - n},{28 - n},2,{400 + n % 3}" for n in range(8)]
    path.write_text(header + "\n" + "".join(f"2026-11-23 {row}\n" for row in rows))
    history = read_history(str(path), timezone="UTC", interval_minutes=60)
    assert history.aht_seconds.tolist() == [400.0 + n % 3 for n in range(8)]
    assert history.measures["answered"].tolist() == [28.0 - n for n in range(8)]
    assert not any("genesys" in note for note in history.notes)


def test_columns_that_a_vendor_format_passes_over_are_named() -> None:
    """Nothing of a file is left out in silence."""
    notes = read(ZOO / "genesys-performance.csv").notes
    assert any("columns that are not read: Interval Complete, Filters" in note for note in notes)
