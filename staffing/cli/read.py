"""staffing read: any export as a history of the house format, and what was understood of it."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.exports import HistoryExport
from staffing.cli.grouped import grouped
from staffing.cli.options import GridArguments, Json, Out, Quiet
from staffing.cli.source import HistoryArguments


@grouped
def read(
    history: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="Any export: a path, a 'pattern*.csv', -, a database URL, or a PLAN.toml."
        ),
    ],
    *,
    reading: HistoryArguments,
    grid: GridArguments,
    export: HistoryExport = None,
    out: Out = "-",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read an export, say how, and write it as a history.

    Calls are counted by --interval-minutes; intervals keep their own length.

    Example: staffing read export.xlsx --timezone Europe/Berlin --out history.csv
    """
    from staffing.cli.console import Console, json_beside
    from staffing.history.load import read_native
    from staffing.report.export.write import require_exports, write_history
    from staffing.tables.records import write_record

    json_beside(json, out)
    exports = require_exports(export or [], "history")
    console = Console(quiet=quiet)
    found = read_native(grid.of(reading.source(history)))
    console.notes(found.notes)
    write_record(out, found)
    for module, file in exports:
        write_history(module, file, found)
    if json:
        console.json(
            {
                "rows": len(found),
                "queues": list(found.queues),
                "interval_minutes": found.interval_minutes,
                "first": str(found.iso()[0]),
                "last": str(found.iso()[-1]),
                "offered": float(found.offered[found.offered == found.offered].sum()),
                "words": sorted(found.measures),
                "notes": list(found.notes),
            }
        )
