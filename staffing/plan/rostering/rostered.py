"""A roster as a folder holds it, and as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from staffing.records.by_person import of_roster
from staffing.records.handout import Handout
from staffing.records.roster_trace import RosterTrace
from staffing.records.stand_in import StandIns
from staffing.report.html.people import write_people_html
from staffing.roster.made import MadeRoster
from staffing.tables.json_file import write_json
from staffing.tables.look import AS_STORED, Look
from staffing.tables.records import write_record

TRACE, STAND_INS, STATE = "roster.json", "stand_ins.csv", "state.csv"


@dataclass(frozen=True, eq=False)
class Rostered:
    """A roster and notes; `state` is the file of the run before with which it begins, if any.

    `trace` says what a roster outside a run was made of, `stand_ins` who could work what the absent do not.
    """

    made: MadeRoster
    notes: tuple[str, ...]
    state: Path | None = None
    trace: RosterTrace | None = None
    stand_ins: StandIns | None = None

    def handout(self, name: str) -> Handout:
        """What the centre of that name hands out of it."""
        return Handout(name, of_roster(self.made.shifts), self.made.coverage)

    def rows(self) -> dict[str, int]:
        """How many each of its own files has."""
        made = self.made
        return {
            "roster": len(made.shifts),
            "roster_agents": len(made.agents),
            "unfilled": len(made.unfilled),
            "exceptions": len(made.exceptions),
            "state": len(made.past),
        }

    def write(self, folder: Path, look: Look = AS_STORED) -> None:
        """The files that a roster alone has."""
        made = self.made
        for name, record in (
            ("roster", made.shifts),
            ("roster_agents", made.agents),
            ("unfilled", made.unfilled),
            ("exceptions", made.exceptions),
            ("state", made.past),
        ):
            write_record(folder / f"{name}.csv", record, look=look)
        write_people_html(folder / "people.html", of_roster(made.shifts), made.agents, made.exceptions)

    def write_folder(self, folder: Path, look: Look = AS_STORED) -> None:
        """All of its files, into a folder that is made if need be; of a roster before it none stays."""
        folder.mkdir(parents=True, exist_ok=True)
        self.write(folder, look)
        write_record(folder / "shifts-by-person.csv", of_roster(self.made.shifts), look=look)
        write_record(folder / "coverage.csv", self.made.coverage, look=look)
        write_json(folder / "summary.json", self.made.summary)
        if self.stand_ins is None:
            (folder / STAND_INS).unlink(missing_ok=True)
        else:
            write_record(folder / STAND_INS, self.stand_ins, look=look)
        if self.trace is not None:
            write_json(folder / TRACE, self.trace)
