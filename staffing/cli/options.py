"""Options that several commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

Out = Annotated[str, typer.Option(help="File to write; - is standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
Timezone = Annotated[str, typer.Option(help="IANA zone of times that carry no UTC offset.")]
IntervalMinutes = Annotated[int, typer.Option(help="Length of an interval: 15, 30 or 60.")]
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


def check_interval(minutes: int) -> int:
    """15, 30 or 60; UsageError otherwise."""
    from staffing.errors import UsageError
    from staffing.timegrid import INTERVAL_MINUTES

    if minutes not in INTERVAL_MINUTES:
        raise UsageError(f"--interval-minutes: {minutes} is not possible", hint="choose 15, 30 or 60")
    return minutes


def finite(option: str, value: float) -> None:
    """UsageError for nan and inf, which the shell passes as numbers."""
    import math

    from staffing.errors import UsageError

    if not math.isfinite(value):
        raise UsageError(f"{option}: {value} is not possible", hint="write a number")
