"""staffing patience: how long callers are willing to wait, from intervals or from single contacts."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Quiet
from staffing.cli.source import HistoryArguments


@grouped
def patience(
    history: Annotated[str, typer.Argument(help="Interval history, or a table of single contacts.")],
    *,
    calls: Annotated[
        bool,
        typer.Option("--calls", help="Single contacts, whatever the header: rows of wait and outcome."),
    ] = False,
    wait_column: Annotated[
        str | None, typer.Option(help="Of single contacts: seconds waited. Default: wait_seconds or wait_s.")
    ] = None,
    outcome_column: Annotated[str, typer.Option(help="With --calls: abandoned or else.")] = "outcome",
    curve: Annotated[str | None, typer.Option(help="With --calls: file for the measured curve.")] = None,
    export: HistoryArguments,
    grid: GridArguments,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Mean patience of a history; of single contacts also its law, and whether exponential is wrong.

    Example: staffing patience calls.csv --calls --curve curve.csv
    """
    from staffing.cli.console import Console
    from staffing.errors import UsageError
    from staffing.history.load import read_history
    from staffing.history.patience.estimate import estimate_patience_seconds
    from staffing.history.patience.read_calls import found_wait_column, read_calls, write_curve

    console = Console(quiet=quiet)
    waits = wait_column
    if export != HistoryArguments():
        if calls or wait_column:
            raise UsageError(
                "--format, --query, --dates and --queues are for interval history, not for single contacts",
                hint="leave them out, or leave out --calls and --wait-column",
            )
    elif waits is None:
        waits = found_wait_column(history, outcome_column)
    if not calls and waits is None:
        intervals = read_history(
            export.source(history), timezone=grid.timezone, interval_minutes=grid.interval_minutes
        )
        seconds = estimate_patience_seconds(intervals, history)
        console.note(
            f"mean patience {seconds:.1f} s: total wait ÷ contacts who gave up (--patience {seconds:.0f})"
        )
        if json:
            console.json({"patience_seconds": seconds})
        return
    found = read_calls(history, waits or "wait_seconds", outcome_column)
    console.notes(found.report())
    if curve:
        write_curve(curve, found)
    if json:
        console.json(found.as_dict())
