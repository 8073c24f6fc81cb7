"""Named people for a requirement, by the plan's [roster]."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import UsageError, did_you_mean
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.progress import Progress
from staffing.records.by_person import of_roster
from staffing.records.handout import Handout
from staffing.records.roster import NamedShifts
from staffing.roster.build import MadeRoster, build_roster
from staffing.roster.case import RosterCase
from staffing.roster.effort import RosterEffort
from staffing.roster.keep import absent, kept_roster
from staffing.tables.json_file import write_json
from staffing.tables.look import AS_STORED, Look
from staffing.tables.records import read_record, write_record


@dataclass(frozen=True, eq=False)
class Rostered:
    """A roster and notes."""

    made: MadeRoster
    notes: tuple[str, ...]

    def handout(self, name: str) -> Handout:
        """What the centre of that name hands out of it."""
        return Handout(name, of_roster(self.made.shifts), self.made.coverage)

    def write_folder(self, folder: Path, look: Look = AS_STORED) -> None:
        """All of its files."""
        folder.mkdir(parents=True, exist_ok=True)
        made = self.made
        for name, record in (
            ("roster", made.shifts),
            ("shifts-by-person", of_roster(made.shifts)),
            ("roster_agents", made.agents),
            ("coverage", made.coverage),
            ("unfilled", made.unfilled),
            ("exceptions", made.exceptions),
            ("state", made.past),
        ):
            write_record(folder / f"{name}.csv", record, look=look)
        write_json(folder / "summary.json", made.summary)


def make_roster(
    requirement: str,
    plan: PlanFile,
    *,
    agents: str | None = None,
    shifts: str | None = None,
    keep: str | None = None,
    absences: Sequence[str] = (),
    effort: RosterEffort | None = None,
    progress: Progress | None = None,
) -> Rostered:
    """The roster for a requirement file, with names; one to `keep` changes where it is worth it.

    `shifts` are those given in mode `assign`.

    `absences` are texts such as `a017:2027-03-08`: people who do not come on a date after all.
    """
    plan.checked()
    case = case_of(plan, files_of(plan, requirement, agents, shifts))
    kept = None if keep is None else kept_roster(read_record(NamedShifts, keep, plan.timezone))
    away = _absences(absences, case)
    if away:
        if kept is None:
            raise UsageError("--absent changes a roster that stands", hint="name it: --keep ROSTER.csv")
        case = absent(case, kept, away)
    made = build_roster(case, effort or RosterEffort(plan.sections.schedule.effort), kept, progress)
    return Rostered(made, tuple(_notes(plan)))


def _absences(texts: Sequence[str], case: RosterCase) -> dict[str, tuple[np.datetime64, ...]]:
    """By person; UsageError for who or what is unknown."""
    names = [agent.name for agent in case.agents]
    away: dict[str, tuple[np.datetime64, ...]] = {}
    for text in texts:
        name, _, day = text.rpartition(":")
        if name not in names:
            hint = f"{did_you_mean(name, names)}write NAME:2027-03-08"
            raise UsageError(f"--absent: nobody of the agents' file is called '{name}'", hint=hint)
        try:
            date = np.datetime64(dt.date.fromisoformat(day), "D")
        except ValueError:
            raise UsageError(f"--absent: '{day}' is not a date", hint="write NAME:2027-03-08") from None
        if not case.dates[0] <= date <= case.dates[-1]:
            hint = f"the requirement's dates are {case.dates[0]} to {case.dates[-1]}"
            raise UsageError(f"--absent: {day} lies outside the period", hint=hint)
        away[name] = (*away.get(name, ()), date)
    return away


def _notes(plan: PlanFile) -> list[str]:
    """Limits of the schedule that a roster does not use."""
    schedule = plan.sections.schedule
    unused = [
        name
        for name, is_used in (
            (
                "max_agents or min_agents",
                any(p.max_agents is not None or p.min_agents for p in schedule.pattern),
            ),
            ("[[schedule.starts]]", bool(schedule.starts)),
            ("cost_per_distinct_shift", schedule.cost_per_distinct_shift > 0),
            ("cyclic_week", schedule.cyclic_week),
        )
        if is_used
    ]
    if not unused:
        return []
    return [f"{', '.join(unused)}: used by schedule alone; a roster does not keep to it"]
