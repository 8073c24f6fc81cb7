"""staffing inspect: what a history holds, and what is wrong with it."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Quiet
from staffing.cli.source import HistoryArguments


@grouped
def inspect(
    history: Annotated[
        str, typer.Argument(help="History: a path, a 'pattern*.csv', -, a database URL, or a PLAN.toml.")
    ],
    *,
    export: HistoryArguments,
    grid: GridArguments,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 5 where a limit is crossed.")
    ] = False,
    max_missing: Annotated[
        float | None, typer.Option(help="Share of the usual intervals that may be missing or blank.")
    ] = None,
    max_impossible: Annotated[
        int | None, typer.Option(help="Intervals whose numbers may contradict each other.")
    ] = None,
    max_spikes: Annotated[int | None, typer.Option(help="Days that may lie far above usual.")] = None,
    max_level_shifts: Annotated[int | None, typer.Option(help="Lasting changes of level allowed.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check a history: gaps, clock changes, contradictions, spikes, level shifts, its week and its callers.

    Example: staffing inspect data/bank-2003/history.csv --timezone America/New_York
    """
    from staffing.cli.console import Console
    from staffing.plan.jobs.inspection import InspectionChoice, inspect_source

    given = {
        "missing": max_missing,
        "impossible": max_impossible,
        "spikes": max_spikes,
        "level_shifts": max_level_shifts,
    }
    choice = InspectionChoice(
        export.source(history),
        grid.timezone,
        grid.interval_minutes,
        {name: value for name, value in given.items() if value is not None},
    )
    text, found, crossed = inspect_source(choice)
    console = Console(quiet=quiet)
    console.notes(found.notes)
    console.notes(f"limit crossed: {limit}" for limit in crossed)
    if json:
        console.json({**found.as_dict(), "crossed": crossed})
    elif not quiet:
        typer.echo(text)
    if strict and crossed:
        raise typer.Exit(5)
