"""Forecast files: contacts expected per interval and queue, with an 80 % range."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from staffing.records import DailyForecast, Floats, Forecast
from staffing.tables.write import write_csv
from staffing.timegrid import iso


def write_forecast(target: str | Path, forecast: Forecast) -> None:
    """Write a forecast; `-` is standard output."""
    write_csv(
        target,
        {
            "interval_start": iso(forecast.interval_start, forecast.utc_offset_minutes),
            "queue": forecast.queue_names,
            "offered": forecast.offered,
            "offered_p10": forecast.offered_p10,
            "offered_p90": forecast.offered_p90,
            "aht_seconds": forecast.aht_seconds,
            **_quantile_columns(forecast.quantiles),
        },
    )


def write_daily(target: str | Path, daily: DailyForecast) -> None:
    """Write the forecast of day totals; `-` is standard output."""
    write_csv(
        target,
        {
            "date": daily.day.astype(str),
            "queue": np.array(daily.queues)[daily.queue],
            "offered": daily.offered,
            "offered_p10": daily.offered_p10,
            "offered_p90": daily.offered_p90,
            **_quantile_columns(daily.quantiles),
        },
    )


def _quantile_columns(quantiles: Mapping[float, Floats]) -> dict[str, Floats]:
    """`offered_p05` for 0.05, `offered_p975` for 0.975."""
    return {f"offered_p{_digits(probability)}": column for probability, column in quantiles.items()}


def _digits(probability: float) -> str:
    digits = f"{probability:.6f}".removeprefix("0.").rstrip("0")
    return digits.ljust(2, "0")
