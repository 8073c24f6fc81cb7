"""staffing whatif: the plan beside its variants: what would 10 % more calls need, and cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import AsOf, Json, Quiet
from staffing.cli.variants import VariantArguments

if TYPE_CHECKING:
    from staffing.plan.file.plan_file import PlanFile


@grouped
def whatif(
    plan: Annotated[str, typer.Argument(metavar="PLAN.toml", help="Plan file.")],
    *,
    changes: VariantArguments,
    schedule: Annotated[
        bool,
        typer.Option("--schedule", help="Build shifts for each, and compare their cost."),
    ] = False,
    keep: Annotated[
        str | None,
        typer.Option(metavar="RUN_DIR", help="Keep this run's schedule: its service under each variant."),
    ] = None,
    days: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Days ahead. Default: the plan's.", min=1, max=400)
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV file of the table; - is standard output.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Set the plan beside variants: more calls, other targets.

    Heads at the peak, hours, cost and service of each, and what it takes more.

    The options make one variant together; --variant adds others, each with changes of its own.

    Example: staffing whatif data/bank-2003/plan.toml --volume +10% --variant "slower: aht=+20 target=85/15"
    """
    from pathlib import Path

    from staffing.cli.console import Console, json_beside
    from staffing.errors import UsageError
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.whatif import what_if, what_if_kept
    from staffing.report.text.whatif import whatif_report
    from staffing.tables.json_file import json_rows
    from staffing.tables.records import columns_of, write_record

    json_beside(json, out or "")
    if keep is not None and (schedule or days is not None or as_of is not None):
        hint = "a schedule that is kept has its own days: leave out --schedule, --days and --as-of"
        raise UsageError("--keep cannot be combined with options for a new schedule", hint=hint)
    console, variants = Console(quiet=quiet), changes.variants()
    read = _with_days(read_plan(plan), days)
    with console.stages() as progress:
        if keep is None:
            made = what_if(read, variants, as_of=as_of, is_scheduled=schedule, tell=progress)
        else:
            made = what_if_kept(read, variants, Path(keep))
    table = made.variants if made.kept is None else made.kept
    if out is not None:
        write_record(out, table)
    console.report(whatif_report(made))
    if json:
        console.json({"name": made.name, "notes": list(made.notes), "rows": json_rows(columns_of(table))})


def _with_days(plan: PlanFile, days: int | None) -> PlanFile:
    from dataclasses import replace

    if days is None:
        return plan
    forecast = plan.sections.forecast.model_copy(update={"days": days})
    return replace(plan, sections=plan.sections.model_copy(update={"forecast": forecast}))
