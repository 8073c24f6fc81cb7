"""staffing explain: why service was not as planned, in points that add up."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, OutBesideReport, PlanName, Quiet
from staffing.cli.source import ActualsFormat, actuals_format
from staffing.explanation import PERIODS


def explain(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN_DIR",
            help="Run directory that planned the days, such as runs/latest; "
            "or a store: a database URL, or a PLAN.toml.",
        ),
    ],
    actuals: Annotated[
        str,
        typer.Argument(metavar="ACTUALS", help="Interval history of those days: a path, a pattern or - ."),
    ],
    people: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="CSV of agents by day: who came, when, and how long they were on the phones."
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="PERIOD", help=f"Explain each: {', '.join(PERIODS)}.")] = "day",
    as_of: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="With a store: the run made for that time. Default: the newest."),
    ] = None,
    plan_name: PlanName = None,
    rules: Annotated[
        str | None, typer.Option(metavar="PLAN.toml", help="Plan file to use instead of the run's own.")
    ] = None,
    format_: ActualsFormat = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="HTML page to write, for viewing and printing.")
    ] = None,
    out: OutBesideReport = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Explain why actual service was not as planned.

    The gap is shared out among volume, handle time, people, breaks and chance.

    Example: staffing explain my-centre/runs/2026-11-16 my-centre/history.csv --people my-centre/people.csv
    """
    from staffing.cli.console import Console, choice, json_beside, rows_to
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.explain import explain_run
    from staffing.plan.run.stored import run_place
    from staffing.report.html.explanation import write_explanation_html
    from staffing.report.text.explanation import explanation_lines
    from staffing.tables.records import write_record

    json_beside(json, out or "-")
    console = Console(quiet=quiet)
    made = explain_run(
        run_place(run, plan_name),
        actuals,
        as_of=as_of,
        by=choice("--by", by, PERIODS),
        people=people,
        plan=None if rules is None else read_plan(rules),
        format_name=actuals_format(format_),
    )
    console.notes(made.notes)
    console.notes(explanation_lines(made))
    if (rows := rows_to(out)) is not None:
        write_record(rows, made.explanation)
    if html is not None:
        write_explanation_html(html, made)
    if json:
        console.json(made.as_dict())
