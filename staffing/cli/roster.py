"""staffing roster: named people for a requirement."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.handouts import HandoutArguments
from staffing.cli.options import EffortLevel, Json, Quiet


@grouped
def roster(
    requirement: Annotated[
        str, typer.Argument(metavar="REQUIREMENT", help="Requirement from staffing size: a path or - .")
    ],
    *,
    rules: Annotated[
        str, typer.Option(metavar="PLAN.toml", help="Plan file whose [roster] and [schedule] patterns apply.")
    ],
    agents: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="CSV of the people, instead of the plan's [roster] agents."),
    ] = None,
    shifts: Annotated[
        str | None,
        typer.Option(metavar="FILE", help='Shifts to find people for, with mode = "assign": a path.'),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Existing roster to keep to: every date of a person that changes has a price.",
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:DATE", help="Who is absent, and when: NAME:DATE. With --keep; may be repeated."
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="Folder for all files of the roster. Default: roster.csv to standard output."
        ),
    ] = None,
    handouts: HandoutArguments,
    effort: EffortLevel = None,
    seed: Annotated[
        int, typer.Option(metavar="N", help="Seed of the search: the same seed gives the same roster.", min=0)
    ] = 1,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Give the weeks of a requirement to named people.

    Law, contract and leave hold; need, wishes and fairness are weighed by their prices.

    Example: staffing roster requirement.csv --rules plan.toml --out roster
    """
    from dataclasses import asdict
    from pathlib import Path

    from staffing.cli.console import Console, choice, json_beside
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.roster import make_roster
    from staffing.report.text.roster import roster_report
    from staffing.report.text.stand_in import stand_in_report
    from staffing.roster.effort import EFFORTS_OF_ROSTERS, RosterEffort
    from staffing.tables.json_file import json_rows
    from staffing.tables.records import columns_of, write_record

    json_beside(json, out or "-")
    handouts.require_usable(out)
    console = Console(quiet=quiet)
    plan = read_plan(rules)
    level = choice("--effort", effort or plan.sections.schedule.effort, EFFORTS_OF_ROSTERS)
    with console.stages() as progress:
        done = make_roster(
            requirement,
            plan,
            agents=agents,
            shifts=shifts,
            keep=keep,
            absences=absent or (),
            effort=RosterEffort(level, seed),
            progress=progress,
        )
    if out in {None, "-"}:
        write_record("-", done.made.shifts)
    else:
        done.write_folder(Path(out))
    console.notes(done.notes)
    console.notes(roster_report(done.made.summary, done.made.unfilled))
    if (others := done.stand_ins) is not None:
        console.notes(stand_in_report(others))
    if json:
        console.json(
            asdict(done.made.summary)
            | ({} if others is None else {"stand_ins": json_rows(columns_of(others))})
        )
    handouts.write(lambda: done.handout(plan.name))
