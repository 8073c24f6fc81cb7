"""A roster that stands, and the plan and files that it was made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from staffing.errors import InputError, Problem, UsageError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.rostering.absences import absences_of
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.plan.rostering.rostered import STATE, TRACE
from staffing.plan.run.published import read_run_plan
from staffing.records.roster import NamedShifts
from staffing.records.roster_trace import RosterTrace
from staffing.roster.case import RosterCase
from staffing.roster.keep import absent, kept_roster
from staffing.roster.setting import setting_of
from staffing.roster.standing.located import StandingRoster, Stranger, standing_roster
from staffing.tables.json_file import read_json
from staffing.tables.records import read_record

ROSTER, RUN = "roster.csv", "run.json"
_HINT = (
    "name the folder of staffing roster --out, a run directory, or a roster with --rules and --requirement"
)


@dataclass(frozen=True)
class StandingFiles:
    """Where a roster lies, and what it was made of."""

    roster: Path
    plan: PlanFile
    trace: RosterTrace

    def case(self) -> RosterCase:
        """What the roster had to meet, by its plan and files as they are now."""
        trace = self.trace
        files = replace(files_of(self.plan, trace.requirement, trace.agents, trace.shifts), has_eve=True)
        if trace.state is not None:
            files = replace(files, people=replace(files.people, state=Path(trace.state)))
        return case_of(self.plan, files)


@dataclass(frozen=True, eq=False)
class StandingCase:
    """A roster read back: its rows, and what each person works among all that they could."""

    shifts: NamedShifts
    roster: StandingRoster


def standing_files(source: str, rules: str | None, requirement: str | None) -> StandingFiles:
    """Of a roster file or the folder that it lies in; `rules` and `requirement` where others are named.

    InputError where it is neither, UsageError where nothing records what it was made from.
    """
    path = Path(source)
    roster = path / ROSTER if path.is_dir() else path
    if not roster.exists():
        raise InputError(Problem(source, f"a roster, or a folder with {ROSTER}", _HINT))
    folder = roster.resolve().parent
    trace = _trace(folder)
    if rules is None and trace is None:
        raise UsageError(f"no file beside {roster} records what it was made from", hint=_HINT)
    if rules is not None:
        plan = read_plan(rules)
    elif (folder / RUN).exists():
        plan = read_run_plan(folder)
    else:
        plan = read_plan(Path(trace.plan if trace is not None else ""))
    known = trace or RosterTrace("", str(plan.path), "-")
    needed = requirement or known.requirement
    if needed == "-" and requirement is None:
        hint = "name it: --requirement requirement.csv"
        raise UsageError(f"no file beside {roster} records the requirement it was made for", hint=hint)
    return StandingFiles(roster, plan, replace(known, plan=str(plan.path), requirement=needed))


def _trace(folder: Path) -> RosterTrace | None:
    """What lies beside a roster: of the run that it belongs to, or of `staffing roster`."""
    if (folder / TRACE).exists():
        return read_json(RosterTrace, folder / TRACE, expected="what the roster was made of", hint=_HINT)
    if (folder / RUN).exists() and (folder / "requirement.csv").exists():
        return _trace_of_run(folder)
    return None


def _trace_of_run(folder: Path) -> RosterTrace:
    """By its own files: the heads of groups where there are some, and its state, which tells its past too."""
    plan, shifts, groups = read_run_plan(folder), folder / "shifts.csv", folder / "groups.csv"
    needed = groups if groups.exists() else folder / "requirement.csv"
    given = str(shifts) if plan.seeks_people_for_shifts and shifts.exists() else None
    state = folder / STATE
    own = str(state) if state.exists() else None
    return RosterTrace("", str(plan.path), str(needed), None, given, state=own)


def standing_case(files: StandingFiles) -> StandingCase:
    """The roster on its case; InputError names every row that is no shift of it."""
    case = files.case()
    shifts = read_record(NamedShifts, files.roster, files.plan.timezone)
    away = absences_of(files.trace.absent, case)
    if away:
        case = absent(case, kept_roster(shifts), away)
    roster = standing_roster(setting_of(case), shifts)
    if roster.strangers:
        raise InputError([_problem(files.roster, one) for one in roster.strangers])
    return StandingCase(shifts, roster)


def _problem(file: Path, one: Stranger) -> Problem:
    return Problem(str(file), one.expected, one.hint, one.row + 2, one.column, one.value)
