"""staffing store: runs in a database, brought in, listed, and its schema upgraded."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.command_list import PlainUsage
from staffing.cli.options import Json, PlanName, Quiet

Place = Annotated[str, typer.Argument(metavar="STORE", help="A database URL, or a PLAN.toml with a [store].")]
store = typer.Typer(
    help="Keep runs in a database: bring them in, list them, upgrade.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@store.command("push", cls=PlainUsage)
def push(
    place: Place,
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Run directories, or folders of them.")],
    plan_name: PlanName = None,
    quiet: Quiet = False,
) -> None:
    """Bring published runs into a store; a run that is there already is left as it is.

    Exit code 5 where a run took the place of one that another plan made.

    Example: staffing store push sqlite:///plans.db my-centre/runs
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.errors import InputError
    from staffing.plan.jobs import store as job
    from staffing.wording import counted

    console = Console(quiet=quiet)
    target = job.store_place(place, plan_name)
    pushed = job.push(target, map(Path, runs))
    replaced = [one.note for one in pushed if one.note]
    new = sum(one.is_new for one in pushed)
    refused = [problem for one in pushed if one.refused for problem in one.refused.problems]
    there = sum(not one.is_new and one.refused is None for one in pushed)
    console.note(f"{target}: {counted(new, 'run')} written, {there:,} already there")
    if refused:
        console.warnings(replaced)
        raise InputError(refused)
    console.alerts(replaced)


@store.command("list", cls=PlainUsage)
def listing(place: Place, plan_name: PlanName = None, quiet: Quiet = False, json: Json = False) -> None:
    """List the runs of a store, with the rows of each record.

    Example: staffing store list sqlite:///plans.db
    """
    from staffing.cli.console import Console
    from staffing.plan.jobs import store as job
    from staffing.report.text.store import store_lines

    console = Console(quiet=quiet)
    runs = job.listed(job.store_place(place, plan_name))
    if json:
        console.json({"runs": runs})
    elif not quiet:
        console.text("\n".join(store_lines(runs)))


@store.command("upgrade", cls=PlainUsage)
def upgrade(place: Place, quiet: Quiet = False) -> None:
    """Make or upgrade the schema of a store; SQLite files are upgraded by the next run that writes to them.

    Example: staffing store upgrade postgresql://planner@db.example/staffing
    """
    from staffing.cli.console import Console
    from staffing.plan.jobs import store as job

    target = job.store_place(place)
    before, now = job.upgrade(target)
    done = "was there already" if before == now else "made" if before is None else f"upgraded from {before}"
    Console(quiet=quiet).note(f"{target}: schema {now} {done}")
