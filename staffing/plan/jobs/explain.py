"""Explaining a published run: the plan of its days beside what came, and what each factor did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from staffing.explanation.account import Happened, account, outcomes
from staffing.explanation.chance import chance_of
from staffing.explanation.day_data import PlannedDays, Recorded, nothing_recorded
from staffing.explanation.factors import Inputs
from staffing.explanation.facts import DayFacts
from staffing.explanation.names import WHOLE
from staffing.explanation.periods import account_periods
from staffing.explanation.planned_and_actual import two_sides
from staffing.explanation.recorded import from_intervals, from_people
from staffing.plan.day.actuals import Actuals, read_actuals
from staffing.plan.day.lunches import ServiceByCase, lunch_findings
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.published import Published, read_published
from staffing.queueing.model import Performance, reshaped
from staffing.queueing.variability import variance_per_contact
from staffing.records import ALL_QUEUES, AgentDays, Explanation, Floats, LunchFinding, ShiftPlan, Times
from staffing.requirement.definitions import DEFINITIONS, PARTS
from staffing.requirement.demand import Demand
from staffing.requirement.size import ServiceOptions, predict, predict_in_parts, size, traffic_of
from staffing.shifts.coverage import coverage_of
from staffing.tables.people import read_people
from staffing.timegrid import local_day, to_local

PART_MINUTES = 15  # the grain of breaks shorter than an interval
PEOPLE_DIFFER = 0.2  # scheduled hours of people.csv beside the plan's: more is worth a word


@dataclass(frozen=True, eq=False)
class ExplainedRun:
    """The account of a run by period, of all its known days as one, and what to know about it."""

    name: str
    target: str
    explanation: Explanation
    whole: Explanation
    lunches: tuple[LunchFinding, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; parts are fractions and seconds."""
        return {
            "name": self.name,
            "target": self.target,
            "by": self.explanation.by,
            "whole": self.whole.as_dicts()[0],
            "periods": self.explanation.as_dicts(),
            "lunches": [finding.as_dict() for finding in self.lunches],
            "notes": list(self.notes),
        }


def explain_run(
    folder: Path,
    actuals: str,
    *,
    by: str = "day",
    people: str | None = None,
    plan: PlanFile | None = None,
    format_name: str | None = None,
) -> ExplainedRun:
    """What happened on the days of a run that `actuals` knows, and why.

    `plan` judges in place of the one that made the run. InputError where the run or a file is wrong, or
    where they have no day in common.
    """
    run = read_published(folder, plan)
    came = read_actuals(actuals, run, format_name)
    days = _planned_days(run, came)
    agent_days = None if people is None else read_people(people, run.plan.timezone)
    recorded = _recorded(agent_days, came, days)
    planned, actual = two_sides(days, came.contacts, recorded)
    options = replace(run.options, uncertainty=None)  # all queues pooled have no range of their own
    predictor = _predictor(came, days, options)
    cases = outcomes(planned, actual, predictor)
    measures: dict[str, Callable[[Performance], Floats]] = {
        "service_level": DEFINITIONS[options.targets.definition],
        "mean_wait_seconds": lambda found: found.mean_wait_seconds,
        "abandonment": lambda found: found.abandoned,
    }
    chance = {
        name: chance_of(actual, predictor, measures[name], variance)
        for name, variance in _variances(came, actual, days.minutes, options).items()
    }
    happened = Happened(came.contacts, days.day_number, came.found, chance)
    facts = DayFacts(planned, actual, came.contacts, recorded, days.minutes)
    ways = [account_periods(way, came.interval_start, came.utc_offset_minutes) for way in (by, WHOLE)]
    explanation, whole = (account(cases, happened, facts, periods, measures) for periods in ways)
    return ExplainedRun(
        name=run.plan.name,
        target=run.plan.sections.service.target.text,
        explanation=explanation,
        whole=whole,
        lunches=lunch_findings(
            run,
            days,
            actual,
            _needed(came, days, actual, options),
            ServiceByCase(predictor, measures["service_level"]),
        ),
        notes=(*came.notes, *_people_notes(agent_days, people, days, recorded)),
    )


def _planned_days(run: Published, came: Actuals) -> PlannedDays:
    """The plan in the intervals that the actuals know."""
    coverage, here, share = run.coverage, came.place, run.options.people
    on_lunch = _on_lunch(run.shifts, coverage.interval_start, run)
    return PlannedDays(
        interval_start=came.interval_start,
        day=local_day(to_local(came.interval_start, came.utc_offset_minutes)),
        minutes=coverage.interval_minutes,
        offered=came.expected_offered,
        aht_seconds=came.expected_aht_seconds,
        scheduled=coverage.scheduled[here],
        on_break=coverage.on_break[here],
        on_lunch=on_lunch[here],
        required=coverage.required[here],
        attendance=share.attendance,
        on_phones=share.adherence * (1.0 - share.shrinkage),
        inside=_inside(run)[here],
    )


