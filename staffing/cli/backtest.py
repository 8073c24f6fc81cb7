"""staffing backtest: how well each method would have forecast the history."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.engine import EngineArguments
from staffing.cli.grouped import grouped
from staffing.cli.options import AsOf, Events, GridArguments, Holidays, Json, OutBesideReport, Quiet
from staffing.cli.source import HistoryArguments
from staffing.forecast import AUTO, METHODS


@grouped
def backtest(
    history: Annotated[
        str, typer.Argument(metavar="HISTORY", help="History: a path, a 'pattern*.csv', -, or a PLAN.toml.")
    ],
    *,
    as_of: AsOf = None,
    days: Annotated[int, typer.Option(metavar="DAYS", help="Forecast horizon in days, at most 28.")] = 28,
    method: Annotated[
        list[str] | None,
        typer.Option(
            metavar="METHOD",
            help=f"Method to test: {', '.join([AUTO, *METHODS])}; may be repeated. Default: all.",
        ),
    ] = None,
    holidays: Holidays = None,
    events: Events = None,
    grid: GridArguments,
    export: HistoryArguments,
    work: EngineArguments,
    out: OutBesideReport = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Measure the error of each forecast method on the past.

    The last weeks are forecast from up to six weekly origins.

    Errors are also given by lead time, half-hour and weekday, and for days updated with their first hours.

    Example: staffing backtest data/bank-2003/history.csv --holidays US --out backtest.csv
    """
    from staffing.cli.console import Console, choice, json_beside, option, rows_to
    from staffing.forecast.accuracy.measure import measure_accuracy
    from staffing.forecast.options import ForecastOptions
    from staffing.history.load import read_for_forecast
    from staffing.plan.file.events import read_events
    from staffing.tables.records import write_record
    from staffing.timegrid import Zone

    json_beside(json, out or "-")
    console = Console(quiet=quiet)
    source = grid.by_day(export.source(history))
    options = ForecastOptions(
        days=days,
        as_of=None if as_of is None else Zone(source.reading.timezone).parse("--as-of", as_of),
        holidays=holidays,
        engine=work.engine,
        shard=work.share,
        events=read_events(events) if events else (),
    )
    methods = [choice("--method", name, [AUTO, *METHODS]) for name in method or [AUTO, *METHODS]]
    past = read_for_forecast(source.of_shard(work.share))
    console.notes(past.notes)
    with console.stages() as progress, option("--holidays", "holidays"):
        accuracy = measure_accuracy(
            past, options, methods, lambda done, queues: progress("forecasting the past", done / queues)
        )
    if not len(accuracy):
        console.note("the history is too short for a backtest: give three weeks or more")
    if (rows := rows_to(out)) is not None:
        write_record(rows, accuracy)
    console.backtest(accuracy)
    if json:
        console.json({"backtest": accuracy.as_dicts(part="all")})
