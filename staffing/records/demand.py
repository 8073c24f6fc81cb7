"""What is to be staffed: contacts and handle times per interval, and what differs from the options."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Texts
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class Demand(IntervalRows):
    """Expected contacts; the optional columns override the options row by row, NaN = as the options say.

    offered, aht_seconds:  aht_seconds > 0 where anything is offered
    offered_p10, _p90:     the range of the forecast, where its uncertainty counts
    target_service_level:  fraction; 0 = no service level is asked of this row
    target_seconds:        its threshold
    patience_seconds:      inf = nobody gives up
    patience_law:          a name of `PATIENCE_LAWS`, with its patience_parameter; empty = as the options say
    lines:                 contacts that fit in; inf = no limit
    min_agents:            agents in any case, contacts or not
    shrinkage:             in place of that of the people
    """

    offered: Floats
    aht_seconds: Floats
    offered_p10: Floats | None = None
    offered_p90: Floats | None = None
    target_service_level: Floats | None = None
    target_seconds: Floats | None = None
    patience_seconds: Floats | None = None
    patience_law: Texts | None = None
    patience_parameter: Floats | None = None
    lines: Floats | None = None
    min_agents: Floats | None = None
    shrinkage: Floats | None = None
