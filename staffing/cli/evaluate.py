"""staffing evaluate: the service that given agents will give, row by row."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli import service
from staffing.cli.options import IntervalMinutes, Out, Quiet, Timezone


def evaluate(
    staffed: Annotated[str, typer.Argument(help="Table of contacts, handle times and agents: a path or - .")],
    model: service.Model = "erlang-a",
    target: service.Target = "80/20",
    definition: service.Definition = "offered",
    patience: service.Patience = None,
    patience_law: service.PatienceLaw = "exponential",
    patience_parameter: service.PatienceParameter = None,
    patience_curve: service.PatienceCurve = None,
    lines: service.Lines = None,
    redial: service.Redial = 0.0,
    redial_blocked: service.RedialBlocked = 0.0,
    at_once: service.AtOnce = 1,
    writing_ratio: service.WritingRatio = 1.0,
    max_wait: service.MaxWait = None,
    max_abandonment: service.MaxAbandonment = None,
    max_occupancy: service.MaxOccupancy = None,
    min_agents: service.MinAgents = 0,
    attendance: service.Attendance = 1.0,
    adherence: service.Adherence = 1.0,
    shrinkage: service.Shrinkage = "0",
    attendance_model: service.AttendanceModel = "average",
    variation: service.Variation = "sipp",
    uncertainty: service.Uncertainty = "none",
    interval_minutes: IntervalMinutes = 30,
    timezone: Timezone = "UTC",
    out: Out = "-",
    quiet: Quiet = False,
) -> None:
    """Predict service level, wait, abandonment and occupancy of given agents per interval.

    Example: staffing evaluate staffed.csv --target 80/20 --patience 180
    """
    from staffing.cli.console import Console, option
    from staffing.cli.options import check_interval
    from staffing.requirement.read import read_staffed
    from staffing.requirement.size import evaluate as evaluate_demand
    from staffing.tables.requirement import write_requirement

    options = service.service_options(
        model=model,
        target=target,
        definition=definition,
        patience=patience,
        patience_law=patience_law,
        patience_parameter=patience_parameter,
        patience_curve=patience_curve,
        lines=lines,
        redial=redial,
        redial_blocked=redial_blocked,
        at_once=at_once,
        writing_ratio=writing_ratio,
        max_wait=max_wait,
        max_abandonment=max_abandonment,
        max_occupancy=max_occupancy,
        min_agents=min_agents,
        attendance=attendance,
        adherence=adherence,
        shrinkage=shrinkage,
        attendance_model=attendance_model,
        variation=variation,
        uncertainty=uncertainty,
    )
    check_interval(interval_minutes)
    with option("--timezone", "time zone"):
        file = read_staffed(staffed, timezone=timezone, interval_minutes=interval_minutes)
    demand = service.with_shrinkage(file.demand, shrinkage)
    requirement = evaluate_demand(demand, file.agents, options)
    console = Console(quiet=quiet)
    console.notes([*file.notes, *service.patience_note(model, options, demand)])
    write_requirement(out, requirement, file.kept)
