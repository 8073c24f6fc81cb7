"""staffing init: a starter plan with sample history, or one drawn from an export; either runs as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import Holidays, Quiet
from staffing.cli.source import HistoryArguments


@grouped
def init(
    directory: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder to create; existing files are never overwritten.")
    ],
    *,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="EXPORT",
            help="Draft the plan from this export: a path, a 'pattern*.csv', or a database URL.",
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE", help="IANA time zone of the centre. Default: what the export's own offsets prove."
        ),
    ] = None,
    holidays: Holidays = None,
    target: Annotated[
        str | None, typer.Option(metavar="TARGET", help="Service level to plan for. Default: 80/20.")
    ] = None,
    interval_minutes: Annotated[
        int | None,
        typer.Option(
            metavar="MINUTES", help="Interval of the plan: 15, 30 or 60. Default: that of the export."
        ),
    ] = None,
    export: HistoryArguments,
    quiet: Quiet = False,
) -> None:
    """Create a commented plan: a starter, or one of your own export.

    Example: staffing init my-centre --from data/bank-2003/history.csv --timezone America/New_York
    """
    from pathlib import Path

    from staffing.cli.console import Console

    console, folder = Console(quiet=quiet), Path(directory)
    if from_ is None:
        from staffing.plan.file.starter import make_starter

        doubt = None
        _only_with_from(timezone, holidays, target, interval_minutes, *_said(export))
        paths = make_starter(folder)
    else:
        from staffing.plan.draft.make import DraftChoices, draft_plan

        asked = DraftChoices(timezone, holidays, target, _width(interval_minutes))
        drafted = draft_plan(folder, export.source(from_), asked)
        console.notes(drafted.notes)
        paths, doubt = list(drafted.paths), drafted.doubt
    console.notes(f"created {path}" for path in paths)
    if doubt is not None:
        console.note(f"before it runs, correct {folder / 'plan.toml'}: {doubt}")
        return
    console.note(f"Run it: staffing plan {folder / 'plan.toml'}")


def _width(minutes: int | None) -> int | None:
    from staffing.cli.options import IntervalArguments

    return None if minutes is None else IntervalArguments(minutes).interval_minutes


def _said(export: HistoryArguments) -> list[object]:
    """What is said of how to read an export, beyond the defaults."""
    defaults = vars(HistoryArguments())
    return [value for name, value in vars(export).items() if value != defaults[name]]


def _only_with_from(*given: object) -> None:
    """UsageError where an option is given that says how to read an export, and none is named."""
    from staffing.errors import UsageError

    if any(one is not None for one in given):
        raise UsageError("options about an export, but no export is given", hint="add --from EXPORT")
