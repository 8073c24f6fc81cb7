"""The options that say how to read a history. Shared by all commands that read one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.history import AUTO, FORMATS

if TYPE_CHECKING:
    from staffing.history.reading.choices import Mapped, Reading
    from staffing.history.source import Source
    from staffing.plan.file.plan_file import PlanFile

Format = Annotated[
    str,
    typer.Option("--format", metavar="FORMAT", help=f"ACD format: {AUTO}, or one of: {', '.join(FORMATS)}."),
]
ActualsFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=f"Format of the actuals: {AUTO}, {', '.join(FORMATS)}."),
]
Query = Annotated[
    str | None, typer.Option(metavar="SQL", help="SQL query to run when HISTORY is a database URL.")
]
Dates = Annotated[
    str | None,
    typer.Option(metavar="ORDER", help="mdy or dmy: the order of dates that could be read either way."),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="WORD=HEADER",
        help="The column that holds a word, such as offered='Calls In' or aht_seconds:minutes=AHT; "
        "may be repeated, also for one word.",
    ),
]
Map = Annotated[
    str | None,
    typer.Option(
        "--map", metavar="MAP.toml", help="TOML file that maps the columns, as an error message prints it."
    ),
]
Sheet = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Sheet of a workbook. Default: all that hold data.")
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of the text. Default: UTF-8, UTF-16 or cp1252, as found."),
]
Outliers = Annotated[
    str,
    typer.Option(
        metavar="CHOICE", help="What to do with days far above their usual level: keep, or leave-out."
    ),
]
Queues = Annotated[str, typer.Option(metavar="CHOICE", help="keep queues apart, or merge them all into one.")]

Profile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Week or history of half-hours whose profile spreads rows of whole days."
    ),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class ExportArguments:
    """How to read an ACD's export, a spreadsheet, or a database's answer."""

    format_: Format = AUTO
    query: Query = None
    dates: Dates = None
    column: Column = None
    map_: Map = None
    sheet: Sheet = None
    encoding: Encoding = None

    @property
    def given(self) -> bool:
        """Whether the command line says anything of how to read."""
        return any(getattr(self, option.name) != option.default for option in fields(self))

    def source(self, history: str) -> Source:
        """Where the history comes from, of a PLAN.toml as it says; UsageError for what does not exist."""
        from staffing.history.source import Source

        if history.endswith(".toml"):
            from staffing.plan.file.read import read_plan

            return self.over_plan(read_plan(history))
        return self.over(Source(path=history))

    def over_plan(self, plan: PlanFile) -> Source:
        """The history of a plan, read as the options say where they say anything."""
        return self.over(replace(plan.history_source, is_of_plan=True))

    def over(self, source: Source) -> Source:
        """The source, read as the options say where they say anything."""
        from staffing.cli.console import choice

        if self.map_ is not None:
            from staffing.plan.file.mapping import with_map

            source = with_map(source, self.map_)
        format_name = choice("--format", self.format_, [AUTO, *FORMATS])
        return replace(
            source,
            format_name=source.format_name if format_name == AUTO else format_name,
            query=self.query or source.query,
            reading=self._reading(source.reading),
        )

    def _reading(self, reading: Reading) -> Reading:
        from typing import cast

        from staffing.cli.console import choice
        from staffing.history.reading.choices import DateOrder

        order = None if self.dates is None else cast(DateOrder, choice("--dates", self.dates, ["mdy", "dmy"]))
        return replace(
            reading,
            dates=order or reading.dates,
            columns={**reading.columns, **mapped_columns(self.column or [])},
            sheet=_one_sheet(self.sheet) or reading.sheet,
            encoding=self.encoding or reading.encoding,
        )


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class HistoryArguments(ExportArguments):
    """The same with what to do with its queues and its days."""

    queues: Queues = "keep"
    profile: Profile = None

    def over(self, source: Source) -> Source:
        """The same, its queues kept or merged, its days spread."""
        from staffing.cli.console import choice

        merge = choice("--queues", self.queues, ["keep", "merge"]) == "merge"
        source = super().over(source)
        return replace(
            source,
            merge_queues=merge or source.merge_queues,
            profile=self.profile or source.profile,
        )


def _one_sheet(names: Sequence[str] | None) -> str | None:
    """The sheet that is named; UsageError where several are, for all but one would be passed over."""
    from staffing.errors import UsageError

    if names and len(names) > 1:
        hint = "name one, or none: then all sheets that hold data are read"
        raise UsageError(f"--sheet: given {len(names)} times ({', '.join(names)})", hint=hint)
    return names[0] if names else None


def mapped_columns(given: Sequence[str]) -> dict[str, Mapped]:
    """The columns of each word, from `WORD=HEADER` or `WORD:UNIT=HEADER`; UsageError for what is neither."""
    from staffing.cli.console import choice
    from staffing.errors import UsageError
    from staffing.history.reading.choices import MAP_WORDS, UNITS, Mapped
    from staffing.tables.columns import HISTORY

    words = [*(column.name for column in HISTORY), *MAP_WORDS]
    found: dict[str, Mapped] = {}
    for text in given:
        name, equals, header = text.partition("=")
        word, colon, unit = name.strip().partition(":")
        if not equals or not header.strip():
            raise UsageError(f"--column: '{text}' names no column", hint="write --column offered='Calls In'")
        choice("--column", word, words)
        if colon:
            choice("--column", unit, UNITS)
        before = found[word].headers if word in found else ()
        found[word] = Mapped((*before, header.strip()), unit or None)
    return found


def actuals_format(name: str | None) -> str | None:
    """The format of `--format` where one is given; UsageError for one that does not exist."""
    from staffing.cli.console import choice

    return None if name is None else choice("--format", name, [AUTO, *FORMATS])
