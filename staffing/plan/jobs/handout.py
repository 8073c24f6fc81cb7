"""What a published run hands out, as it did when it was made."""

from __future__ import annotations

from pathlib import Path

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.published import RunFolder, read_run
from staffing.records.by_person import counted_out, of_roster
from staffing.records.handout import Handout
from staffing.records.roster import NamedShifts


def handout_of_run(folder: Path, plan: PlanFile | None = None) -> Handout:
    """The shifts of its roster, where it has one; `plan` in place of the one that made it.

    InputError where it is no run, or a file of it is damaged.
    """
    files = RunFolder(folder)
    run = read_run(files, plan)
    roster = files.record_if_there(NamedShifts, run.plan.timezone)
    return Handout(
        run.plan.name,
        counted_out(run.shifts) if roster is None else of_roster(roster),
        run.coverage,
        forecast=run.forecast,
        requirement=run.requirement,
    )
