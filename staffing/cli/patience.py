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
        typer.Option(
            "--calls", help="Read HISTORY as single contacts (wait and outcome), whatever its header."
        ),
    ] = False,
    wait_column: Annotated[
        str | None,
        typer.Option(help="With --calls: column of seconds waited. Default: wait_seconds or wait_s."),
    ] = None,
    outcome_column: Annotated[
        str,
        typer.Option(
            help='With --calls: the outcome column; the value "abandoned" marks callers who gave up.'
        ),
    ] = "outcome",
    curve: Annotated[
        str | None, typer.Option(help="With --calls: CSV file to write the measured curve to.")
    ] = None,
    export: HistoryArguments,
    grid: GridArguments,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Estimate mean patience; from single contacts also its distribution, and whether exponential fits.

    Example: staffing patience calls.csv --calls --curve curve.csv
    """
    from staffing.cli.console import Console
    from staffing.errors import UsageError
    from staffing.history.load import read_source
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
        intervals = read_source(grid.of(export.source(history)))
        seconds = estimate_patience_seconds(intervals, history)
        console.note(
            f"mean patience {seconds:.1f} s: total wait ÷ abandoned contacts (--patience {seconds:.0f})"
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
