"""Named people for a requirement, by the plan's [roster]."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from staffing.errors import UsageError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.rostering.absences import absences_of
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.plan.rostering.notes import unused_notes
from staffing.plan.rostering.rostered import Rostered
from staffing.plan.work.not_counted import require_no_work
from staffing.progress import Progress
from staffing.records.roster import NamedShifts
from staffing.records.roster_trace import RosterTrace
from staffing.roster.build import build_roster
from staffing.roster.effort import RosterEffort
from staffing.roster.keep import absent, kept_roster
from staffing.roster.standing.stand_in import stand_ins_of
from staffing.tables.records import read_record
from staffing.version import __version__


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
    require_no_work(plan, "roster")
    case = case_of(plan, files_of(plan, requirement, agents, shifts))
    standing = None if keep is None else read_record(NamedShifts, keep, plan.timezone)
    kept = None if standing is None else kept_roster(standing)
    away = absences_of(absences, case)
    others, notes = None, list(unused_notes(plan))
    if away:
        if kept is None or standing is None:
            raise UsageError("--absent changes a roster that stands", hint="name it: --keep ROSTER.csv")
        case = absent(case, kept, away)
        others = stand_ins_of(case, standing, away)
        pairs = ((name, date) for name, dates in away.items() for date in dates)
        notes += [f"{name} is off on {date} anyway" for name, date in pairs if (name, date) not in kept.spans]
    made = build_roster(case, effort or RosterEffort(plan.sections.schedule.effort), kept, progress)
    trace = RosterTrace(
        version=__version__,
        plan=str(plan.path.absolute()),
        requirement=_absolute(requirement),
        agents=None if agents is None else _absolute(agents),
        shifts=None if shifts is None else _absolute(shifts),
        absent=list(absences),
    )
    return Rostered(made, tuple(notes), trace=trace, stand_ins=others)


def _absolute(path: str) -> str:
    """A path that holds from any folder; `-` is standard input."""
    return path if path == "-" else str(Path(path).absolute())
