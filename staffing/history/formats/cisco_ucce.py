"""Cisco UCCE and Packaged CCE: interval tables and the Intelligence Suite reports made of them.

Cisco's report template reference (CUIC). Columns carry the database's names; times spent are totals in
seconds.
"""

from __future__ import annotations

from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import TableFormat

_INTERVAL = Layout(
    title="call type or skill group interval",
    when=When((("DateTime", "Interval", "Interval Start"),), order="any"),
    queue=(
        "CallType",
        "Call Type",
        "CallTypeName",
        "SkillGroup",
        "SkillGroupName",
        "Precision Queue",
        "Name",
    ),
    fields=(
        Field("offered", ("CallsOffered", "ServiceLevelCallsOffered"), required=True),
        Field("answered", ("CallsHandled",), required=True),
        Field("abandoned", ("TotalCallsAband", "CallsAbandQ", "CallsAbandoned")),
        Field("answered_within_target", ("ServiceLevelCalls",)),
        Field("abandoned_within_target", ("ServiceLevelAband",)),
        Field("aht_seconds", ("HandleTime",), "seconds", total=True, required=True),
        Field("talk_seconds", ("TalkTime",), "seconds", total=True),
        Field("hold_seconds", ("HoldTime",), "seconds", total=True),
        Field("wait_seconds", ("AnswerWaitTime",), "seconds", total=True),
        Field("abandon_wait_seconds", ("CallDelayAbandTime", "DelayQAbandTime"), "seconds", total=True),
    ),
)
FORMAT = TableFormat(
    name="cisco-ucce",
    title="Cisco UCCE / PCCE: call type or skill group interval",
    layouts=(_INTERVAL,),
    quirks=(
        "short calls are not in CallsOffered",
        "offered counts where a call arrives, handled where it ends: handled may exceed offered",
        "HandleTime, TalkTime, HoldTime and AnswerWaitTime are totals",
    ),
    assumed="the queue's column differs by report: CallType, SkillGroup or Precision Queue",
)
