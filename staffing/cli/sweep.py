"""staffing sweep: service against agents for one interval: what do two more agents buy?"""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import IntervalArguments, Out, Quiet
from staffing.cli.service import QueueArguments


@grouped
def sweep(
    *,
    offered: Annotated[float, typer.Option(metavar="CONTACTS", help="Contacts in the interval.", min=0)],
    aht: Annotated[float, typer.Option(metavar="SECONDS", help="Average handle time, seconds.", min=0.001)],
    queue: QueueArguments,
    around: Annotated[
        int,
        typer.Option(metavar="N", help="How many agents below and above the required number to show.", min=1),
    ] = 6,
    cost_per_hour: Annotated[
        float, typer.Option(metavar="COST", help="Cost of one agent for an hour.", min=0)
    ] = 1.0,
    interval: IntervalArguments,
    out: Out = "-",
    quiet: Quiet = False,
) -> None:
    """Show service, wait and cost around the required agents.

    Example: staffing sweep --offered 100 --aht 180 --patience 120 --cost-per-hour 30
    """
    from staffing.cli.console import Console
    from staffing.cli.options import finite
    from staffing.report.text.sweep import sweep_chart
    from staffing.requirement.sweep import one_interval
    from staffing.requirement.sweep import sweep as sweep_agents
    from staffing.tables.records import write_record

    for name, value in (("--offered", offered), ("--aht", aht), ("--cost-per-hour", cost_per_hour)):
        finite(name, value)
    demand = one_interval(offered, aht, interval.interval_minutes)
    found = sweep_agents(demand, queue.options(), around=around, cost_per_hour=cost_per_hour)
    write_record(out, found.rows)
    console = Console(quiet=quiet)
    console.notes(sweep_chart(found.rows.agents, found.rows.service_level, found.required))
