"""What to do about the rest of a day, and how that then looks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from staffing.arrays import Floats, Ints, Texts, Times
from staffing.records.columns import Columns, InZone


@dataclass(frozen=True, eq=False)
class Adjustments(Columns, InZone):
    """What to do about the rest of a day: a row per proposal, for so many people of a pattern.

    `action` is move (a `rest` from `begin` to `end`, NaT where it stood nowhere), overtime or leave (from
    `begin` to `end`). The service levels are those of the rest of the day, without and with this proposal,
    where all others of its kind and of the kinds before are done. `hours_saved` are those that a move takes
    from what is short, weighted as breaks are placed by: what justifies it; NaN for the other actions.
    """

    action: Texts
    pattern: Texts
    rest: Texts
    people: Ints
    begin: Times
    end: Times
    agent_hours: Floats
    service_level_before: Floats
    service_level_after: Floats
    hours_saved: Floats
    timezone: str


@dataclass(frozen=True)
class Outlook:
    """The rest of the day with so much done: its service level, and the agent-hours short."""

    what: str
    service_level: float | None
    under_agent_hours: float


@dataclass(frozen=True, eq=False)
class Adjusted:
    """The proposals, and the outlook after each kind of them.

    Contacts are those of the rest of the day: as the run believed, and as now expected.
    """

    contacts_believed: float
    contacts_expected: float
    outlook: tuple[Outlook, ...]
    proposals: Adjustments
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        rows = self.proposals
        return {
            "contacts_believed": self.contacts_believed,
            "contacts_expected": self.contacts_expected,
            "outlook": [asdict(one) for one in self.outlook],
            "rests_moved": int(rows.people[rows.action == "move"].sum()),
            "overtime_hours": float(rows.agent_hours[rows.action == "overtime"].sum()),
            "freed_hours": -float(rows.agent_hours[rows.action == "leave"].sum()),
            "proposals": len(rows),
            "notes": list(self.notes),
        }
