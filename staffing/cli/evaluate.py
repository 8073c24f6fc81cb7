"""staffing evaluate: the service that given agents will give, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, LookArguments, Out, Quiet
from staffing.cli.rules import Rules
from staffing.cli.service import ServiceArguments

if TYPE_CHECKING:
    from staffing.cli.console import Console
    from staffing.cli.rules import Ruled
    from staffing.records.demand import Demand
    from staffing.records.groups import RoutedService
    from staffing.records.requirement import Requirement


@grouped
def evaluate(
    staffed: Annotated[
        str,
        typer.Argument(metavar="STAFFED", help="Table of contacts, handle times and agents: a path or - ."),
    ],
    *,
    context: typer.Context,
    staff: Annotated[
        str | None,
        typer.Option(metavar="STAFF", help="Agents by interval and group (groups.csv) or queue, instead."),
    ] = None,
    rules: Rules = None,
    service: ServiceArguments,
    grid: GridArguments,
    out: Out = "-",
    looks: LookArguments,
    quiet: Quiet = False,
) -> None:
    """Predict the service that given agents give in each interval.

    Service level, wait, abandonment and occupancy, row by row. Where --staff names groups of the plan of
    --rules, they answer the queues by their skills, and the service of each queue comes out.

    Example: staffing evaluate staffed.csv --target 80/20 --patience 180
    """
    from staffing.cli.console import Console, option
    from staffing.cli.rules import ruled
    from staffing.cli.service import patience_note, with_shrinkage
    from staffing.requirement.read import read_demand, read_staffed
    from staffing.requirement.size import evaluate as evaluate_demand
    from staffing.tables.records import write_record

    by = ruled(service, grid, rules, context)
    options, grid = by.service, by.grid
    console = Console(quiet=quiet)
    if staff is not None:
        with option("--timezone", "time zone"):
            given = read_demand(staffed, timezone=grid.zone, interval_minutes=grid.interval_minutes)
        asked = with_shrinkage(by.of_plan(given.demand), service.shrinkage)
        console.notes([*by.notes, *given.notes, *patience_note(options, asked)])
        write_record(out, _of_staff(asked, staff, by, console), look=looks.look)
        return
    with option("--timezone", "time zone"):
        file = read_staffed(staffed, timezone=grid.zone, interval_minutes=grid.interval_minutes)
    demand = with_shrinkage(by.of_plan(file.demand), service.shrinkage)
    requirement = evaluate_demand(demand, file.agents, options)
    console.notes([*by.notes, *file.notes, *patience_note(options, demand)])
    write_record(out, requirement, file.kept, looks.look)


def _of_staff(demand: Demand, staff: str, by: Ruled, console: Console) -> RoutedService | Requirement:
    """The service of the agents of a file: of groups by their skills, or of each queue with its own."""
    from staffing.plan.play.given_staff import agents_of, read_given_staff
    from staffing.plan.skills.evaluate import evaluate_groups
    from staffing.plan.skills.intervals import assumption_notes
    from staffing.report.text.groups import service_report
    from staffing.requirement.size import evaluate as evaluate_demand

    given = read_given_staff(staff, demand)
    if not given.is_of_groups(demand):
        agents, notes = agents_of(demand, given)
        console.notes(notes)
        return evaluate_demand(demand, agents, by.service)
    skills = () if by.plan is None else by.plan.sections.group
    console.notes(assumption_notes(by.service))
    with console.stages() as progress:
        service = evaluate_groups(demand, given, skills, by.service, tell=progress)
    console.report(service_report(service))
    return service
