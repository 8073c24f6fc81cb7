"""What sums over columns prove: units of handle times, and which column is all that were abandoned."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.records import History

# English and eleven other languages, words and signs, before and behind the number.
WITHIN = """
Abandoned within 15 s | abandoned <= 15 sec | Abandons < 5 sec | short abandons | Short Abandoned Calls
Quick abandons | aban_calls_lt_10s | Abandoned 0-10 s | Abandoned in 5 seconds | Aufgelegt <= 10s
Aufgelegt unter 10 Sek | Kurzaufleger | Abandonnés avant 10 s | Abandons courts
Abandons en moins de 10 secondes
Abandonadas en 10 s | Abandonos cortos | Abandonadas até 10 segundos | Abandonos rápidos
Abbandonate entro 10 secondi | Abbandoni brevi | Opgehangen binnen 10 sec | Verlaten < 10 sec
Porzucone do 10 s | Porzucone w ciągu 10 sekund | Terk edilen (10 sn içinde) | 10秒内放弃量 | 短放弃
20秒以内放棄数 | 10초 이내 포기
"""
BEYOND = """
Abandoned after 15 s | abandoned > 15 sec | Abandoned >= 20s | Abandoned 10-20 s | Abandoned 60+ s
Aufgelegt nach 10 Sek. | Abandonnés après 10 s | Abandonadas después de 10 s | Abandonadas após 10 s
Abbandonate oltre 10 sec | Verlaten na 20 seconden | Porzucone powyżej 10 s | 20秒後放棄数 | 10초 초과 포기
"""
TOTALS = "Abandoned | Aufgelegt | Abandonnés | Abandonadas | Opgehangen | 放棄数"


def listed(texts: str) -> list[str]:
    return [text.strip() for line in texts.strip().splitlines() for text in line.split("|")]


def intervals(days: int = 5) -> list[tuple[str, str]]:
    return [
        (f"2026-03-{2 + day:02}", f"{8 + slot // 2:02}:{slot % 2 * 30:02}")
        for day in range(days)
        for slot in range(16)
    ]


def read(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> History:
    lines = [";".join(header), *(";".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_native(Source(str(path)))


def abandons(seed: int) -> list[tuple[int, int, int]]:
    """Offered, abandoned, and those of them that gave up soon."""
    rng = random.Random(seed)
    rows = [(rng.randint(10, 60), rng.randint(0, 8)) for _ in intervals()]
    return [(offered, lost, rng.randint(0, lost)) for offered, lost in rows]


@pytest.mark.parametrize("header", listed(WITHIN))
def test_abandoned_within_a_limit_are_not_all_abandoned(tmp_path: Path, header: str) -> None:
    """Alone or beside the total, in any language, under a word or a sign."""
    counts = abandons(1)
    rows = [(*at, o, o - lost, soon) for at, (o, lost, soon) in zip(intervals(), counts, strict=True)]
    alone = read(tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", header], rows)
    assert "abandoned" not in alone.measures
    assert alone.measures["abandoned_within_target"].sum() == sum(soon for _, _, soon in counts)
    for total in listed(TOTALS):
        whole = [(*row, lost) for row, (_, lost, _) in zip(rows, counts, strict=True)]
        both = read(tmp_path / "b.csv", ["Date", "Time", "Offered", "Answered", header, total], whole)
        assert both.measures["abandoned"].sum() == sum(lost for _, lost, _ in counts)
        assert both.measures["abandoned_within_target"].sum() == sum(soon for _, _, soon in counts)


@pytest.mark.parametrize("header", listed(BEYOND))
def test_abandoned_beyond_a_limit_are_neither(tmp_path: Path, header: str) -> None:
    """They are named as not read."""
    counts = abandons(2)
    rows = [(*at, o, o - lost, soon) for at, (o, lost, soon) in zip(intervals(), counts, strict=True)]
    history = read(tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", header], rows)
    assert not {"abandoned", "abandoned_within_target"} & history.measures.keys()
    assert any(f"columns that are not read: {header}" in note for note in history.notes)


@pytest.mark.parametrize("header", ["Silly abandons", "Abandoned regretfully", "Verzichter im Gruß"])
def test_a_part_of_what_is_lost_is_not_all_that_were_abandoned(tmp_path: Path, header: str) -> None:
    """No word says so, offered less answered does; a note says why it is not read."""
    rows = [
        (*at, o, o - lost, soon // 2) for at, (o, lost, soon) in zip(intervals(), abandons(3), strict=True)
    ]
    history = read(tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", header], rows)
    assert "abandoned" not in history.measures
    assert any(f"{header} is not read as abandoned" in note for note in history.notes)


@pytest.mark.parametrize("header", ["Answered after 20 s", "Answered > 20s", "Angenommen nach 20 Sek"])
def test_answered_beyond_a_limit_are_not_all_answered(tmp_path: Path, header: str) -> None:
    """Nor are they answered in time."""
    rows = [(*at, o, o - lost, soon) for at, (o, lost, soon) in zip(intervals(), abandons(4), strict=True)]
    history = read(tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", header], rows)
    assert history.measures["answered"].sum() == sum(o - lost for o, lost, _ in abandons(4))
    assert "answered_within_target" not in history.measures


def handle_times(seed: int, hold: tuple[float, float]) -> list[tuple[int, float, float, float]]:
    """Answered, and the mean seconds of talk, hold and wrap-up."""
    rng = random.Random(seed)
    return [
        (rng.randint(5, 60), rng.uniform(180, 320), rng.uniform(*hold), rng.uniform(25, 70))
        for _ in intervals()
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    kind=st.tuples(st.sampled_from([1.0, 60.0]), st.booleans()),
    hold=st.sampled_from([(0.5, 3.0), (2.5, 9.0), (10.0, 40.0)]),
    words=st.sampled_from(
        [
            ["AHT", "Talk time", "Hold", "Wrap up"],
            ["Bearbeitungszeit", "Gesprächszeit", "Haltezeit", "Nacharbeitszeit"],
            ["Handle", "Talk", "Hold", "ACW"],
        ]
    ),
)
def test_units_are_those_that_make_the_handle_time_the_sum_of_its_parts(
    tmp_path: Path, seed: int, kind: tuple[float, bool], hold: tuple[float, float], words: list[str]
) -> None:
    """Read as written, or refused; and seconds by averages are never refused, however short the hold."""
    rows = []
    divisor, totals = kind
    times = handle_times(seed, hold)
    for at, (calls, *parts) in zip(intervals(), times, strict=True):
        shown = [round(part * (calls if totals else 1) / divisor, 2) for part in parts]
        rows.append((*at, calls, calls, round(sum(shown), 2), *shown))
    try:
        history = read(tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", *words], rows)
    except InputError:
        assert totals or divisor != 1.0
        return
    for place, word in enumerate(("talk_seconds", "hold_seconds", "wrap_seconds"), 1):
        assert np.allclose(history.measures[word], [row[place] for row in times], rtol=0.05, atol=0.7)
    assert np.allclose(history.aht_seconds, [sum(row[1:]) for row in times], rtol=0.02)


def test_a_hold_time_in_minutes_beside_seconds_is_told_by_the_sum(tmp_path: Path) -> None:
    """The columns need not be of one unit."""
    rows = []
    for at, (calls, talk, hold, wrap) in zip(intervals(), handle_times(7, (30.0, 90.0)), strict=True):
        shown = (round(talk), round(hold / 60, 2), round(wrap))
        rows.append((*at, calls, calls, round(shown[0] + shown[1] * 60 + shown[2], 1), *shown))
    history = read(
        tmp_path / "a.csv", ["Date", "Time", "Offered", "Answered", "AHT", "Talk", "Hold", "Wrap"], rows
    )
    assert 55 < np.mean(history.measures["hold_seconds"]) < 65


def test_rows_without_calls_prove_nothing(tmp_path: Path) -> None:
    """Sums are looked for over the rows that are known."""
    rows: list[tuple[object, ...]] = []
    for at, (calls, *parts) in zip(intervals(), handle_times(8, (2.5, 9.0)), strict=True):
        shown = [round(part, 1) for part in parts]
        rows.append((*at, calls, calls, round(sum(shown), 1), *shown))
    rows += [(dt.date(2026, 3, 12), f"{8 + hour:02}:00", 0, 0, "", "", "", "") for hour in range(8)]
    header = ["Date", "Time", "Offered", "Answered", "AHT", "Talk", "Hold", "Wrap"]
    history = read(tmp_path / "a.csv", header, rows)
    assert 2.5 < np.nanmean(history.measures["hold_seconds"]) < 9
