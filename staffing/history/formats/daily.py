"""A daily report: one row a day, dated or counted. Too coarse to staff from; `inspect` reads it.

Days that are only counted (`day_index`) are taken to follow each other from Monday 2001-01-01: their
weekdays are not known, and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from staffing.history.headers.header import header_of
from staffing.history.reading.layout import Field, Layout, Match, When, plain
from staffing.history.reading.table import TableFormat
from staffing.tables.rows import Row

_FIELDS = (
    Field("offered", ("offered", "calls_offered"), required=True),
    Field("answered", ("answered", "handled")),
    Field("abandoned", ("abandoned",)),
    Field("answered_within_target", ("answered_within_{threshold}s", "answered_within_target")),
    Field("abandoned_within_target", ("short_abandoned_est", "abandoned_within_target")),
    Field("service_level", ("sl_{threshold}s", "service_level"), "share"),
    Field("wait_seconds", ("asa_s", "asa", "wait_seconds"), "hh:mm:ss"),
    Field("aht_seconds", ("aht_s", "aht", "aht_seconds"), "hh:mm:ss"),
)
_TIMES = ("time", "interval", "period", "start time", "end time", "hour", "half hour", "time interval")
_DAYS = frozenset({"date", "day", "dayindex", "daynumber"})
_DATED = Layout(
    title="dated",
    when=When((("date", "day"),), order="any"),
    queue=("queue",),
    fields=_FIELDS,
    never=_TIMES,
)
_COUNTED = Layout(
    title="counted",
    when=When((("day_index", "day_number"),), order="day-number"),
    queue=("queue",),
    fields=_FIELDS,
    never=_TIMES,
)


class DailyFormat(TableFormat):
    """A table of days: one with a column of times is none, in whatever language that is named."""

    def match(self, head: Sequence[Row]) -> Match | None:
        """By its layouts, if no other column is one of times."""
        found = super().match(head)
        if found is None:
            return None
        header = head[found.header_row - 1][1]
        others = [name for name in header if plain(name) not in _DAYS]
        return None if any(header_of(name).best[0] in {"when", "end", "hour"} for name in others) else found


FORMAT = DailyFormat(
    name="daily",
    title="a daily report: one row a day",
    layouts=(_COUNTED, _DATED),
    quirks=(
        "too coarse to staff from: plan and forecast refuse it, inspect reads it",
        "days that are only counted have unknown weekdays: they are counted from Monday 2001-01-01",
    ),
)
