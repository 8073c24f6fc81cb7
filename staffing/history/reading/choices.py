"""What a reader of histories is told besides the file: the zone, the grain, and what the file leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from staffing.shard import Shard

DateOrder = Literal["mdy", "dmy"]
UNITS = ("seconds", "minutes", "hours", "days", "milliseconds", "mm:ss", "hh:mm", "hh:mm:ss")
# what a mapping may name in a list of calls, besides the words of the glossary
CALL_WORDS = ("offered_at", "answered_at", "ended_at", "outcome", "direction", "wait", "service")
MAP_WORDS = (*CALL_WORDS, "merge")  # and columns of which rows that differ in them alone are added up


@dataclass(frozen=True)
class Mapped:
    """Where a word of the glossary stands in a file, and in which unit (`[history.columns]` of a plan).

    `unit` None: it is found from the header and the numbers.
    """

    headers: tuple[str, ...]
    unit: str | None = "seconds"
    total: bool = False


@dataclass(frozen=True)
class Reading:
    """`dates` settles 03/04; `threshold_seconds` counts calls within; `columns` is the plan's mapping.

    `outcomes` says what texts of a list of calls mean: answered, abandoned or blocked, and as its directions
    incoming or outgoing. `sheet` and `encoding` are for the file as a whole; None: all sheets that hold data,
    and what the bytes say. `is_zone_said`: somebody named the zone; without it a note says so of a file
    in UTC. Of a `shard` of the queues only its rows are needed.
    """

    timezone: str = "UTC"
    interval_minutes: int = 30
    dates: DateOrder | None = None
    threshold_seconds: float = 20.0
    columns: Mapping[str, Mapped] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    encoding: str | None = None
    booked: Literal["start", "end"] = "start"
    is_zone_said: bool = True
    shard: Shard | None = None

    def of_another_file(self) -> Reading:
        """The same zone and interval, without what was said of the columns of this file."""
        known = Reading(self.timezone, self.interval_minutes, self.dates, self.threshold_seconds)
        return replace(known, is_zone_said=self.is_zone_said)
