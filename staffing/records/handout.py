"""What is handed out of a schedule or a roster: to team leaders, agents and whoever opens a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.records.by_person import ShiftsByPerson
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.records.roster import RosterCoverage


@dataclass(frozen=True, eq=False)
class Handout:
    """The centre's `name`, the shifts, what they cover, and where it is known what they were made for."""

    name: str
    shifts: ShiftsByPerson
    coverage: Coverage | RosterCoverage
    forecast: Forecast | None = None
    requirement: Requirement | None = None
