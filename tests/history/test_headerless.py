"""Files without a header row: asked about with the columns by their places, never read by guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.reading.choices import Mapped, Reading


def rows(kind: str) -> list[str]:
    made = []
    for number in range(32):
        day, clock = 2 + number // 16, f"{8 + number % 16 // 2:02}:{number % 2 * 30:02}"
        times = {"iso": f"2026-03-{day:02}T", "two": f"2026-03-{day:02};", "dmy": f"{13 + day}/03/2026;"}
        time = f"{times[kind]}{clock}"
        made += [f"{time};{queue};{10 + number};{9 + number};{210 + number}" for queue in ("Sales", "Help")]
    return made


@pytest.mark.parametrize("kind", ["iso", "two", "dmy"])
def test_the_columns_are_asked_for_and_then_read(tmp_path: Path, kind: str) -> None:
    """The first row is shown, the mapping is ready, and the first row is data."""
    path = tmp_path / "export.csv"
    path.write_text("\n".join(rows(kind)) + "\n")
    with pytest.raises(InputError, match="no header row") as caught:
        read_native(Source(str(path)))
    count = rows(kind)[0].count(";") - 1
    assert f"column {count} 10" in str(caught.value)
    assert f'offered = "column {count}"' in str(caught.value)
    given = {
        "offered": Mapped((f"column {count}",), None),
        "answered": Mapped((f"column {count + 1}",), None),
    }
    history = read_native(Source(str(path), reading=Reading(columns=given)))
    assert history.queues == ("Sales", "Help")
    assert history.offered.sum() == 2 * sum(10 + number for number in range(32))
    assert any("without a header row" in note for note in history.notes)


def test_one_count_alone_is_asked_about_too(tmp_path: Path) -> None:
    """It may be the answered."""
    path = tmp_path / "export.csv"
    path.write_text("".join(f"2026-03-02 {8 + number:02}:00,{number}\n" for number in range(10)))
    with pytest.raises(InputError, match='offered = "column 2"'):
        read_native(Source(str(path)))


def test_a_header_is_a_header(tmp_path: Path) -> None:
    """Above the same rows it is read as before."""
    path = tmp_path / "export.csv"
    path.write_text("\n".join(["Time;Queue;Offered;Answered;AHT", *rows("iso")]) + "\n")
    assert read_native(Source(str(path))).offered.sum() == 2 * sum(10 + number for number in range(32))


def test_the_outcomes_of_calls_are_no_queues(tmp_path: Path) -> None:
    """In the mapping to correct the column of answered and abandoned calls is their outcome."""
    path = tmp_path / "calls.csv"
    lines = [
        f"10{n % 5},20{n % 7},2026-Mar-{2 + n // 10:02} 0{1 + n % 9}:10:05 PM,00:0{n % 6}:52,"
        f"{'Answered' if n % 4 else 'No Answer'}"
        for n in range(40)
    ]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(InputError, match="no header row") as caught:
        read_native(Source(str(path)))
    assert 'offered_at = "column 3"' in str(caught.value)
    assert 'outcome = "column 5"' in str(caught.value)
