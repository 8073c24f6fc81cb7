"""The options that say how to size and judge: model, targets, people. Shared by size and evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS
from staffing.requirement.definitions import DEFINITIONS
from staffing.requirement.variation import VARIATIONS

if TYPE_CHECKING:
    from staffing.records import Floats
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
Redial = Annotated[float, typer.Option(help="Share of those who gave up that try again.")]
RedialBlocked = Annotated[float, typer.Option(help="Share of those who met a busy signal that try again.")]
AtOnce = Annotated[int, typer.Option(help="Contacts an agent takes at once (chat).")]
WritingRatio = Annotated[float, typer.Option(help="With --at-once: customer's ÷ agent's writing time.")]
MaxWait = Annotated[float | None, typer.Option(help="Mean wait of the answered, seconds, at most.")]
MaxAbandonment = Annotated[float | None, typer.Option(help="Fraction who give up, at most.")]
MaxOccupancy = Annotated[float | None, typer.Option(help="Busy share of the agents, at most.")]
Attendance = Annotated[float, typer.Option(help="Share of planned people who come.")]
Adherence = Annotated[float, typer.Option(help="Share of their phone time they are truly on.")]
Shrinkage = Annotated[
    str,
    typer.Option(
        help="Other losses that are not scheduled as breaks: 0.1, parts 0.1,0.05 that compound, or a CSV."
    ),
]
AttendanceModel = Annotated[
    str,
    typer.Option(help="average, or binomial: people come or not, the expected service meets the targets."),
]
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
    lines: float | None,
    patience_law: str = "exponential",
    patience_parameter: float | None = None,
    patience_curve: str | None = None,
    redial: float = 0.0,
    redial_blocked: float = 0.0,
    at_once: int = 1,
    writing_ratio: float = 1.0,
    max_wait: float | None = None,
    max_abandonment: float | None = None,
    max_occupancy: float | None = None,
    min_agents: float = 0,
    attendance: float = 1.0,
    adherence: float = 1.0,
    shrinkage: str = "0",
    attendance_model: str = "average",
    variation: str = "sipp",
    uncertainty: str = "none",
) -> ServiceOptions:
    """The stage's options; UsageError for what is out of bounds."""
    from staffing.cli.console import choice
    from staffing.errors import UsageError
    from staffing.requirement.attendance import ATTENDANCE_MODELS
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
        redial=redial,
        redial_blocked=redial_blocked,
        at_once=at_once,
        writing_ratio=writing_ratio,
        variation=choice("--variation", variation, VARIATIONS),
        uncertainty=parse_uncertainty(uncertainty),
        people=People(attendance, adherence, _shrinkage_everywhere(shrinkage)),
        attendance_model=choice("--attendance-model", attendance_model, ATTENDANCE_MODELS),
    )


def _shrinkage_everywhere(text: str) -> float:
    """Of `0.1` or `0.1,0.05`, which compound; 0 where it is the name of a file, read by `with_shrinkage`."""
    from staffing.requirement.people import People, compounded

    return compounded(People(shrinkage=part).shrinkage for part in _parts(text) or [])


def with_shrinkage(demand: Demand, text: str) -> Demand:
    """The demand with the shrinkage of a file by row; as it is where the option is a number."""
    from dataclasses import replace

    from staffing.requirement.shrinkage import read_shrinkage, shrinkage_of

    if _parts(text) is not None:
        return demand
    return replace(demand, shrinkage=shrinkage_of(demand, read_shrinkage(text)))


def _parts(text: str) -> list[float] | None:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        return None


def attendance_note(options: ServiceOptions, demand: Demand, scheduled: Floats) -> list[str]:
    """What chance attendance costs beside its average, where it is asked for."""
    from dataclasses import replace

    from staffing.requirement.size import size

    if not options.binomial:
        return []
    average = size(demand, replace(options, attendance_model="average")).scheduled.sum()
    more = float(scheduled.sum() - average)
    return [
        f"people come or not: {scheduled.sum():,.1f} heads over all intervals, "
        f"{more:+,.1f} ({more / max(average, 1e-9):+.1%}) beside average attendance"
    ]


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
