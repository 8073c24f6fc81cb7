"""staffing adjust: what to do about the rest of today."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.breaks import MinGain
from staffing.cli.options import Json, OutBesideReport, Quiet


def adjust(
    run_dir: Annotated[
        str, typer.Argument(metavar="RUN_DIR", help="Run directory of staffing plan, such as runs/latest.")
    ],
    actuals: Annotated[
        str, typer.Option(metavar="FILE", help="Contacts so far today, in any history format: a path or - .")
    ],
    now: Annotated[str, typer.Option(metavar="TIME", help="Time from which to act, ISO 8601.")],
    rules: Annotated[
        str | None, typer.Option(metavar="PLAN.toml", help="Plan file to use instead of the run's own.")
    ] = None,
    shifts: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Shifts as they stand now. Default: the run's shifts.csv."),
    ] = None,
    max_overtime_minutes: Annotated[
        int,
        typer.Option(
            metavar="MINUTES", help="Minutes by which a shift may be extended; 0: no overtime.", min=0
        ),
    ] = 120,
    min_gain: MinGain = 5,
    out: OutBesideReport = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Propose breaks, overtime and early leave for the rest of today.

    Each with its effect on service.

    Example: staffing adjust runs/latest --actuals today.csv --now 2026-11-23T11:00 --out proposals.csv
    """
    from pathlib import Path

    from staffing.cli.console import Console, json_beside, rows_to
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.adjust import adjust_day
    from staffing.report.text.adjustment import adjustment_report
    from staffing.tables.records import write_record

    json_beside(json, out or "-")
    console = Console(quiet=quiet)
    with console.stages() as progress:
        day = adjust_day(
            Path(run_dir),
            actuals,
            now,
            plan=read_plan(rules) if rules else None,
            shifts=shifts,
            most_overtime_minutes=max_overtime_minutes,
            min_gain_minutes=min_gain,
            progress=progress,
        )
    if (rows := rows_to(out)) is not None:
        write_record(rows, day.proposals)
    console.notes(day.notes)
    console.notes(adjustment_report(day))
    if json:
        console.json(day.as_dict())
