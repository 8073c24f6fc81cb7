"""staffing size: the fewest agents per interval and queue that meet the targets."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.engine import EngineArguments
from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Out, Quiet
from staffing.cli.rules import Rules
from staffing.cli.service import ServiceArguments
from staffing.cli.source import ExportArguments


@grouped
def size(
    forecast: Annotated[
        str,
        typer.Argument(
            help="Forecast, or any table with its columns, or a history such as a typical week: a path or - ."
        ),
    ],
    *,
    context: typer.Context,
    rules: Rules = None,
    service: ServiceArguments,
    grid: GridArguments,
    export: ExportArguments,
    aht: Annotated[
        float | None, typer.Option(help="Handle time in seconds where a history has none.")
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option(help="aht: handle times are right though they look like minutes, or like totals."),
    ] = None,
    work: EngineArguments,
    out: Out = "-",
    quiet: Quiet = False,
) -> None:
    """Find the fewest agents that meet the targets in each interval.

    Agents are those on the phones; the heads to schedule for them stand beside them.

    Example: staffing size forecast.csv --target 80/20 --patience 180 --attendance 0.95 --adherence 0.92
    """
    from staffing.cli.console import Console, choice, option
    from staffing.cli.rules import ruled
    from staffing.cli.service import attendance_note, patience_note, with_shrinkage
    from staffing.plan.need.handle_times import CONFIRM, require_seconds_asked
    from staffing.plan.need.history_demand import history_demand
    from staffing.requirement.pooling import pooling_notes
    from staffing.requirement.read import is_demand, read_demand
    from staffing.requirement.size import size as size_demand
    from staffing.tables.records import write_record
    from staffing.tables.source import display_name

    if confirm is not None:
        choice("--confirm", confirm, [CONFIRM])
    by = ruled(service, grid, rules, context)
    options, grid = by.service, by.grid
    with option("--timezone", "time zone"):
        if not export.given and is_demand(forecast):
            file = read_demand(forecast, timezone=grid.zone, interval_minutes=grid.interval_minutes)
        else:
            file = history_demand(grid.by_day(export.source(forecast)), aht)
    by.require_queues(file.demand.queues)
    require_seconds_asked(file.demand, display_name(forecast), by.plan, confirmed=confirm is not None)
    if work.share is not None:
        file = file.of_queues(work.share.holds)
    demand = with_shrinkage(by.of_plan(file.demand), service.shrinkage)
    requirement = size_demand(demand, options, work.engine)
    console = Console(quiet=quiet)
    if not len(demand):
        console.note(f"{display_name(forecast)}: no rows to size, such as of a share without a queue")
    console.notes(attendance_note(options, demand, requirement.scheduled))
    console.notes([*by.notes, *file.notes, *patience_note(options, demand)])
    console.notes(pooling_notes(requirement, requirement.agents, options))
    write_record(out, requirement, file.kept)
