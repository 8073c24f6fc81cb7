"""Five9: a custom ACD queue report by half-hour or quarter-hour; sites choose the columns."""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_REPORT = Layout(
    title="ACD queue by interval",
    marks=("SKILL",),
    when=When((("DATE",), ("HALF HOUR", "QUARTER HOUR", "HOUR")), order="any", ranges=True),
    queue=("SKILL", "CAMPAIGN"),
    fields=(
        Field("offered", ("CALLS", "CALLS count", "TOTAL CALLS"), required=True),
        Field("answered", ("CALLS HANDLED", "HANDLED")),
        Field("abandoned", ("CALLS ABANDONED", "ABANDONED", "ABANDONED count")),
        Field("aht_seconds", ("AVERAGE HANDLE TIME", "HANDLE TIME AVG"), "hh:mm:ss"),
        Field("talk_seconds", ("AVERAGE TALK TIME", "TALK TIME AVG"), "hh:mm:ss"),
        Field("hold_seconds", ("AVERAGE HOLD TIME", "HOLD TIME AVG"), "hh:mm:ss"),
        Field("wrap_seconds", ("AVERAGE AFTER CALL WORK TIME", "AFTER CALL WORK TIME AVG"), "hh:mm:ss"),
        Field("wait_seconds", ("AVERAGE SPEED OF ANSWER", "SPEED OF ANSWER AVG"), "hh:mm:ss"),
    ),
)
FORMAT = TableFormat(
    name="five9",
    title="Five9: custom report of skills by half-hour",
    layouts=(_REPORT,),
    quirks=("the report's zone is that of whoever ran it",),
    assumed="no public list of export headers was found: read by header name, durations hh:mm:ss or seconds",
)
