"""staffing swap: may two people exchange their shifts?"""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Quiet


def swap(
    roster: Annotated[
        str,
        typer.Argument(metavar="ROSTER", help="Folder of a roster, run directory, or a roster.csv."),
    ],
    first: Annotated[str, typer.Argument(metavar="NAME", help="The first person.")],
    second: Annotated[str, typer.Argument(metavar="NAME", help="The second person.")],
    dates: Annotated[
        list[str], typer.Argument(metavar="DATE...", help="Dates on which they exchange shifts.")
    ],
    rules: Annotated[
        str | None,
        typer.Option(metavar="PLAN.toml", help="Plan file. Default: the one the roster was made with."),
    ] = None,
    requirement: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Requirement. Default: the one the roster was made for."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the roster after the swap, where it is allowed."),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say whether two people may exchange shifts, and why not.

    On each date they exchange what they have: two shifts, or a shift and a day off.
    Every rule that would break, by whom and by how much; what it changes in coverage and cost.
    Ends with exit code 3 where it is not allowed.

    Example: staffing swap roster line-03 line-05 2027-03-09 --out swapped.csv
    """
    from dataclasses import asdict

    from staffing.cli.console import Console, json_beside
    from staffing.plan.jobs.swap import swap_shifts
    from staffing.report.text.swap import swap_report
    from staffing.tables.records import write_record

    json_beside(json, out or "")
    console = Console(quiet=quiet)
    swapped = swap_shifts(roster, (first, second), dates, rules=rules, requirement=requirement)
    console.notes(swap_report(swapped.swap))
    if json:
        console.json(asdict(swapped.swap))
    swapped.require_allowed()
    if out is not None:
        write_record(out, swapped.shifts)
