"""Published forecasts against what came: the newest counts, drift is found, chance is not drift."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.forecast.accuracy.drift import (
    Version,
    accuracy_of,
    compare,
    drift_of,
    error_bias_coverage,
    lately,
)
from staffing.records import Forecast, History

MONDAY = np.datetime64("2026-11-02", "s")
SLOTS = 20


def starts(first_day: int, days: int) -> np.ndarray:
    day = np.arange(first_day, first_day + days)[:, None] * np.timedelta64(1, "D")
    return (
        (MONDAY + day + (16 + np.arange(SLOTS)) * np.timedelta64(30, "m")).reshape(-1).astype("datetime64[s]")
    )


def version(first_day: int, days: int, mean: float, spread: float = 0.0) -> Version:
    """Made at the midnight of its first day; the range holds `spread` of the mean beyond Poisson."""
    when = starts(first_day, days)
    whole = np.full(len(when), mean)
    half = 1.2816 * np.sqrt(mean + (spread * mean) ** 2)
    zero = np.zeros(len(when), dtype=np.int64)
    forecast = Forecast(
        interval_start=when,
        utc_offset_minutes=zero,
        queue=zero,
        queues=("all",),
        interval_minutes=30,
        timezone="UTC",
        offered=whole,
        offered_p10=whole - half,
        offered_p90=whole + half,
        aht_seconds=whole,
    )
    return Version(f"v{first_day}", MONDAY + np.timedelta64(first_day, "D"), forecast)


def history(rates: np.ndarray, seed: int = 1) -> History:
    """Poisson contacts, a rate per day."""
    random = np.random.default_rng(seed)
    when = starts(0, len(rates))
    zero = np.zeros(len(when), dtype=np.int64)
    offered = random.poisson(np.repeat(rates, SLOTS)).astype(np.float64)
    return History(
        interval_start=when,
        utc_offset_minutes=zero,
        queue=zero,
        queues=("calls",),
        interval_minutes=30,
        timezone="UTC",
        offered=offered,
        aht_seconds=np.full(len(when), np.nan),
    )


def test_the_newest_version_counts_and_every_lead_is_kept() -> None:
    """Two versions forecast the second week; the later one is what was acted on."""
    old, new = version(0, 14, 80.0), version(7, 7, 100.0)
    accuracy = accuracy_of(compare([old, new], history(np.full(14, 100.0))))
    by = {
        (m, p, v): b
        for m, p, v, b in zip(accuracy.method, accuracy.part, accuracy.value, accuracy.bias, strict=True)
    }
    assert by["newest", "date", "2026-11-02"] == pytest.approx(-0.2, abs=0.05)
    assert by["newest", "date", "2026-11-09"] == pytest.approx(0.0, abs=0.05)
    assert by["every", "version", "v0"] == pytest.approx(-0.2, abs=0.02)
    assert by["every", "lead", "days 8-14"] == pytest.approx(-0.2, abs=0.02)
    assert by["every", "lead", "day 1"] == pytest.approx(-0.1, abs=0.05)


def test_of_two_versions_of_a_day_the_later_one_is_the_newest() -> None:
    """The night's forecast is taken back at noon: from then on the noon's counts."""
    night = version(0, 7, 80.0)
    noon = version(0, 7, 100.0)._replace(name="noon", as_of=night.as_of + np.timedelta64(12, "h"))
    compared = compare([night, noon], history(np.full(7, 100.0)))
    assert set(compared.version[compared.newest].tolist()) == {"noon"}


def test_chance_is_no_drift() -> None:
    """A year of good forecasts with their own ranges: 80 % inside, and no alarm."""
    compared = compare([version(0, 365, 100.0)], history(np.full(365, 100.0)))
    assert error_bias_coverage(compared)[2] == pytest.approx(0.8, abs=0.02)
    (drift,) = drift_of(compared)
    assert drift.z.std() == pytest.approx(1.0, abs=0.1)
    assert max(drift.over.max(), drift.under.max()) < 7


@pytest.mark.parametrize("step", [0.10, -0.10])
def test_a_lasting_step_is_found_and_dated(step: float) -> None:
    """Ten per cent more or fewer contacts, where days vary by five: found within two weeks, and dated."""
    random = np.random.default_rng(2)
    rates = 100.0 * random.normal(1.0, 0.05, 60)
    rates[40:] *= 1.0 + step
    (drift,) = drift_of(compare([version(0, 60, 100.0, spread=0.05)], history(rates)))
    mine, other = (drift.over, drift.under) if step > 0 else (drift.under, drift.over)
    assert np.flatnonzero(mine > 5).min() in range(41, 54)
    assert other.max() < 5
    assert drift.since() in range(36, 44)


def test_one_odd_day_is_no_drift() -> None:
    """Three times the contacts on one day: seen, not yet believed."""
    rates = np.full(30, 100.0)
    rates[29] = 300.0
    compared = compare([version(0, 30, 100.0)], history(rates))
    (drift,) = drift_of(compared)
    assert drift.over[-1] < 5
    assert error_bias_coverage(lately(compared, 1))[1] == pytest.approx(-0.67, abs=0.02)
