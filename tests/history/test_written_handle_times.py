"""Handle times with three decimals, or a thousands mark: read as they were written, or asked about."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.history.load import Source, read_native, read_source
from staffing.history.reading.choices import Mapped, Reading

MINUTES = Mapped(("aht_seconds",), "minutes")


def house_file(path: Path, cells: list[str], header: str = "interval_start,offered,aht_seconds") -> str:
    rows = [
        f"2026-03-{2 + n // 16:02}T{8 + n % 16 // 2:02}:{n % 2 * 30:02},{10 + n % 7},{cell}"
        for n, cell in enumerate(cells)
    ]
    path.write_text("\n".join([header, *rows]) + "\n")
    return str(path)


def minutes_cells(seed: int, low: float, high: float) -> tuple[list[str], list[float]]:
    rng = random.Random(seed)
    minutes = [round(rng.uniform(low, high), 3) for _ in range(40)]
    return [f"{value:.3f}" for value in minutes], [60 * value for value in minutes]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(["minutes", "thousands", "seconds"]),
    header=st.sampled_from(
        ["interval_start,offered,aht_seconds", "Date,Calls,AHT", "Datum,Anrufe,AHT (min)"]
    ),
)
def test_handle_times_with_three_digits_are_never_read_as_another_time(
    tmp_path: Path, seed: int, kind: str, header: str
) -> None:
    """Minutes are no thousands of seconds, nor the reverse; seconds with decimals are read."""
    rng = random.Random(seed)
    cells, seconds = minutes_cells(seed, 1.0, 9.9)
    if kind == "thousands":
        seconds = [float(rng.randint(1000, 3000)) for _ in cells]
        cells = [f"{int(value) // 1000}.{int(value) % 1000:03}" for value in seconds]
    elif kind == "seconds":
        seconds = [round(rng.uniform(150, 400), 3) for _ in cells]
        cells = [f"{value:.3f}" for value in seconds]
    if "(min)" in header and kind != "minutes":
        header = header.replace("min", "s")
    try:
        history = read_native(Source(house_file(tmp_path / "history.csv", cells, header)))
    except InputError:
        assert kind != "seconds" or "interval_start" not in header
        return
    assert np.allclose(history.aht_seconds, seconds)


def test_house_minutes_are_asked_about_with_the_line_to_write(tmp_path: Path) -> None:
    """4.241 in every row is four minutes or more than an hour; with the line it is minutes."""
    cells, seconds = minutes_cells(1, 3.0, 6.0)
    path = house_file(tmp_path / "history.csv", cells)
    with pytest.raises(InputError, match="--column aht_seconds:minutes=aht_seconds"):
        read_native(Source(path))
    reading = Reading(columns={"aht_seconds": MINUTES})
    assert np.allclose(read_source(Source(path, reading=reading)).aht_seconds, seconds)


@pytest.mark.parametrize("minutes", [1.2, 4.0, 7.8, 19.0])
def test_minutes_of_any_length_are_no_seconds(tmp_path: Path, minutes: float) -> None:
    """7.812 is no talk of eight seconds, though 7,812 is one of two hours."""
    cells, _ = minutes_cells(3, minutes - 0.1, minutes + 0.1)
    with pytest.raises(InputError, match="aht_seconds:minutes=aht_seconds"):
        read_native(Source(house_file(tmp_path / "history.csv", cells)))


def test_the_minutes_of_any_export_are_told_by_their_size(tmp_path: Path) -> None:
    """A centre's calls do not last more than an hour, nor four seconds."""
    cells, seconds = minutes_cells(2, 3.0, 6.0)
    history = read_native(
        Source(house_file(tmp_path / "export.csv", cells, "Date,Calls,Average handle time"))
    )
    assert np.allclose(history.aht_seconds, seconds)


def test_thousands_of_seconds_beside_hundreds_are_thousands(tmp_path: Path) -> None:
    """What the other rows hold decides, as before."""
    path = house_file(tmp_path / "history.csv", ["1.100", "940", "980", "1.020"])
    assert read_native(Source(path)).aht_seconds.tolist() == [1100, 940, 980, 1020]


def test_a_column_that_is_given_does_not_settle_another(tmp_path: Path) -> None:
    """The contacts are named; the unit of the wait stays open, and is asked about."""
    path = tmp_path / "export.csv"
    rows = [f"2026-03-02,{8 + n // 2:02}:{n % 2 * 30:02},{20 + n},{3.5 + n / 10:.1f}" for n in range(16)]
    path.write_text("\n".join(["Date,Time,Ofered,Wait", *rows]) + "\n")
    reading = Reading(columns={"offered": Mapped(("Ofered",), None)})
    with pytest.raises(InputError, match="the unit of Wait is not sure"):
        read_native(Source(str(path), reading=reading))
