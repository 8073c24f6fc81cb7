"""staffing runs: the runs that lie in an output folder."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Quiet


def runs(
    out: Annotated[str, typer.Argument(metavar="OUT", help="Folder of run directories, such as runs.")],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List the runs of a folder, with status, hours and service.

    The predicted service, the gap, and how many notes and alerts each run has.

    Example: staffing runs my-centre/runs
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.plan.jobs.list_runs import list_runs
    from staffing.report.text.runs import runs_table

    console = Console(quiet=quiet)
    found = list_runs(Path(out))
    console.notes(runs_table(found))
    if json:
        console.json({"runs": [run.as_dict() for run in found]})
