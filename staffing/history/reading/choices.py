"""What a reader of histories is told besides the file: the zone, the grain, and what the file leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DateOrder = Literal["mdy", "dmy"]


@dataclass(frozen=True)
class Mapped:
    """Where a word of the glossary stands in a file, and in which unit (`[history.columns]` of a plan)."""

    headers: tuple[str, ...]
    unit: str = "seconds"
    total: bool = False


@dataclass(frozen=True)
class Reading:
    """`dates` settles 03/04; `threshold_seconds` counts calls within; `columns` is the plan's mapping."""

    timezone: str = "UTC"
    interval_minutes: int = 30
    dates: DateOrder | None = None
    threshold_seconds: float = 20.0
    columns: Mapping[str, Mapped] = field(default_factory=dict)
    booked: Literal["start", "end"] = "start"
