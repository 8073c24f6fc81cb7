"""Avaya CMS: split/skill interval report, saved as text with a Date and a Split/Skill column.

CMS and BCMS manuals: durations are mm:ss, also `:45`; an interval is named by both ends or by its start.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_INTERVAL = Layout(
    title="split/skill interval",
    when=When((("Date",), ("Time", "Interval", "Start Time")), order="any", ranges=True),
    queue=("Split/Skill", "Split", "Skill"),
    fields=(
        Field("offered", ("Calls Offered", "Inbound Calls", "I_ARRIVED")),
        Field("answered", ("ACD Calls", "ACDCALLS"), required=True),
        Field("abandoned", ("Aban Calls", "Abandoned Calls", "ABNCALLS"), required=True),
        Field("talk_seconds", ("Avg ACD Time", "Average ACD Time"), "mm:ss"),
        Field("wrap_seconds", ("Avg ACW Time", "Average ACW Time"), "mm:ss"),
        Field("wait_seconds", ("Avg Speed Ans", "Average Speed of Answer"), "mm:ss"),
        Field("abandon_wait_seconds", ("Avg Aban Time", "Average Abandon Time"), "mm:ss"),
    ),
    sums=(("offered", ("answered", "abandoned")),),
)
FORMAT = TableFormat(
    name="avaya-cms",
    title="Avaya CMS: split/skill interval report",
    layouts=(_INTERVAL,),
    quirks=(
        "durations are mm:ss: 4:05 is four minutes and five seconds",
        "calls count when they are completed: long ones fall into a later interval than they came in",
        "without a column for calls offered, offered = ACD calls + abandoned calls",
        "handle time = ACD time + ACW time; hold is in ACD time",
    ),
    assumed="standard reports print date and split as titles: save with both as columns (Report Designer)",
)
