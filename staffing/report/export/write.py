"""Write a forecast or a history as another system imports it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from staffing.errors import UsageError
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.report.export import EXPORTS
from staffing.report.handout.folder import require_place
from staffing.tables.source import write_text
from staffing.tables.spreadsheet_safe import harmless


def require_exports(wanted: Sequence[str], source: str) -> list[tuple[Any, str]]:
    """(module, file) of each `LAYOUT=FILE`; an error before any work where one cannot be written.

    `source` is what there will be: `forecast` or `history`.
    """
    chosen = [_chosen(text, source) for text in wanted]
    files = [file for _, file in chosen]
    if len(set(files)) < len(files):
        raise UsageError("--export names one file twice", hint="give each layout a file of its own")
    for file in files:
        require_place(file)
    return chosen


def write_forecast(module: Any, file: str, forecast: Forecast, requirement: Requirement | None) -> None:
    """In the layout of a module whose source is a forecast."""
    _write(file, module.rows(forecast, requirement))


def write_history(module: Any, file: str, history: History) -> None:
    """In the layout of a module whose source is a history."""
    _write(file, module.rows(history))


def _chosen(text: str, source: str) -> tuple[Any, str]:
    name, _, file = text.partition("=")
    modules = {one: import_module(f"staffing.report.export.{path}") for one, path in EXPORTS.items()}
    fitting = [one for one, module in modules.items() if source == module.SOURCE]
    if name not in fitting or not file:
        example = f"--export {fitting[0]}={fitting[0]}.csv"
        said = f"--export must be LAYOUT=FILE with one of: {', '.join(fitting)}; got {text}"
        raise UsageError(said, hint=f"write for example {example}")
    return modules[name], file


def _write(file: str, rows: Iterable[Sequence[str]]) -> None:
    """Texts that a spreadsheet would run are made harmless, as in all files of this package."""
    with write_text(file) as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerows([harmless(cell) for cell in row] for row in rows)
