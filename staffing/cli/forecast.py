"""staffing forecast: contacts and handle time per interval for the coming weeks."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.engine import EngineArguments
from staffing.cli.exports import ForecastExport
from staffing.cli.grouped import grouped
from staffing.cli.options import AsOf, Events, GridArguments, Holidays, Json, LookArguments, Out, Quiet
from staffing.cli.source import HistoryArguments, Outliers
from staffing.forecast import AUTO, METHODS

MOST_NOTES = 40


@grouped
def forecast(
    history: Annotated[
        str, typer.Argument(metavar="HISTORY", help="History: a path, a 'pattern*.csv', -, or a PLAN.toml.")
    ],
    *,
    as_of: AsOf = None,
    days: Annotated[int, typer.Option(metavar="DAYS", help="Number of days to forecast.")] = 28,
    method: Annotated[
        str, typer.Option(metavar="METHOD", help=f"One of: {AUTO}, {', '.join(METHODS)}.")
    ] = AUTO,
    holidays: Holidays = None,
    events: Events = None,
    new_queues: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="CSV of queues without history: queue, contacts_per_week, like."),
    ] = None,
    grid: GridArguments,
    aht: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Handle time in seconds where the history has none."),
    ] = None,
    reading: HistoryArguments,
    outliers: Outliers = "keep",
    quantiles: Annotated[
        str | None,
        typer.Option(
            metavar="LIST", help="Additional quantiles, such as 0.05,0.95: columns offered_p05, offered_p95."
        ),
    ] = None,
    work: EngineArguments,
    daily: Annotated[
        str | None, typer.Option(metavar="FILE", help="Also write day totals with their range to this file.")
    ] = None,
    export: ForecastExport = None,
    out: Out = "-",
    looks: LookArguments,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast contacts and handle time per interval, with a range.

    The range is that which 80 % of intervals lie in.

    Example: staffing forecast data/bank-2003/history.csv --timezone America/New_York --aht 240
    """
    from dataclasses import replace

    from staffing.cli.console import Console, choice, fractions, json_beside, option, separate
    from staffing.forecast.make import make_forecast
    from staffing.forecast.options import ForecastOptions
    from staffing.history.load import read_for_forecast
    from staffing.history.unread import with_unread_said
    from staffing.plan.file.events import read_events
    from staffing.plan.file.new_queues import read_new_queues
    from staffing.report.export.write import require_exports, write_forecast
    from staffing.tables.records import write_record
    from staffing.timegrid import Zone

    json_beside(json, out)
    separate("--daily", daily, "--out", out)
    if json and daily == "-":
        json_beside(json, daily)
    exports = require_exports(export or [], "forecast")
    console = Console(quiet=quiet)
    source = grid.by_day(reading.source(history))
    with option("--timezone", "time zone"):
        zone = Zone(source.reading.timezone)
    options = ForecastOptions(
        days=days,
        method=choice("--method", method, [AUTO, *METHODS]),
        as_of=None if as_of is None else zone.parse("--as-of", as_of),
        holidays=holidays,
        events=read_events(events) if events else (),
        default_aht_seconds=aht,
        quantiles=fractions("--quantiles", quantiles),
        engine=work.engine,
        shard=work.share,
    )
    keep_outliers = choice("--outliers", outliers, ["leave-out", "keep"]) == "keep"
    source = replace(source, keep_outliers=keep_outliers and source.keep_outliers)
    if not new_queues:  # which may be like any other
        source = source.of_shard(work.share)
    past = read_for_forecast(source, options.as_of)
    past = with_unread_said(past, source, aht)
    if new_queues:
        options = replace(options, new_queues=read_new_queues(new_queues, past.queues))
    with console.stages() as progress, option("--holidays", "holidays"):
        made = make_forecast(
            past, options, lambda done, queues: progress("forecasting queues", done / queues)
        )
    console.notes((*past.notes, *made.notes))
    said = made.queue_notes
    console.notes(said[:MOST_NOTES])
    if len(said) > MOST_NOTES:
        console.note(f"… and {len(said) - MOST_NOTES} more notes on queues: --json lists them all")
    write_record(out, made.forecast, look=looks.look)
    if daily is not None:
        write_record(daily, made.daily, look=looks.look)
    for module, file in exports:
        write_forecast(module, file, made.forecast, None)
    if json:
        console.json({"queues": [report.as_dict() for report in made.reports]})
