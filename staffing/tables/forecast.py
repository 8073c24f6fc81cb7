"""Forecast files: contacts expected per interval and queue, with an 80 % range."""

from __future__ import annotations

from pathlib import Path

from staffing.records.columns import ALL_QUEUES
from staffing.records.forecast import DailyForecast, Forecast, quantile_name
from staffing.tables.columns import FORECAST
from staffing.tables.read import read_csv
from staffing.tables.write import write_csv
from staffing.timegrid import spacing_minutes


def write_forecast(target: str | Path, forecast: Forecast) -> None:
    """Write a forecast; `-` is standard output."""
    write_csv(
        target,
        {
            "interval_start": forecast.iso(),
            "queue": forecast.queue_names,
            "offered": forecast.offered,
            "offered_p10": forecast.offered_p10,
            "offered_p90": forecast.offered_p90,
            "aht_seconds": forecast.aht_seconds,
            **{quantile_name(p): column for p, column in forecast.quantiles.items()},
        },
    )


def read_forecast(source: str | Path, timezone: str) -> Forecast:
    """A forecast as `write_forecast` wrote it, but for further quantiles; InputError names every bad cell."""
    table = read_csv(source, FORECAST).in_zone(timezone)
    queue, queues = table.codes("queue", ALL_QUEUES)
    utc, offset = table.moments("interval_start", queue)
    table.problems.raise_if_any()
    return Forecast(
        interval_start=utc,
        utc_offset_minutes=offset,
        queue=queue,
        queues=queues,
        interval_minutes=spacing_minutes(utc),
        timezone=timezone,
        offered=table.number("offered"),
        offered_p10=table.number("offered_p10"),
        offered_p90=table.number("offered_p90"),
        aht_seconds=table.number("aht_seconds"),
    )


def write_daily(target: str | Path, daily: DailyForecast) -> None:
    """Write the forecast of day totals; `-` is standard output."""
    write_csv(
        target,
        {
            "date": daily.day.astype(str),
            "queue": daily.queue_names,
            "offered": daily.offered,
            "offered_p10": daily.offered_p10,
            "offered_p90": daily.offered_p90,
            **{quantile_name(p): column for p, column in daily.quantiles.items()},
        },
    )
