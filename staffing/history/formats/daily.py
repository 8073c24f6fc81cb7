"""A daily report: one row a day, dated or counted. Too coarse to staff from; `inspect` reads it.

Days that are only counted (`day_index`) are taken to follow each other from Monday 2001-01-01: their
weekdays are not known, and a note says so.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

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
FORMAT = TableFormat(
    name="daily",
    title="a daily report: one row a day",
    layouts=(_COUNTED, _DATED),
    quirks=(
        "too coarse to staff from: plan and forecast refuse it, inspect reads it",
        "days that are only counted have unknown weekdays: they are counted from Monday 2001-01-01",
    ),
)
