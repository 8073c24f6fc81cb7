"""NICE CXone WFM / IEX: contact-type exports, pipe-delimited under a `#fields` header.

help.nicecxone.com, IEX WFM Integrated, export modules. Dates are mmddyyyy, `period` is the start of the
interval, `TZ` the zone of both. The export does not say which of two equal periods came first when clocks
go back: file order decides.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_EXPORT = Layout(
    title="CT queue data, pipe",
    when=When((("date",), ("period",)), order="mdy"),
    queue=("ctName", "queueName", "queue", "ctID"),
    same=("TZ",),
    fields=(
        Field("offered", ("contactsReceived", "contactsOffered", "received"), required=True),
        Field("answered", ("contactsHandled", "handled")),
        Field("abandoned", ("contactsAbandoned", "abandoned")),
        Field("aht_seconds", ("AHT", "avgHandleTime", "handleTime"), "seconds"),
        Field("wait_seconds", ("ASA", "avgSpeedOfAnswer"), "seconds"),
        Field("answered_within_target", ("contactsWithinSL", "handledInSL")),
    ),
)
FORMAT = TableFormat(
    name="nice-iex",
    title="NICE CXone WFM / IEX: contact-type export (#fields, pipe)",
    layouts=(_EXPORT,),
    quirks=(
        "dates are mmddyyyy",
        "one file holds one time zone",
        "a site chooses its own fields: others are ignored",
    ),
    assumed="the names of the data fields are seen only in part: read by header name; "
    "dates in another of its date formats need the plan's dates = or ISO",
)
