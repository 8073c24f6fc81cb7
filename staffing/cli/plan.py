"""staffing plan: the main job, from the plan file to a run directory."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from staffing.cli.options import AsOf, Json, Quiet, Solver


def plan(
    plan_file: Annotated[
        str, typer.Argument(metavar="PLAN.toml", help="Plan file; staffing init creates one.")
    ],
    as_of: AsOf = None,
    out: Annotated[
        str | None, typer.Option(help="Folder for run directories. Default: 'runs' beside the plan.")
    ] = None,
    solver: Solver = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """History → forecast → agents → shifts with lunches and breaks, into OUT/<as-of>/ and OUT/latest.

    Example: staffing plan data/bank-2003/plan.toml
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.errors import UsageError
    from staffing.plan.jobs.conduct import run_plan

    if out == "-":
        raise UsageError(
            "--out must be a folder for run directories, got -", hint="name a folder, or omit --out"
        )
    console = Console(quiet=quiet)
    with console.stages() as progress:
        folder = Path(out) if out else None
        run = run_plan(Path(plan_file), as_of=as_of, out=folder, solver=solver, progress=progress)
    console.notes(run.notes)
    console.schedule(run.name, run.scheduled.summary, run.scheduled.days, run.scheduled.coverage)
    console.note(f"Written to {run.folder} (and {run.folder.parent / 'latest'}); see report.html there.")
    if json:
        console.json(asdict(run.scheduled.summary))
    console.alerts(run.crossed)
