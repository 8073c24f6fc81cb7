"""staffing simulate: a schedule, or agents that somebody gives, played contact by contact."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.engine import Jobs
from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Quiet
from staffing.cli.rules import Rules, options_given, ruled
from staffing.cli.service import ServiceArguments

if TYPE_CHECKING:
    from staffing.cli.rules import Ruled
    from staffing.plan.play.choice import PlayChoice
    from staffing.progress import Progress
    from staffing.records.schedule import Summary
    from staffing.records.simulation import PlayTotals, Simulated


@grouped
def simulate(
    run: Annotated[
        str | None,
        typer.Argument(metavar="RUN_DIR", help="Run whose schedule to simulate, such as runs/latest."),
    ] = None,
    *,
    context: typer.Context,
    demand: Annotated[
        str | None,
        typer.Option(metavar="FORECAST", help="Instead of a run: contacts and handle times, a path or - ."),
    ] = None,
    staff: Annotated[
        str | None,
        typer.Option(metavar="STAFF", help="With --demand: agents by interval and queue, a path or - ."),
    ] = None,
    rules: Rules = None,
    replications: Annotated[
        int, typer.Option(metavar="N", min=2, help="How many times to simulate it.")
    ] = 200,
    seed: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="Seed of the random numbers: the same seed gives the same result."
        ),
    ] = 1,
    handle_times: Annotated[
        str | None,
        typer.Option(
            metavar="LAW",
            help="Distribution of handle times: exponential, deterministic, lognormal:0.8 (CV), or "
            "measured:calls.csv. Default: as the plan says, else exponential.",
        ),
    ] = None,
    exact_forecast: Annotated[
        bool, typer.Option("--exact-forecast", help="Simulate every day with exactly the volume forecast.")
    ] = False,
    service: ServiceArguments,
    grid: GridArguments,
    jobs: Jobs = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder for simulation.csv, simulation_days.csv, summary.json. "
            "Default: simulation.csv to standard output.",
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Simulate a schedule many times, contact by contact.

    With chance: what is predicted, what comes, and where it fails.

    Example: staffing simulate my-centre/runs/latest --out simulated
    """
    from pathlib import Path

    from staffing.cli.console import Console, json_beside
    from staffing.parallel import Engine
    from staffing.plan.file.handle_times import handle_times_of
    from staffing.plan.jobs.simulate import write_simulated
    from staffing.plan.play.choice import PlayChoice
    from staffing.report.text.simulation import simulation_report
    from staffing.tables.records import write_record

    json_beside(json, out or "")
    _require_one_source(run, demand, staff, context)
    console = Console(quiet=quiet)
    law = None if handle_times is None else handle_times_of(handle_times, Path())
    choice = PlayChoice(replications, seed, law, exact_forecast, Engine(jobs))
    with console.stages() as progress:
        if run is not None:
            played, name, summary = _of_run(run, rules, choice, progress)
        else:
            by = ruled(service, grid, rules, context)
            played, name, summary = _of_staff(demand or "-", staff or "-", by, service, choice, progress)
    console.notes(played.notes)
    console.report(simulation_report(name, played))
    if out is not None and out != "-":
        write_simulated(out, played, summary)
    elif not json:
        write_record("-", played.intervals)
    if json:
        console.json(played.as_dict())


def _of_run(
    run: str, rules: str | None, choice: PlayChoice, tell: Progress
) -> tuple[Simulated, str, Summary | PlayTotals]:
    from pathlib import Path

    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.simulate import simulate_run

    return simulate_run(Path(run), choice, None if rules is None else read_plan(rules), tell)


def _of_staff(
    demand: str, staff: str, by: Ruled, service: ServiceArguments, choice: PlayChoice, tell: Progress
) -> tuple[Simulated, str, Summary | PlayTotals]:
    from dataclasses import replace

    from staffing.cli.console import option
    from staffing.cli.service import patience_note, with_shrinkage
    from staffing.plan.jobs.simulate import by_plan, simulate_staff
    from staffing.requirement.read import read_demand

    with option("--timezone", "time zone"):
        file = read_demand(demand, timezone=by.grid.zone, interval_minutes=by.grid.interval_minutes)
    asked = with_shrinkage(by.of_plan(file.demand), service.shrinkage)
    skills = () if by.plan is None else by.plan.sections.group
    choice = by_plan(choice, by.plan)
    played = simulate_staff(asked, staff, by.service, choice, skills, tell=tell)
    notes = (*by.notes, *file.notes, *patience_note(by.service, asked), *played.notes)
    name = "agents as given" if by.plan is None else by.plan.name
    return replace(played, notes=notes), name, played.totals


def _require_one_source(
    run: str | None, demand: str | None, staff: str | None, context: typer.Context
) -> None:
    """UsageError for neither or both of a run and a staffing, and for options that the other takes."""
    from staffing.errors import UsageError

    if run is None and (demand is None or staff is None):
        hint = "name a run directory, or give both --demand FORECAST and --staff STAFF"
        raise UsageError("there is nothing to simulate", hint=hint)
    if run is None and demand == staff == "-":
        raise UsageError(
            "--demand and --staff cannot both come from standard input", hint="name a file for one of them"
        )
    arguments = (*fields(ServiceArguments), *fields(GridArguments))
    of_staff = {"demand", "staff", *(item.name for item in arguments)}
    named = sorted(of_staff & options_given(context))
    if run is not None and named:
        names = ", ".join("--" + name.replace("_", "-") for name in named)
        hint = "a run has its own service and staff: edit its plan and give it with --rules"
        raise UsageError(f"{names} cannot be used with a run directory", hint=hint)
