"""How long something may take: by the clock, or in the hours and days in which it can be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from staffing.errors import UsageError

Unit = Literal["minutes", "hours", "days", "open hours", "open days"]

EXPECTED = 'a time such as "90 minutes", "24h", "3 days", "8 open hours" or "2 open days"'
_UNITS: dict[str, Unit] = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}
_MINUTES = {"minutes": 1, "hours": 60, "days": 1440, "open hours": 60, "open days": 1440}


@dataclass(frozen=True)
class Lead:
    """So many minutes or hours, or local days, or hours or days of those that are open."""

    amount: float
    unit: Unit

    @property
    def minutes(self) -> float:
        """As long at least as it is if all hours are open and days have 24."""
        return self.amount * _MINUTES[self.unit]


def parse_lead(text: str) -> Lead:
    """`24h`, `3 days`, `2 open days`; UsageError for anything else."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(open\s+)?([a-z]+)", text.strip().lower())
    if match is None:
        raise UsageError(f"'{text}' is no time", hint="write 24h, 3 days or 2 open days")
    word = match[3] if match[3].endswith("s") or match[3] in _UNITS else f"{match[3]}s"
    unit = _UNITS.get(word, word)
    unit = f"open {unit}" if match[2] else unit
    if unit not in _MINUTES:
        raise UsageError(f"'{text}' is no time", hint="write 24h, 3 days or 2 open days")
    amount = float(match[1])
    if unit.endswith("days") and amount != int(amount):
        raise UsageError(f"'{text}' is no whole number of days", hint="write hours: 36h")
    return Lead(amount, unit)  # type: ignore[arg-type]
