"""Forecast files: contacts expected per interval and queue, with an 80 % range."""

from __future__ import annotations

from pathlib import Path

from staffing.records import Forecast
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
        },
    )
