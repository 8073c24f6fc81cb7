"""Options that several commands share, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

Out = Annotated[str, typer.Option(help="File to write; - is standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
Timezone = Annotated[str, typer.Option(help="IANA zone of times that carry no UTC offset.")]
IntervalMinutes = Annotated[int, typer.Option(help="Length of an interval: 15, 30 or 60.")]
Holidays = Annotated[str | None, typer.Option(help="Public holidays of, such as US or US-PA.")]
Solver = Annotated[
    str | None,
    typer.Option(help="Solver of the integer programs, in place of the plan's: highs, cbc, scip, …"),
]
Events = Annotated[
    str | None, typer.Option(help="CSV of special days past and ahead: date, effect, name, queue.")
]
Jobs = Annotated[
    int | None,
    typer.Option(help="Processes at once; the result is the same. Default: a core each if queues are many."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="The moment of the forecast, ISO 8601; only history before it is used. "
        "Default: the first midnight after the history."
    ),
]


@dataclass(frozen=True)
class IntervalArguments:
    """How long an interval is; UsageError for a length that does not divide an hour as tables have it."""

    interval_minutes: IntervalMinutes = 30

    def __post_init__(self) -> None:
        from staffing.errors import UsageError
        from staffing.timegrid import INTERVAL_MINUTES

        if self.interval_minutes not in INTERVAL_MINUTES:
            raise UsageError(
                f"--interval-minutes must be 15, 30 or 60, got {self.interval_minutes}",
                hint="an hour is divided into whole intervals",
            )


@dataclass(frozen=True)
class GridArguments(IntervalArguments):
    """The intervals of a table and the zone of its times."""

    timezone: Timezone = "UTC"


def finite(option: str, value: float) -> None:
    """UsageError for nan and inf, which the shell passes as numbers."""
    import math

    from staffing.errors import UsageError

    if not math.isfinite(value):
        raise UsageError(f"{option}: {value} is not possible", hint="write a number")
