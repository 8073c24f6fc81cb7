"""Genesys Cloud: the layout of its history import, and the export of the queue performance view.

Import layout: help.mypurecloud.com/articles/prepare-the-historical-data-import-csv-file. Times are UTC,
handle time is a total, skills are put together with three pipes. Performance export: one row per interval
and queue; its time and durations follow the settings of whoever exported.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_IMPORT = Layout(
    title="history import",
    when=When((("Interval Start UTC Date",),), utc=True),
    queue=("Queue",),
    channel=("Media Type",),
    split=("Skill Set", "Language"),
    fields=(
        Field("offered", ("Offered",), required=True),
        Field("answered", ("Interactions Handled",)),
        Field("aht_seconds", ("Total Handle Time (Seconds)", "Total Handle Time"), "seconds", total=True),
    ),
)
_PERFORMANCE = Layout(
    title="queue performance export",
    marks=("Interval End",),
    when=When((("Interval Start",),), order="any"),
    queue=("Queue Name", "Queue"),
    channel=("Media Type",),
    fields=(
        Field("offered", ("Offer",), required=True),
        Field("answered", ("Answer", "Answered")),
        Field("abandoned", ("Abandon", "Abandoned")),
        Field("aht_seconds", ("Avg Handle", "Avg Handle Time", "Average Handle Time"), "milliseconds"),
        Field("talk_seconds", ("Avg Talk", "Avg Talk Time"), "milliseconds"),
        Field("hold_seconds", ("Avg Hold", "Avg Hold Time"), "milliseconds"),
        Field("wrap_seconds", ("Avg ACW", "Avg After Call Work"), "milliseconds"),
        Field("wait_seconds", ("ASA", "Avg Speed of Answer"), "milliseconds"),
    ),
)
FORMAT = TableFormat(
    name="genesys",
    title="Genesys Cloud: history import layout, or queue performance export",
    layouts=(_IMPORT, _PERFORMANCE),
    quirks=(
        "the import layout is in UTC and its handle time is a total",
        "offered includes flow-outs: it may exceed answered + abandoned",
        "the view's plain durations are milliseconds; hh:mm:ss is read too",
    ),
    assumed="the performance export's headers are seen only in part: it is read by header name; plain "
    "durations are taken for milliseconds, and refused where they would average under a second",
)
