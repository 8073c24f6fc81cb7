"""Verint WFM: performance report of a queue by interval, which prints a dash for what is missing.

WFO Reports Guide V15.2: — means that no data are there, which is not zero.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_REPORT = Layout(
    title="queue performance by interval",
    when=When((("Date",), ("Interval", "Interval Start")), order="any", ranges=True),
    queue=("Queue",),
    unknown=("—", "–", "-", "--", "N/A"),
    fields=(
        Field("offered", ("Contact Volume", "Actual Volume"), required=True),
        Field("answered", ("Contacts Handled", "Handled")),
        Field("abandoned", ("Contacts Abandoned", "Abandoned")),
        Field("aht_seconds", ("AHT", "Actual AHT", "Average Handle Time"), "hh:mm:ss"),
        Field("wait_seconds", ("ASA", "Actual ASA"), "hh:mm:ss"),
    ),
)
FORMAT = TableFormat(
    name="verint",
    title="Verint WFM: queue performance by interval",
    layouts=(_REPORT,),
    quirks=("— is missing, not zero",),
    assumed="the report's headers are seen only in part: read by header name",
)
