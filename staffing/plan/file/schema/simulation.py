"""How a run's schedule is played before the day does."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from staffing.errors import UsageError
from staffing.plan.file.schema.words import Section, wrong
from staffing.simulation.handle_times import HANDLE_TIMES, measured_file, parse_handle_times


def _law(text: str) -> str:
    """The text, where it names a law or a file; whether the file is right is seen when it is read."""
    if measured_file(text) is None:
        try:
            parse_handle_times(text)
        except UsageError as error:
            raise wrong(f"one of {', '.join(HANDLE_TIMES)}", error.hint) from None
    return text


class SimulationChoice(Section):
    play: bool = True
    replications: Annotated[int, Field(ge=2, le=100_000)] | None = None
    seed: Annotated[int, Field(ge=0)] = 1
    repair: bool = True
    rounds: Annotated[int, Field(ge=1, le=10)] = 2
    handle_times: Annotated[str, AfterValidator(_law)] = "exponential"
