"""staffing inspect: what a history holds, and what is wrong with it."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Quiet, fraction
from staffing.cli.source import HistoryArguments


@grouped
def inspect(
    history: Annotated[
        str,
        typer.Argument(
            metavar="HISTORY", help="History: a path, a 'pattern*.csv', -, a database URL, or a PLAN.toml."
        ),
    ],
    *,
    export: HistoryArguments,
    grid: GridArguments,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with code 5 if a limit is exceeded.")
    ] = False,
    max_missing: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Largest allowed share of usual intervals missing or blank.",
            parser=fraction,
        ),
    ] = None,
    max_impossible: Annotated[
        int | None,
        typer.Option(metavar="N", help="Largest allowed number of intervals with contradictory numbers."),
    ] = None,
    max_spikes: Annotated[
        int | None,
        typer.Option(metavar="N", help="Largest allowed number of days far above their usual level."),
    ] = None,
    max_level_shifts: Annotated[
        int | None, typer.Option(metavar="N", help="Largest allowed number of lasting changes of level.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check a history for gaps, contradictions and odd days.

    Missing intervals, clock changes, impossible numbers, spikes and level shifts.

    Example: staffing inspect data/bank-2003/history.csv --timezone America/New_York
    """
    from staffing.cli.console import Console
    from staffing.plan.jobs.inspection import InspectionChoice, inspect_source

    plan = None
    if history.endswith(".toml"):
        from staffing.plan.file.read import read_plan  # pydantic is slow to import

        plan = read_plan(history)
    source = export.source(history) if plan is None else export.over_plan(plan)
    given = {
        "missing": max_missing,
        "impossible": max_impossible,
        "spikes": max_spikes,
        "level_shifts": max_level_shifts,
    }
    choice = InspectionChoice(
        grid.by_day(source),
        {name: value for name, value in given.items() if value is not None},
        plan,
    )
    text, found, crossed = inspect_source(choice)
    console = Console(quiet=quiet)
    console.notes(found.notes)
    exceeded = [f"limit exceeded: {limit}" for limit in crossed]
    console.notes(() if strict else exceeded)
    if json:
        console.json({**found.as_dict(), "crossed": crossed})
    elif not quiet:
        console.text(text)
    console.alerts(exceeded if strict else ())
