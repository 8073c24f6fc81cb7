"""Named people for a requirement, by the plan's [roster]."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.errors import UsageError, did_you_mean
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.plan.rostering.notes import unused_notes
from staffing.plan.rostering.rostered import Rostered
from staffing.progress import Progress
from staffing.records.roster import NamedShifts
from staffing.roster.build import build_roster
from staffing.roster.case import RosterCase
from staffing.roster.effort import RosterEffort
from staffing.roster.keep import absent, kept_roster
from staffing.tables.records import read_record


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
    return Rostered(made, tuple(unused_notes(plan)))


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
