"""The options that say how to size and judge: model, targets, people. Shared by size, evaluate and sweep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import fraction
from staffing.definitions import DEFINITIONS
from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS
from staffing.requirement.variation import VARIATIONS

if TYPE_CHECKING:
    from staffing.arrays import Floats
    from staffing.records.demand import Demand
    from staffing.records.service import Service
    from staffing.records.targets import Targets

Model = Annotated[str, typer.Option(metavar="MODEL", help=f"Queueing model: {', '.join(MODELS)}.")]
Target = Annotated[
    str,
    typer.Option(metavar="TARGET", help="80/20 means 80 % within 20 seconds; none: no service level target."),
]
Definition = Annotated[
    str, typer.Option(metavar="NAME", help=f"Service level definition: {', '.join(DEFINITIONS)}.")
]
Patience = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS", help="Mean seconds contacts wait before abandoning. Default: nobody abandons."
    ),
]
PatienceLaw = Annotated[
    str, typer.Option(metavar="LAW", help=f"Distribution of patience: {', '.join(PATIENCE_LAWS)}.")
]
PatienceParameter = Annotated[
    float | None,
    typer.Option(
        metavar="NUMBER",
        help="weibull: shape; lognormal: coefficient of variation; "
        "hyperexponential: squared coefficient of variation.",
    ),
]
PatienceCurve = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="CSV of measured patience: seconds, still_waiting. Implies the empirical law."
    ),
]
Lines = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="Trunk lines: most contacts in the system at once (talking plus queued). Default: unlimited.",
    ),
]
MinAgents = Annotated[
    float,
    typer.Option(
        metavar="AGENTS", help="Minimum agents in every interval, even when no contacts are expected."
    ),
]
Redial = Annotated[
    float, typer.Option(metavar="SHARE", help="Share of abandoned contacts that try again.", parser=fraction)
]
RedialBlocked = Annotated[
    float,
    typer.Option(
        metavar="SHARE", help="Share of blocked contacts (busy signal) that try again.", parser=fraction
    ),
]
AtOnce = Annotated[int, typer.Option(metavar="N", help="Contacts an agent handles at the same time (chat).")]
WritingRatio = Annotated[
    float, typer.Option(metavar="RATIO", help="With --at-once: customer's ÷ agent's writing time.")
]
MaxWait = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="Upper limit on the mean wait of answered contacts, seconds."),
]
MaxAbandonment = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE", help="Upper limit on the fraction of contacts that abandon.", parser=fraction
    ),
]
MaxOccupancy = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE", help="Upper limit on occupancy, the busy share of agents' time.", parser=fraction
    ),
]
Attendance = Annotated[
    float,
    typer.Option(
        metavar="SHARE", help="Share of scheduled agents who come to work: 0.95 or 95%.", parser=fraction
    ),
]
Adherence = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        help="Schedule adherence: share of scheduled phone time agents are actually available.",
        parser=fraction,
    ),
]
Shrinkage = Annotated[
    str,
    typer.Option(
        metavar="SHARE",
        help="Other losses not scheduled as breaks: 0.1; 0.1,0.05 (which compound); or a CSV file.",
    ),
]
AttendanceModel = Annotated[
    str,
    typer.Option(
        metavar="MODEL",
        help="average; or binomial: treat each absence as a chance event and meet the target on average "
        "over them.",
    ),
]
Variation = Annotated[
    str,
    typer.Option(
        metavar="NAME", help=f"How demand varies within and across intervals: {', '.join(VARIATIONS)}."
    ),
]
Uncertainty = Annotated[
    str,
    typer.Option(
        metavar="RULE",
        help="Use of the forecast's range: none; expected: meet the target on average over it; "
        "probability:0.9: meet it with that probability.",
    ),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class QueueArguments:
    """How contacts wait in one interval, and the targets that their service must meet."""

    model: Model = "erlang-a"
    target: Target = "80/20"
    definition: Definition = "offered"
    patience: Patience = None
    patience_law: PatienceLaw = "exponential"
    patience_parameter: PatienceParameter = None
    patience_curve: PatienceCurve = None
    lines: Lines = None
    redial: Redial = 0.0
    redial_blocked: RedialBlocked = 0.0
    at_once: AtOnce = 1
    writing_ratio: WritingRatio = 1.0
    max_wait: MaxWait = None
    max_abandonment: MaxAbandonment = None
    max_occupancy: MaxOccupancy = None
    min_agents: MinAgents = 0

    def options(self) -> Service:
        """The stage's options; UsageError for what is out of bounds."""
        from staffing.cli.console import choice
        from staffing.records.service import Service
        from staffing.requirement.patience_curve import read_patience_curve

        self._check_bounds()
        curve = read_patience_curve(self.patience_curve) if self.patience_curve else None
        law = "empirical" if curve else choice("--patience-law", self.patience_law, PATIENCE_LAWS)
        return Service(
            targets=self._targets(),
            model=choice("--model", self.model, MODELS),
            patience_seconds=self.patience,
            patience_law=law,
            patience_parameter=self.patience_parameter,
            patience_curve=curve,
            lines=self.lines,
            redial=self.redial,
            redial_blocked=self.redial_blocked,
            at_once=self.at_once,
            writing_ratio=self.writing_ratio,
        )

    def _targets(self) -> Targets:
        from staffing.cli.console import choice
        from staffing.records.service_target import parse_target
        from staffing.records.targets import Targets

        service_level, seconds = parse_target(self.target)
        return Targets(
            service_level,
            seconds,
            definition=choice("--definition", self.definition, DEFINITIONS),
            max_wait_seconds=self.max_wait,
            max_abandonment=self.max_abandonment,
            max_occupancy=self.max_occupancy,
            min_agents=self.min_agents,
        )

    def _check_bounds(self) -> None:
        from staffing.errors import UsageError

        if self.patience is not None and not self.patience > 0:
            raise UsageError(
                f"--patience must be more than 0 seconds, got {self.patience:g}", hint="180 is usual"
            )
        if self.lines is not None and not self.lines >= 0:
            raise UsageError(
                f"--lines must be 0 or more, got {self.lines:g}", hint="leave it out for no limit"
            )


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class ServiceArguments(QueueArguments):
    """The same with the people to schedule, and how demand varies."""

    attendance: Attendance = 1.0
    adherence: Adherence = 1.0
    shrinkage: Shrinkage = "0"
    attendance_model: AttendanceModel = "average"
    variation: Variation = "sipp"
    uncertainty: Uncertainty = "none"

    def options(self) -> Service:
        """The stage's options; UsageError for what is out of bounds."""
        from staffing.cli.console import choice
        from staffing.records.people import People
        from staffing.records.service import ATTENDANCE_MODELS
        from staffing.records.uncertainty import parse_uncertainty

        return replace(
            super().options(),
            variation=choice("--variation", self.variation, VARIATIONS),
            uncertainty=parse_uncertainty(self.uncertainty),
            people=People(self.attendance, self.adherence, _shrinkage_everywhere(self.shrinkage)),
            attendance_model=choice("--attendance-model", self.attendance_model, ATTENDANCE_MODELS),
        )


