"""A roster that has been found, in the records of its files."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.records.roster import (
    AgentTotals,
    NamedShifts,
    RosterCoverage,
    RosterExceptions,
    RosterPast,
    Unfilled,
)
from staffing.records.roster_summary import RosterSummary


@dataclass(frozen=True, eq=False)
class MadeRoster:
    """The roster and what is told of it."""

    shifts: NamedShifts
    agents: AgentTotals
    coverage: RosterCoverage
    unfilled: Unfilled
    exceptions: RosterExceptions
    past: RosterPast
    summary: RosterSummary
