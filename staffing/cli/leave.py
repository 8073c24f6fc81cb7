"""staffing leave: how many people may be away, and who of those who ask."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Quiet


def leave(
    run: Annotated[
        str, typer.Argument(metavar="RUN_DIR", help="Run directory of staffing plan, or folder of a roster.")
    ],
    requests: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="CSV of requests, one per row: agent, start, end, …; or - ."),
    ] = None,
    order: Annotated[
        str,
        typer.Option(
            metavar="ORDER", help="Who is answered first: first-come, or fairness (the fewest days so far)."
        ),
    ] = "first-come",
    most_cost: Annotated[
        float,
        typer.Option(
            metavar="COST",
            help="Also grant leave that costs up to this much a day, in the plan's units.",
            min=0,
        ),
    ] = 0.0,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV of the days and groups; - is standard output.")
    ] = None,
    answers: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV of the requests with their answers.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show how many may take leave each day, and grant requests.

    By day and group: how many of those on shift may be away with nobody short who was not, and what one more
    costs. With a roster the shifts are those of the people who ask.

    Example: staffing leave my-centre/runs/latest --requests requests.csv --answers answers.csv
    """
    from pathlib import Path

    from staffing.cli.console import Console, json_beside, separate
    from staffing.cli.options import finite
    from staffing.errors import UsageError
    from staffing.plan.jobs.leave import plan_leave
    from staffing.report.text.leave import leave_report
    from staffing.tables.json_file import json_rows
    from staffing.tables.records import columns_of, write_record

    json_beside(json, out or "")
    json_beside(json, answers or "")
    finite("--most-cost", most_cost)
    if answers is not None:
        if requests is None:
            raise UsageError("--answers without --requests", hint="name the file of requests")
        separate("--answers", answers, "--out", out or "")
    console = Console(quiet=quiet)
    planned = plan_leave(Path(run), requests, order, most_cost)
    if out is not None:
        write_record(out, planned.room)
    if answers is not None and planned.answers is not None:
        write_record(answers, planned.answers)
    console.notes(leave_report(planned.room, planned.answers))
    if json:
        told = {"name": planned.name, "days": json_rows(columns_of(planned.room))}
        if planned.answers is not None:
            told["requests"] = json_rows(columns_of(planned.answers))
        console.json(told)
