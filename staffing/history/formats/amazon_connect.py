"""Amazon Connect: historical metrics report of queues by interval, saved as CSV.

docs.aws.amazon.com/connect/latest/adminguide/historical-metrics-definitions.html. Durations are hh:mm:ss
texts; the names of the API (`CONTACTS_QUEUED`), whose durations are seconds, are read too.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_REPORT = Layout(
    title="historical metrics, queues by interval",
    when=When((("StartInterval", "Start interval", "Interval start"),), order="any"),
    queue=("Queue", "Queue name"),
    channel=("Channel",),
    fields=(
        Field("offered", ("Contacts queued", "CONTACTS_QUEUED"), required=True),
        Field("answered", ("Contacts handled", "CONTACTS_HANDLED")),
        Field("abandoned", ("Contacts abandoned", "CONTACTS_ABANDONED")),
        Field("answered_within_target", ("Contacts answered in {threshold} seconds",)),
        Field("abandoned_within_target", ("Contacts abandoned in {threshold} seconds",)),
        Field("aht_seconds", ("Average handle time", "HANDLE_TIME"), "hh:mm:ss"),
        Field("talk_seconds", ("Average agent interaction time", "INTERACTION_TIME"), "hh:mm:ss"),
        Field("hold_seconds", ("Average customer hold time", "HOLD_TIME"), "hh:mm:ss"),
        Field("wrap_seconds", ("Average after contact work time", "AFTER_CONTACT_WORK_TIME"), "hh:mm:ss"),
        Field("wait_seconds", ("Average queue answer time", "QUEUE_ANSWER_TIME"), "hh:mm:ss"),
        Field("abandon_wait_seconds", ("Average queue abandon time", "ABANDON_TIME"), "hh:mm:ss"),
    ),
)
FORMAT = TableFormat(
    name="amazon-connect",
    title="Amazon Connect: historical metrics of queues by interval",
    layouts=(_REPORT,),
    quirks=(
        "queued callbacks are queued but not abandoned: queued ≠ handled + abandoned",
        "only 'Contacts answered in X seconds' with the target's own X is read",
    ),
    assumed="times without an offset are in the zone chosen for the report, taken for the centre's",
)
