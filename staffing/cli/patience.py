"""staffing patience: how long callers are willing to wait, from intervals or from single contacts."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Quiet
from staffing.cli.source import HistoryArguments


@grouped
def patience(
    history: Annotated[
        str, typer.Argument(metavar="HISTORY", help="Interval history, or a table of single contacts.")
    ],
    *,
    calls: Annotated[
        bool,
        typer.Option(
            "--calls", help="Read HISTORY as single contacts (wait and outcome), whatever its header."
        ),
    ] = False,
    wait_column: Annotated[
        str | None,
        typer.Option(metavar="HEADER", help="With --calls: column of the wait. Default: as found."),
    ] = None,
    outcome_column: Annotated[
        str | None,
        typer.Option(
            metavar="HEADER",
            help="With --calls: the outcome column: words, or yes and no of an answer. Default: as found.",
        ),
    ] = None,
    curve: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="With --calls: CSV file to write the measured curve to."),
    ] = None,
    export: HistoryArguments,
    grid: GridArguments,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Estimate how long callers wait before they give up.

    Of single contacts also the distribution of patience, and whether the exponential fits.

    Example: staffing patience calls.csv --calls --curve curve.csv
    """
    from staffing.cli.console import Console
    from staffing.history.load import read_source
    from staffing.history.patience.estimate import estimate_patience_seconds
    from staffing.history.patience.read_calls import (
        found_wait_column,
        has_columns,
        read_calls,
        read_contacts,
        with_columns,
        write_curve,
    )

    console = Console(quiet=quiet)
    outcomes = outcome_column or "outcome"
    is_plain = not export.given
    waits = wait_column or (found_wait_column(history, outcomes) if is_plain else None)
    if not calls and waits is None:
        intervals = read_source(grid.of(export.source(history)))
        seconds = estimate_patience_seconds(intervals, history)
        console.notes(intervals.notes)
        console.note(
            f"mean patience {seconds:.1f} s: total wait ÷ abandoned contacts (--patience {seconds:.0f})"
        )
        if json:
            console.json({"patience_seconds": seconds})
        return
    named = waits or "wait_seconds"
    is_plain = is_plain and has_columns(history, named, outcomes)
    found = read_calls(history, named, outcomes) if is_plain else None
    if found is None:
        given = {"wait": wait_column, "outcome": outcome_column}
        found, notes = read_contacts(with_columns(grid.of(export.source(history)), given))
        console.notes(notes)
    console.notes(found.report())
    if curve:
        write_curve(curve, found)
    if json:
        console.json(found.as_dict())
