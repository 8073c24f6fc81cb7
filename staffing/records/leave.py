"""Leave: how many people may be away, and what becomes of those who ask."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Ints, Texts, Times
from staffing.records.columns import Columns, InZone


@dataclass(frozen=True, eq=False)
class LeaveRoom(Columns):
    """A row for each date and group: of `on_shift` people `may_be_away` without a head short that was not.

    `next_short_hours` and `next_cost` are head-hours short and their price with one more away, NaN where
    nobody more is there; `granted` are the people whose requests are granted.
    """

    date: Times
    group: Texts
    on_shift: Ints
    may_be_away: Ints
    next_short_hours: Floats
    next_cost: Floats
    granted: Ints


@dataclass(frozen=True, eq=False)
class LeaveAnswers(Columns, InZone):
    """A row for each request, in the order of the file.

    `days` are those on which the person would have worked, `cost` what it costs to be without them, at the
    moment of the answer; `answer` is `granted` or `refused`, and `reason` why it is refused.
    """

    agent: Texts
    group: Texts
    start: Times
    end: Times
    requested: Times
    days: Ints
    answer: Texts
    cost: Floats
    reason: Texts
    timezone: str
