"""staffing evaluate: the service that given agents will give, row by row."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Out, Quiet
from staffing.cli.rules import Rules
from staffing.cli.service import ServiceArguments


@grouped
def evaluate(
    staffed: Annotated[str, typer.Argument(help="Table of contacts, handle times and agents: a path or - .")],
    *,
    context: typer.Context,
    rules: Rules = None,
    service: ServiceArguments,
    grid: GridArguments,
    out: Out = "-",
    quiet: Quiet = False,
) -> None:
    """Predict the service that given agents give in each interval.

    Service level, wait, abandonment and occupancy, row by row.

    Example: staffing evaluate staffed.csv --target 80/20 --patience 180
    """
    from staffing.cli.console import Console, option
    from staffing.cli.rules import ruled
    from staffing.cli.service import patience_note, with_shrinkage
    from staffing.requirement.read import read_staffed
    from staffing.requirement.size import evaluate as evaluate_demand
    from staffing.tables.records import write_record

    by = ruled(service, grid, rules, context)
    options, grid = by.service, by.grid
    with option("--timezone", "time zone"):
        file = read_staffed(staffed, timezone=grid.zone, interval_minutes=grid.interval_minutes)
    demand = with_shrinkage(by.of_plan(file.demand), service.shrinkage)
    requirement = evaluate_demand(demand, file.agents, options)
    console = Console(quiet=quiet)
    console.notes([*by.notes, *file.notes, *patience_note(options, demand)])
    write_record(out, requirement, file.kept)
