"""staffing diff: what changed from one run to another."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Quiet


def diff(
    run_a: Annotated[str, typer.Argument(metavar="RUN_A", help="Run directory, such as runs/2026-11-23.")],
    run_b: Annotated[str, typer.Argument(metavar="RUN_B", help="A later one, such as runs/latest.")],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Say what changed between two runs.

    Contacts by day and queue, heads, shifts added and gone, hours, service, keys of the plan, inputs.

    Example: staffing diff my-centre/runs/2026-11-23 my-centre/runs/latest
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.plan.jobs.compare_runs import compare_runs
    from staffing.report.text.runs import difference_lines

    console = Console(quiet=quiet)
    found = compare_runs(Path(run_a), Path(run_b))
    console.notes(difference_lines(found))
    if json:
        console.json(found.as_dict())
