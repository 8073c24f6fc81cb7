"""Today, as it turns out: the rest of the day forecast anew from its contacts so far, and what to do.

Three proposals, each on top of the one before: breaks moved, overtime where heads are short still, and people
who may go home early where they are spare.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from staffing.forecast.make import make_forecast
from staffing.plan.day.rest_of_period import rest_of_period
from staffing.plan.day.today import known_now, of_today
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.breaks import read_standing
from staffing.plan.need.demand import demand_of
from staffing.plan.need.heads import Heads, heads_of
from staffing.plan.need.prices import Prices, late_contacts, prices_of
from staffing.plan.run.published import read_published
from staffing.plan.run.summary import weighted_service
from staffing.records import Adjustments, Floats, ShiftPlan
from staffing.requirement.size import ServiceOptions, size
from staffing.shifts.rules import Rules
from staffing.shifts.standing.day_ends import Block, heads_of_blocks, leaving_early, overtime
from staffing.shifts.standing.hurt import hurt_of, slopes
from staffing.shifts.standing.replace_rests import Move, replace_rests

Progress = Callable[[str, float], None]
Row = tuple[str, str, str, int, np.datetime64, np.datetime64, float, float, float, float]
KINDS = {  # of the columns of `Adjustments`, in the order of a row
    "action": "U",
    "pattern": "U",
    "rest": "U",
    "people": "i8",
    "begin": "M8[s]",
    "end": "M8[s]",
    "agent_hours": "f8",
    "service_level_before": "f8",
    "service_level_after": "f8",
    "hours_saved": "f8",
}


@dataclass(frozen=True)
class Outlook:
    """The rest of the day with so much done: its service level, and the agent-hours short."""

    what: str
    service_level: float | None
    under_agent_hours: float


@dataclass(frozen=True, eq=False)
class Adjusted:
    """The proposals, and the outlook after each kind of them.

    Contacts are those of the rest of the day: as the run believed, and as now expected.
    """

    contacts_believed: float
    contacts_expected: float
    outlook: tuple[Outlook, ...]
    proposals: Adjustments
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        rows = self.proposals
        return {
            "contacts_believed": self.contacts_believed,
            "contacts_expected": self.contacts_expected,
            "outlook": [asdict(one) for one in self.outlook],
            "rests_moved": int(rows.people[rows.action == "move"].sum()),
            "overtime_hours": float(rows.agent_hours[rows.action == "overtime"].sum()),
            "freed_hours": -float(rows.agent_hours[rows.action == "leave"].sum()),
            "proposals": len(rows),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, eq=False)
class _Rest:
    """The rest of the day: what is required, and how heads turn into service.

    `required`: heads that no interval should fall below; those of the period's floor where a day or week has
    a target.
    """

    heads: Heads
    required: Floats
    rules: Rules
    options: ServiceOptions
    prices: Prices

    def service_level(self, working: Floats) -> float:
        """Of all contacts of the rest of the day; NaN if unknown."""
        agents = np.maximum(working, 0.0) * self.rules.phone_share
        levels = self.heads.service_level(agents, self.options)
        level = weighted_service(levels, np.nan_to_num(self.heads.offered))
        return np.nan if level is None else level

    def outlook(self, what: str, working: Floats) -> Outlook:
        short = np.maximum(self.required - working, 0.0).sum()
        level = self.service_level(working)
        hours = float(short) * self.heads.interval_minutes / 60
        return Outlook(what, None if np.isnan(level) else level, hours)

    def weighted_short(self, working: Floats) -> float:
        """Hours short at the price that breaks are placed by."""
        needed, weight = self.prices
        price = slopes(np.ones(len(needed)) if weight is None else weight)
        short = hurt_of(np.maximum(needed - working, 0.0), needed, price)
        return float(short.sum()) * self.heads.interval_minutes / 60

    def heads_of(self, blocks: Sequence[Block]) -> Floats:
        """Heads per interval in those blocks."""
        return heads_of_blocks(tuple(blocks), self.heads.interval_start, self.heads.interval_minutes)

    def move(self, move: Move, working: Floats) -> Row:
        """The row of a move that is one of those that led to `working`."""
        at = [
            Block(move.pattern, start, start + np.timedelta64(minutes, "m"), move.people)
            for start, minutes in ((move.before, move.minutes_before), (move.after, move.minutes))
        ]
        without = working + self.heads_of(at[1:]) - self.heads_of([] if np.isnat(move.before) else at[:1])
        levels = self.service_level(without), self.service_level(working)
        saved = self.weighted_short(without) - self.weighted_short(working)
        return ("move", move.pattern, move.rest, move.people, move.before, move.after, 0.0, *levels, saved)

    def block(self, action: str, block: Block, working: Floats) -> Row:
        """The row of overtime or of leaving early that is one of those that led to `working`."""
        sign = 1.0 if action == "overtime" else -1.0
        levels = self.service_level(working - sign * self.heads_of([block])), self.service_level(working)
        hours = sign * block.agent_hours
        return (action, block.pattern, "", block.people, block.start, block.end, hours, *levels, np.nan)


def adjust_day(
    run: Path,
    actuals: str,
    now: str,
    *,
    plan: PlanFile | None = None,
    shifts: str | None = None,
    most_overtime_minutes: int = 120,
    min_gain_minutes: float = 5.0,
    progress: Progress | None = None,
) -> Adjusted:
    """Proposals for the rest of the local day of `now`, from a run, its history and today's `actuals`.

    A break moves where that saves `min_gain_minutes` of agents short. `plan` takes the place of the one that
    the run was made by, `shifts` that of its shifts.csv.
    """
    published = read_published(run, plan)
    plan = published.plan
    moment = plan.zone.parse("--now", now)
    from_ = plan.zone.interval_at(moment, plan.interval_minutes)  # what has begun is counted, too
    known = known_now(published, actuals, from_)
    asked = plan.forecast_options(from_, known.queues)
    made = make_forecast(known, replace(asked, days=1))
    heads = heads_of(size(demand_of(plan, made.forecast), published.options), plan.people)
    day_rules = replace(plan.rules, cyclic_week=False, phone_share=heads.phone_share)
    standing = read_standing(shifts or str(run / "shifts.csv"), day_rules)
    today, worth = of_today(standing, heads), min_gain_minutes / heads.interval_minutes
    period = rest_of_period(published, known, actuals, heads)
    target = None if period is None else period.target
    required, service = (heads.required, None) if target is None else (target.floor, target.service)
    prices = prices_of(target, heads, today, day_rules, published.options)
    rest = _Rest(heads, required, day_rules, published.options, prices)
    moved = replace_rests(
        today, heads.interval_start, prices.needed, rest.rules,
        now=moment, weight=prices.weight, worth=worth, progress=progress,
    )  # fmt: skip
    stay = overtime(
        moved.plan, heads.interval_start, required, moved.working, rest.rules,
        now=moment, most_minutes=most_overtime_minutes,
        weight=late_contacts(heads, rest.rules, rest.options), service=service,
    )  # fmt: skip
    longer = moved.working + rest.heads_of(stay)
    leave = leaving_early(
        moved.plan, heads.interval_start, required, longer, rest.rules, now=moment, service=service
    )
    left = longer - rest.heads_of(leave)
    believed = np.isin(published.forecast.interval_start, made.forecast.interval_start)
    return Adjusted(
        contacts_believed=float(np.nansum(published.forecast.offered[believed])),
        contacts_expected=float(made.forecast.offered.sum()),
        outlook=(
            rest.outlook("as it stands", moved.working_before),
            rest.outlook("breaks moved", moved.working),
            rest.outlook("and overtime", longer),
            rest.outlook("and early leave", left),
        ),
        proposals=_rows(
            [
                *(rest.move(move, moved.working) for move in moved.moves),
                *(rest.block("overtime", block, longer) for block in stay),
                *(rest.block("leave", block, left) for block in leave),
            ],
            today,
        ),
        notes=(
            *(note for report in made.reports for note in report.notes),
            *(() if period is None else (period.as_note(),)),
        ),
    )


def _rows(rows: Sequence[Row], today: ShiftPlan) -> Adjustments:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(KINDS)
    named = zip(KINDS.items(), columns, strict=True)
    arrays: dict[str, Any] = {name: np.array(column, dtype=kind) for (name, kind), column in named}
    return Adjustments(**arrays, timezone=today.timezone)
