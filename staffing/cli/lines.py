"""staffing lines: how many lines (trunks) per interval keep blocking within a target."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Out, Quiet, fraction


@grouped
def lines(
    forecast: Annotated[
        str, typer.Argument(metavar="FORECAST", help="Forecast, or any table with its columns: a path or - .")
    ],
    *,
    max_blocking: Annotated[
        float,
        typer.Option(
            metavar="SHARE", help="Largest fraction of contacts that may get a busy signal.", parser=fraction
        ),
    ] = 0.01,
    extra_seconds: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            help="Seconds a line is held in addition to handle time (menu, waiting).",
            min=0,
        ),
    ] = 0.0,
    grid: GridArguments,
    out: Out = "-",
    quiet: Quiet = False,
) -> None:
    """Find the fewest lines (trunks) that keep busy signals rare.

    By Erlang B: no more than --max-blocking of the contacts find all lines busy.

    Example: staffing lines forecast.csv --max-blocking 0.01 --extra-seconds 30
    """
    from staffing.cli.console import Console
    from staffing.cli.options import finite
    from staffing.requirement.read import read_demand
    from staffing.requirement.trunks import fewest_lines
    from staffing.tables.records import write_record

    finite("--extra-seconds", extra_seconds)
    found = read_demand(forecast, timezone=grid.zone, interval_minutes=grid.interval_minutes)
    Console(quiet=quiet).notes(found.notes)
    write_record(out, fewest_lines(found.demand, max_blocking, extra_seconds))
