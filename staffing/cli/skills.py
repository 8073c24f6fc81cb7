"""staffing skills: what a skill, a merged group or a queue in other hands is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import AsOf, Json, Quiet


def skills(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.toml", help="Plan file with groups of skills.")],
    as_of: AsOf = None,
    people: Annotated[int, typer.Option(metavar="N", help="Number of people who learn another queue.")] = 10,
    intervals: Annotated[int, typer.Option(metavar="N", help="Number of sample intervals to size.")] = 8,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Price what people could learn, and groups that could be merged.

    More people with a skill, groups merged, queues moved to others.
    Every change is sized anew, on some intervals that stand for all; each queue alone and everybody answering
    everything stand beside it.

    Example: staffing skills data/skills-centre/plan.toml --intervals 2
    """
    from dataclasses import asdict

    from staffing.cli.console import Console
    from staffing.plan.file.read import read_plan
    from staffing.plan.skills.worth import skills_worth
    from staffing.report.text.skills import skills_report

    console = Console(quiet=quiet)
    with console.stages() as progress:
        worth = skills_worth(
            read_plan(plan_file), as_of=as_of, people=people, intervals=intervals, tell=progress
        )
    console.notes(worth.notes)
    console.report(skills_report(worth))
    if json:
        console.json(asdict(worth))
