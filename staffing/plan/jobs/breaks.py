"""The daily repair: shifts as they stand and a requirement, to the same shifts with better breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.conduct import ROWS_ALONE
from staffing.plan.need.heads import Heads, read_heads
from staffing.plan.need.period import period_target
from staffing.plan.need.prices import prices_of
from staffing.plan.road import plan_patience
from staffing.plan.run.summary import HEADS_TOLERANCE, weighted_service
from staffing.records import Coverage, Floats, ShiftPlan
from staffing.requirement.size import ServiceOptions
from staffing.shifts.rules import Rules
from staffing.shifts.standing.groups import misfits
from staffing.shifts.standing.replace_rests import Move, Replaced, replace_rests
from staffing.tables.shifts import read_shift_file
from staffing.timegrid import Zone


@dataclass(frozen=True, eq=False)
class Repaired:
    """The shifts with their breaks placed anew, and what they covered before and cover now."""

    plan: PlanFile
    replaced: Replaced
    before: Coverage
    after: Coverage
    offered: Floats


def repair_breaks(
    shifts: str,
    requirement: str,
    plan: PlanFile,
    *,
    now: str | None = None,
    min_gain_minutes: float = 0.0,
    progress: Callable[[str, float], None] | None = None,
) -> Repaired:
    """Place lunches and breaks of a shift file anew, so that they hurt least where heads are short.

    Breaks begun before `now` stay, and so do those whose move would save less than `min_gain_minutes` of
    agents short, weighted as `RepairSummary` says. InputError for shifts of no pattern of the plan.
    """
    plan.checked()
    moment = None if now is None else plan.zone.parse("--now", now)
    standing = read_standing(shifts, plan.rules)
    heads = read_heads(
        requirement, plan.people, timezone=plan.timezone, interval_minutes=plan.interval_minutes
    )
    the_rules = replace(plan.rules, phone_share=heads.phone_share)
    options = plan.service_with(plan_patience(plan), variation=ROWS_ALONE)
    target = period_target(plan, heads, options, requirement)
    prices = prices_of(target, heads, standing, the_rules, options)
    found = replace_rests(
        standing,
        heads.interval_start,
        prices.needed,
        the_rules,
        now=moment,
        weight=prices.weight,
        worth=min_gain_minutes / heads.interval_minutes,
        progress=progress,
    )
    return Repaired(
        plan=plan,
        replaced=found,
        before=coverage(heads, found.scheduled, found.scheduled - found.working_before, the_rules, options),
        after=coverage(heads, found.scheduled, found.on_break, the_rules, options),
        offered=np.nan_to_num(heads.offered),
    )


def read_standing(source: str | Path, rules: Rules) -> ShiftPlan:
    """The shifts of a file, each of a pattern of the rules; where their rests lie is not asked."""
    file = read_shift_file(source, rules.timezone)
    if file.plan is None:
        raise InputError(Problem(file.table.file, "at least one shift", "make it with staffing schedule"))
    problems, lines = file.table.problems, file.table.lines
    if not problems.count:
        for wrong in misfits(file.plan, rules):
            hint = "correct the shift, or the pattern in the plan"
            problems.add(int(lines[wrong.row]), wrong.column, wrong.value, wrong.expected, hint)
    problems.raise_if_any()
    return file.plan


def coverage(
    heads: Heads, scheduled: Floats, on_break: Floats, rules: Rules, options: ServiceOptions
) -> Coverage:
    """Heads per interval against those required, and the service they give."""
    working = np.maximum(scheduled - on_break, 0.0)
    return Coverage(
        **heads.same_rows(),
        required=heads.required,
        scheduled=scheduled,
        on_break=on_break,
        service_level=heads.service_level(working * rules.phone_share, options),
    )


@dataclass(frozen=True)
class RepairSummary:
    """What a repair amounts to, before and after; for people and for JSON.

    Weighted are hours short by how many contacts they make late, deep shortage more (`shifts/hurt`): that is
    what was made least, and what the bound is of. Where the target holds over a day or week they are short of
    everybody on shift.
    """

    under_agent_hours: tuple[float, float]
    under_agent_intervals: tuple[int, int]
    worst_heads_short: tuple[float, float]
    worst_interval: tuple[str | None, str | None]
    service_level: tuple[float | None, float | None]
    weighted_hours_short: tuple[float, float]
    lower_bound_hours: float
    status: str
    solve_seconds: float
    moved_rests: int
    moved_people: int
    moves: list[dict[str, str | int | None]]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: pairs by name."""
        return {
            name: {"before": value[0], "after": value[1]} if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


def summarise_repair(repaired: Repaired) -> RepairSummary:
    """The totals of both coverages, and every move in local time."""
    before, after, found = repaired.before, repaired.after, repaired.replaced
    hours = before.interval_minutes / 60
    short = before.under, after.under
    return RepairSummary(
        under_agent_hours=(float(short[0].sum()) * hours, float(short[1].sum()) * hours),
        under_agent_intervals=(
            int((short[0] > HEADS_TOLERANCE).sum()),
            int((short[1] > HEADS_TOLERANCE).sum()),
        ),
        worst_heads_short=(float(short[0].max()), float(short[1].max())),
        worst_interval=(_worst(before), _worst(after)),
        service_level=(
            weighted_service(before.service_level, repaired.offered),
            weighted_service(after.service_level, repaired.offered),
        ),
        weighted_hours_short=(found.hurt_before * hours, found.hurt * hours),
        lower_bound_hours=found.lower_bound * hours,
        status=found.status,
        solve_seconds=found.solve_seconds,
        moved_rests=found.moved_rests,
        moved_people=found.moved_people,
        moves=[described(move, after.zone) for move in found.moves],
    )


def described(move: Move, zone: Zone) -> dict[str, str | int | None]:
    """A move with its moments in local time."""
    return {
        "pattern": move.pattern,
        "rest": move.rest,
        "from": zone.text(move.before) or None,
        "to": zone.text(move.after) or None,
        "people": move.people,
        "minutes_before": move.minutes_before,
        "minutes": move.minutes,
    }


def _worst(coverage: Coverage) -> str | None:
    """The interval that lacks most; None where none lacks anybody."""
    worst = int(coverage.under.argmax())
    if coverage.under[worst] <= HEADS_TOLERANCE:
        return None
    return str(coverage.rows(np.array([worst])).iso()[0])
