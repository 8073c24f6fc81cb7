"""Cisco UCCX: Contact Service Queue Activity Report, by interval.

Cisco Unified CCX Historical Reporting guide. Durations are hh:mm:ss.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_ACTIVITY = Layout(
    title="CSQ activity by interval",
    when=When((("Interval Start Time", "Start Time"),), order="any"),
    queue=("CSQ Name", "CSQ"),
    fields=(
        Field("offered", ("Calls Presented",), required=True),
        Field("answered", ("Calls Handled",), required=True),
        Field("abandoned", ("Calls Abandoned",)),
        Field("answered_within_target", ("Calls Handled in SL", "Handled Within SL")),
        Field("aht_seconds", ("Avg Handle Time", "Average Handle Time"), "hh:mm:ss"),
        Field("wait_seconds", ("Avg Speed of Answer", "Average Speed of Answer"), "hh:mm:ss"),
        Field("abandon_wait_seconds", ("Avg Time to Abandon", "Average Time to Abandon"), "hh:mm:ss"),
    ),
)
FORMAT = TableFormat(
    name="cisco-uccx",
    title="Cisco UCCX: Contact Service Queue activity by interval",
    layouts=(_ACTIVITY,),
    quirks=(
        "a call presented to two queues counts in both",
        "the four service-level percentages are not read: their denominators differ",
    ),
    assumed="column names vary by release: read by header name",
)
