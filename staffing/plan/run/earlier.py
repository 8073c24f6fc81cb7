"""What runs before have published of the days that a run begins with: their shifts, and files of theirs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem, StaffingError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema.schedule import LATEST_RUN
from staffing.plan.run.published import RunFolder, read_trace, run_folders
from staffing.records.need import Need
from staffing.records.schedule import ShiftPlan
from staffing.shifts.kept import KeptShifts, no_shifts
from staffing.tables.records import read_record
from staffing.timegrid import Zone


def kept_shifts(plan: PlanFile, need: Need) -> KeptShifts | None:
    """The shifts that `[schedule] before` says to keep; None where it says nothing of them.

    They are those under way when the need begins, and those that start on its first `frozen_days`, as far as
    such days were published.
    """
    schedule, first = plan.sections.schedule, need.interval_start[0]
    if schedule.before is None:
        return None
    file: Path | None = plan.folder / schedule.before
    if schedule.before == LATEST_RUN:
        file = file_of_run_before(plan.runs or plan.folder / "runs", plan.name, first, "shifts.csv")
    if file is None:
        return KeptShifts(no_shifts(plan.rules), first, None)
    shifts = read_record(ShiftPlan, file, plan.timezone)
    free_from = _free_from(shifts, first, schedule.frozen_days)
    mine = shifts.rows((shifts.end > first) & (shifts.start < free_from))
    known = [pattern.name for pattern in plan.rules.patterns]
    unknown = sorted(set(mine.pattern.tolist()) - set(known))
    if unknown:
        hint = "keep the pattern in the plan until the last shift of it that was published is over"
        raise InputError(Problem(str(file), f"shifts of the plan's patterns, not of '{unknown[0]}'", hint))
    return KeptShifts(mine, free_from, file)


def _free_from(shifts: ShiftPlan, first: np.datetime64, frozen_days: int) -> np.datetime64:
    """The local midnight after the frozen days, or after the last day on which a published shift starts."""
    zone = shifts.zone
    if not len(shifts):
        return first
    day = np.timedelta64(1, "D")
    after = zone.date(shifts.start.max()) + day
    return max(zone.midnight(min(zone.date(first) + frozen_days * day, after)), first)


def file_of_run_before(out: Path, centre: str, moment: np.datetime64, file: str) -> Path | None:
    """That file of the newest run of a centre, under `out`, that is of an earlier moment and has one."""
    found = []
    for folder in run_folders(out):
        try:
            of = (trace := read_trace(RunFolder(folder))).centre
            if of is None or of.name != centre or not (folder / file).exists():
                continue
            as_of = Zone(of.timezone).parse("run.json: as_of", trace.as_of)
        except (StaffingError, OSError, ValueError, OverflowError):
            continue
        if as_of < moment:
            found.append((as_of, folder / file))
    return max(found)[1] if found else None
