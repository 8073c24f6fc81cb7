"""staffing breaks: new times for the lunches and breaks of existing shifts."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Out, Quiet

Now = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="ISO 8601: breaks that began before this time stay, and none is placed before it.",
    ),
]

MinGain = Annotated[
    float,
    typer.Option(metavar="MINUTES", help="Agent-minutes of shortage that moving one break must save.", min=0),
]


def breaks(
    shifts: Annotated[
        str,
        typer.Argument(metavar="SHIFTS", help="Shifts, as schedule writes them, or edited: a path or - ."),
    ],
    requirement: Annotated[
        str, typer.Argument(metavar="REQUIREMENT", help="Requirement from staffing size: a path or - .")
    ],
    rules: Annotated[
        str, typer.Option(metavar="PLAN.toml", help="Plan file whose [schedule] patterns apply.")
    ],
    now: Now = None,
    min_gain: MinGain = 0,
    out: Out = "-",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Move lunches and breaks of shifts to where they hurt least.

    As few as possible move; starts and ends of shifts stay.

    Example: staffing breaks shifts.csv requirement.csv --rules plan.toml --out repaired.csv
    """
    from staffing.cli.console import Console, json_beside
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.breaks import repair_breaks, summarise_repair
    from staffing.report.text.repair import repair_report
    from staffing.tables.records import write_record

    json_beside(json, out)
    console = Console(quiet=quiet)
    with console.stages() as progress:
        repaired = repair_breaks(
            shifts, requirement, read_plan(rules), now=now, min_gain_minutes=min_gain, progress=progress
        )
    write_record(out, repaired.replaced.plan)
    summary = summarise_repair(repaired)
    console.notes(repaired.notes)
    console.notes(repair_report(summary))
    if json:
        console.json({**summary.as_dict(), "notes": list(repaired.notes)})
