"""Who could stand in for somebody who does not come."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Texts, Times
from staffing.records.columns import Columns, InZone


@dataclass(frozen=True, eq=False)
class StandIns(Columns, InZone):
    """A row for each shift that nobody works now and each other person, the best first.

    `rank` counts from 1, NaN where the person cannot work it: `rule` is then the first hard rule in the way,
    `reason` all of them with their figures. `now` is what the person has on the date. `cost` is what the
    objective grows by, `fairness` the part of it that burdens make; `week_hours` are paid hours of the week
    then; `…_window` the burdens of the window then. Costs and burdens are NaN where the person cannot.
    """

    absent: Texts
    date: Times
    group: Texts
    pattern: Texts
    start: Times
    end: Times
    rank: Floats
    agent: Texts
    now: Texts
    cost: Floats
    fairness: Floats
    week_hours: Floats
    early_window: Floats
    late_window: Floats
    night_window: Floats
    weekend_window: Floats
    rule: Texts
    reason: Texts
    timezone: str
