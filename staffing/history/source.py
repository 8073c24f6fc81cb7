"""Where a history comes from, and what its files leave open."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field, replace
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.history import AUTO
from staffing.history.reading.choices import Reading
from staffing.shard import Shard
from staffing.tables.database_url import is_database
from staffing.tables.source import STANDARD, display_name


@dataclass(frozen=True)
class Source:
    """Where a history comes from: a path, a glob, `-`, or a database URL with its query.

    `reading` says what the file leaves open; `merge_queues` adds all queues up as one; without
    `keep_outliers` `read_for_forecast` sets days far above usual to unknown. `is_of_plan`: a plan has said
    zone and interval. `profile` is the path of a week by which rows of whole days are spread over intervals.
    """

    path: str
    format_name: str = AUTO
    query: str | None = None
    reading: Reading = field(default_factory=Reading)
    merge_queues: bool = False
    keep_outliers: bool = True
    is_of_plan: bool = False
    profile: str | None = None

    def at(self, timezone: str, interval_minutes: int, *, is_zone_said: bool = True) -> Source:
        """The same, its times in that zone, its rows to be of that interval; that of a plan keeps its own."""
        if self.is_of_plan:
            return self
        reading = replace(
            self.reading, timezone=timezone, interval_minutes=interval_minutes, is_zone_said=is_zone_said
        )
        return replace(self, reading=reading)

    def of_shard(self, shard: Shard | None) -> Source:
        """The same, of whose queues that share is needed alone; all of them where they are added up."""
        if self.merge_queues or self.profile is not None:
            return self
        return replace(self, reading=replace(self.reading, shard=shard))

    @property
    def name(self) -> str:
        """How messages call it."""
        return display_name(self.path)


def source_files(source: str) -> list[str]:
    """The files a source means, in name order; a source that is no pattern means itself."""
    if source == STANDARD or is_database(source) or not glob.has_magic(source) or Path(source).exists():
        return [source]
    files = sorted(glob.glob(source, recursive=True))
    if not files:
        expected = "at least one file of that pattern"
        raise InputError(Problem(display_name(source), expected, "check the folder's name"))
    return files
