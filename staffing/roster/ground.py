"""What all people of a case stand on: the case, its candidates and its weekends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.roster.candidates import Candidates
    from staffing.roster.case import RosterCase
    from staffing.roster.slots import Slots
    from staffing.roster.weekends import Weekends


@dataclass(frozen=True, eq=False)
class Ground:
    """Worked out once; a search changes nothing of it."""

    case: RosterCase
    candidates: Candidates
    weekends: Weekends
    slots: Slots | None = None  # the given shifts, in mode `assign`
