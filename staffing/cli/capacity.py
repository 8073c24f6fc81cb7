"""staffing capacity: heads needed in the coming year, and when to start hiring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import AsOf, Json, Quiet


def capacity(
    plan_file: Annotated[
        Path, typer.Argument(metavar="PLAN.toml", help="Plan file with a [capacity] section.")
    ],
    weeks: Annotated[int, typer.Option(metavar="WEEKS", help="Number of weeks to plan.")] = 52,
    as_of: AsOf = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV file of the weeks; - is standard output.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="HTML page of the weeks with a chart.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Plan heads for the year, and when to hire at least cost.

    From the weekly need, turnover, lead time and training.

    Example: staffing capacity data/bank-2003/plan.toml --weeks 52 --out capacity.csv
    """
    from staffing.cli.console import Console, json_beside
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.capacity import plan_capacity
    from staffing.report.html.capacity import write_capacity_html
    from staffing.report.text.capacity import capacity_report
    from staffing.tables.records import write_record

    json_beside(json, out or "")
    console = Console(quiet=quiet)
    with console.stages() as progress:
        made = plan_capacity(read_plan(plan_file), weeks=weeks, as_of=as_of, progress=progress)
    if out is not None:
        write_record(out, made.weeks)
    if html is not None:
        write_capacity_html(html, made)
    console.report(capacity_report(made))
    if json:
        console.json({**made.totals.as_dict(), "notes": list(made.notes)})
