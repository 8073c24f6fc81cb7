"""What it costs to plan work that may wait with the calls, beside two other ways, and what the program costs.

    python benchmarks/work.py [--days 7]

Three ways to plan the same calls and the same work:

    together     the work in the program of the shifts (`[[work]]`)
    dedicated    shifts for the calls alone, and people of their own for the work, on the same patterns
    calls first  shifts for the calls alone; the work in whatever time they leave above the need

of the sample `data/blended-centre`, and of the bank of 2003 with work of 15 % of the calls' hours that is due
by the end of the next open day. Shifts are not repaired by simulation. CPU seconds are those of the searches,
one process at a time.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.parallel import AS_WORTHWHILE
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.need.checked_history import read_checked
from staffing.plan.need.task import NeedToMeet, task_of
from staffing.plan.road import meet, need_of, size_as_of, work_of
from staffing.plan.work.planned import planned_work
from staffing.progress import silent

ROOT = Path(__file__).parent.parent
BLENDED, BANK = (ROOT / "data" / name / "plan.toml" for name in ("blended-centre", "bank-2003"))
BANK_WORK = """
[[work]]
name = "letters"
follows = { queue = "all", share = 0.15 }
aht_seconds = 240
due = "1 open day"
"""


@dataclass(frozen=True)
class Row:
    """One way to plan, and what came of it."""

    centre: str
    way: str
    cost: float
    bound: float
    on_time: float
    hours_of_work: float
    cpu_seconds: float

    def __str__(self) -> str:
        gap = (self.cost - self.bound) / self.cost
        return (
            f"| {self.centre} | {self.way} | {self.cost:,.1f} | {gap:.3%} | {self.on_time:.1%} "
            f"| {self.hours_of_work:,.1f} | {self.cpu_seconds:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=7)
    days = parser.parse_args().days
    print("| centre | way | cost in hours | gap | in time | hours of work | CPU seconds |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bank = Path(folder) / "plan.toml"
        text = BANK.read_text(encoding="utf-8") + BANK_WORK
        bank.write_text(text.replace('"history.csv"', f'"{BANK.parent / "history.csv"}"'), encoding="utf-8")
        for path in (BLENDED, bank):
            for row in ways(read_plan(path), days):
                print(row, flush=True)


def ways(plan: PlanFile, days: int) -> list[Row]:
    """The three ways for one plan."""
    forecast = plan.sections.forecast.model_copy(update={"days": days})
    plan = replace(plan, sections=plan.sections.model_copy(update={"forecast": forecast}), jobs=1).checked()
    history = read_checked(plan, None)
    sized = size_as_of(plan, history, None, silent, AS_WORTHWHILE)
    need = need_of(plan, sized.requirement)
    calls = task_of(plan, need, sized.service, str(plan.path))
    work = work_of(plan, need, sized.made, history)
    nobody = calls._replace(need=replace(need, required=np.zeros(len(need))))
    together = planned(plan, "together", calls._replace(work=work))
    alone, of_work = planned(plan, "calls", calls), planned(plan, "work", nobody._replace(work=work))
    dedicated = replace(
        of_work,
        way="dedicated",
        cost=alone.cost + of_work.cost,
        bound=alone.bound + of_work.bound,
        cpu_seconds=alone.cpu_seconds + of_work.cpu_seconds,
    )
    return [together, dedicated, calls_first(plan, calls, work)]


def planned(plan: PlanFile, way: str, task: NeedToMeet) -> Row:
    """The schedule of a task, searched."""
    before = cpu_seconds()
    summary = meet(plan, task).summary
    due = sum(one.due for one in summary.work)
    return Row(
        plan.name,
        way,
        summary.objective_hours,
        summary.lower_bound_hours,
        1.0 - sum(one.late for one in summary.work) / due if due else 1.0,
        sum(one.hours for one in summary.work),
        cpu_seconds() - before,
    )


def calls_first(plan: PlanFile, calls: NeedToMeet, work: tuple[object, ...]) -> Row:
    """The shifts of the calls alone, and the work done in the time that they leave."""
    before = cpu_seconds()
    scheduled = meet(plan, calls)
    totals = planned_work(work, scheduled.coverage.working, calls.need, scheduled.horizon).totals
    summary, due = scheduled.summary, sum(one.due for one in totals)
    return Row(
        plan.name,
        "calls first",
        summary.objective_hours,
        summary.lower_bound_hours,
        1.0 - sum(one.late for one in totals) / due,
        sum(one.hours for one in totals),
        cpu_seconds() - before,
    )


def cpu_seconds() -> float:
    """Of this process and those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
