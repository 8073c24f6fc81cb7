"""A block that is handed in shapes the program, is checked in the finished shifts, and explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.errors import InfeasibleError
from staffing.programs.program import Program
from staffing.records.schedule import ShiftPlan
from staffing.shifts import Pattern, Rules, ShiftHorizon, build_shifts, horizon_of
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.modelling import all_blocks
from staffing.shifts.verify import violations

RULES = Rules("UTC", 60, (Pattern("day", length_minutes=(240, 480)),), start_every_minutes=60)
HORIZON = horizon_of(np.datetime64("2026-06-01T00:00", "s") + np.arange(24) * np.timedelta64(60, "m"), RULES)
REQUIRED = np.where((np.arange(24) >= 8) & (np.arange(24) < 16), 2.0, 0.0)  # for eight hours


@dataclass(frozen=True)
class HeadsOfTheDay:
    """At most so many people in all."""

    most: int

    def enter(self, draft: Draft) -> int:
        row = draft.assembly.row(-np.inf, float(self.most))
        draft.assembly.enter(row, np.arange(len(draft.shifts)), 1.0)
        return row

    def check(
        self, plan: ShiftPlan, _working: Floats, _required: Floats, _horizon: ShiftHorizon
    ) -> Iterator[str]:
        if plan.agents.sum() > self.most:
            yield f"{plan.agents.sum()} people come"

    def explain(self, _program: Program, _row: int, _horizon: ShiftHorizon) -> Conflict | None:
        return Conflict("too few people may come", [f"{self.most} in all"], hint="let more come")


def test_a_block_shapes_the_schedule() -> None:
    """Two long shifts instead of any others that cost the same, for no more people may come."""
    built = build_shifts(HORIZON, REQUIRED, blocks=(HeadsOfTheDay(2),))
    assert built.plan.agents.sum() == 2
    assert built.objective_hours == pytest.approx(build_shifts(HORIZON, REQUIRED).objective_hours)


def test_what_breaks_a_block_is_a_violation() -> None:
    """It is asked of the finished shifts, whatever they were built by."""
    plan = build_shifts(HORIZON, REQUIRED, blocks=(HeadsOfTheDay(2),)).plan
    assert violations(plan, HORIZON, REQUIRED, all_blocks([HeadsOfTheDay(2)])) == []
    assert violations(plan, HORIZON, REQUIRED, all_blocks([HeadsOfTheDay(1)])) == ["2 people come"]


def test_a_block_that_leaves_no_schedule_says_so() -> None:
    """In its own words, before the changes of rules are looked for."""
    with pytest.raises(InfeasibleError, match="too few people may come") as raised:
        build_shifts(HORIZON, REQUIRED, blocks=(HeadsOfTheDay(1),))
    assert raised.value.hint == "let more come"
