"""Named people for a requirement, by the plan's [roster]."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.rostering.made_case import case_of, files_of, roster_section
from staffing.progress import Progress
from staffing.roster.build import MadeRoster, build_roster
from staffing.roster.effort import RosterEffort
from staffing.tables.json_file import write_json
from staffing.tables.records import write_record


@dataclass(frozen=True, eq=False)
class Rostered:
    """A roster and notes."""

    made: MadeRoster
    notes: tuple[str, ...]

    def write_folder(self, folder: Path) -> None:
        """All of its files."""
        folder.mkdir(parents=True, exist_ok=True)
        made = self.made
        for name, record in (
            ("roster", made.shifts),
            ("roster_agents", made.agents),
            ("coverage", made.coverage),
            ("unfilled", made.unfilled),
            ("exceptions", made.exceptions),
            ("state", made.past),
        ):
            write_record(folder / f"{name}.csv", record)
        write_json(folder / "summary.json", made.summary)


def make_roster(
    requirement: str,
    plan: PlanFile,
    *,
    agents: str | None = None,
    effort: RosterEffort | None = None,
    progress: Progress | None = None,
) -> Rostered:
    """The roster for a requirement file, with names."""
    section = roster_section(plan.checked())
    if section.mode != "cover":
        raise plan.wrong("roster.mode", '"cover"', "this version does not assign given shifts")
    case = case_of(plan, files_of(plan, requirement, agents))
    made = build_roster(case, effort or RosterEffort(plan.sections.schedule.effort), progress)
    return Rostered(made, tuple(_notes(plan)))


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
