"""staffing drift: published forecasts against the contacts that arrived."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, OutBesideReport, PlanName, Quiet
from staffing.cli.source import ActualsFormat, actuals_format


def drift(
    runs: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help="Folder of run directories, such as runs; or a store: a database URL, or a PLAN.toml.",
        ),
    ],
    actuals: Annotated[
        str, typer.Argument(metavar="ACTUALS", help="Interval history: a path, a pattern or - .")
    ],
    rules: Annotated[
        str | None,
        typer.Option(
            metavar="PLAN.toml", help="Plan file whose [alerts] apply. Default: those of the newest run."
        ),
    ] = None,
    plan_name: PlanName = None,
    format_: ActualsFormat = None,
    out: OutBesideReport = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Compare published forecasts with the contacts that came.

    Error, bias and coverage of every run; exit code 5 if they drift.

    Example: staffing drift my-centre/runs my-centre/history.csv --out accuracy.csv
    """
    from staffing.cli.console import Console, json_beside, rows_to
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.drift import measure_drift
    from staffing.plan.run.stored import run_place
    from staffing.report.text.drift import drift_report
    from staffing.tables.records import write_record

    json_beside(json, out or "-")
    console = Console(quiet=quiet)
    found = measure_drift(
        run_place(runs, plan_name),
        actuals,
        plan=None if rules is None else read_plan(rules),
        format_name=actuals_format(format_),
    )
    console.notes(found.notes)
    console.notes(drift_report(found))
    if (rows := rows_to(out)) is not None:
        write_record(rows, found.accuracy)
    if json:
        console.json(found.as_dict())
    console.alerts(found.crossed)
