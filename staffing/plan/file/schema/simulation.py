"""How a run's schedule is played before the day does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from staffing.plan.file.schema.words import Section


class SimulationChoice(Section):
    play: bool = True
    replications: Annotated[int, Field(ge=2, le=100_000)] | None = None
    seed: Annotated[int, Field(ge=0)] = 1
    repair: bool = True
    rounds: Annotated[int, Field(ge=1, le=10)] = 2
