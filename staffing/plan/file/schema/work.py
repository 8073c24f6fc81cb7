"""Work that may wait: callbacks, complaint replies, letters."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from staffing.plan.file.schema.words import (
    Positive,
    Section,
    Spans,
    WrittenDays,
    WrittenLead,
    written_lead,
)


class Follows(Section):
    """So many contacts for each of a queue's, that long after it."""

    queue: str
    share: Annotated[float, Field(gt=0, le=100)]
    after: WrittenLead = written_lead("0h")

    @model_validator(mode="after")
    def _by_the_clock(self) -> Self:
        if self.after.value.unit.startswith("open"):
            raise ValueError('after by the clock, such as "24h" or "7 days"')
        return self


class WorkChoice(Section):
    """One kind of work: where it comes from, how long it may wait, and when it may be done."""

    name: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)] | None = None
    follows: Follows | None = None
    backlog: Annotated[str, Field(min_length=1)] | None = None
    aht_seconds: Positive | None = None
    due: WrittenLead
    done: dict[WrittenDays, Spans] | None = None
    groups: Annotated[list[str], Field(min_length=1)] | None = None
    target: Annotated[float, Field(gt=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _from_somewhere(self) -> Self:
        if self.source is not None and self.follows is not None:
            raise ValueError("source or follows, not both: two kinds of work have two names")
        if self.source is None and self.follows is None and self.backlog is None:
            raise ValueError("source, follows or backlog: where the work comes from")
        if self.source is None and self.aht_seconds is None:
            raise ValueError("aht_seconds: how long one takes, where no source says it")
        if self.target < 1:
            raise ValueError("a target of 1: every piece is planned in time (less is not planned yet)")
        named = [day for days in self.done or {} for day in days.value]
        if len(named) > len(set(named)):
            raise ValueError("each day once in `done` (several hours of a day stand in a list)")
        return self
