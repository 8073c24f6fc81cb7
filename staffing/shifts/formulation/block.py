"""The Protocol of what shapes the program besides coverage and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from staffing.arrays import Floats
from staffing.programs.program import Program
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.horizon import ShiftHorizon


class ModelBlock(Protocol):
    """Columns and rows of one idea: limits of a day, penalties, a period's service, few kinds of shift."""

    def enter(self, draft: Draft, /) -> Any:
        """Add them; what is returned is kept with the model (`Model.rows_of`)."""

    def check(
        self, plan: ShiftPlan, working: Floats, required: Floats, horizon: ShiftHorizon, /
    ) -> Iterator[str]:
        """What finished shifts break of it, in words, from them alone."""

    def explain(self, program: Program, rows: Any, horizon: ShiftHorizon, /) -> Conflict | None:
        """Why it leaves no schedule; None if something else does. `rows` is what `enter` returned."""
