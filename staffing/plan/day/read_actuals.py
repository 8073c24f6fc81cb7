"""The contacts that truly came, read as the plan's own history is."""

from __future__ import annotations

from dataclasses import replace

from staffing.history.load import read_source
from staffing.history.source import Source
from staffing.plan.day.actuals import Actuals, actuals_of
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.published import Published
from staffing.records.history import History
from staffing.tables.source import display_name


def actual_history(source: str, plan: PlanFile, format_name: str | None = None) -> History:
    """The file as the plan's own history is read, at the plan's intervals."""
    said = plan.history_source
    asked: Source = replace(said, path=source, format_name=format_name or said.format_name)
    return read_source(asked)


def read_actuals(source: str, run: Published, format_name: str | None = None) -> Actuals:
    """The intervals that run and file have in common; InputError where there are none, or no service."""
    history = actual_history(source, run.plan, format_name)
    return actuals_of(history, run, display_name(source))
