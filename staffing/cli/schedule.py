"""staffing schedule: shifts with lunches and breaks for a requirement."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from staffing.cli.engine import Jobs
from staffing.cli.grouped import grouped
from staffing.cli.handouts import HandoutArguments
from staffing.cli.options import Json, LookArguments, Quiet, SearchArguments


@grouped
def schedule(
    requirement: Annotated[
        str, typer.Argument(metavar="REQUIREMENT", help="Requirement from staffing size: a path or - .")
    ],
    *,
    rules: Annotated[str, typer.Option(metavar="PLAN.toml", help="Plan file whose [schedule] applies.")],
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder for shifts.csv, shifts-by-person.csv, coverage.csv, summary.json. "
            "Default: shifts to standard output.",
        ),
    ] = None,
    looks: LookArguments,
    handouts: HandoutArguments,
    search: SearchArguments,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Build least-cost shifts that cover a requirement.

    How far their cost may be above the least there can be is proven.

    Example: staffing schedule requirement.csv --rules data/bank-2003/plan.toml --out schedule
    """
    from pathlib import Path

    from staffing.cli.console import Console, json_beside
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.schedule import schedule_requirement
    from staffing.tables.records import write_record

    json_beside(json, out or "-")
    handouts.require_usable(out)
    console = Console(quiet=quiet)
    with console.stages() as progress:
        plan = read_plan(rules).searched_as(replace(search.choice, jobs=jobs))
        made, notes = schedule_requirement(requirement, plan, progress)
    if out in {None, "-"}:
        write_record("-", made.shifts, look=looks.look)
    else:
        made.write_folder(Path(out), looks.look)
    console.notes(notes)
    console.schedule(plan.name, made.summary, made.days, made.coverage)
    if json:
        console.json(asdict(made.summary))
    handouts.write(lambda: made.handout(plan.name))
