"""staffing plan: the main job, from the plan file to a run directory; of many plans, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.engine import EngineArguments
from staffing.cli.exports import RunHandouts
from staffing.cli.grouped import grouped
from staffing.cli.options import AsOf, Json, Quiet, SearchArguments

if TYPE_CHECKING:
    from staffing.parallel import Engine


@grouped
def plan(
    plan_files: Annotated[
        list[str], typer.Argument(metavar="PLAN.toml …", help="Plan file; staffing init creates one.")
    ],
    *,
    as_of: AsOf = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder for run directories, of several plans one for each in it. "
            "Default: 'runs' beside the plan.",
        ),
    ] = None,
    uncertainty: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="How to use the forecast's range, instead of as the plan says: "
            "none, expected or probability:0.9.",
        ),
    ] = None,
    handouts: RunHandouts,
    search: SearchArguments,
    work: EngineArguments,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """History → forecast → agents → shifts with lunches and breaks.

    The run is written into OUT/<as-of>/, and OUT/latest points at the newest.

    Several plans, or a pattern in quotes: each into OUT/<its name>/, a failed one does not stop the others.
    --shard is then by plan.

    Example: staffing plan data/bank-2003/plan.toml
    """
    from staffing.cli.many_plans import folder_of_one, folders_of, is_pattern, plans_of
    from staffing.errors import UsageError

    if out == "-":
        raise UsageError(
            "--out must be a folder for run directories, got -", hint="name a folder, or omit --out"
        )
    plans, shard, engine = plans_of(plan_files), work.share, work.engine
    if len(plans) == 1 and shard is None and not is_pattern(plan_files[0]):
        folder = folder_of_one(plans[0], out)
        _one(
            plans[0],
            as_of,
            folder,
            search,
            engine,
            handouts,
            uncertainty=uncertainty,
            quiet=quiet,
            json=json,
        )
        return
    if handouts.given:
        raise UsageError(
            "calendars, workbooks and exports are of one plan, and several are given",
            hint="plan them one by one",
        )
    folders = folders_of(plans, out)
    here = [index for index, name in enumerate(plans) if shard is None or shard.holds(name)]
    given = (
        ("--as-of", as_of),
        ("--solver", search.solver),
        ("--effort", search.effort),
        ("--uncertainty", uncertainty),
    )
    options = [part for name, value in given if value is not None for part in (name, value)]
    _many([plans[i] for i in here], [folders[i] for i in here], options, engine, quiet=quiet, json=json)


def _one(
    plan: str,
    as_of: str | None,
    out: str | None,
    search: SearchArguments,
    engine: Engine,
    handouts: RunHandouts,
    *,
    uncertainty: str | None,
    quiet: bool,
    json: bool,
) -> None:
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.plan.jobs.conduct import run_plan
    from staffing.report.text.roster import roster_report
    from staffing.report.words.simulation import confidence_sentence, played_sentence, repair_sentence
    from staffing.wording import counted

    handouts.require_usable(out)
    console = Console(quiet=quiet)
    with console.stages() as progress:
        folder = Path(out) if out else None
        run = run_plan(
            Path(plan),
            as_of=as_of,
            out=folder,
            choice=search.choice,
            uncertainty=uncertainty,
            engine=engine,
            progress=progress,
        )
    console.notes(run.new_notes)
    if run.before is not None and (told := len(run.notes) - len(run.new_notes)):
        console.note(f"{counted(told, 'note')} unchanged since the run {run.before.name}: see report.html")
    console.schedule(run.name, run.scheduled.summary, run.scheduled.days, run.scheduled.coverage)
    summary, rostered = run.scheduled.summary, run.scheduled.rostered
    if rostered is not None:
        console.notes(roster_report(rostered.made.summary, rostered.made.unfilled))
    if run.played is not None:
        console.note(played_sentence(run.played))
        console.notes(filter(None, [repair_sentence(summary.repair), confidence_sentence(summary)]))
    also = f" (and {run.folder.parent / 'latest'})" if run.is_latest else ""
    console.note(f"Written to {run.folder}{also}; see report.html there.")
    if json:
        console.json(asdict(run.scheduled.summary))
    console.warnings(run.crossed)  # before the handouts, so that one which fails does not hide them
    handouts.write(lambda: run.handout)
    if run.crossed:
        raise typer.Exit(5)


def _many(
    plans: Sequence[str],
    folders: Sequence[str],
    options: Sequence[str],
    engine: Engine,
    *,
    quiet: bool,
    json: bool,
) -> None:
    from staffing.cli.console import Console
    from staffing.cli.log_lines import pass_on
    from staffing.cli.many_plans import exit_code, failures, run_plans
    from staffing.cli.streams import LOG, say

    console, outcomes = Console(quiet=quiet), []
    for outcome in run_plans(plans, folders, options, engine):
        outcomes.append(outcome)
        pass_on(outcome.said, outcome.plan, quiet=quiet)
        console.note(f"{len(outcomes)} of {len(plans)}: {outcome.plan}: ended with {outcome.exit_code}")
    if not LOG.is_json:
        for line in failures(outcomes):
            say(line)
    if json:
        console.json({"plans": [outcome.as_dict() for outcome in outcomes]})
    if code := exit_code(outcomes):
        raise typer.Exit(code)
