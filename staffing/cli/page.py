"""staffing page: the page of a run, made again."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import MovedPlan, Quiet, RunDirectory


def page(
    run: RunDirectory,
    out: Annotated[
        str,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write it; - is standard output."),
    ],
    rules: MovedPlan = None,
    quiet: Quiet = False,
) -> None:
    """Write the page of a run again, from what the run holds.

    For runs of older versions, and for runs beside which a roster was put (roster.csv).

    Example: staffing page my-centre/runs/2026-11-23 --out week.html
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.page import make_page

    make_page(Path(run), out, None if rules is None else read_plan(rules))
    if out != "-":
        Console(quiet=quiet).note(f"Written to {out}.")
