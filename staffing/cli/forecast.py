"""staffing forecast: contacts and handle time per interval for the coming weeks."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli import source
from staffing.cli.options import AsOf, Events, IntervalMinutes, Jobs, Json, Out, Quiet, Timezone
from staffing.forecast import AUTO, METHODS
from staffing.history import AUTO as AUTO_FORMAT

MOST_NOTES = 40


def forecast(
    history: Annotated[str, typer.Argument(help="Interval history: a path, a 'pattern*.csv', or - .")],
    as_of: AsOf = None,
    days: Annotated[int, typer.Option(help="How many days to forecast.")] = 28,
    method: Annotated[str, typer.Option(help=f"One of: {AUTO}, {', '.join(METHODS)}.")] = AUTO,
    timezone: Timezone = "UTC",
    holidays: Annotated[str | None, typer.Option(help="Public holidays of, such as US or US-PA.")] = None,
    events: Events = None,
    new_queues: Annotated[
        str | None, typer.Option(help="CSV of queues without a history: queue, contacts_per_week, like.")
    ] = None,
    interval_minutes: IntervalMinutes = 30,
    aht: Annotated[
        float | None, typer.Option(help="Handle time in seconds where the history has none.")
    ] = None,
    format_: source.Format = AUTO_FORMAT,
    query: source.Query = None,
    dates: source.Dates = None,
    queues: source.Queues = "keep",
    outliers: source.Outliers = "keep",
    quantiles: Annotated[
        str | None,
        typer.Option(help="Further quantiles, such as 0.05,0.95: columns offered_p05, offered_p95."),
    ] = None,
    jobs: Jobs = None,
    daily: Annotated[str | None, typer.Option(help="Also write day totals with their range here.")] = None,
    out: Out = "-",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast contacts and handle time per interval, with an 80 % range.

    Example: staffing forecast data/bank-2003/history.csv --timezone America/New_York --aht 240
    """
    from dataclasses import replace

    from staffing.cli.console import Console, choice, json_beside, numbers, option, separate
    from staffing.cli.options import check_interval
    from staffing.forecast.make import make_forecast
    from staffing.forecast.options import ForecastOptions
    from staffing.history.load import read_for_forecast
    from staffing.plan.file.events import read_events
    from staffing.plan.file.new_queues import read_new_queues
    from staffing.plan.run.trace import described
    from staffing.tables.forecast import write_daily, write_forecast
    from staffing.timegrid import parse_moment, zone

    json_beside(json, out)
    separate("--daily", daily, "--out", out)
    if json and daily == "-":
        json_beside(json, daily)
    console = Console(quiet=quiet)
    with option("--timezone", "time zone"):
        zone(timezone)
    options = ForecastOptions(
        timezone=timezone,
        interval_minutes=check_interval(interval_minutes),
        days=days,
        method=choice("--method", method, [AUTO, *METHODS]),
        as_of=None if as_of is None else parse_moment("--as-of", as_of, timezone),
        holidays=holidays,
        events=read_events(events) if events else (),
        default_aht_seconds=aht,
        quantiles=numbers("--quantiles", quantiles),
        jobs=jobs,
    )
    past = read_for_forecast(
        source.source_of(
            history, format_=format_, query=query, dates=dates, queues=queues, outliers=outliers
        ),
        timezone=timezone,
        interval_minutes=interval_minutes,
        as_of=options.as_of,
    )
    if new_queues:
        options = replace(options, new_queues=read_new_queues(new_queues, past.queues))
    with console.stages() as progress, option("--holidays", "holidays"):
        made = make_forecast(
            past, options, lambda done, queues: progress("forecasting queues", done / queues)
        )
    console.notes((*past.notes, *made.notes))
    said = [f"queue {report.queue}: {note}" for report in made.reports for note in report.notes]
    console.notes(said[:MOST_NOTES])
    if len(said) > MOST_NOTES:
        console.note(f"… and {len(said) - MOST_NOTES} more notes on queues: --json lists them all")
    write_forecast(out, made.forecast)
    if daily is not None:
        write_daily(daily, made.daily)
    if json:
        console.json({"queues": described(made)})
