"""Outgoing calls in a list, and the order of month and day of its dates: said, or asked about."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.reading.choices import Mapped, Reading
from tests.conftest import Staffing

DAYS = 10
ROWS = 40  # a day


def calls_file(path: Path, header: str, texts: list[str], dates: str = "%Y-%m-%d", first: int = 2) -> str:
    """A list whose rows have the directions of `texts` in turn."""
    rng = random.Random(3)
    rows = [f"Call ID,Start,{header},Result,Talk time"]
    for number in range(DAYS * ROWS):
        day = dt.date(2026, 3, first) + dt.timedelta(days=number // ROWS)
        clock = f"{8 + number % 10:02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
        text = texts[number % len(texts)]
        rows.append(f"c{number},{day:{dates}} {clock},{text},Answered,{120 + number % 90}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def said(path: str, **reading: object) -> tuple[float, str]:
    history = read_native(Source(path, reading=Reading(**reading)))  # type: ignore[arg-type]
    return history.offered.sum(), "\n".join(history.notes)


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Direction", ["In", "Out"]),
        ("Direction", ["I", "O"]),
        ("Call direction", ["INBOUND", "OUTBOUND"]),
        ("Richtung", ["ein", "aus"]),
        ("Richtung", ["eingehend", "ausgehend"]),
        ("Sens", ["entrant", "sortant"]),
        ("Dirección", ["entrante", "saliente"]),
        ("Direzione", ["in entrata", "in uscita"]),
        ("Kierunek", ["przychodzące", "wychodzące"]),
        ("方向", ["呼入", "呼出"]),
        ("方向", ["着信", "発信"]),
    ],
)
def test_what_is_counted_and_left_out_is_said(tmp_path: Path, header: str, texts: list[str]) -> None:
    """Half of the rows are outgoing."""
    offered, notes = said(calls_file(tmp_path / "calls.csv", header, texts))
    assert offered == DAYS * ROWS / 2
    assert f"{DAYS * ROWS // 2} outgoing or internal calls were left out" in notes
    assert f"by {header}: {texts[0]} counted; {texts[1]} left out" in notes


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Direction", ["1", "2"]),
        ("Direction", ["0", "1"]),
        ("Dirección", ["E", "S"]),
        ("Sens", ["A", "D"]),
        ("Direction", ["Příchozí", "Odchozí"]),
        ("Direction", ["In", "Out", "3"]),
    ],
)
def test_directions_that_are_not_known_are_asked_about(
    tmp_path: Path, header: str, texts: list[str], staffing: Staffing
) -> None:
    """In the words of the file, with the lines to write; written so, they are read."""
    path = calls_file(tmp_path / "calls.csv", header, texts)
    with pytest.raises(InputError, match=f"column {header}.*directions that are known") as caught:
        said(path)
    unknown = [text for text in texts if f'"{text}" = "incoming"' in str(caught.value)]
    assert unknown == texts or unknown == texts[-1:]
    means = "".join(f'"{text}" = "{"incoming" if text == texts[0] else "outgoing"}"\n' for text in unknown)
    (tmp_path / "map.toml").write_text(f"[outcomes]\n{means}", encoding="utf-8")
    done = staffing(
        "read", path, "--timezone", "UTC", "--map", tmp_path / "map.toml", "--out", tmp_path / "h.csv"
    )
    assert f"{texts[0]} counted" in done.stderr


def test_rows_without_a_direction_are_counted_and_said(tmp_path: Path) -> None:
    """Blank is no outgoing call."""
    offered, notes = said(calls_file(tmp_path / "calls.csv", "Direction", ["In", "Out", "", "-"]))
    assert offered == DAYS * ROWS * 3 / 4
    assert "In counted; 200 rows without one counted; Out left out" in notes


def test_another_word_beside_known_ones_is_counted_and_said(tmp_path: Path) -> None:
    """A transfer comes in too; the note says how to leave it out."""
    offered, notes = said(
        calls_file(tmp_path / "calls.csv", "Direction", ["Inbound", "Outbound", "Transfer", "In"])
    )
    assert offered == DAYS * ROWS * 3 / 4
    assert "Inbound, In, Transfer counted" in notes
    assert '[outcomes] "Transfer" = "outgoing"' in notes


def test_one_code_in_all_rows_tells_no_direction(tmp_path: Path) -> None:
    """All are counted, and said."""
    offered, notes = said(calls_file(tmp_path / "calls.csv", "Direction", ["1"]))
    assert offered == DAYS * ROWS
    assert "by Direction: 1 counted" in notes


def test_a_column_can_be_named_as_the_direction(tmp_path: Path) -> None:
    """Under a header that says nothing of it."""
    path = calls_file(tmp_path / "calls.csv", "Leg", ["In", "Out"])
    offered, _ = said(path, columns={"direction": Mapped(("Leg",), None)})
    assert offered == DAYS * ROWS / 2


@pytest.mark.parametrize(
    ("dates", "first", "order"),
    [
        ("%m/%d/%Y", 8, "month/day/year"),
        ("%d/%m/%Y", 8, "day/month/year"),
        ("%d.%m.%Y", 2, "day/month/year"),
        ("%m/%d/%y", 2, "month/day/year"),
    ],
)
def test_the_order_of_month_and_day_is_said(tmp_path: Path, dates: str, first: int, order: str) -> None:
    """Whether a day above 12 tells it, or days that follow each other."""
    _, notes = said(calls_file(tmp_path / "calls.csv", "Direction", ["In"], dates, first))
    assert f"dates are read as {order}" in notes


def test_dates_in_iso_8601_have_no_order_to_say(tmp_path: Path) -> None:
    """Nothing is decided there, nor where it is given."""
    assert "dates are read" not in said(calls_file(tmp_path / "calls.csv", "Direction", ["In"]))[1]
    path = calls_file(tmp_path / "calls.csv", "Direction", ["In"], "%m/%d/%Y", 8)
    assert "dates are read" not in said(path, dates="mdy")[1]


def test_dates_that_nothing_decides_are_refused(tmp_path: Path) -> None:
    """Two days of which each may be in one of two months."""
    path = Path(calls_file(tmp_path / "calls.csv", "Direction", ["In"], "%m/%d/%Y", 8))
    lines = [
        line for line in path.read_text().splitlines() if "03/08" in line or "03/10" in line or "Call" in line
    ]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(InputError, match="--dates"):
        said(str(path))
