"""Inspecting what a plan or the command line names as the history, by the limits either declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from staffing.history.inspection.inspect import Inspection, Limits, inspect
from staffing.history.inspection.text import inspection_text
from staffing.history.load import read_native
from staffing.history.source import Source

if TYPE_CHECKING:  # pydantic is slow to import, and a history alone has no plan
    from staffing.plan.file.plan_file import PlanFile


@dataclass(frozen=True)
class InspectionChoice:
    """The source, read where and at which grain it says, the limits given by name, and the plan it is of."""

    source: Source
    limits: Mapping[str, float]
    plan: PlanFile | None = None


def inspect_source(choice: InspectionChoice) -> tuple[str, Inspection, list[str]]:
    """The report as text and as numbers, and the limits crossed; of a plan its hours and limits are taken."""
    limits, opening = Limits(), None
    if choice.plan is not None:
        limits = Limits(**choice.plan.history.limits.model_dump())
        opening = choice.plan.opening_hours
    limits = replace(limits, **choice.limits)  # type: ignore[arg-type]
    found = inspect(read_native(choice.source), opening)
    return inspection_text(found), found, found.crossed(limits)
