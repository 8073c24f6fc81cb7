"""The options that say how to size and judge: model, targets, people. Shared by size and evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS
from staffing.requirement.definitions import DEFINITIONS
from staffing.requirement.variation import VARIATIONS

if TYPE_CHECKING:
    from staffing.requirement.demand import Demand
    from staffing.requirement.size import ServiceOptions

Model = Annotated[str, typer.Option(help=f"One of: {', '.join(MODELS)}.")]
Target = Annotated[str, typer.Option(help="80/20 reads: 80 % within 20 seconds; none: no service level.")]
Definition = Annotated[str, typer.Option(help=f"Service level as: {', '.join(DEFINITIONS)}.")]
Patience = Annotated[
    float | None, typer.Option(help="Mean seconds a contact is willing to wait. Default: nobody gives up.")
]
PatienceLaw = Annotated[str, typer.Option(help=f"Law of patience: {', '.join(PATIENCE_LAWS)}.")]
PatienceParameter = Annotated[
    float | None,
    typer.Option(help="weibull: shape; lognormal: coefficient of variation; hyperexponential: its square."),
]
PatienceCurve = Annotated[
    str | None, typer.Option(help="CSV of measured patience: seconds, still_waiting. Implies empirical.")
]
Lines = Annotated[float | None, typer.Option(help="Contacts that fit in, talking or waiting. Default: all.")]
MinAgents = Annotated[float, typer.Option(help="Agents in any case, contacts or not.")]
MaxWait = Annotated[float | None, typer.Option(help="Mean wait of the answered, seconds, at most.")]
MaxAbandonment = Annotated[float | None, typer.Option(help="Fraction who give up, at most.")]
MaxOccupancy = Annotated[float | None, typer.Option(help="Busy share of the agents, at most.")]
Attendance = Annotated[float, typer.Option(help="Share of planned people who come.")]
Adherence = Annotated[float, typer.Option(help="Share of their phone time they are truly on.")]
Shrinkage = Annotated[float, typer.Option(help="Other losses that are not scheduled as breaks.")]
Variation = Annotated[
    str, typer.Option(help=f"How demand moves inside and across intervals: {', '.join(VARIATIONS)}.")
]
Uncertainty = Annotated[
    str,
    typer.Option(help="The forecast's range: none, expected (mean service), probability:0.9 (met so often)."),
]


def service_options(
    *,
    model: str,
    target: str,
    definition: str,
    patience: float | None,
    patience_law: str,
    patience_parameter: float | None,
    patience_curve: str | None,
    lines: float | None,
    max_wait: float | None,
    max_abandonment: float | None,
    max_occupancy: float | None,
    min_agents: float,
    attendance: float,
    adherence: float,
    shrinkage: float,
    variation: str,
    uncertainty: str,
) -> ServiceOptions:
    """The stage's options; UsageError for what is out of bounds."""
    from staffing.cli.console import choice
    from staffing.errors import UsageError
    from staffing.requirement.patience_curve import read_patience_curve
    from staffing.requirement.people import People
    from staffing.requirement.size import ServiceOptions
    from staffing.requirement.targets import Targets, parse_target
    from staffing.requirement.uncertainty import parse_uncertainty

    if patience is not None and not patience > 0:
        raise UsageError(f"--patience must be more than 0 seconds, got {patience:g}", hint="180 is usual")
    if lines is not None and not lines >= 0:
        raise UsageError(f"--lines must be 0 or more, got {lines:g}", hint="leave it out for no limit")
    curve = read_patience_curve(patience_curve) if patience_curve else None
    service_level, seconds = parse_target(target)
    return ServiceOptions(
        targets=Targets(
            service_level,
            seconds,
            definition=choice("--definition", definition, DEFINITIONS),
            max_wait_seconds=max_wait,
            max_abandonment=max_abandonment,
            max_occupancy=max_occupancy,
            min_agents=min_agents,
        ),
        model=choice("--model", model, MODELS),
        patience_seconds=patience,
        patience_law="empirical" if curve else choice("--patience-law", patience_law, PATIENCE_LAWS),
        patience_parameter=patience_parameter,
        patience_curve=curve,
        lines=lines,
        variation=choice("--variation", variation, VARIATIONS),
        uncertainty=parse_uncertainty(uncertainty),
        people=People(attendance, adherence, shrinkage),
    )


def patience_note(model: str, options: ServiceOptions, demand: Demand) -> list[str]:
    """Says so where callers are taken to wait for ever for want of a patience."""
    import numpy as np

    if model != "erlang-a" or options.patience_seconds is not None or options.patience_curve is not None:
        return []
    rows = demand.patience_seconds
    without = len(demand) if rows is None else int(np.isnan(rows).sum())
    if not without:
        return []
    which = "no patience is given" if without == len(demand) else f"{without} rows have no patience"
    return [f"{which}: nobody is taken to give up (set --patience SECONDS)"]
