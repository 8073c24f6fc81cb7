"""staffing size: the fewest agents per interval and queue that meet the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.engine import EngineArguments
from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, LookArguments, Out, Quiet
from staffing.cli.rules import Rules
from staffing.cli.service import ServiceArguments
from staffing.cli.source import ExportArguments

if TYPE_CHECKING:
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.cli.rules import Ruled
    from staffing.records.demand import Demand


@grouped
def size(
    forecast: Annotated[
        str,
        typer.Argument(
            metavar="FORECAST",
            help="Forecast, any table with its columns, or a history such as a typical week: a path or - .",
        ),
    ],
    *,
    context: typer.Context,
    rules: Rules = None,
    service: ServiceArguments,
    grid: GridArguments,
    export: ExportArguments,
    aht: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Handle time in seconds where a history has none.")
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option(
            metavar="WORD", help="aht: handle times are right although they look like minutes or totals."
        ),
    ] = None,
    work: EngineArguments,
    out: Out = "-",
    looks: LookArguments,
    quiet: Quiet = False,
) -> None:
    """Find the fewest agents that meet the targets in each interval.

    Agents are those on the phones; the heads to schedule for them stand beside them. Where the plan of
    --rules has groups of skills, the cheapest agents of each group are found too, and written beside --out.

    Example: staffing size forecast.csv --target 80/20 --patience 180 --attendance 0.95 --adherence 0.92
    """
    from staffing.cli.console import Console, choice, option
    from staffing.cli.rules import ruled
    from staffing.cli.service import attendance_note, patience_note, with_shrinkage
    from staffing.plan.need.handle_times import CONFIRM, require_seconds_asked
    from staffing.plan.need.history_demand import history_demand
    from staffing.requirement.pooling import pooling_notes
    from staffing.requirement.read import is_demand, read_demand
    from staffing.requirement.size import size as size_demand
    from staffing.tables.records import write_record
    from staffing.tables.source import display_name

    if confirm is not None:
        choice("--confirm", confirm, [CONFIRM])
    by = ruled(service, grid, rules, context)
    options, grid = by.service, by.grid
    with option("--timezone", "time zone"):
        if not export.given and is_demand(forecast):
            file = read_demand(forecast, timezone=grid.zone, interval_minutes=grid.interval_minutes)
        else:
            file = history_demand(grid.by_day(export.source(forecast)), aht)
    by.require_queues(file.demand.queues)
    require_seconds_asked(file.demand, display_name(forecast), by.plan, confirmed=confirm is not None)
    if work.share is not None:
        file = file.of_queues(work.share.holds)
    demand = with_shrinkage(by.of_plan(file.demand), service.shrinkage)
    console = Console(quiet=quiet)
    skills = () if by.plan is None else by.plan.sections.group
    folder, out = _beside(out, grouped=bool(skills))
    requirement = size_demand(demand, options, work.engine)
    if not len(demand):
        console.note(f"{display_name(forecast)}: no rows to size (a share may have no queue)")
    console.notes(attendance_note(options, demand, requirement.scheduled))
    console.notes([*by.notes, *file.notes, *patience_note(options, demand)])
    console.notes(pooling_notes(demand, requirement.agents, options))
    write_record(out, requirement, file.kept, looks.look)
    if skills and len(demand):
        _size_groups(demand, by, folder, console)


def _beside(out: str, *, grouped: bool) -> tuple[Path | None, str]:
    """The folder in which the files of groups stand, None: nowhere; and the path of the requirement.

    With groups `--out` may name a folder, which is made if need be.
    """
    from pathlib import Path

    if not grouped or out == "-":
        return None, out
    path = Path(out)
    if path.is_dir() or not path.suffix:
        path.mkdir(parents=True, exist_ok=True)
        return path, str(path / "requirement.csv")
    return path.parent, out


def _size_groups(demand: Demand, by: Ruled, folder: Path | None, console: Console) -> None:
    """`groups.csv`, `service.csv` and `groups.json` into the folder, and what binds on the terminal."""
    from staffing.plan.skills.intervals import assumption_notes
    from staffing.plan.skills.size import size_groups, write_groups
    from staffing.report.text.groups import sizing_report

    assert by.plan is not None
    console.notes(assumption_notes(by.service))
    with console.stages() as progress:
        sized = size_groups(demand, by.plan.sections.group, by.service, str(by.plan.path), tell=progress)
    console.report(sizing_report(sized.service, sized.intervals))
    if folder is None:
        console.note("groups.csv and service.csv are written only when --out names a folder or a file")
    else:
        write_groups(folder, sized)
