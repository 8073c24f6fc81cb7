"""Options that several commands share, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from staffing.history.source import Source
    from staffing.shifts.effort import SearchChoice
    from staffing.tables.look import Look

Out = Annotated[str, typer.Option(metavar="FILE", help="File to write; - is standard output.")]
OutBesideReport = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="CSV file to write; - is standard output. Default: standard output, unless it is a terminal.",
    ),
]
RunDirectory = Annotated[str, typer.Argument(metavar="RUN", help="Run directory, such as runs/latest.")]
MovedPlan = Annotated[
    str | None, typer.Option(metavar="PLAN.toml", help="Plan file, where that of the run has moved.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
Timezone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE", help="IANA time zone of times without a UTC offset, and of days. Default: UTC."
    ),
]
IntervalMinutes = Annotated[
    int, typer.Option(metavar="MINUTES", help="Interval length in minutes: 15, 30 or 60.")
]
Holidays = Annotated[
    str | None,
    typer.Option(
        metavar="COUNTRY", help="Country or region whose public holidays to apply, e.g. US or US-PA."
    ),
]
Solver = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Integer-programming solver to use instead of the plan's: highs, cbc, scip, …"
    ),
]
EffortLevel = Annotated[
    str | None,
    typer.Option(
        metavar="LEVEL", help="How much work to give the search instead of the plan's: low, normal or high."
    ),
]
PlanName = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="With a store of several plans: the name of the plan."),
]
Events = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="CSV of special days, past and future: date, effect, name, queue."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="Time at which the forecast is made, ISO 8601; later history is ignored. "
        "Default: the first midnight after the history.",
    ),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class SearchArguments:
    """How shifts are searched for, where not as the plan says."""

    solver: Solver = None
    effort: EffortLevel = None

    @property
    def choice(self) -> SearchChoice:
        """The same for the plan."""
        from staffing.shifts.effort import SearchChoice

        return SearchChoice(self.solver, self.effort)


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class LookArguments:
    """How the CSV looks to who opens it in a spreadsheet."""

    local_times: Annotated[
        bool,
        typer.Option(
            "--local-times", help="Write local times without a UTC offset, as spreadsheets read them."
        ),
    ] = False
    decimals: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Round numbers to so many decimals for reading. Default: all there are.",
            min=0,
            max=15,
        ),
    ] = None

    @property
    def look(self) -> Look:
        """The same for the files."""
        from staffing.tables.look import Look

        return Look(self.local_times, self.decimals)


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class IntervalArguments:
    """How long an interval is; UsageError for a length that is not supported."""

    interval_minutes: IntervalMinutes = 30

    def __post_init__(self) -> None:
        from staffing.errors import UsageError
        from staffing.timegrid import INTERVAL_MINUTES

        if self.interval_minutes not in INTERVAL_MINUTES:
            raise UsageError(
                f"--interval-minutes must be 15, 30 or 60, got {self.interval_minutes}",
                hint="30 is usual",
            )


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class GridArguments(IntervalArguments):
    """The intervals of a table and the zone of its times."""

    timezone: Timezone = None

    @property
    def zone(self) -> str:
        """The zone given, or UTC."""
        return self.timezone or "UTC"

    def of(self, source: Source) -> Source:
        """The source of a history, its times in the zone and brought to the interval."""
        return source.at(self.zone, self.interval_minutes)

    def by_day(self, source: Source) -> Source:
        """The same where days matter: those of a file in UTC are asked about unless a zone is given."""
        return source.at(self.zone, self.interval_minutes, is_zone_said=self.timezone is not None)


def finite(option: str, value: float) -> None:
    """UsageError for nan and inf, which the shell passes as numbers."""
    import math

    from staffing.errors import UsageError

    if not math.isfinite(value):
        raise UsageError(f"{option} must be a finite number, got {value}", hint="write a number such as 1.5")


def fraction(text: str | float) -> float:
    """The value of an option that is a share, `0.9` or `90%`; UsageError for what is neither."""
    from staffing.errors import UsageError
    from staffing.wording import fraction as parsed

    try:
        return parsed(str(text))
    except ValueError:
        raise UsageError(f"'{text}' is not a fraction", hint="write 0.9 or 90% for 90 per cent") from None