def _shrinkage_everywhere(text: str) -> float:
    """Of `0.1` or `0.1,0.05`, which compound; 0 where it is the name of a file, read by `with_shrinkage`."""
    from staffing.records.people import People, compounded

    return compounded(People(shrinkage=part).shrinkage for part in _parts(text) or [])


def with_shrinkage(demand: Demand, text: str) -> Demand:
    """The demand with the shrinkage of a file by row; as it is where the option is a number."""
    from staffing.requirement.shrinkage import read_shrinkage, shrinkage_of

    if _parts(text) is not None:
        return demand
    return replace(demand, shrinkage=shrinkage_of(demand, read_shrinkage(text)))


def _parts(text: str) -> list[float] | None:
    from staffing.wording import fraction as parsed

    try:
        return [parsed(part) for part in text.split(",")]
    except ValueError:
        return None


def attendance_note(options: Service, demand: Demand, scheduled: Floats) -> list[str]:
    """What chance attendance costs compared with its average, where `binomial` is chosen."""
    from staffing.requirement.size import size

    if not options.binomial:
        return []
    average = size(demand, replace(options, attendance_model="average")).scheduled.sum()
    more = float(scheduled.sum() - average)
    return [
        f"chance attendance: {scheduled.sum():,.1f} heads over all intervals, "
        f"{more:+,.1f} ({more / max(average, 1e-9):+.1%}) compared with average attendance"
    ]


def patience_note(options: Service, demand: Demand) -> list[str]:
    """Says where the model assumes endless waiting because no patience is set."""
    import numpy as np

    from staffing.wording import counted

    given = options.patience_seconds is not None or options.patience_curve is not None
    if given or options.model != "erlang-a":
        return []
    rows = demand.patience_seconds
    without = len(demand) if rows is None else int(np.isnan(rows).sum())
    if not without:
        return []
    which = (
        "no patience is set"
        if without == len(demand)
        else counted(without, "row has no patience", "rows have no patience")
    )
    return [f"{which}: the model assumes callers never hang up (set --patience SECONDS)"]
