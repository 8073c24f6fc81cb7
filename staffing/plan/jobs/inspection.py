"""Inspecting what a plan or the command line names as the history, by the limits either declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from staffing.history.inspection.inspect import Inspection, Limits, inspect
from staffing.history.inspection.text import inspection_text
from staffing.history.load import Source, read_native


@dataclass(frozen=True)
class InspectionChoice:
    """The source, read where and at which grain it says, and the limits given by name."""

    source: Source
    limits: Mapping[str, float]


def inspect_source(choice: InspectionChoice) -> tuple[str, Inspection, list[str]]:
    """The report as text and as numbers, and the limits that are crossed.

    A source that ends in `.toml` is a plan: its history, zone, grain, opening hours and limits are taken.
    """
    limits, opening, source = Limits(), None, choice.source
    if source.path.endswith(".toml"):
        from staffing.plan.file.read import read_plan

        plan = read_plan(source.path)
        source = plan.history_source
        limits = Limits(**plan.history.limits.model_dump())
        opening = plan.opening_hours
    limits = replace(limits, **choice.limits)  # type: ignore[arg-type]
    found = inspect(read_native(source), opening)
    return inspection_text(found), found, found.crossed(limits)