def _inside(run: Published) -> Floats:
    """Heads at work in the quarter-hours of an interval ÷ their mean − 1: zero where none is at work."""
    grid, minutes = run.coverage.interval_start, run.coverage.interval_minutes
    parts = max(minutes // PART_MINUTES, 1)
    if run.shifts is None or parts == 1:
        return np.zeros((len(grid), 1))
    finer = grid[:, None] + np.arange(parts) * np.timedelta64(PART_MINUTES, "m")
    cyclic = run.plan.rules.cyclic_week
    scheduled, on_break = coverage_of(run.shifts, finer.reshape(-1), PART_MINUTES, cyclic_week=cyclic)
    working = (scheduled - on_break).reshape(finer.shape)
    mean = working.mean(axis=1, keepdims=True)
    inside = np.divide(working, mean, out=np.ones(finer.shape), where=mean > 0) - 1.0
    return np.where(np.abs(inside) > 1e-9, inside, 0.0)


def _on_lunch(shifts: ShiftPlan | None, interval_start: Times, run: Published) -> Floats:
    """Heads on lunch per interval; shifts may have breaks besides."""
    if shifts is None or "lunch" not in shifts.rest_names:
        return np.zeros(len(interval_start))
    k = shifts.rest_names.index("lunch")
    lunches = replace(
        shifts,
        rest_start=shifts.rest_start[:, [k]],
        rest_minutes=shifts.rest_minutes[:, [k]],
        rest_names=("lunch",),
    )
    minutes, cyclic = run.coverage.interval_minutes, run.plan.rules.cyclic_week
    return coverage_of(lunches, interval_start, minutes, cyclic_week=cyclic)[1]


def _recorded(people: AgentDays | None, came: Actuals, plan: PlannedDays) -> Recorded:
    told = nothing_recorded(len(plan.day)) if people is None else from_people(people, plan)
    return from_intervals(came.staffing, plan, told).over(told)


def _predictor(came: Actuals, plan: PlannedDays, options: ServiceOptions) -> Callable[[Inputs], Performance]:
    """The model of the plan, asked about many cases of the same intervals at once: a queue for each case."""

    def predicted(cases: Inputs) -> Performance:
        demand = _demand(came, plan.minutes, cases.offered, cases.aht_seconds)
        agents = cases.agents.reshape(-1)
        if not cases.uneven.any():
            return reshaped(predict(demand, agents, options), cases.offered.shape)
        inside = 1.0 + (cases.uneven[..., None] * plan.inside).reshape(len(agents), -1)
        found = predict_in_parts(demand, agents[:, None] * inside, options)
        return reshaped(found, cases.offered.shape)

    return predicted


def _demand(came: Actuals, minutes: int, offered: Floats, aht_seconds: Floats) -> Demand:
    cases, intervals = offered.shape
    return Demand(
        interval_start=np.tile(came.interval_start, cases),
        utc_offset_minutes=np.tile(came.utc_offset_minutes, cases),
        queue=np.repeat(np.arange(cases), intervals),
        queues=(ALL_QUEUES,) * cases,
        interval_minutes=minutes,
        timezone=came.timezone,
        offered=offered.reshape(-1),
        aht_seconds=aht_seconds.reshape(-1),
    )


def _variances(came: Actuals, actual: Inputs, minutes: int, options: ServiceOptions) -> dict[str, Floats]:
    """How far each measure varies by chance around the model's value, per contact."""
    demand = _demand(came, minutes, actual.offered[None], actual.aht_seconds[None])
    seconds = float(options.targets.target_seconds)
    service_level, abandonment = variance_per_contact(
        traffic_of(demand, options),
        actual.agents,
        seconds,
        PARTS[options.targets.definition],
        lambda found: (found.abandoned, found.answered + found.abandoned),
    )
    return {"service_level": service_level, "abandonment": abandonment}


def _needed(came: Actuals, plan: PlannedDays, actual: Inputs, options: ServiceOptions) -> Floats:
    """Heads at work for the contacts that came, with the people as present as they were."""
    if not options.targets.asked:
        return plan.required
    demand = _demand(came, plan.minutes, actual.offered[None], actual.aht_seconds[None])
    share = actual.attendance * actual.on_phones
    agents = size(demand, options).agents
    return np.divide(agents, share, out=plan.required.copy(), where=share > 0)


def _people_notes(
    people: AgentDays | None, file: str | None, plan: PlannedDays, recorded: Recorded
) -> tuple[str, ...]:
    if people is None:
        return ()
    days = np.unique(plan.day)
    told = np.isin(days, people.day)
    notes = []
    if not told.all():
        notes.append(
            f"{file}: covers {int(told.sum())} of the {len(days)} days; "
            "on the other days people are assumed as planned"
        )
    known = np.isfinite(recorded.scheduled)
    there, meant = recorded.scheduled[known].sum(), plan.scheduled[known].sum()
    if meant > 0 and abs(there / meant - 1.0) > PEOPLE_DIFFER:
        notes.append(
            f"{file}: holds {there / meant:.0%} of the hours the plan scheduled; check that nobody is missing"
        )
    return tuple(notes)
