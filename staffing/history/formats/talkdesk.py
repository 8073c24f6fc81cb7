"""Talkdesk: an Explore report of contacts by interval and ring group. Columns are read by name."""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_REPORT = Layout(
    title="contacts by interval",
    when=When((("Interval Start", "Interval", "Start Time Interval"),), order="any"),
    queue=("Ring Group", "Ring Groups", "Queue"),
    fields=(
        Field("offered", ("Inbound Contacts", "Total Inbound Contacts"), required=True),
        Field("answered", ("Answered Contacts", "Answered Inbound Contacts")),
        Field("abandoned", ("Abandoned Contacts", "Missed Contacts")),
        Field("aht_seconds", ("Average Handle Time", "Avg Handle Time"), "hh:mm:ss"),
        Field("talk_seconds", ("Average Talk Time", "Avg Talk Time"), "hh:mm:ss"),
        Field("wrap_seconds", ("Average After Call Work", "Avg After Call Work"), "hh:mm:ss"),
        Field("wait_seconds", ("Average Wait Time", "Avg Wait Time"), "hh:mm:ss"),
    ),
)
FORMAT = TableFormat(
    name="talkdesk",
    title="Talkdesk: Explore report of inbound contacts by interval",
    layouts=(_REPORT,),
    quirks=("missed contacts are those nobody answered; its service level divides by answered + missed",),
    assumed="no public list of export headers was found: read by header name, durations hh:mm:ss or seconds",
)
