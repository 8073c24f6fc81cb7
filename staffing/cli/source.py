"""The options that say how to read a history. Shared by all commands that read one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.history import AUTO, FORMATS

if TYPE_CHECKING:
    from staffing.history.load import Source

Format = Annotated[
    str, typer.Option("--format", help=f"ACD format: {AUTO}, or one of: {', '.join(FORMATS)}.")
]
ActualsFormat = Annotated[
    str | None, typer.Option("--format", help=f"Format of the actuals: {AUTO}, {', '.join(FORMATS)}.")
]
Query = Annotated[str | None, typer.Option(help="SQL query to run when HISTORY is a database URL.")]
Dates = Annotated[
    str | None, typer.Option(help="mdy or dmy: the order of dates that could be read either way.")
]
Outliers = Annotated[
    str, typer.Option(help="What to do with days far above their usual level: keep, or leave-out.")
]
Queues = Annotated[str, typer.Option(help="keep queues apart, or merge them all into one.")]


@dataclass(frozen=True)
class ExportArguments:
    """How to read an ACD's export or a database's answer."""

    format_: Format = AUTO
    query: Query = None
    dates: Dates = None

    def source(self, history: str) -> Source:
        """Where the history comes from; UsageError for a format or an order of dates that does not exist."""
        from typing import cast

        from staffing.cli.console import choice
        from staffing.history.load import Source
        from staffing.history.reading.choices import DateOrder, Reading

        order = None if self.dates is None else cast(DateOrder, choice("--dates", self.dates, ["mdy", "dmy"]))
        return Source(
            path=history,
            format_name=choice("--format", self.format_, [AUTO, *FORMATS]),
            query=self.query,
            reading=Reading(dates=order),
        )


@dataclass(frozen=True)
class HistoryArguments(ExportArguments):
    """The same with what to do with its queues."""

    queues: Queues = "keep"

    def source(self, history: str) -> Source:
        """Where the history comes from, its queues kept or merged."""
        from staffing.cli.console import choice

        merge = choice("--queues", self.queues, ["keep", "merge"]) == "merge"
        return replace(super().source(history), merge_queues=merge)


def actuals_format(name: str | None) -> str | None:
    """The format of `--format` where one is given; UsageError for one that does not exist."""
    from staffing.cli.console import choice

    return None if name is None else choice("--format", name, [AUTO, *FORMATS])
