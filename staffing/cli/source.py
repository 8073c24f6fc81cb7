"""The options that say where a history is and how to read it. Shared by forecast and inspect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from staffing.history import AUTO, FORMATS

if TYPE_CHECKING:
    from staffing.history.load import Source

Format = Annotated[str, typer.Option("--format", help=f"{AUTO}, or one of: {', '.join(FORMATS)}.")]
Query = Annotated[
    str | None, typer.Option(help="SELECT whose answer to read, where HISTORY is a database URL.")
]
Dates = Annotated[str | None, typer.Option(help="mdy or dmy, where the file's dates can be read both ways.")]
Outliers = Annotated[str, typer.Option(help="keep days far above usual, or leave-out them.")]
Queues = Annotated[str, typer.Option(help="keep each queue, or merge all into one.")]


def source_of(
    history: str,
    *,
    format_: str,
    query: str | None,
    dates: str | None,
    queues: str,
    outliers: str = "keep",
) -> Source:
    """The source; UsageError for what is not known."""
    from typing import cast

    from staffing.cli.console import choice
    from staffing.history.load import Source
    from staffing.history.reading.choices import DateOrder, Reading

    order = None if dates is None else cast(DateOrder, choice("--dates", dates, ["mdy", "dmy"]))
    return Source(
        path=history,
        format_name=choice("--format", format_, [AUTO, *FORMATS]),
        query=query,
        reading=Reading(dates=order),
        keep_outliers=choice("--outliers", outliers, ["leave-out", "keep"]) == "keep",
        merge_queues=choice("--queues", queues, ["keep", "merge"]) == "merge",
    )
