"""Columns that look like counts and are none: rates an hour, running sums, sums that leave contacts out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.reading.choices import Mapped, Reading
from staffing.history.unread import with_unread_said
from staffing.records.history import History

_PER_HOUR = [
    "Calls per hour",
    "Calls/h",
    "Anrufe pro Stunde",
    "Appels par heure",
    "Llamadas por hora",
    "Chamadas por hora",
    "Chiamate all'ora",
    "Oproepen per uur",
    "Połączenia na godzinę",
    "Saatlik çağrı",
    "每小时呼入量",
    "1時間あたりの着信数",
    "시간당 콜 수",
]


def read(path: Path, header: str, *, minutes: int = 30, offered: str | None = None) -> History:
    """Twenty rows a day of four days; every count of a row is told by the number of its column."""
    start = dt.datetime(2026, 2, 16)
    lines = [header]
    for row in range(4 * 20):
        moment = start + dt.timedelta(days=row // 20, minutes=row % 20 * minutes)
        counts = [str((20 + row * 7 % 30) // place) for place in range(1, len(header.split(";")))]
        lines.append(";".join([f"{moment:%Y-%m-%d %H:%M}", *counts]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = {} if offered is None else {"offered": Mapped((offered,))}
    return read_native(Source(str(path), reading=Reading(columns=columns)))


@pytest.mark.parametrize("name", _PER_HOUR)
def test_a_rate_an_hour_is_no_count_of_half_an_hour(tmp_path: Path, name: str) -> None:
    """In rows of half an hour it is asked about; in rows of an hour it is their count."""
    with pytest.raises(InputError, match=r"contacts an hour|surely the contacts"):
        read(tmp_path / "half.csv", f"Start;{name}")
    history = read(tmp_path / "hour.csv", f"Start;{name}", minutes=60, offered=name)
    assert history.offered.sum() == sum(20 + row * 7 % 30 for row in range(80))


def test_a_rate_that_is_said_to_be_a_count_is_read_with_a_note(tmp_path: Path) -> None:
    """A mapping settles what the header leaves open."""
    history = read(tmp_path / "half.csv", "Start;Calls per hour", offered="Calls per hour")
    assert history.offered.sum() == sum(20 + row * 7 % 30 for row in range(80))
    assert any("read as counts of 30 minutes" in note for note in history.notes)


@pytest.mark.parametrize("name", ["Calls per half-hour", "Yarım saatlik çağrı"])
def test_half_an_hour_is_no_hour(tmp_path: Path, name: str) -> None:
    """Headers that name half an hour are of rows of half an hour."""
    history = read(tmp_path / "half.csv", f"Start;{name}", offered=name)
    assert not any("read as counts" in note for note in history.notes)


@pytest.mark.parametrize(
    "name", ["Calls (cumulative)", "Calls to date", "Anrufe kumuliert", "Appels (cumulés)", "着信数（累計）"]
)
def test_a_running_sum_is_one_wherever_the_word_stands(tmp_path: Path, name: str) -> None:
    """Behind the contacts it says the same as before them."""
    with pytest.raises(InputError, match="surely the contacts offered"):
        read(tmp_path / "export.csv", f"Start;{name}")


@pytest.mark.parametrize(
    ("header", "left_out"),
    [
        ("Start;Answered;Missed;Voicemail", "Voicemail"),
        ("Start;Answered;Abandoned;Transferred out", "Transferred out"),
        ("Start;Answered;Abandoned;Overflow", "Overflow"),
        ("Start;Angenommen;Verloren;Rückruf", "Rückruf"),
        ("Start;Répondus;Abandonnés;Messagerie", "Messagerie"),
    ],
)
def test_contacts_that_ended_elsewhere_are_named(tmp_path: Path, header: str, left_out: str) -> None:
    """Where offered is the sum of answered and abandoned, a note says what is not in it."""
    history = read(tmp_path / "export.csv", header)
    assert history.offered.sum() == sum(n + n // 2 for n in (20 + row * 7 % 30 for row in range(80)))
    assert any(f"without {left_out}" in note for note in history.notes)


def test_a_sum_that_is_written_leaves_nothing_out(tmp_path: Path) -> None:
    """The line that the note shows adds the column up, and then there is no note."""
    path = tmp_path / "export.csv"
    read(path, "Start;Answered;Missed;Voicemail")
    columns = {"offered": Mapped(("Answered", "Missed", "Voicemail"))}
    history = read_native(Source(str(path), reading=Reading(columns=columns)))
    assert history.offered.sum() == sum(n + n // 2 + n // 3 for n in (20 + row * 7 % 30 for row in range(80)))
    assert not any("without Voicemail" in note for note in history.notes)


@pytest.mark.parametrize("text", ["9999999999", "9999999999999", "2026030214"])
def test_ten_digits_are_a_moment_within_the_years_of_dates(tmp_path: Path, text: str) -> None:
    """A moment past 2199, and a date with its hour, are no seconds since 1970."""
    path = tmp_path / "export.csv"
    path.write_text(f"interval_start,offered\n{text},12\n{int(text) + 1},12\n")
    with pytest.raises(InputError, match=text):
        read_native(Source(str(path)))


@pytest.mark.parametrize("name", ["Call ID", "UniqueID", "Gesprächs-ID", "通话ID"])
def test_calls_that_come_again_are_said(tmp_path: Path, name: str) -> None:
    """Legs of one call are contacts each, and a note counts them; calls that differ have none."""
    head = f"{name};Start Time;Queue;Outcome;Wait"
    lines = [f"c{n};2026-02-16 {8 + n // 30:02}:{n % 30:02}:00;Sales;answered;20" for n in range(60)]
    notes = []
    for number, rows in enumerate([lines, [*lines, lines[-1], lines[-1]]]):
        path = tmp_path / f"calls{number}.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        history = read_native(Source(str(path)))
        assert history.offered.sum() == len(rows)
        notes.append([note for note in history.notes if "that came before" in note])
    assert not notes[0]
    assert f"2 rows with a {name} that came before, such as c59" in notes[1][0]


@pytest.mark.parametrize("offered", [None, "Calls offered"])
def test_how_a_thousand_is_read_is_said(tmp_path: Path, offered: str | None) -> None:
    """`1.100` of whole counts is a thousand and a hundred, with a mapping as without."""
    path = tmp_path / "export.csv"
    path.write_text(
        "Start;Calls offered\n"
        + "".join(f"2026-02-16 {hour:02}:00;1.{100 + hour}\n" for hour in range(8, 20))
    )
    columns = {} if offered is None else {"offered": Mapped((offered,))}
    history = read_native(Source(str(path), reading=Reading(columns=columns)))
    assert history.offered[0] == 1108
    assert any("1.108 of Calls offered is read as 1108" in note for note in history.notes)


def test_a_handle_time_that_was_given_for_a_whole_history_needs_no_note(tmp_path: Path) -> None:
    """Who asks for 240 s of a file without handle times need not hear of it in a pipe."""
    path = tmp_path / "export.csv"
    history = read(path, "Start;Calls offered")
    assert with_unread_said(history, Source(str(path)), 240).notes == history.notes
