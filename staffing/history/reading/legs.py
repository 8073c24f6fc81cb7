"""Rows of a list of calls that repeat the number of a call: legs of one that was transferred, perhaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from staffing.history.headers.header import says
from staffing.tables.numbers import is_unknown
from staffing.wording import counted


@dataclass
class Legs:
    """The numbers of calls as they stream by; each row stays a contact."""

    column: str
    place: int
    repeated: int = 0
    example: str = ""
    _seen: set[int] = field(default_factory=set)

    def add(self, cells: Sequence[str]) -> None:
        """A row that is counted."""
        text = cells[self.place].strip()
        if is_unknown(text):
            return
        number = hash(text)  # a list of millions: its texts would not fit
        if number in self._seen:
            self.repeated += 1
            self.example = self.example or text
        self._seen.add(number)

    def said(self) -> list[str]:
        """What to say of those that came again; nothing where none did."""
        if not self.repeated:
            return []
        rows = counted(self.repeated, "row")
        return [
            f"{rows} with a {self.column} that came before, such as {self.example}: each counts as one; "
            "if they are legs of one call, as after a transfer, export a row a call"
        ]


def legs_of(header: Sequence[str], used: Sequence[str]) -> Legs | None:
    """The column that numbers calls, if the file has one that is not read as something else."""
    for place, name in enumerate(header):
        if name not in used and says(name, "contact_id"):
            return Legs(name, place)
    return None
