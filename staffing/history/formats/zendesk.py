"""Zendesk Talk: an Explore report of calls by date and half-hour. Columns are read by name."""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_REPORT = Layout(
    title="calls by interval",
    when=When(
        (("Call - Date", "Call - Timestamp"), ("Call - Half hour", "Call - Time", "Call - Hour")), order="any"
    ),
    queue=("Call group", "Queue name", "Line name"),
    fields=(
        Field("offered", ("Calls", "COUNT(Calls)", "Inbound calls"), required=True),
        Field("answered", ("Accepted calls", "Answered calls")),
        Field("abandoned", ("Abandoned calls", "Abandoned calls in queue")),
        Field("talk_seconds", ("AVG(Talk time (sec))", "Average talk time (sec)"), "seconds"),
        Field("hold_seconds", ("AVG(Hold time (sec))", "Average hold time (sec)"), "seconds"),
        Field("wrap_seconds", ("AVG(Wrap-up time (sec))", "Average wrap-up time (sec)"), "seconds"),
        Field("wait_seconds", ("AVG(Call wait time (sec))", "Average wait time (sec)"), "seconds"),
    ),
)
FORMAT = TableFormat(
    name="zendesk",
    title="Zendesk Talk: Explore report of calls by half-hour",
    layouts=(_REPORT,),
    quirks=("handle time = talk + hold + wrap-up",),
    assumed="reports are made by each site: read by header name",
)
