"""Starts and ends of intervals: a column that says start goes first, and ends alone are booked as ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.reading.choices import Mapped, Reading
from staffing.records.history import History

_PAIRS = """
Interval Beginning | Interval Ending
Time from | Time to
Intervallbeginn | Intervallende
Uhrzeit von | Uhrzeit bis
Début d'intervalle | Fin d'intervalle
Début de l'intervalle | Fin de l'intervalle
Début de la tranche horaire | Fin de la tranche horaire
Inicio del intervalo | Fin del intervalo
Hora desde | Hora hasta
Início do intervalo | Fim do intervalo
Inizio intervallo | Fine intervallo
Begin van het interval | Einde van het interval
Tijd van | Tijd tot
Początek przedziału | Koniec przedziału
Godzina od | Godzina do
Aralık başlangıcı | Aralık bitişi
间隔开始 | 间隔结束
インターバル開始 | インターバル終了
구간 시작 | 구간 종료
"""
PAIRS = [tuple(map(str.strip, line.split("|"))) for line in _PAIRS.strip().splitlines()]
_SLOTS = [dt.datetime(2026, 2, day, hour, minute) for day in (16, 17, 18) for hour in range(8, 12)
          for minute in (0, 30)]  # fmt: skip
_STEP = dt.timedelta(minutes=30)


def read(path: Path, header: str, rows: list[str], columns: dict[str, Mapped] | None = None) -> History:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_native(Source(str(path), reading=Reading(columns=columns or {})))


@pytest.mark.parametrize(("start", "end"), PAIRS)
@pytest.mark.parametrize("end_first", [False, True])
def test_starts_go_before_ends(tmp_path: Path, start: str, end: str, end_first: bool) -> None:
    """In each language, whichever column stands first."""
    names = (end, start) if end_first else (start, end)
    rows = [
        f"{moment + _STEP * end_first};{moment + _STEP * (not end_first)};{20 + place};240"
        for place, moment in enumerate(_SLOTS)
    ]
    history = read(tmp_path / "export.csv", f"{names[0]};{names[1]};Offered;AHT (s)", rows)
    assert history.iso()[0].startswith("2026-02-16T08:00")


@pytest.mark.parametrize("end", ["Interval End", "Time ending", "Bis", *(end for _, end in PAIRS)])
def test_ends_alone_are_booked_as_ends(tmp_path: Path, end: str) -> None:
    """The row of 08:30 is the half-hour from 08:00, and a note says so."""
    rows = [f"{m + _STEP:%Y-%m-%d;%H:%M};{20 + place};240" for place, m in enumerate(_SLOTS)]
    history = read(tmp_path / "export.csv", f"Date;{end};Offered;AHT (s)", rows)
    assert history.iso()[0].startswith("2026-02-16T08:00")
    assert any(f"{end} says when intervals end" in note for note in history.notes)
    whole = [f"{m + _STEP};{20 + place};240" for place, m in enumerate(_SLOTS)]
    history = read(tmp_path / "whole.csv", f"{end};Offered;AHT (s)", whole)
    assert history.iso()[0].startswith("2026-02-16T08:00")


def test_a_mapping_that_names_ends_books_them_as_ends(tmp_path: Path) -> None:
    """`interval_start = "Fin de tranche"` means the half-hour before."""
    rows = [f"{m + _STEP};{20 + place};{place}" for place, m in enumerate(_SLOTS)]
    columns = {"interval_start": Mapped(("Fin de tranche",)), "offered": Mapped(("Nombre",))}
    history = read(tmp_path / "export.csv", "Fin de tranche;Nombre;x", rows, columns)
    assert history.iso()[0].startswith("2026-02-16T08:00")


def test_an_end_of_days_is_asked_about(tmp_path: Path) -> None:
    """A date alone under such a header may be the last day of a week or the next one."""
    rows = [f"2026-02-{day:02};{200 + day};240" for day in range(1, 20)]
    with pytest.raises(InputError, match="no column holds the date and time"):
        read(tmp_path / "export.csv", "Period ending;Offered;AHT (s)", rows)


@pytest.mark.parametrize("end", ["Hour Ending", "Stunde bis", "Heure de fin", "Uur tot"])
def test_numbers_of_ending_hours_are_booked_as_ends(tmp_path: Path, end: str) -> None:
    """Hour 9 is the one from 8 to 9."""
    rows = [f"2026-02-{day};{hour};{20 + hour * 3};240" for day in (16, 17, 18) for hour in range(9, 18)]
    history = read(tmp_path / "export.csv", f"Date;{end};Offered;AHT (s)", rows)
    assert history.iso()[0].startswith("2026-02-16T08:00")
